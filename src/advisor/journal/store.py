"""The journal in a database: SQLite by default, PostgreSQL by URL."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Select, insert, null, select, update

from advisor.domain.record import Draft, Entry, EntryKind
from advisor.errors import JournalUnusable
from advisor.journal import chain, drift, projection, selecting, tables
from advisor.journal.chain import FIRST, Broken, Check, Prepared, Report, Stored
from advisor.journal.database import Database
from advisor.journal.projection import CHUNK, Drawn
from advisor.journal.queue import Filters, Row

BATCH = 200
"""Entries read at once: enough to go fast, few enough to stay light."""
_kept = tables.entries.c


def now() -> dt.datetime:
    """The present moment, UTC."""
    return dt.datetime.now(dt.UTC)


class Journal:
    """Entries written once, each sealed to the one before, and the queue drawn from them; see `ports.Journal`.

    Safe between threads and between processes. Moments never go back, whatever the clock does.
    """

    def __init__(self, database: Database, clock: Callable[[], dt.datetime] = now) -> None:
        self._database = database
        self._clock = clock

    @classmethod
    def open(cls, url: str, clock: Callable[[], dt.datetime] = now) -> Journal:
        """The journal at a SQLAlchemy URL, made or brought up to date first. Raises JournalUnusable."""
        journal = cls(Database(url), clock)
        journal._draw_again_if_needed()
        return journal

    def close(self) -> None:
        """Closes every connection."""
        self._database.close()

    # --- writing ---------------------------------------------------------------------------------------------------

    def append(self, draft: Draft) -> Entry:
        """Writes an entry; once it returns, the entry outlives a crash. Raises ValueError when it is not JSON."""
        return self.extend([draft])[0]

    def extend(self, drafts: Sequence[Draft]) -> list[Entry]:
        """Writes entries one after the other, all or none."""
        ready = [_prepared(draft) for draft in drafts]
        with self._database.writing() as connection:
            written = self._write(connection, ready)
        return [stored.entry() for stored in written]

    def purge(self, numbers: Sequence[int], reason: str, before: str = "", author: str = "") -> Entry | None:
        """Removes the content of entries, and writes in the same transaction the entry that says so.

        Purge entries, and those already empty, are passed over; None when nothing was left to remove.
        """
        with self._database.writing() as connection:
            full = _still_full(connection, sorted(set(numbers)))
            if not full:
                return None
            body = {"numbers": full, "reason": reason, "before": before}
            [written] = self._write(connection, [_prepared(Draft(kind="purge", body=body, author=author))])
            for some in _chunks(full):
                emptied = update(tables.entries).where(_kept.number.in_(some)).values(salt=None, body=None)
                connection.execute(emptied)
            projection.empty(connection, full)
        self._database.wipe()
        return written.entry()

    def _write(self, connection: Connection, ready: Sequence[tuple[Prepared, Drawn]]) -> list[Stored]:
        number, previous, moment = _last(connection)
        written = []
        for prepared, drawn in ready:
            moment = max(moment, self._clock().astimezone(dt.UTC).isoformat(timespec="microseconds"))
            stored = prepared.sealed(number + 1, moment, previous)
            number, previous = stored.number, stored.seal
            row = asdict(stored)
            connection.execute(insert(tables.entries), row)
            projection.write(connection, row, drawn)
            written.append(stored)
        return written

    # --- reading ---------------------------------------------------------------------------------------------------

    def entry(self, number: int) -> Entry | None:
        """The entry of that number, None when there is none."""
        with self._database.reading() as connection:
            found = connection.execute(_columns().where(_kept.number == number)).mappings().first()
        return Stored(**found).entry() if found else None

    def entries(
        self,
        kinds: Sequence[EntryKind] = (),
        about: int = 0,
        conversation: str = "",
        after: int = 0,
        limit: int | None = None,
    ) -> Iterator[Entry]:
        """Entries in order, of the kinds given, about an entry, of a conversation, after a number."""
        asked = _columns()
        if kinds:
            asked = asked.where(_kept.kind.in_(kinds))
        if about:
            asked = asked.where(_kept.about == about)
        if conversation:
            asked = asked.where(_kept.conversation == conversation)
        return (stored.entry() for stored in self._paged(asked, after, limit))

    def links(self, after: int = 0, upto: int | None = None) -> Iterator[Entry]:
        """Entries after a number, up to another, without their content: what the chain is made of."""
        light = [_kept[name] for name in Stored.__slots__ if name not in {"salt", "body"}]
        asked = select(*light, null().label("salt"), null().label("body"))
        if upto is not None:
            asked = asked.where(_kept.number <= upto)
        return (stored.entry() for stored in self._paged(asked, after, None))

    def head(self) -> tuple[int, str]:
        """The number and the seal of the last entry; (0, 64 zeros) when there is none."""
        with self._database.reading() as connection:
            return _last(connection)[:2]

    def verify(
        self, known: Mapping[int, str] | None = None, told: Callable[[int], object] = lambda _number: None
    ) -> Report:
        """The chain derived again, with seals kept elsewhere by number; see `chain.verify`.

        `told` is given the number reached, now and then. When SQLite finds its file damaged, the entry after the last
        that could be read is the one named.
        """
        check = Check(known=dict(known or {}))
        try:
            with self._database.reading(steady=True) as connection:
                for number, stored in enumerate(_every(connection, _columns()), start=1):
                    if not check.add(stored):
                        break
                    if number % BATCH == 0:
                        told(number)
            damage = self._database.damage()
        except JournalUnusable as error:
            if not self._database.sqlite:
                raise
            damage = error.message
        if damage and not check.broken:
            check.broken = Broken(check.head[0] + 1, f"la base de données est abîmée : {damage}")
        return check.report()

    def full(self, before: str = "", conversation: str = "", about: Sequence[int] = ()) -> list[int]:
        """Numbers of the entries that a purge may empty: older than a moment, of a conversation, about entries."""
        asked = select(_kept.number).where(_kept.kind != "purge", _kept.body.is_not(None)).order_by(_kept.number)
        if before:
            asked = asked.where(_kept.moment < before)
        if conversation:
            asked = asked.where(_kept.conversation == conversation)
        parts = [asked.where(_kept.about.in_(some)) for some in _chunks(about)] if about else [asked]
        with self._database.reading() as connection:
            return sorted(number for part in parts for number in connection.execute(part).scalars())

    def page(self, filters: Filters, offset: int = 0, limit: int = 50) -> list[Row]:
        """Lines of the queue."""
        with self._database.reading() as connection:
            return selecting.page(connection, filters, offset, limit)

    def count(self, filters: Filters) -> int:
        """How many lines the queue has."""
        with self._database.reading() as connection:
            return selecting.count(connection, filters)

    def numbers(self, filters: Filters) -> list[int]:
        """The numbers of all the lines of the queue, in order."""
        with self._database.reading() as connection:
            return selecting.numbers(connection, filters)

    def values(self, name: str) -> dict[str, int]:
        """What a criterion of the queue can be given, and how many lines hold it. Raises KeyError when unknown."""
        with self._database.reading() as connection:
            return selecting.values(connection, name)

    def drift(self) -> int:
        """The first entry of which the queue does not say what the entry says; 0 when there is none."""
        with self._database.reading(steady=True) as connection:
            after = 0
            while batch := _some(connection, _columns(), after, BATCH):
                if found := drift.first(connection, batch):
                    return found
                after = batch[-1].number
            return drift.strays(connection)

    # --- the read model --------------------------------------------------------------------------------------------

    def draw_again(self) -> None:
        """Draws the whole read model again from the entries."""
        with self._database.writing() as connection:
            projection.clear(connection)
            for stored in _every(connection, _columns()):
                row = asdict(stored)
                projection.write(connection, row, projection.drawn(stored.kind, stored.entry().body))
            projection.set_version(connection)

    def _draw_again_if_needed(self) -> None:
        with self._database.reading() as connection:
            drawn_by = projection.version(connection)
        if drawn_by != projection.VERSION:
            self.draw_again()

    def _paged(self, asked: Select[Any], after: int, limit: int | None) -> Iterator[Stored]:
        """Entries read some at a time, so that nothing stays open between two of them."""
        left = limit
        while left is None or left > 0:
            with self._database.reading() as connection:
                batch = _some(connection, asked, after, BATCH if left is None else min(BATCH, left))
            yield from batch
            if len(batch) < BATCH:
                return
            after = batch[-1].number
            left = None if left is None else left - len(batch)


def _prepared(draft: Draft) -> tuple[Prepared, Drawn]:
    """What can be done of a draft before the writer's turn comes."""
    return chain.prepared(draft, secrets.token_hex(16)), projection.drawn(draft.kind, draft.body)


