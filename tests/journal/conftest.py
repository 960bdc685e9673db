"""Journals to write in, on SQLite and on PostgreSQL: every test of the store runs on both."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from advisor.journal.store import Journal
from tests.journal import postgres


@pytest.fixture(scope="session")
def postgres_folder() -> Iterator[str]:
    """The socket of a running PostgreSQL server."""
    if postgres.binaries() is None:
        pytest.skip("PostgreSQL n'est pas installé (apt-get install postgresql)")
    with postgres.server() as folder:
        yield folder


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a journal that does not exist yet."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'journal.db'}"
    return postgres.database(request.getfixturevalue("postgres_folder"))


@pytest.fixture
def journal(url: str) -> Iterator[Journal]:
    """An empty journal."""
    opened = Journal.open(url)
    yield opened
    opened.close()
