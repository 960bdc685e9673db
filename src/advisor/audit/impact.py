"""Which stored answers a pending change would alter, before it is published, gravest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from advisor.audit.compare import differences, same
from advisor.audit.difference import GRAVITIES, Data, Difference, Gravity, worst
from advisor.audit.replay import Answering, Request, request_of, version_of
from advisor.audit.resolved import as_data, timeless, unphrased
from advisor.domain.record import Entry
from advisor.errors import AdvisorError
from advisor.journal import canonical

Told = Callable[[int, int], object]
"""Is given how many answers were asked again, of how many."""
BATCH = 20
"""Answers asked again at once."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Altered:
    """A stored answer that the change would alter.

    `numbers` are the entries that gave this very answer to this very message, the last one first. `before`
    and `after` are the headlines. `already` tells that the versions in use alter it just the same: the
    pending change is not the cause.
    """

    numbers: tuple[int, ...]
    moment: str
    question: str
    before: str
    after: str
    gravity: Gravity
    differences: tuple[Difference, ...]
    already: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Impact:
    """What a change would do: answers read, distinct ones asked again, those altered, those that failed and why."""

    read: int
    asked: int
    altered: tuple[Altered, ...]
    failed: tuple[tuple[int, str], ...] = ()

    @property
    def counts(self) -> dict[Gravity, int]:
        """How many distinct answers would be altered, by gravity."""
        return {gravity: sum(item.gravity == gravity for item in self.altered) for gravity in GRAVITIES}


@dataclass(frozen=True, slots=True)
class InUse:
    """The versions in use, to tell what the pending change does from what earlier changes already did."""

    version: str
    answering: Answering


@dataclass
class _Stored:
    """A message and the answer it got, in as many entries as gave it."""

    request: Request
    answer: dict[str, Any]
    version: str
    moment: str
    numbers: list[int]


def measure(
    entries: Iterable[Entry],
    pending: Answering,
    in_use: InUse | None = None,
    told: Told = lambda _done, _total: None,
) -> Impact:
    """Asks the answers of some entries again with the pending change; those of other kinds, or purged, are left out.

    Each is asked at its own day.
    """
    stored, read = _distinct(entries)
    altered: list[Altered] = []
    failed: list[tuple[int, str]] = []
    for start in range(0, len(stored), BATCH):
        batch = stored[start : start + BATCH]
        for item, answer in zip(batch, _answers(pending, batch), strict=True):
            if isinstance(answer, AdvisorError):
                failed.append((item.numbers[-1], str(answer)))
            elif found := _altered(item, answer, in_use):
                altered.append(found)
        told(start + len(batch), len(stored))
    return Impact(read=read, asked=len(stored), altered=tuple(sorted(altered, key=_order)), failed=tuple(failed))


def _distinct(entries: Iterable[Entry]) -> tuple[list[_Stored], int]:
    """The same answer given ten times to the same message is asked once, whoever phrased it."""
    found: dict[str, _Stored] = {}
    read = 0
    for entry in entries:
        if entry.kind != "answer" or entry.body is None:
            continue
        read += 1
        request, answer = request_of(entry), unphrased(as_data(entry.body["answer"]))
        key = canonical.digest([_asked(request), {**timeless(answer), "id": ""}])
        held = found.setdefault(key, _Stored(request, answer, version_of(entry), entry.moment, []))
        held.numbers.append(entry.number)
        held.moment = entry.moment
    return list(found.values()), read


def _asked(request: Request) -> list[Any]:
    return [request.message, request.history, request.corrections, request.today, request.revision]


def _answers(answering: Answering, batch: Sequence[_Stored]) -> Iterator[Data | AdvisorError]:
    """The answers of a batch, or the failure of each, asked one by one when the batch fails as a whole."""
    try:
        yield from map(unphrased, answering.answers([item.request for item in batch]))
    except AdvisorError as error:
        if len(batch) == 1:
            yield error
            return
        for item in batch:
            yield from _answers(answering, [item])


def _altered(item: _Stored, answer: Data, in_use: InUse | None) -> Altered | None:
    found = differences(item.answer, answer, versions=False)
    gravity = worst(found)
    if gravity is None:
        return None
    return Altered(
        numbers=tuple(reversed(item.numbers)),
        moment=item.moment,
        question=item.request.message,
        before=str(item.answer["headline"]),
        after=str(answer["headline"]),
        gravity=gravity,
        differences=found,
        already=_already(item, answer, in_use),
    )


def _already(item: _Stored, answer: Data, in_use: InUse | None) -> bool:
    """Whether the versions in use give what the pending ones do, for an answer that other versions gave."""
    if in_use is None or in_use.version == item.version:
        return False
    try:
        current = unphrased(in_use.answering.answers([item.request])[0])
    except AdvisorError:
        return False
    return same({**current, "engine": {}}, {**answer, "engine": {}})


def _order(item: Altered) -> tuple[bool, int, int, int]:
    """What this change does comes before what earlier ones did, then by gravity, then the most often given."""
    return item.already, GRAVITIES.index(item.gravity), -len(item.numbers), -item.numbers[0]
