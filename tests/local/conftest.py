"""The service with the charter of an organisation that does not exist, written for the tests."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from advisor import settings, wiring
from advisor.service import Advisor
from advisor.settings import Settings
from ingest import build, gather
from tests.conftest import TODAY

CHARTER = Path(__file__).parent / "charte"


@pytest.fixture
def charter(tmp_path: Path) -> Path:
    """A copy of the charter's folder, to be changed at will."""
    return Path(shutil.copytree(CHARTER, tmp_path / "charte"))


@pytest.fixture(scope="session")
def local_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of the service on the knowledge base and the charter, its index made."""
    return made(tmp_path_factory.mktemp("local"), CHARTER)


@pytest.fixture(scope="session")
def advisor_local(local_settings: Settings) -> Advisor:
    """The service on the knowledge base and the charter."""
    return wiring.build(local_settings)


def made(data: Path, folder: Path) -> Settings:
    """Settings over an index of the base and of a folder of local rules."""
    given = {
        "ADVISOR_LIBRARY": "",
        "ADVISOR_LOCAL": str(folder),
        "ADVISOR_DATA": str(data),
        "ADVISOR_TODAY": TODAY,
    }
    read = settings.read(given)
    whole = gather.whole(read)
    build.build(gather.located(read, whole), whole.knowledge, read, lambda _what, _share: None)
    return read
