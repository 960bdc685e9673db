"""An auditor's whole round in a real browser: sample, double reading by two readers, resolution, report."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.browser import shoot
from tests.browser.conftest import READERS

pytestmark = pytest.mark.browser
WAIT = 30_000


@pytest.fixture
def page(browser: Any) -> Any:
    shoot.SCREENS.mkdir(parents=True, exist_ok=True)
    opened = browser.new_page(
        viewport={"width": 1280, "height": 900}, locale="fr-FR", color_scheme="light", accept_downloads=True
    )
    opened.set_default_timeout(WAIT)
    return opened


def enter(page: Any, reader: str) -> None:
    """Says who reads."""
    page.wait_for_selector(".st-key-audit-who")
    page.get_by_role("combobox").click()
    page.get_by_role("option", name=reader).click()
    page.get_by_role("button", name="Entrer").click()
    page.wait_for_selector(".st-key-audit-bar")


def view(page: Any, name: str, sign: str) -> None:
    """Goes to a view of the audit and waits for a sign of it."""
    page.locator(".st-key-audit-bar").get_by_role("radio", name=name).click()
    page.wait_for_selector(sign)
    settled(page)


def settled(page: Any) -> None:
    """Waits until the page has nothing left to compute."""
    page.wait_for_function("!document.querySelector('[data-testid=\"stStatusWidgetRunningIcon\"], [data-stale=true]')")
    page.wait_for_timeout(350)


def done(page: Any) -> tuple[int, int]:
    """How many items of the opened answer are judged, out of how many."""
    found = re.search(r"(\d+) verdicts? sur (\d+)", page.locator(".strip").inner_text())
    assert found
    return int(found[1]), int(found[2])


def press(page: Any, key: str) -> None:
    """Signs with a key, and waits for the entry."""
    before, _ = done(page)
    page.wait_for_selector('[class*="st-key-audit-verdicts-"] button:not([disabled])')
    page.keyboard.press(key)
    page.wait_for_function(
        "n => new RegExp('^' + n + ' verdict').test(document.querySelector('.strip .note').innerText)", arg=before + 1
    )
    settled(page)


def read_whole(page: Any, statement: str, advice: str) -> None:
    """Judges every statement then the advice of the opened answer, from the keyboard alone."""
    judged, total = done(page)
    for rank in range(judged, total):
        press(page, advice if rank == total - 1 else statement)


def read_sample(page: Any, statement: str, advice: str) -> None:
    """Reads a whole sample, one answer after the other."""
    view(page, "Échantillons", '[class*="st-key-audit-sample-"]')
    page.get_by_role("button", name="Lire").first.click()
    page.wait_for_selector(".strip")
    settled(page)
    while True:
        read_whole(page, statement, advice)
        following = page.locator(".st-key-audit-next button")
        if following.count() == 0 or following.is_disabled():
            break
        said = page.locator(".kinds .when").inner_text()
        page.keyboard.press("Shift+ArrowRight")
        page.wait_for_function("t => document.querySelector('.kinds .when').innerText !== t", arg=said)
        settled(page)


def test_a_whole_round_of_audit(page: Any, address: str, tmp_path: Path) -> None:
    page.goto(f"{address}/audit")
    enter(page, READERS[0])
    page.wait_for_selector(".rules .item")
    assert page.locator(".rules .item").count() == 3
    shoot.shoot(page, "audit-file")
    _draw(page)
    read_sample(page, "s", "j")
    shoot.shoot(page, "audit-lecture-finie")
    page.keyboard.press("l")
    page.wait_for_selector(".st-key-audit-bar")

    _change_reader(page)
    enter(page, READERS[1])
    view(page, "Échantillons", '[class*="st-key-audit-sample-"]')
    page.get_by_role("button", name="Lire").first.click()
    page.wait_for_selector(".strip")
    settled(page)
    assert READERS[0] not in page.locator(".stMainBlockContainer").inner_text()
    assert "Un autre lecteur a déjà jugé" in page.locator(".stMainBlockContainer").inner_text().replace("\u00a0", " ")
    shoot.shoot(page, "audit-double-lecture", whole=True)
    page.get_by_label("Commentaire").fill("Le passage parle d'autre chose.")
    page.keyboard.press("Control+Enter")
    settled(page)
    page.locator("h2").first.click()
    press(page, "n")
    assert f"{READERS[0]} avait dit : soutenu" in page.locator(".strip").inner_text().replace("\u00a0", " ")
    page.keyboard.press("l")
    page.wait_for_selector(".st-key-audit-bar")
    read_sample(page, "s", "j")
    page.keyboard.press("l")

    _settle(page)
    _figures(page)
    _report(page, tmp_path)
    _proof(page, tmp_path)
    assert page.evaluate("document.documentElement.lang") == "fr"
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def _draw(page: Any) -> None:
    view(page, "Échantillons", ".st-key-audit-draw")
    page.get_by_label("Nombre de réponses").fill("2")
    page.keyboard.press("Enter")
    settled(page)
    page.get_by_label("Graine").fill("ronde")
    page.keyboard.press("Enter")
    settled(page)
    page.locator(".st-key-audit-readers").get_by_role("combobox").click()
    page.get_by_role("option", name=READERS[1]).click()
    page.keyboard.press("Escape")
    settled(page)
    page.get_by_role("button", name="Tirer", exact=True).click()
    page.wait_for_selector('[class*="st-key-audit-sample-"]')
    settled(page)
    assert "Tirage refait à l’identique" in page.locator(".stMainBlockContainer").inner_text()
    shoot.shoot(page, "audit-echantillon")


def _change_reader(page: Any) -> None:
    page.get_by_role("button", name=READERS[0]).click()
    page.get_by_role("button", name="Changer de lecteur").click()


def _settle(page: Any) -> None:
    view(page, "Désaccords", '[class*="st-key-audit-differ-"]')
    shoot.shoot(page, "audit-desaccord")
    card = page.locator('[class*="st-key-audit-differ-"]').first
    card.get_by_role("radio", name="Soutenu", exact=True).click()
    settled(page)
    card.get_by_label("Ce qui a tranché").fill("Relu ensemble : le passage le dit plus loin.")
    page.keyboard.press("Enter")
    settled(page)
    card.get_by_role("button", name="Trancher").click()
    page.wait_for_selector("text=Aucun désaccord en attente")


def _figures(page: Any) -> None:
    view(page, "Chiffres", ".figures")
    page.wait_for_selector('[data-testid="stVegaLiteChart"] canvas, [data-testid="stVegaLiteChart"] svg')
    page.wait_for_timeout(800)
    told = page.locator(".stMainBlockContainer").inner_text()
    assert "Kappa de Cohen" in told
    assert "100" in told
    shoot.shoot(page, "audit-chiffres", whole=True)


def _report(page: Any, tmp_path: Path) -> None:
    view(page, "Échantillons", '[class*="st-key-audit-sample-"]')
    with page.expect_download() as waited:
        page.get_by_role("button", name="Rapport (docx)").first.click()
    saved = tmp_path / "rapport.docx"
    waited.value.save_as(saved)
    assert waited.value.suggested_filename.endswith(".docx")
    body = zipfile.ZipFile(saved).read("word/document.xml").decode()
    assert READERS[0] in body


def _proof(page: Any, tmp_path: Path) -> None:
    view(page, "File", ".rules .item")
    page.locator(".rules .item h4 a").nth(1).click()
    page.wait_for_selector(".strip")
    settled(page)
    page.get_by_role("tab", name="Preuve et rejeu").click()
    page.get_by_role("button", name="Rejouer sur ses propres versions").click()
    page.wait_for_selector("text=octet pour octet")
    shoot.shoot(page, "audit-preuve", whole=True)
    with page.expect_download() as waited:
        page.get_by_role("button", name="Dossier de preuve").click()
    saved = tmp_path / "preuve.zip"
    waited.value.save_as(saved)
    names = zipfile.ZipFile(io.BytesIO(saved.read_bytes())).namelist()
    assert "verifier.py" in names
