"""Questions of law in words, matched to obligations: by article, by subject matter, by the search."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from advisor import articles
from advisor.domain.fiche import Obligation
from advisor.domain.outcome import Outcome
from advisor.text import words
from advisor.validation import validated

SUBJECT = 0.22
"""Weight of a subject matter that is the question's; taken off when it is another one."""
CLEARLY = 0.15
"""How much nearer a rule set aside by the facts must be to answer by itself."""
LEAST = 0.68
"""Score under which no obligation is put forward."""
SECOND_SHARE = 0.85
MOST = 3


@dataclass(frozen=True, slots=True)
class CodeName:
    """A code or law and the ways people write it."""

    code: str
    aliases: tuple[str, ...]


_CODES = TypeAdapter(tuple[CodeName, ...])


def code_names(path: Path, content: object) -> tuple[CodeName, ...]:
    """The names of a parsed file. Raises DataError on the first bad one."""
    return validated(_CODES, path, content)


@dataclass(frozen=True, slots=True)
class AskedArticle:
    """An article asked by number, with the codes the question names (none: any code)."""

    number: str
    codes: tuple[str, ...]


def asked_articles(question: str, names: Sequence[CodeName]) -> list[AskedArticle]:
    """The articles a question names by number, each once."""
    line = " " + " ".join(words(question)) + " "
    named = tuple(
        name.code
        for name in names
        if any(f" {alias} " in line for alias in (*name.aliases, " ".join(words(name.code))))
    )
    found = [AskedArticle(number.number, named) for number in articles.find(question)]
    return list(dict.fromkeys(found))


def holders(asked: AskedArticle, known: Mapping[str, Sequence[str]]) -> list[str]:
    """The codes, among those known to hold each number, that an asked article may be of."""
    codes = [code for code in known.get(_key(asked.number), ()) if not asked.codes or code in asked.codes]
    bare = asked.number[0].isdigit()
    return codes if asked.codes or not bare else []


def _key(number: str) -> str:
    return number.replace(" ", "").lower()


def by_number(numbers: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    """Codes by article number, for (code, number) pairs."""
    found: dict[str, list[str]] = {}
    for code, number in numbers:
        found.setdefault(_key(number), []).append(code)
    return found


def cites(obligation: Obligation, asked: AskedArticle, codes: Sequence[str]) -> bool:
    """Whether an obligation rests on an asked article."""
    return any(
        _key(reference.article) == _key(asked.number) and reference.code in codes for reference in obligation.references
    )


def chosen(outcomes: Sequence[Outcome], scores: Mapping[str, float], named: Collection[str] = ()) -> list[Outcome]:
    """The obligations a question is about, best first; none when nothing is near enough.

    `named` are the obligations whose title names what the question names.

    The search's relevance counts, and a subject matter met or missed. A rule that the facts set
    aside answers the question when it is clearly the one meant (« le CVS d'une crèche »); it gives
    way to a rule that stands when both are as near (a threshold and its other side). Where no rule's
    subject matter is recognised, one alone is put forward, to be checked, and only if it binds: words
    alone match too easily (« bus scolaire » and the « carte scolaire » of the collèges).
    """
    ranked = sorted(
        ((_score(outcome, scores), outcome) for outcome in outcomes if outcome.obligation.id in scores),
        key=lambda item: (-item[0], item[1].obligation.id),
    )
    if not ranked or ranked[0][0] < LEAST:
        return []
    top = ranked[0][0]
    kept = [(score, outcome) for score, outcome in ranked if score >= max(LEAST, SECOND_SHARE * top)]
    standing = [(score, outcome) for score, outcome in kept if outcome.truth is not False]
    meant = next((item for score, item in kept if score > top - CLEARLY and item.obligation.id in named), kept[0][1])
    if _excepted(meant, [outcome for _, outcome in standing]):
        return [meant]
    if not standing or standing[0][0] < top - CLEARLY:
        return [kept[0][1]]
    recognised = [outcome for _, outcome in standing if outcome.trigger is True]
    return recognised[:MOST] or [outcome for _, outcome in standing[:1] if outcome.obligation.binds]


def _excepted(first: Outcome, standing: Sequence[Outcome]) -> bool:
    """Whether the nearest rule is set aside by one of its own exceptions, and no other comes in its place."""
    excepted = any(tested.exception and tested.truth is True for tested in first.tested)
    return excepted and all(other.obligation.instead_of != first.obligation.id for other in standing)


def _score(outcome: Outcome, scores: Mapping[str, float]) -> float:
    score = scores[outcome.obligation.id]
    if outcome.trigger is None:
        return score
    return score + SUBJECT if outcome.trigger else score - SUBJECT
