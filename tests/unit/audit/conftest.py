"""A real journal in a file, with a clock that the test moves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from advisor.audit.desk import Desk
from advisor.journal.store import Journal


class Clock:
    """The time the journal is told."""

    def __init__(self) -> None:
        self.now = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def journal(tmp_path: Path, clock: Clock) -> Iterator[Journal]:
    opened = Journal.open(f"sqlite:///{tmp_path / 'journal.db'}", clock)
    yield opened
    opened.close()


@pytest.fixture
def desk(journal: Journal) -> Desk:
    return Desk(
        journal,
        fiches=["frein.a", "frein.b", "levier.c"],
        titles={"frein.a": "Frein A", "memoire": "Le mémoire"},
        concepts=lambda text: ["Budget participatif"] if "budget" in text.lower() else [],
    )
