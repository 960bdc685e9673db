"""What the sources are used for: fiches and passages cited, judged, contested; questions left without answer.

`judged` and `contested` count the statements that readers judged, and those of them not « soutenu »;
`complaints` the statements a user said did not help.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from advisor.audit.facts import AnswerFacts, StatementFacts
from advisor.audit.judging import Item, Judgements
from advisor.audit.themes import Theme as Theme

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
    complaints: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class FicheUse:
    """A fiche: answers that use it, and of its statements judged, those not « soutenu »."""

    fiche: str
    title: str
    answers: int
    judged: int = 0
    contested: int = 0
    complaints: int = 0


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
    complaints: int


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
    complaints: Mapping[Item, bool],
    answers: Iterable[AnswerFacts],
    gaps: tuple[Theme, ...],
) -> Usage:
    """The use of the sources; `fiches` and `sources` count the answers that cite each, `known` is today's base."""
    by_fiche, by_source = _Counts[str](), _Counts[str]()
    for facts in answers:
        for statement in facts.statements:
            said = _said(judgements, complaints, Item(answer=facts.number, statement=statement.id))
            by_fiche.count(_fiches(statement), said)
            by_source.count({cited.source for cited in statement.citations}, said)
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
    return Usage(fiches=tuple(used), sources=tuple(told), unused=tuple(unused), gaps=gaps)


def passages(
    answers: Iterable[AnswerFacts], judgements: Judgements, complaints: Mapping[Item, bool]
) -> tuple[PassageUse, ...]:
    """The passages that some answers cite, the most cited first."""
    cited: Counter[_Place] = Counter()
    verdicts = _Counts[_Place]()
    for facts in answers:
        for statement in facts.statements:
            cited.update(_places(statement))
            said = _said(judgements, complaints, Item(answer=facts.number, statement=statement.id))
            verdicts.count(_places(statement), said)
    return tuple(
        PassageUse(passage=key[2], source=key[0], place=key[1], cited=many, **verdicts.of(key))
        for key, many in sorted(cited.items(), key=lambda pair: (-pair[1], pair[0]))
    )


def _places(statement: StatementFacts) -> set[_Place]:
    """The passages a statement cites."""
    return {(cited.source, cited.place, cited.passage) for cited in statement.citations}


_Said = tuple[int, int, int]
"""Whether a statement was judged, contested, complained of (0 or 1 each)."""


class _Counts(Generic[_Key]):
    """Judged, contested and complained of, by key."""

    def __init__(self) -> None:
        self._counts: dict[_Key, list[int]] = {}

    def count(self, keys: Iterable[_Key], said: _Said) -> None:
        if any(said):
            for key in keys:
                held = self._counts.setdefault(key, [0, 0, 0])
                held[:] = (before + more for before, more in zip(held, said, strict=True))

    def of(self, key: _Key) -> dict[str, int]:
        return dict(zip(("judged", "contested", "complaints"), self._counts.get(key, (0, 0, 0)), strict=True))


def _said(judgements: Judgements, complaints: Mapping[Item, bool], item: Item) -> _Said:
    held = judgements.held(item)
    return int(held is not None), int(held is not None and held.value != "soutenu"), int(complaints.get(item, False))


def _fiches(statement: StatementFacts) -> set[str]:
    """The fiches a statement rests on: the one that says it, those whose locators it cites."""
    return {statement.fiche, *(cited.fiche for cited in statement.citations)} - {""}


def _most(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
