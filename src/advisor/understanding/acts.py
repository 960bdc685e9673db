"""What a message does in a conversation, by the phrases that show it.

Phrases alone suffice (`tests/evaluation/dialogues.yaml` measures them): people say « et si », « pourquoi pas »,
« non, en fait ». What no phrase settles is told by the message's intent and by what it says of the project.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from advisor.domain.degree import Degree
from advisor.domain.dialogue import Act, Audience, Part
from advisor.text import plain, words
from advisor.understanding import phrases


@dataclass(frozen=True, slots=True)
class Context:
    """What the conversation holds when the message comes: a project, a hypothesis, what the last message did."""

    project: bool = False
    supposing: bool = False
    last: Act | Literal[""] = ""


@dataclass(frozen=True, slots=True)
class ActReading:
    """What a message does; `act` is empty when no phrase settles it.

    `part` is what is asked for, `audience` who a summary is for, `degree` the degree asked about and `step` how many
    degrees from the advised one when none is named. `forgets`: something is taken back. `together`: a hypothesis
    that goes on with the one before. `asks`: the message is put as a question.
    """

    act: Act | Literal[""]
    part: Part | Literal[""] = ""
    audience: Audience = ""
    degree: Degree | None = None
    step: int = 1
    forgets: bool = False
    together: bool = False
    asks: bool = False


def read_act(text: str, context: Context) -> ActReading:
    """What a message does in its conversation, by its phrases; see `ActReading`."""
    said = _line(text)
    asks = bool(phrases.ASKS.search(said))
    if _courteous(said):
        return ActReading("politesse")
    if context.supposing and (told := _settles(said)):
        return ActReading(told)
    if phrases.OPENS.search(said) and not phrases.RETURNS.search(said):
        return ActReading("nouveau")
    if not context.project:
        return ActReading("", asks=asks)
    for found in (
        _summary(said, context),
        _why_not(said),
        _hypothesis(said, context),
        _part(said, asks),
        _taken_back(said),
    ):
        if found:
            return found
    if phrases.RETURNS.search(said):
        return ActReading("retour", asks=asks)
    return ActReading("", asks=asks)


def completed(act: Act, part: Part | Literal[""], text: str, asks: bool) -> ActReading:
    """What a message whose act is known says besides: the degree, the reader, what is taken back."""
    said = _line(text)
    return ActReading(
        act,
        part=part,
        audience=_audience(said),
        degree=degree_named(text),
        step=-1 if phrases.LESS.search(said) else 1,
        forgets=bool(phrases.FORGETS.search(said)),
        asks=asks,
    )


def corrects(text: str) -> bool:
    """Whether a message says outright that it corrects, or tells a change as one."""
    said = _line(text)
    return bool(phrases.CORRECTS.search(said) or phrases.FORGETS.search(said) or phrases.CHANGES.search(said))


def returns(text: str) -> bool:
    """Whether a message says that it comes back to something."""
    return bool(phrases.RETURNS.search(_line(text)))


def replaces(text: str) -> bool:
    """Whether what a message says of a list comes in place of what was said."""
    return bool(re.search(r"\b(?:plutot|instead|pas .{2,40} mais|uniquement|seulement les|a la place)\b", _line(text)))


def degree_named(text: str) -> Degree | None:
    """The degree that a message names; the last one when it names several (« pas informer mais concerter »)."""
    said = _line(text)
    places = {found.start(): degree for degree, named in phrases.DEGREES.items() if (found := named.search(said))}
    return places[max(places)] if places else None


def _line(text: str) -> str:
    return plain(text).replace("’", "'").strip()


def _courteous(said: str) -> bool:
    held = words(said)
    return (
        bool(held)
        and any(word in phrases.COURTESY for word in held)
        and all(word in phrases.COURTESY | phrases.AROUND for word in held)
    )


def _settles(said: str) -> Act | None:
    """Whether the hypothesis under way is adopted or left; a message that tells more does neither."""
    if len(said.split()) > 12 or "?" in said:
        return None
    if phrases.LEAVES.search(said) and not re.search(r"\boubli\w* (?:le|la|les|l') ?(?!hypothese)", said):
        return "abandonner"
    return "adopter" if phrases.ADOPTS.search(said) and "comme avant" not in said else _kept(said)


def _kept(said: str) -> Act | None:
    return "abandonner" if "comme avant" in said else None


def _summary(said: str, context: Context) -> ActReading | None:
    audience = _audience(said)
    if phrases.SUMS_UP.search(said) and len(said.split()) < phrases.LONG and not phrases.SOURCES.search(said):
        return ActReading("resume", audience=audience)
    if context.last == "resume" and audience and re.search(r"^(?:et )?(?:pour|for)\b", said) and len(said.split()) < 7:
        return ActReading("resume", audience=audience)
    return None


def _audience(said: str) -> Audience:
    """Who a summary is for, empty when nobody is named."""
    return next((name for name, named in phrases.AUDIENCES.items() if named.search(said)), "")


def _why_not(said: str) -> ActReading | None:
    degree = degree_named(said)
    asked_why = bool(phrases.WHY_NOT.search(said))
    step = -1 if phrases.LESS.search(said) else 1
    if len(said.split()) > phrases.LONG:
        return None
    if degree and (asked_why or phrases.REACHES.search(said)):
        return ActReading("pourquoi-pas", degree=degree)
    if (
        degree
        and phrases.SUPPOSES.search(said)
        and not re.search(r"\d|\bmois\b|\bsemaines?\b|\bmonths?\b|\bweeks?\b", said)
    ):
        return ActReading("pourquoi-pas", degree=degree)
    bare = re.search(r"\b(?:pourquoi|pk|pq|why) (?:pas|not)\b(?: (?:plus|moins|more|less|aller plus loin))?\W*$", said)
    if bare or re.search(r"\b(?:pk|pourquoi|why) (?:c'est |ce n'est |is it |it's )?(?:pas|not) possible\b", said):
        return ActReading("pourquoi-pas", step=step)
    return None


def _hypothesis(said: str, context: Context) -> ActReading | None:
    follows = context.last == "hypothese" and bool(phrases.AGAIN.search(said))
    if not (phrases.SUPPOSES.search(said) or follows):
        return None
    if any(named.search(said) for part, named in phrases.PARTS.items() if part != "loi") and not re.search(
        r"\bsi\b|\bif\b", said
    ):
        return None
    together = context.supposing and bool(phrases.TOGETHER.search(said) or re.match(r"et qu", said))
    return ActReading("hypothese", together=together)


def _part(said: str, asks: bool) -> ActReading | None:
    if len(said.split()) > phrases.LONG or phrases.SOURCES.search(said):
        return None
    for part, named in phrases.PARTS.items():
        if not named.search(said):
            continue
        if part == "loi" and not phrases.OWN.search(said):
            continue
        wanted = asks or re.search(
            r"\b(?:donn\w*|montr\w*|list\w*|rappel\w*|fai[st]\w*|plutot|veux|voudrais|besoin|faut|propos\w*|quel\w*|"
            r"cherch\w*|trouv\w*|give|show|list|which|what|need|want|please|stp|svp|des|les|et)\b",
            said,
        )
        if wanted:
            return ActReading("partie", part=part, asks=asks)
    return None


def _taken_back(said: str) -> ActReading | None:
    if phrases.FORGETS.search(said):
        return ActReading("correction", forgets=True)
    return ActReading("correction") if phrases.CORRECTS.search(said) else None
