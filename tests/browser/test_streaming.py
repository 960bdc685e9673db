"""A model that writes, in a real browser: the answer first, its sentences one by one, on a page that keeps still."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from advisor.settings import Settings
from tests.browser import shoot
from tests.model import server as serving
from tests.writing import pens

pytestmark = pytest.mark.browser
PROJECT = "On voudrait refaire l'accueil avec les habitants, rien n'est arrêté, ouverture dans un an."


def test_sentences_come_one_by_one_under_an_answer_already_there(
    browser: Any, small_settings: Settings, tmp_path: Path
) -> None:
    made = serving.served()
    server = next(made)
    server.script, server.pause = pens.honest, 0.04
    environment = {
        "ADVISOR_LIBRARY": "",
        "ADVISOR_DATA": str(small_settings.data),
        "ADVISOR_TODAY": small_settings.date().isoformat(),
        "ADVISOR_JOURNAL": f"sqlite:///{tmp_path / 'journal.db'}",
        "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
    }
    try:
        with shoot.served(environment | server.settings()) as address:
            page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="fr-FR")
            page.goto(address)
            page.get_by_placeholder("Décrivez votre projet").fill(PROJECT)
            page.keyboard.press("Enter")
            page.wait_for_selector(".degree .name")
            assert page.locator(".prose .marks").count() <= 2
            page.wait_for_selector('.prose[aria-busy="true"] .marks')
            seen = []
            while page.locator('.prose[aria-busy="true"]').count():
                seen.append(page.locator(".prose .marks").count())
                page.wait_for_timeout(150)
            page.wait_for_selector(".prose:not([aria-busy])")
            assert len(set(seen)) >= 3
            assert seen == sorted(seen)
            assert "rédigé par openai:essai-7b" in page.locator(".prose").inner_text()
            top = page.evaluate('document.getElementById("t1").getBoundingClientRect().top')
            assert 0 < top < 300
            page.locator(".prose a.cite").first.click()
            page.wait_for_selector('[role="dialog"]')
    finally:
        next(made, None)
