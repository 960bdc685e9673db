"""The queue's filters as SQL, the same on SQLite and PostgreSQL but for the full text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    column,
    exists,
    func,
    literal_column,
    select,
    table,
    text,
)

from advisor.journal import tables
from advisor.journal.queue import Filters, Row
from advisor.text import plain, words

MARKS = {"domains": "domain", "sources": "source", "fiches": "fiche", "passages": "passage"}
"""Criteria of which an answer holds several values."""
NONE = {"feedback": "none"}
"""How the empty value of a criterion is asked for."""
_answers = tables.answers.c


def page(connection: Connection, filters: Filters, offset: int, limit: int) -> list[Row]:
    """Lines of the queue, with their domains and sources."""
    lines = select(tables.answers).where(*_conditions(connection, filters))
    ordered = lines.order_by(_answers.number.desc() if filters.order == "newest" else _answers.number)
    found = [dict(row) for row in connection.execute(ordered.offset(offset).limit(limit)).mappings()]
    several = _marked(connection, [row["number"] for row in found])
    return [_row(row, several) for row in found]


def count(connection: Connection, filters: Filters) -> int:
    """How many lines the queue has."""
    counted = select(func.count()).select_from(tables.answers).where(*_conditions(connection, filters))
    return int(connection.execute(counted).scalar_one())


def numbers(connection: Connection, filters: Filters) -> list[int]:
    """The numbers of the lines, in the order of the queue: what a sample is drawn from."""
    found = select(_answers.number).where(*_conditions(connection, filters))
    ordered = found.order_by(_answers.number.desc() if filters.order == "newest" else _answers.number)
    return list(connection.execute(ordered).scalars())


def values(connection: Connection, name: str) -> dict[str, int]:
    """What a criterion can be given, and how many answers hold it. Raises KeyError when there is no such criterion."""
    counted: Select[Any]
    if name in MARKS:
        held = tables.marks.c
        counted = select(held.value, func.count()).where(held.name == MARKS[name]).group_by(held.value)
    else:
        held_in = _answers[tables.CRITERIA[name]]
        counted = select(held_in, func.count()).group_by(held_in)
    found = {value or NONE.get(name, ""): int(many) for value, many in connection.execute(counted)}
    return {value: found[value] for value in sorted(found) if value}


def _row(row: dict[str, Any], several: dict[tuple[int, str], list[str]]) -> Row:
    number = row["number"]
    row["check"], row["verdicts"] = row.pop("lowest"), row.pop("judged")
    return Row(
        **row,
        domains=tuple(several.get((number, "domain"), ())),
        sources=tuple(several.get((number, "source"), ())),
    )


def _marked(connection: Connection, listed: Sequence[int]) -> dict[tuple[int, str], list[str]]:
    held = tables.marks.c
    asked = select(held.number, held.name, held.value).where(
        held.number.in_(listed), held.name.in_(("domain", "source"))
    )
    found: dict[tuple[int, str], list[str]] = {}
    for number, name, value in connection.execute(asked.order_by(held.value)):
        found.setdefault((number, name), []).append(value)
    return found


def _conditions(connection: Connection, filters: Filters) -> Iterator[ColumnElement[bool]]:
    if "error" not in filters.kinds and filters.numbers is None:
        yield _answers.kind != "error"
    for name, held_in in tables.CRITERIA.items():
        wanted: Sequence[str] = getattr(filters, name)
        if wanted:
            yield _answers[held_in].in_(["" if value == NONE.get(name) else value for value in wanted])
    for name, mark in MARKS.items():
        wanted = getattr(filters, name)
        if wanted:
            held = tables.marks.c
            # Looked up line by line: a page stops at its last line, and the other criteria go first.
            yield exists().where(held.name == mark, held.value.in_(wanted), held.number == _answers.number)
    yield from _placed(filters)
    yield from _worded(connection, filters.words)


def _placed(filters: Filters) -> Iterator[ColumnElement[bool]]:
    """When, in which conversation, among which entries, unread by whom."""
    if filters.since:
        yield _answers.moment >= filters.since
    if filters.until:
        yield _answers.moment < _after(filters.until)
    if filters.conversation:
        yield _answers.conversation == filters.conversation
    if filters.numbers is not None:
        yield _answers.number.in_(filters.numbers)
    if filters.unread_by:
        yield _answers.number.not_in(_read_by(filters.unread_by))


def _after(until: str) -> str:
    """What comes just after a day or a moment."""
    if len(until) > len("2026-01-01"):
        return until + "~"
    return (dt.date.fromisoformat(until) + dt.timedelta(days=1)).isoformat()


def _read_by(reader: str) -> Select[tuple[int]]:
    said = tables.follow_ups.c
    return select(said.about).where(and_(said.author == reader, said.kind == "verdict"))


def _worded(connection: Connection, asked: str) -> Iterator[ColumnElement[bool]]:
    """Each word asked for begins a word of the answer; what holds no word finds nothing."""
    if not asked.strip():
        return
    found: Select[Any]
    wanted = words(plain(asked))
    if not wanted:
        yield literal_column("0 = 1")
        return
    if connection.dialect.name == "sqlite":
        match = text(f"{tables.WORDS} MATCH :asked").bindparams(asked=" ".join(f'"{word}"*' for word in wanted))
        found = select(column("rowid")).select_from(table(tables.WORDS)).where(match)
    else:  # PostgreSQL
        match = text("words @@ to_tsquery('simple', :asked)").bindparams(asked=" & ".join(f"{w}:*" for w in wanted))
        found = select(column("number")).select_from(table(tables.WORDS)).where(match)
    yield _answers.number.in_(found.scalar_subquery())
