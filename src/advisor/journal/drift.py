"""Whether the read model still says what the entries say: anybody who can write in the database could change it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, select, text

from advisor.journal import projection, tables
from advisor.journal.chain import Stored
from advisor.journal.projection import Drawn, Shown


def first(connection: Connection, batch: Sequence[Stored]) -> int:
    """The number of the first entry of which the read model does not say what the entry says; 0 when there is none."""
    numbers = [stored.number for stored in batch]
    lines = {row["number"]: dict(row) for row in _rows(connection, tables.answers, numbers)}
    said = {row["number"]: dict(row) for row in _rows(connection, tables.follow_ups, numbers)}
    marks: dict[int, set[tuple[str, str]]] = {}
    for row in _rows(connection, tables.marks, numbers):
        marks.setdefault(row["number"], set()).add((row["name"], row["value"]))
    standings = projection.standings(connection, numbers)
    found = _words(connection, numbers)
    for stored in batch:
        number = stored.number
        what = projection.drawn(stored.kind, None if stored.body is None else json.loads(stored.body))
        shown = what.shown
        right = (
            lines.get(number) == (_line(stored, shown) | asdict(standings[number]) if shown else None)
            and said.get(number) == _follow_up(stored, what)
            and marks.get(number, set()) == (shown.marks if shown else set())
            and (found is None or found.get(number, "") == (shown.words if shown else ""))
        )
        if not right:
            return number
    return 0


def strays(connection: Connection) -> int:
    """The number of a line of the read model that no entry accounts for; 0 when there is none."""
    known = select(tables.entries.c.number)
    for table in (tables.answers, tables.follow_ups, tables.marks):
        asked = select(table.c.number).where(table.c.number.not_in(known)).limit(1)
        found = connection.execute(asked).scalar()
        if found is not None:
            return int(found) or -1
    return 0


def _rows(connection: Connection, table: Any, numbers: Sequence[int]) -> Sequence[Mapping[str, Any]]:
    return list(connection.execute(select(table).where(table.c.number.in_(numbers))).mappings())  # type: ignore[arg-type]


def _words(connection: Connection, numbers: Sequence[int]) -> dict[int, str] | None:
    """The words by which answers are found; None on PostgreSQL, which keeps them in a form of its own."""
    if connection.dialect.name != "sqlite":
        return None
    asked = text(f"SELECT rowid, words FROM {tables.WORDS} WHERE rowid BETWEEN :start AND :end")  # noqa: S608
    found = connection.execute(asked, {"start": numbers[0], "end": numbers[-1]})
    return {int(number): str(said) for number, said in found}


def _line(stored: Stored, shown: Shown) -> dict[str, Any]:
    placed = {"number": stored.number, "moment": stored.moment, "conversation": stored.conversation}
    return {**placed, **shown.line}


def _follow_up(stored: Stored, what: Drawn) -> dict[str, Any] | None:
    if what.said is None:
        return None
    signed = {"number": stored.number, "about": stored.about, "kind": stored.kind, "author": stored.author}
    return {**signed, **what.said}
