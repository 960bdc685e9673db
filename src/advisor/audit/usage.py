"""What the sources are used for: fiches and passages cited, judged, contested; questions left without answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from advisor.audit import themes
from advisor.audit.facts import AnswerFacts, StatementFacts
from advisor.audit.judging import Item, Judgements
from advisor.audit.themes import Theme, Unanswered

__all__ = ["FicheUse", "PassageUse", "SourceUse", "Theme", "Unanswered", "Usage", "passages", "usage"]

_Key = TypeVar("_Key")
_Place = tuple[str, str, str]
"""Source, page or section, passage."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceUse:
    """A source: answers that cite it, and of the statements judged that cite it, those not « soutenu »."""

    source: str
    title: str
    answers: int
    judged: int = 0
    contested: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class FicheUse:
    """A fiche: answers that use it, and of its statements judged, those not « soutenu »."""

    fiche: str
    title: str
    answers: int
    judged: int = 0
    contested: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class PassageUse:
    """A passage of a text: how many statements cite it, and of those judged, how many are contested.

    Without the full text `passage` is empty, and `place` (page or section) tells where it stands.
    """

    passage: str
    source: str
    place: str
    cited: int
    judged: int
    contested: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Usage:
    """The use of the sources: the most used first, then fiches never used, and gaps by theme, the widest first."""

    fiches: tuple[FicheUse, ...]
    sources: tuple[SourceUse, ...]
    unused: tuple[FicheUse, ...]
    gaps: tuple[Theme, ...]


def usage(
    *,
    fiches: Mapping[str, int],
    sources: Mapping[str, int],
    known: Collection[str],
    titles: Mapping[str, str],
    judgements: Judgements,
    answers: Iterable[AnswerFacts],
    unanswered: Sequence[Unanswered],
    concepts: Callable[[str], Sequence[str]],
) -> Usage:
    """The use of the sources; `fiches` and `sources` count the answers that cite each, `known` is today's base."""
    by_fiche, by_source = _Counts[str](), _Counts[str]()
    for facts in answers:
        for statement, supported in _judged(judgements, facts):
            by_fiche.count(_fiches(statement), supported)
            by_source.count({cited.source for cited in statement.citations}, supported)
    used = [
        FicheUse(fiche=key, title=titles.get(key, key), answers=many, **by_fiche.of(key))
        for key, many in _most(fiches)
        if key
    ]
    told = [
        SourceUse(source=key, title=titles.get(key, key), answers=many, **by_source.of(key))
        for key, many in _most(sources)
        if key
    ]
    unused = [FicheUse(fiche=key, title=titles.get(key, key), answers=0) for key in sorted(set(known) - set(fiches))]
    return Usage(
        fiches=tuple(used), sources=tuple(told), unused=tuple(unused), gaps=themes.grouped(unanswered, concepts)
    )


def passages(answers: Iterable[AnswerFacts], judgements: Judgements) -> tuple[PassageUse, ...]:
    """The passages that some answers cite, the most cited first."""
    cited: Counter[_Place] = Counter()
    verdicts = _Counts[_Place]()
    for facts in answers:
        for statement in facts.statements:
            cited.update(_places(statement))
        for statement, supported in _judged(judgements, facts):
            verdicts.count(_places(statement), supported)
    return tuple(
        PassageUse(passage=key[2], source=key[0], place=key[1], cited=many, **verdicts.of(key))
        for key, many in sorted(cited.items(), key=lambda pair: (-pair[1], pair[0]))
    )


def _places(statement: StatementFacts) -> set[_Place]:
    """The passages a statement cites."""
    return {(cited.source, cited.place, cited.passage) for cited in statement.citations}


class _Counts(Generic[_Key]):
    """Judged and contested, by key."""

    def __init__(self) -> None:
        self._judged: Counter[_Key] = Counter()
        self._contested: Counter[_Key] = Counter()

    def count(self, keys: Iterable[_Key], supported: bool) -> None:
        for key in keys:
            self._judged[key] += 1
            self._contested[key] += not supported

    def of(self, key: _Key) -> dict[str, int]:
        return {"judged": self._judged[key], "contested": self._contested[key]}


def _judged(judgements: Judgements, facts: AnswerFacts) -> Iterable[tuple[StatementFacts, bool]]:
    """The statements judged of an answer, and whether they are supported."""
    for statement in facts.statements:
        held = judgements.held(Item(answer=facts.number, statement=statement.id))
        if held:
            yield statement, held.value == "soutenu"


def _fiches(statement: StatementFacts) -> set[str]:
    """The fiches a statement rests on: the one that says it, those whose locators it cites."""
    return {statement.fiche, *(cited.fiche for cited in statement.citations)} - {""}


def _most(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
