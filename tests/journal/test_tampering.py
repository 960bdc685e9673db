"""Whatever changes in the database without the journal is found, and the first entry it touches is named."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import DatabaseError

from advisor.errors import JournalUnusable
from advisor.journal.chain import Stored
from advisor.journal.queue import Filters, Row
from advisor.journal.store import Journal
from tests.journal import postgres
from tests.journal.drafts import answer, feedback, resolution, verdict

ENTRIES = 12
PURGED = 4


def fill(journal: Journal) -> None:
    """Entries of every kind, one of them purged."""
    for number in range(6):
        journal.append(answer(f"Faut-il concerter pour le projet {number} ?", conversation=f"c{number % 2}"))
    journal.extend([feedback(1, False), verdict(1, "A", "juste"), verdict(1, "B", "faux"), resolution(1, "faux")])
    journal.append(answer("Une dernière ?"))
    journal.purge([PURGED], "essai")


@dataclass
class Altered:
    """A journal whose database is written in behind its back."""

    url: str

    def run(self, statement: str, **values: Any) -> None:
        engine = create_engine(make_url(self.url).set(drivername="postgresql+psycopg" if self.postgres else "sqlite"))
        guards = ("entries_are_final", "entries_are_kept")
        with engine.begin() as connection:
            for guard in guards:
                connection.execute(text(f"DROP TRIGGER {guard}{' ON entries' if self.postgres else ''}"))
            connection.execute(text(statement), values)
        engine.dispose()

    @property
    def postgres(self) -> bool:
        return self.url.startswith("postgresql")

    def first_broken(self) -> int:
        journal = Journal.open(self.url)
        try:
            broken = journal.verify().broken
            return broken.number if broken else 0
        finally:
            journal.close()


@pytest.fixture
def altered(url: str) -> Altered:
    journal = Journal.open(url)
    fill(journal)
    assert journal.verify().holds
    assert journal.verify().entries == ENTRIES
    assert journal.drift() == 0
    journal.close()
    return Altered(url)


CHANGES: list[tuple[str, str, int]] = [
    ("a word of an answer", "UPDATE entries SET body = replace(body, 'concerter', 'consulter') WHERE number = 3", 3),
    ("the author of a verdict", "UPDATE entries SET author = 'C' WHERE number = 8", 8),
    ("what a verdict is about", "UPDATE entries SET about = 2 WHERE number = 8", 8),
    ("a moment", "UPDATE entries SET moment = '2020-01-01T00:00:00.000000+00:00' WHERE number = 2", 2),
    ("a kind", "UPDATE entries SET kind = 'error' WHERE number = 1", 1),
    ("an entry removed", "DELETE FROM entries WHERE number = 9", 9),
    ("a content removed without a purge", "UPDATE entries SET salt = NULL, body = NULL WHERE number = 5", 5),
    ("a salt", "UPDATE entries SET salt = upper(salt) WHERE number = 2", 2),
    ("a purge withdrawn", "UPDATE entries SET body = replace(body, '[4]', '[]') WHERE number = 12", 12),
    (
        "two entries exchanged",
        "UPDATE entries SET number = CASE number WHEN 2 THEN 30 ELSE number END WHERE number = 2",
        2,
    ),
]


@pytest.mark.parametrize(("statement", "first"), [change[1:] for change in CHANGES], ids=[c[0] for c in CHANGES])
def test_a_change_made_behind_the_journal_is_found_at_the_first_entry_it_touches(
    altered: Altered, statement: str, first: int
) -> None:
    altered.run(statement)
    assert altered.first_broken() == first


@pytest.mark.parametrize(
    ("statement", "first"),
    [
        ("UPDATE answers SET headline = 'Autre' WHERE number = 2", 2),
        ("UPDATE answers SET status = 'unread' WHERE number = 1", 1),
        ("DELETE FROM answers WHERE number = 5", 5),
        ("DELETE FROM marks WHERE number = 3 AND name = 'source'", 3),
        ("UPDATE follow_ups SET value = 'juste' WHERE number = 9", 9),
        ("INSERT INTO follow_ups SELECT 99, 6, kind, author, statement, value FROM follow_ups WHERE number = 8", 6),
    ],
)
def test_a_queue_that_no_longer_says_what_the_entries_say_is_told_and_drawn_again(
    altered: Altered, statement: str, first: int
) -> None:
    altered.run(statement)
    journal = Journal.open(altered.url)
    assert journal.verify().holds
    assert journal.drift() == first
    journal.draw_again()
    assert journal.drift() == 0
    journal.close()


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM entries WHERE number = 2",
        "UPDATE entries SET body = '{}' WHERE number = 2",
        "UPDATE entries SET author = 'x' WHERE number = 2",
    ],
)
def test_the_database_itself_refuses_to_remove_or_rewrite_an_entry(altered: Altered, statement: str) -> None:
    engine = create_engine(make_url(altered.url).set(drivername="postgresql+psycopg" if altered.postgres else "sqlite"))
    with pytest.raises(DatabaseError, match="une entrée du journal ne se"), engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


# --- a byte of any column, a byte of the file ------------------------------------------------------------------------


@dataclass
class Sample:
    """A journal on SQLite made once, of which each example alters a copy."""

    folder: Path
    entries: list[Any]
    rows: list[Row]
    copies: Iterator[int]

    @property
    def file(self) -> Path:
        return self.folder / "journal.db"

    @contextmanager
    def copy(self) -> Iterator[Path]:
        path = self.folder / f"copy-{next(self.copies)}.db"
        shutil.copy(self.file, path)
        try:
            yield path
        finally:
            for file in self.folder.glob(f"{path.name}*"):
                file.unlink()


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    folder = tmp_path_factory.mktemp("tampered")
    journal = Journal.open(f"sqlite:///{folder / 'journal.db'}")
    fill(journal)
    found = Sample(folder, list(journal.entries()), journal.page(Filters()), count())
    journal.close()
    assert not (folder / "journal.db-wal").exists()  # the last to leave puts everything in the file
    return found


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_byte_that_changes_in_any_column_is_found_at_its_entry(sample: Sample, data: st.DataObject) -> None:
    number = data.draw(st.integers(1, ENTRIES))
    name = data.draw(st.sampled_from(Stored.__slots__))
    stored = Stored.of(sample.entries[number - 1])
    value = getattr(stored, name)
    raw = bytearray(("" if value is None else str(value)).encode() or b"a")
    place, flip = data.draw(st.integers(0, len(raw) - 1)), data.draw(st.integers(1, 255))
    raw[place] ^= flip
    kind = "INTEGER" if isinstance(value, int) and bytes(raw).isdigit() else "TEXT"
    changed = "number + 100 * length(:raw)" if name == "number" else f"CAST(:raw AS {kind})"
    with sample.copy() as path:
        altered = Altered(f"sqlite:///{path}")
        statement = f"UPDATE entries SET {name} = {changed} WHERE number = {number}"  # noqa: S608 -- our names
        altered.run(statement, raw=bytes(raw))
        assert altered.first_broken() == number


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_byte_that_changes_in_the_file_is_found_or_changes_nothing_of_what_is_stored(
    sample: Sample, data: st.DataObject
) -> None:
    size = sample.file.stat().st_size
    place, flip = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, 255))
    with sample.copy() as path:
        raw = bytearray(path.read_bytes())
        raw[place] ^= flip
        path.write_bytes(bytes(raw))
        assert _found(path) or _same(path, sample)


def _found(path: Path) -> bool:
    """Whether opening, verifying or comparing with the queue tells the change."""
    try:
        journal = Journal.open(f"sqlite:///{path}")
    except JournalUnusable:
        return True
    try:
        return not journal.verify().holds or bool(journal.drift())
    except (JournalUnusable, ValueError):
        return True
    finally:
        journal.close()


def _same(path: Path, sample: Sample) -> bool:
    journal = Journal.open(f"sqlite:///{path}")
    try:
        same: Callable[[str], bool] = lambda words: journal.count(Filters(words=words)) == 6  # noqa: E731
        return list(journal.entries()) == sample.entries and journal.page(Filters()) == sample.rows and same("concert")
    finally:
        journal.close()


def test_on_postgresql_any_character_that_changes_in_any_column_is_found(postgres_folder: str) -> None:
    url = postgres.database(postgres_folder)
    journal = Journal.open(url)
    fill(journal)
    journal.close()
    altered = Altered(url)
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"))
    with engine.begin() as connection:
        for guard in ("entries_are_final", "entries_are_kept"):
            connection.execute(text(f"ALTER TABLE entries DISABLE TRIGGER {guard}"))
    for name in Stored.__slots__:
        number = 1 + Stored.__slots__.index(name) % 3
        change = f"{name} + 100" if name in {"number", "about"} else f"coalesce({name}, '') || 'x'"
        moved = number + 100 if name == "number" else number
        read = text(f"SELECT {name} FROM entries WHERE number = {number}")  # noqa: S608 -- our names, here and below
        alter = text(f"UPDATE entries SET {name} = {change} WHERE number = {number}")  # noqa: S608
        restore = text(f"UPDATE entries SET {name} = :kept WHERE number = {moved}")  # noqa: S608
        with engine.begin() as connection:
            kept = connection.execute(read).scalar_one()
            connection.execute(alter)
        assert altered.first_broken() == number, name
        with engine.begin() as connection:
            connection.execute(restore, {"kept": kept})
    engine.dispose()
    assert altered.first_broken() == 0
