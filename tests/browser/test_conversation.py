"""A conversation in a real browser: a hypothesis adopted by a button, two projects, taking it up again elsewhere."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser import shoot

pytestmark = pytest.mark.browser
WAIT = 30_000
OPEN = "On refait l'accueil de la mairie annexe avec les habitants, rien n'est arrêté, ouverture dans un an."
OTHER = "Autre projet : le pont ferme cet été, c'est voté, il faut prévenir les automobilistes."


@pytest.fixture
def page(browser: Any) -> Any:
    shoot.SCREENS.mkdir(parents=True, exist_ok=True)
    return opened(browser)


def opened(browser: Any) -> Any:
    """A browser of its own, as on another machine."""
    found = browser.new_context(viewport={"width": 1280, "height": 900}, locale="fr-FR").new_page()
    found.set_default_timeout(WAIT)
    return found


def told(page: Any) -> list[str]:
    """The messages on screen, in order."""
    return [text.removeprefix("Vous :").strip() for text in page.locator(".adv.you").all_inner_texts()]


def test_a_conversation_is_taken_up_again_on_another_machine(browser: Any, page: Any, address: str) -> None:
    page.goto(address)
    page.wait_for_selector("h1")
    shoot.ask(page, OPEN)
    shoot.ask(page, "et si on n'avait que trois semaines ?")
    shoot.shoot(page, "hypothese")
    page.get_by_role("button", name="Adopter cette hypothèse").click()
    page.wait_for_function("document.querySelectorAll('.adv.you').length === 3")
    page.wait_for_timeout(800)
    shoot.ask(page, OTHER)
    shoot.shoot(page, "deux-projets")
    said, where = told(page), page.url
    assert "fil=" in where

    page.reload()
    page.wait_for_function("document.querySelectorAll('.adv.you').length === 4")
    assert told(page) == said

    elsewhere = opened(browser)
    elsewhere.goto(where)
    elsewhere.wait_for_function("document.querySelectorAll('.adv.you').length === 4")
    assert told(elsewhere) == said
    elsewhere.wait_for_selector(".st-key-projects")
    elsewhere.wait_for_timeout(800)
    elsewhere.locator(".st-key-project-1 button").click()
    elsewhere.wait_for_function("document.querySelectorAll('.adv.you').length === 5")
    elsewhere.wait_for_timeout(800)
    shoot.shoot(elsewhere, "repris")
    assert "3 semaines" in elsewhere.locator("body").inner_text()
    shoot.ask(elsewhere, "résume pour mon élu")
    shoot.shoot(elsewhere, "resume")


def test_an_address_of_nothing_says_so(page: Any, address: str) -> None:
    page.goto(f"{address}/?fil={'0' * 16}")
    page.wait_for_selector('[data-testid="stAlert"]')
    assert "Le journal ne contient rien de cette conversation" in page.locator("body").inner_text()