def _columns() -> Select[Any]:
    return select(*(tables.entries.c[name] for name in Stored.__slots__))


def _some(connection: Connection, asked: Select[Any], after: int, most: int) -> list[Stored]:
    found = connection.execute(asked.where(_kept.number > after).order_by(_kept.number).limit(most))
    return [Stored(**row) for row in found.mappings()]


def _every(connection: Connection, asked: Select[Any]) -> Iterator[Stored]:
    """Entries in order, read some at a time."""
    after = -1
    while batch := _some(connection, asked, after, BATCH):
        yield from batch
        after = batch[-1].number


def _last(connection: Connection) -> tuple[int, str, str]:
    """The number, the seal and the moment of the last entry."""
    asked = select(_kept.number, _kept.seal, _kept.moment).order_by(_kept.number.desc()).limit(1)
    found = connection.execute(asked).first()
    return (int(found[0]), str(found[1]), str(found[2])) if found else (0, FIRST, "")


def _still_full(connection: Connection, numbers: Sequence[int]) -> list[int]:
    """Those of the entries that have a content a purge may remove."""
    full: list[int] = []
    for some in _chunks(numbers):
        asked = select(_kept.number).where(_kept.number.in_(some), _kept.kind != "purge", _kept.body.is_not(None))
        full += connection.execute(asked.order_by(_kept.number)).scalars()
    return full


def _chunks(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    return (numbers[start : start + CHUNK] for start in range(0, len(numbers), CHUNK))
