"""What the rest of the product asks of a journal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Protocol

from advisor.domain.record import Draft, Entry, EntryKind
from advisor.journal.chain import Report
from advisor.journal.queue import Filters, Row


class Journal(Protocol):
    """Entries written once, each sealed to the one before. Every method raises JournalUnusable when it cannot."""

    def append(self, draft: Draft) -> Entry:
        """Writes an entry; once it returns, the entry outlives a crash. Raises ValueError when it is not JSON."""
        ...

    def extend(self, drafts: Sequence[Draft]) -> list[Entry]:
        """Writes entries one after the other, all or none."""
        ...

    def purge(self, numbers: Sequence[int], reason: str, before: str = "", author: str = "") -> Entry | None:
        """Removes the content of entries, and writes in the same transaction the entry that says so.

        Purge entries, and those already empty, are passed over; None when nothing was left to remove.
        """
        ...

    def entry(self, number: int) -> Entry | None:
        """The entry of that number, None when there is none."""
        ...

    def entries(
        self,
        kinds: Sequence[EntryKind] = (),
        about: int = 0,
        conversation: str = "",
        after: int = 0,
        limit: int | None = None,
    ) -> Iterator[Entry]:
        """Entries in order, of the kinds given, about an entry, of a conversation, after a number."""
        ...

    def links(self, after: int = 0, upto: int | None = None) -> Iterator[Entry]:
        """Entries after a number, up to another, without their content: what the chain is made of."""
        ...

    def head(self) -> tuple[int, str]:
        """The number and the seal of the last entry; (0, 64 zeros) when there is none."""
        ...

    def verify(
        self, known: Mapping[int, str] | None = None, told: Callable[[int], object] = lambda _number: None
    ) -> Report:
        """The chain derived again, with seals kept elsewhere by number; see `chain.verify`.

        `told` is given the number reached, now and then.
        """
        ...

    def drift(self) -> int:
        """The first entry of which the queue does not say what the entry says; 0 when there is none."""
        ...

    def draw_again(self) -> None:
        """Draws the queue again from the entries."""
        ...

    def close(self) -> None:
        """Closes every connection."""
        ...

    def full(self, before: str = "", conversation: str = "", about: Sequence[int] = ()) -> list[int]:
        """Numbers of the entries that a purge may empty: older than a moment, of a conversation, about entries.

        Every criterion given must hold; purge entries, and those already empty, are left out.
        """
        ...

    def page(self, filters: Filters, offset: int = 0, limit: int = 50) -> list[Row]:
        """Lines of the queue."""
        ...

    def count(self, filters: Filters) -> int:
        """How many lines the queue has."""
        ...

    def numbers(self, filters: Filters) -> list[int]:
        """The numbers of all the lines of the queue, in order: what a sample is drawn from."""
        ...

    def values(self, name: str) -> dict[str, int]:
        """What a criterion of the queue can be given, and how many lines hold it.

        The empty value is left out. `name`: kinds, degrees, domains, sources, fiches, passages, verdicts, confidences,
        checks, feedback, statuses, judgements, languages, models. Raises KeyError for another.
        """
        ...
