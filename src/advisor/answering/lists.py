"""Complete lists: « quels sont les freins », « tous les leviers », « les quatre degrés ».

A question that asks for every entry of one kind, and of nothing else, is answered by walking the fiches of that
kind, grouped as the sources group them: the best six statements would leave some out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from advisor.answering.book import Book
from advisor.domain.fiche import Degre, Fiche, Frein, Levier, Pratique
from advisor.text import plain, sentences

Terms = Callable[[str], Sequence[str]]

_ASKS = re.compile(
    r"\bquel(?:le)?s (?:sont|etaient)\b|\bc(?:'?est)? (?:quoi|koi) (?:tou(?:s|tes) )?les\b|"
    r"\bliste(?:r|z)?\b|\btou(?:s|tes) les\b|"
    r"\benumere|\bcite(?:z)?[ -](?:moi )?(?:tou(?:s|tes) )?les\b|\bdonne(?:z)?[ -](?:moi )?(?:tou(?:s|tes) )?les\b|"
    r"\bles (?:4|8|14|35|51|quatre|huit|quatorze)\b|\bquels? (?:freins?|obstacles?|leviers?|degres?|publics?)\b|"
    r"\bwhat are (?:all )?the\b|\blist (?:of )?(?:all )?the\b|\ball the\b"
)
_SOURCES = {
    "robinet-2024": re.compile(r"\bmemoire\b|\bthesis\b|\brobinet\b"),
    "club-territoires-2024": re.compile(r"\bsynthese\b|\bclub des territoires\b|\bdgcs\b|\bsynthesis\b"),
}
_BESIDE = frozenset(
    """
    list lister don cit identified identify listed
    tout tous quatorz quatr huit exist identifi relev retenu recens connu possibl principal different
    synthes memoir club territoir dgcs source document robinet selon dan corpus usager implic impliqu particip
    associ demarch projet public servic isere departement all every there main know user involv thesi synthesi 14 4 8
    """.split()  # noqa: SIM905 -- a list of words reads better as words
)
"""Terms beside which a question still asks for the whole kind: any other makes it about something more precise."""


@dataclass(frozen=True)
class _Kind:
    """A kind of entry: how it is named, which fiches it has, and the group of each with its order."""

    named: re.Pattern[str]
    terms: frozenset[str]
    holds: Callable[[Fiche], bool]
    group: Callable[[Fiche], tuple[int, str]]


_FAMILIES = {
    "terrain fertile": (1, "Les quatorze freins de la synthèse : préparer le terrain"),
    "consensus": (2, "Les quatorze freins de la synthèse : bâtir un accord"),
    "clés de l'action": (3, "Les quatorze freins de la synthèse : former et sensibiliser"),
    "veille": (4, "Autres freins, relevés par la veille documentaire"),
    "mémoire": (5, "Autres freins, relevés par le mémoire"),
}
_TITLES = {"robinet-2024": "le mémoire", "club-territoires-2024": "la synthèse"}


def _family(fiche: Fiche) -> tuple[int, str]:
    return _FAMILIES[fiche.family] if isinstance(fiche, Frein) else (9, "")


def _by_source(what: str) -> Callable[[Fiche], tuple[int, str]]:
    def group(fiche: Fiche) -> tuple[int, str]:
        source = fiche.evidence[0].source
        return int(source == "robinet-2024"), f"{what} {_TITLES.get(source, source)}"

    return group


def _degree(fiche: Fiche) -> tuple[int, str]:
    return fiche.degree.rank if isinstance(
        fiche, Degre
    ) else 9, "Les quatre degrés, du moins au plus de pouvoir partagé"


KINDS = (
    _Kind(
        re.compile(r"\bfreins?\b|\bobstacles?\b|\bblocages?\b|\bpitfalls?\b|\bbarriers?\b"),
        frozenset(["frein", "obstacl", "blocag", "pitfall", "barri"]),
        lambda fiche: isinstance(fiche, Frein),
        _family,
    ),
    _Kind(
        re.compile(r"\bleviers?\b|\blevers?\b"),
        frozenset(["levi", "lever"]),
        lambda fiche: isinstance(fiche, Levier),
        _by_source("Les leviers que donne"),
    ),
    _Kind(
        re.compile(r"\bdegres?\b|\bdegrees?\b"),
        frozenset(["degr", "degre", "degree"]),
        lambda fiche: isinstance(fiche, Degre),
        _degree,
    ),
    _Kind(
        re.compile(r"\bpratiques?\b|\bexemples? de demarches?\b|\bpractices\b"),
        frozenset(["pratiqu", "practic", "exempl"]),
        lambda fiche: isinstance(fiche, Pratique),
        _by_source("Les pratiques que raconte"),
    ),
)


def asks(question: str) -> bool:
    """Whether a question asks for a list."""
    return bool(_ASKS.search(plain(question)))


class ListWriter:
    """Answers questions that ask for every entry of a kind."""

    def __init__(self, fiches: Mapping[str, Fiche], terms: Terms) -> None:
        self._fiches = fiches
        self._terms = terms

    def write(self, question: str, book: Book) -> tuple[str, ...]:
        """Says every entry asked for in the book; the ids of its statements, none when no whole list is asked."""
        said = []
        for fiche, group in self._wanted(question):
            start, end = sentences(fiche.statement)[0]
            text = f"{fiche.title} : {_lower(fiche.statement[start:end])}"
            said.append(book.say(text, fiche.evidence[:1], fiche, "réponse", group))
        return tuple(identifier for identifier in said if identifier)

    def _wanted(self, question: str) -> list[tuple[Fiche, str]]:
        """The fiches of the list asked for, each with its group, in order; none when no whole list is asked."""
        asked = plain(question)
        kind = next((kind for kind in KINDS if kind.named.search(asked)), None)
        if kind is None or not asks(question):
            return []
        if set(self._terms(question)) - kind.terms - _BESIDE:
            return []
        sources = [source for source, named in _SOURCES.items() if named.search(asked)]
        found = [
            fiche
            for fiche in self._fiches.values()
            if kind.holds(fiche) and (not sources or any(locator.source in sources for locator in fiche.evidence[:1]))
        ]
        ordered = sorted(found, key=lambda fiche: (kind.group(fiche)[0], fiche.id))
        return [(fiche, kind.group(fiche)[1]) for fiche in ordered]


def _lower(text: str) -> str:
    """A sentence as it stands after a colon: its first letter small, unless it begins a name or initials."""
    first, _, _ = text.partition(" ")
    return text if first[1:2].isupper() or first in {"Perrin", "Isère"} else text[:1].lower() + text[1:]
