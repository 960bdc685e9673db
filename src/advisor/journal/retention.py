"""How long the journal keeps what it holds: what is past its time, or asked to be erased, is emptied.

An entry is emptied with everything that speaks of it (feedback, verdicts, resolutions), which may quote it. Its
number, moment, kind, conversation, reader and seal stay, so that the chain can still be proved, and a purge entry
says which were emptied, when and why.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from threading import Lock

from advisor.domain.record import Entry
from advisor.journal.ports import Journal

PAST = "durée de conservation dépassée"
ERASED = "effacement de la conversation"
DAY = dt.timedelta(days=1)


def limit(now: dt.datetime, days: int) -> str:
    """The moment (ISO 8601, UTC) before which entries are past their time."""
    return (now.astimezone(dt.UTC) - dt.timedelta(days=days)).isoformat(timespec="microseconds")


def past(journal: Journal, before: str) -> list[int]:
    """Numbers of the entries older than a moment, and of all that speaks of them, whatever its age."""
    return _with_what_follows(journal, journal.full(before=before))


def of_conversation(journal: Journal, conversation: str) -> list[int]:
    """Numbers of the entries of a conversation, and of all that speaks of them."""
    return _with_what_follows(journal, journal.full(conversation=conversation)) if conversation else []


def purge_past(journal: Journal, days: int, now: dt.datetime, author: str = "") -> Entry | None:
    """Empties what is older than some days; the entry that says so, None when nothing was. 0 days keep everything."""
    if days <= 0:
        return None
    before = limit(now, days)
    numbers = past(journal, before)
    return journal.purge(numbers, f"{PAST} ({days} jours)", before, author) if numbers else None


def erase(journal: Journal, conversation: str, reason: str = ERASED, author: str = "") -> Entry | None:
    """Empties all of a conversation; the entry that says so, None when it holds nothing."""
    numbers = of_conversation(journal, conversation)
    return journal.purge(numbers, reason, author=author) if numbers else None


class Keeping:
    """Empties what is past its time, at most once a day: cheap to call after each answer."""

    def __init__(self, journal: Journal, days: int, clock: Callable[[], dt.datetime]) -> None:
        self._journal = journal
        self._days = days
        self._clock = clock
        self._last: dt.datetime | None = None
        self._turn = Lock()

    def apply(self) -> Entry | None:
        """The entry that says what was emptied, None when it is not time or nothing was. Raises JournalUnusable."""
        now = self._clock()
        with self._turn:
            if self._days <= 0 or (self._last and now - self._last < DAY):
                return None
            self._last = now
        return purge_past(self._journal, self._days, now)


def _with_what_follows(journal: Journal, numbers: Sequence[int]) -> list[int]:
    """Entries, with those about them, and those about these."""
    known, fresh = set(numbers), list(numbers)
    while fresh:
        fresh = [number for number in journal.full(about=fresh) if number not in known]
        known.update(fresh)
    return sorted(known)
