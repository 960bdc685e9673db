"""The read model: one line an answer, kept in the very transaction that writes the entry.

It holds nothing that the entries do not say, and can be drawn again from them at any time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, insert, select, text, update

from advisor.domain.record import EntryKind
from advisor.journal import tables
from advisor.journal.standing import FollowUp, Standing, standing
from advisor.text import plain, words

VERSION = "1"
"""To change with what is drawn from an entry: the read model is then drawn again when a journal is opened."""
FOLLOWING = frozenset({"feedback", "verdict", "resolution"})
CHECKS = ("unsupported", "supported", "quoted")
"""What the automatic check says of a statement, the lowest first."""
NO_MODEL = "none"
CHUNK = 500
"""Numbers named in one instruction at most."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the read model shows of an answer or an error: its line, what it holds several of, its words."""

    line: Mapping[str, Any]
    marks: frozenset[tuple[str, str]] = frozenset()
    words: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn from an entry's body before the writer's turn comes; nothing for most kinds."""

    shown: Shown | None = None
    said: Mapping[str, str] | None = None


def drawn(kind: EntryKind, body: Mapping[str, Any] | None) -> Drawn:
    """What a body gives to the read model; a body that was purged leaves a line with nothing on it."""
    if kind in FOLLOWING:
        return Drawn(said=None if body is None else _said(kind, body))
    if kind == "answer":
        return Drawn(shown=_answer(body or {}))
    if kind == "error":
        return Drawn(shown=_error(body or {}))
    return Drawn()


def _answer(body: Mapping[str, Any]) -> Shown:
    answer: Mapping[str, Any] = body.get("answer") or {}
    advice: Mapping[str, Any] = answer.get("recommendation") or {}
    engine: Mapping[str, Any] = answer.get("engine") or {}
    statements: Sequence[Mapping[str, Any]] = answer.get("statements") or ()
    question = _text(answer.get("question") or body.get("message"))
    headline = _text(answer.get("headline"))
    line = {
        "turn": int(body.get("turn") or 0),
        "kind": _text(answer.get("kind")),
        "degree": _text(advice.get("degree")),
        "confidence": _text(advice.get("confidence")),
        "verdict": _text(answer.get("verdict")),
        "lowest": _lowest(statements),
        "language": _text(answer.get("language")),
        "model": (_text(engine.get("model")) or NO_MODEL) if answer else "",
        "question": question,
        "headline": headline,
        "milliseconds": float((engine.get("timings_ms") or {}).get("total") or 0.0),
        "purged": not body,
    }
    said = "\n".join([question, headline, *(_text(item.get("text")) for item in statements)])
    return Shown(line, _marks(answer, statements), " ".join(words(plain(said))))


def _error(body: Mapping[str, Any]) -> Shown:
    message, said = _text(body.get("message")), _text(body.get("said"))
    line = {
        **dict.fromkeys(("degree", "confidence", "verdict", "lowest", "language", "model"), ""),
        "turn": 0,
        "kind": "error",
        "question": message,
        "headline": said,
        "milliseconds": 0.0,
        "purged": not body,
    }
    return Shown(line, words=" ".join(words(plain(f"{message}\n{said}"))))


def _text(value: Any) -> str:
    """A text for a column: PostgreSQL holds no NUL."""
    return str(value).replace("\x00", " ") if value else ""


def _lowest(statements: Sequence[Mapping[str, Any]]) -> str:
    found = {(item.get("check") or {}).get("status") for item in statements}
    return next((check for check in CHECKS if check in found), "")


def _marks(answer: Mapping[str, Any], statements: Sequence[Mapping[str, Any]]) -> frozenset[tuple[str, str]]:
    cited = answer.get("citations") or ()
    domains = [fact.get("values") or () for fact in answer.get("profile") or () if fact.get("name") == "domaine"]
    found = [
        *(("source", item.get("source")) for item in cited),
        *(("passage", item.get("passage_id")) for item in cited),
        *(("fiche", item.get("fiche")) for item in (*cited, *statements)),
        *(("domain", value) for values in domains for value in values),
    ]
    return frozenset((name, _text(value)) for name, value in found if value)


def _said(kind: EntryKind, body: Mapping[str, Any]) -> dict[str, str]:
    value = body.get("value")
    if kind == "feedback":
        value = {True: "oui", False: "non", None: ""}[body.get("helpful")]
    return {"statement": _text(body.get("statement")), "value": _text(value)}


# --- kept in the database ----------------------------------------------------------------------------------------


def write(connection: Connection, entry: Mapping[str, Any], what: Drawn) -> None:
    """Adds what is drawn from a new entry (`number`, `moment`, `kind`, `about`, `conversation`, `author`)."""
    number = entry["number"]
    if what.shown:
        placed = {name: entry[name] for name in ("number", "moment", "conversation")}
        connection.execute(insert(tables.answers), {**placed, **what.shown.line, **asdict(Standing())})
        _write_marks(connection, number, what.shown)
        write_words(connection, number, what.shown.words)
    if what.said is not None:
        signed = {name: entry[name] for name in ("number", "about", "kind", "author")}
        connection.execute(insert(tables.follow_ups), {**signed, **what.said})
        restand(connection, [entry["about"]])


def _write_marks(connection: Connection, number: int, shown: Shown) -> None:
    rows = [{"name": name, "value": value, "number": number} for name, value in sorted(shown.marks)]
    if rows:
        connection.execute(insert(tables.marks), rows)


def write_words(connection: Connection, number: int, said: str) -> None:
    """Makes an answer found by its words."""
    if connection.dialect.name == "sqlite":
        statement = f"INSERT INTO {tables.WORDS} (rowid, words) VALUES (:number, :words)"  # noqa: S608 -- our name
    else:
        statement = f"INSERT INTO {tables.WORDS} VALUES (:number, to_tsvector('simple', :words))"  # noqa: S608
    if said:
        connection.execute(text(statement), {"number": number, "words": said})


def restand(connection: Connection, numbers: Sequence[int]) -> None:
    """Says again where answers stand."""
    changes = [{"about": number, **asdict(held)} for number, held in standings(connection, numbers).items()]
    if changes:
        connection.execute(update(tables.answers).where(tables.answers.c.number == bindparam("about")), changes)


def standings(connection: Connection, numbers: Sequence[int]) -> dict[int, Standing]:
    """Where answers stand, by what follows them."""
    table = tables.follow_ups
    said: dict[int, list[FollowUp]] = {number: [] for number in numbers if number}
    columns = (table.c.number, table.c.kind, table.c.author, table.c.statement, table.c.value)
    for row in connection.execute(select(table.c.about, *columns).where(table.c.about.in_(said))):
        said[row[0]].append(FollowUp(*row[1:]))
    return {number: standing(items) for number, items in said.items()}


def empty(connection: Connection, numbers: Sequence[int]) -> None:
    """Removes what was drawn from the content of entries."""
    for start in range(0, len(numbers), CHUNK):
        some = numbers[start : start + CHUNK]
        _without(connection, tables.marks, some)
        name = "rowid" if connection.dialect.name == "sqlite" else "number"
        gone = text(f"DELETE FROM {tables.WORDS} WHERE {name} = :number")  # noqa: S608 -- our names
        connection.execute(gone, [{"number": number} for number in some])
        told = select(tables.follow_ups.c.about).where(tables.follow_ups.c.number.in_(some))
        about = list(connection.execute(told).scalars())
        _without(connection, tables.follow_ups, some)
        restand(connection, about)
        for kind in ("answer", "error"):
            shown = drawn(kind, None).shown
            mine = select(tables.entries.c.number).where(
                tables.entries.c.number.in_(some), tables.entries.c.kind == kind
            )
            if shown:
                connection.execute(update(tables.answers).where(tables.answers.c.number.in_(mine)).values(shown.line))
    if connection.dialect.name == "sqlite":  # FTS5 forgets what was removed only when its segments are merged
        connection.execute(text(f"INSERT INTO {tables.WORDS} ({tables.WORDS}) VALUES ('optimize')"))  # noqa: S608


def _without(connection: Connection, table: Table, numbers: Sequence[int]) -> None:
    connection.execute(delete(table).where(table.c.number.in_(numbers)))


def clear(connection: Connection) -> None:
    """Removes the whole read model, to draw it again."""
    for table in (tables.marks, tables.follow_ups, tables.answers):
        connection.execute(delete(table))
    connection.execute(text(f"DELETE FROM {tables.WORDS}"))  # noqa: S608 -- our name


def version(connection: Connection) -> str:
    """What the read model was drawn by, empty when it never was."""
    found = connection.execute(select(tables.state.c.value).where(tables.state.c.name == "projection")).scalar()
    return str(found or "")


def set_version(connection: Connection) -> None:
    """Notes that the read model is drawn by this version."""
    connection.execute(delete(tables.state).where(tables.state.c.name == "projection"))
    connection.execute(insert(tables.state), {"name": "projection", "value": VERSION})
