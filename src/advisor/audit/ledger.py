"""What the audit has read of the journal: verdicts, resolutions, samples, and the answers they are on."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace

from advisor.audit import samples
from advisor.audit.facts import AnswerFacts, of_entry
from advisor.audit.judging import Judgements
from advisor.audit.samples import Sample, Scope
from advisor.domain.record import Entry, EntryKind
from advisor.journal.ports import Journal
from advisor.journal.queue import Filters, Row

_KINDS: tuple[EntryKind, ...] = ("verdict", "resolution", "sample", "purge")
_PAGE = 5000
"""Rows of the queue read at once."""


@dataclass(frozen=True)
class State:
    """What was read of the journal up to an entry; never changed, so that sessions may share it."""

    upto: int = 0
    entries: tuple[Entry, ...] = ()
    judgements: Judgements = field(default_factory=Judgements)
    samples: tuple[Sample, ...] = ()


class Ledger:
    """Reads the journal once, then only what was added since; all of it again after a purge."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self._state = State()
        self._facts: dict[int, AnswerFacts | None] = {}

    def fresh(self) -> State:
        """The state of the journal, brought up to its head."""
        state = self._state
        head, _ = self.journal.head()
        if head <= state.upto:
            return state
        added = list(self.journal.entries(kinds=_KINDS, after=state.upto))
        purged = any(entry.kind == "purge" for entry in added)
        if purged:  # what was read before may have been emptied since
            added = list(self.journal.entries(kinds=_KINDS))
            self._facts = {}
        entries = tuple(added) if purged else (*state.entries, *added)
        self._state = State(
            upto=max([head, *(entry.number for entry in added)]),
            entries=entries,
            judgements=Judgements(entries),
            samples=tuple(
                samples.of_entry(entry, entry.body)
                for entry in entries
                if entry.kind == "sample" and entry.body is not None
            ),
        )
        return self._state

    def facts(self, answer: int) -> AnswerFacts | None:
        """What figures need of an answer; None when the entry is no answer, or was emptied."""
        if answer not in self._facts:
            entry = self.journal.entry(answer)
            self._facts[answer] = of_entry(entry) if entry else None
        return self._facts[answer]

    def judged(self, state: State, scope: Scope) -> list[AnswerFacts]:
        """The answers judged that a scope holds, oldest first."""
        numbers: Collection[int] = state.judgements.answers
        if scope.sample:
            numbers = set(scope.sample.numbers).intersection(numbers)
        if scope.basis:
            drawn = {number for held in state.samples if held.method == scope.basis for number in held.numbers}
            numbers = drawn.intersection(numbers)
        read = (self.facts(number) for number in sorted(numbers))
        return [facts for facts in read if facts and scope.holds(facts.moment)]

    def rows(self, filters: Filters, head: int) -> Iterator[Row]:
        """The answers of the queue up to an entry, oldest first; the emptied ones cannot be read, and are left out."""
        ordered, offset = replace(filters, order="oldest"), 0
        while rows := self.journal.page(ordered, offset, _PAGE):
            yield from (row for row in rows if row.number <= head and not row.purged and row.kind != "error")
            offset += len(rows)
