"""The app in a real browser, over a journal of its own. Skipped, with the reason, where there is no browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from advisor import settings, workspace
from advisor.service import Advisor
from advisor.settings import Settings
from tests.browser import shoot

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""
READERS = ("Relecture 1", "Relecture 2")
ASKED = (
    "Nous préparons une déviation routière de 12 millions d'euros, faut-il une concertation ?",
    "Que dit le mémoire des usagers professionnels ?",
    "Quelle différence entre un usager et un citoyen ?",
)


@pytest.fixture
def address(tmp_path: Path, small_settings: Settings, advisor_small: Advisor, socket_enabled: None) -> Iterator[str]:
    """The app's address, its journal holding a few answers."""
    environment = {
        "ADVISOR_LIBRARY": "",
        "ADVISOR_DATA": str(small_settings.data),
        "ADVISOR_TODAY": small_settings.date().isoformat(),
        "ADVISOR_JOURNAL": f"sqlite:///{tmp_path / 'journal.db'}",
        "ADVISOR_READERS": ",".join(READERS),
    }
    work = workspace.opened(settings.read(environment), advisor_small)
    for rank, message in enumerate(ASKED):
        assert work.recorder.ask(message, thread=f"c{rank}").receipt.recorded
    with shoot.served(environment) as found:
        yield found


@pytest.fixture
def browser(socket_enabled: None) -> Iterator[Any]:
    """A headless Chromium."""
    driver = pytest.importorskip("playwright.sync_api", reason="playwright n'est pas installé")
    if not CHROMIUM:
        pytest.skip("Chromium n'est pas installé")
    with driver.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()
