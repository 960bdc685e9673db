"""A journal on disk, and the versions kept beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from advisor.journal.store import Journal


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    held = Journal.open(f"sqlite:///{tmp_path / 'journal.db'}")
    yield held
    held.close()
