"""The database under the journal: how it is opened, brought up to date, read and written by one writer at a time.

SQLite in WAL with `synchronous=FULL`: what is committed outlives the death of the process and of the machine, and
readers never wait. A writer takes the file's own lock from its first instruction (BEGIN IMMEDIATE). PostgreSQL by
URL: a transaction's advisory lock plays the same part.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from advisor.errors import JournalUnusable
from advisor.journal.tables import WORDS

REVISION = "0001"
"""The last step of `migrations/versions`."""
MIGRATIONS = Path(__file__).parent / "migrations"
PATIENCE = 20
"""Seconds a writer waits for its turn."""
LOCK = 0x6A6F75726E616C
"""Key of the advisory lock: « journal » in ASCII."""
SETTLED = text("SELECT set_config('lock_timeout', :patience, true), set_config('synchronous_commit', 'on', true)")
TURN = text("SELECT pg_advisory_xact_lock(:key)")
"""What a writer asks of PostgreSQL: to wait so long at most, to keep what it commits, and its turn."""
TRANSACTION, WRITE, NONE = "journal_transaction", "write", "none"
"""How a connection to SQLite begins: on a state to read by default, alone to write, or with no transaction."""


class Database:
    """Connections to one journal. Raises JournalUnusable whenever the database fails."""

    def __init__(self, url: str) -> None:
        self.url = _parsed(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        self._engine = _sqlite(self.url) if self.sqlite else _postgresql(self.url)
        with self._said():
            if self.sqlite:
                self._write_ahead()
            self._bring_up_to_date()

    @contextmanager
    def reading(self, steady: bool = False) -> Iterator[Connection]:
        """A connection to read with; when `steady`, all it reads is of one state, that of its first question."""
        with self._said(), self._engine.connect() as connection:
            if steady and not self.sqlite:
                connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction alone to write: committed at the end of the block, or nothing of it."""
        with self._said(), self._engine.connect() as plain:
            connection = plain.execution_options(**{TRANSACTION: WRITE})
            with connection.begin():
                if not self.sqlite:
                    connection.execute(SETTLED, {"patience": f"{PATIENCE}s"})
                    connection.execute(TURN, {"key": LOCK})
                yield connection

    def wipe(self) -> None:
        """After a purge, leaves nothing of the removed content in the files of the database."""
        with self._said(), self._engine.connect() as plain:
            if self.sqlite:
                plain.execution_options(**{TRANSACTION: NONE}).exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            else:
                connection = plain.execution_options(isolation_level="AUTOCOMMIT")
                for name in ("entries", "answers", "answer_words", "follow_ups"):
                    connection.exec_driver_sql(f"VACUUM {name}")

    def damage(self) -> str:
        """What SQLite finds wrong in its own file, its index of words included; empty when nothing is."""
        if not self.sqlite:
            return ""
        with self.reading() as connection:
            found = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one()
        with self.writing() as connection:  # FTS5 checks itself through a write, which changes nothing
            check = f"INSERT INTO {WORDS} ({WORDS}, rank) VALUES ('integrity-check', 0)"  # noqa: S608 -- our name
            connection.exec_driver_sql(check)
        return "" if found == "ok" else str(found)

    def close(self) -> None:
        """Closes every connection."""
        self._engine.dispose()

    def _write_ahead(self) -> None:
        """Turns the WAL on, once for the life of the file; two that open a new file at once take turns."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                with self._engine.connect() as connection:
                    connection.execution_options(**{TRANSACTION: NONE}).exec_driver_sql("PRAGMA journal_mode=WAL")
                return
            except DBAPIError as error:
                if "locked" not in str(error.orig) or time.monotonic() > until:
                    raise
                time.sleep(0.05)

    def _bring_up_to_date(self) -> None:
        with self.reading() as connection:
            found = _revision(connection)
        if found == REVISION:
            return
        if found and found > REVISION:
            raise JournalUnusable(
                f"Le journal est d'une version plus récente ({found}) que ce logiciel ({REVISION}).",
                "Mettez le logiciel à jour.",
            )
        from alembic import command  # slow to load, and only needed once for a journal
        from alembic.config import Config

        with self.writing() as connection:
            if _revision(connection) != REVISION:
                config = Config()
                config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
                config.attributes["connection"] = connection
                command.upgrade(config, REVISION)

    @contextmanager
    def _said(self) -> Iterator[None]:
        """Says in French what the database refuses."""
        try:
            yield
        except (SQLAlchemyError, OSError) as error:
            cause = error.orig if isinstance(error, DBAPIError) else error
            raise JournalUnusable(
                f"Le journal ({self.url.render_as_string()}) ne répond pas : {cause}".rstrip(),
                "Vérifiez ADVISOR_JOURNAL, la place sur le disque et les droits sur le fichier.",
            ) from error


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
        backend = parsed.get_backend_name()
    except (ArgumentError, NoSuchModuleError) as error:
        raise _refused(url) from error
    if backend == "sqlite" and parsed.database and parsed.database != ":memory:":
        return parsed
    if backend in {"postgresql", "postgres"}:
        return parsed.set(drivername="postgresql+psycopg")
    raise _refused(url)


def _refused(url: str) -> JournalUnusable:
    return JournalUnusable(
        f"ADVISOR_JOURNAL vaut « {url} »." if "@" not in url else "ADVISOR_JOURNAL n'est pas une adresse connue.",
        "Écrivez sqlite:////dossier/journal.db, postgresql://compte@hote/base, ou aucun.",
    )


def _sqlite(url: URL) -> Engine:
    try:
        Path(url.database or "").parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise JournalUnusable(
            f"Le dossier du journal ne peut pas être créé : {error}", "Choisissez un autre dossier."
        ) from error
    engine = create_engine(url, connect_args={"timeout": PATIENCE}, pool_size=20, max_overflow=40)
    event.listen(engine, "connect", _prepared)
    event.listen(engine, "begin", _begun)
    return engine


def _prepared(connection: Any, _record: Any) -> None:
    """Each new connection: transactions are ours to open, and what is removed is overwritten.

    A text that is no longer UTF-8 is read all the same, so that the entry it is of is the one named.
    """
    connection.isolation_level = None
    connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
    for pragma in ("synchronous=FULL", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begun(connection: Connection) -> None:
    asked = connection.get_execution_options().get(TRANSACTION)
    if asked != NONE:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if asked == WRITE else "BEGIN")


def _postgresql(url: URL) -> Engine:
    try:
        return create_engine(url, pool_pre_ping=True)
    except ModuleNotFoundError as error:
        raise JournalUnusable(
            "Le pilote de PostgreSQL n'est pas installé.", "Lancez « pip install 'advisor[postgres]' »."
        ) from error


def _revision(connection: Connection) -> str:
    """The last step a journal went through, empty when it is new."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")
