"""The audit page's speed beside its limits, over a journal of 100,000 entries: opening, filtering, reading, judging.

Run: python bench/audit_page.py [--entries N] [--keep FOLDER]

The journal is that of `bench/journal.py` (`--keep` uses one it has left). Each measure is a whole run of the page's
script, as the server does it; with playwright and Chromium there, the page is also measured in a real browser, from
the gesture to the list on screen.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from advisor import settings, wiring, workspace
from bench.journal import filled, line, timed
from tests.browser import shoot

READER = "A"
QUESTION = "On refait l'accueil de la maison du Département avec les habitants, rien n'est arrêté, ouverture dans un an"
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or ""
OPEN, FILTER = 2000, 500


def main() -> None:
    """Prints one line a measure."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--entries", type=int, default=100_000)
    asked.add_argument("--keep", type=Path)
    given = asked.parse_args()
    print(f"{'mesure':<58}{'valeur':>10}{'limite':>10}{'rapport':>9}")
    with tempfile.TemporaryDirectory() as folder:
        kept = given.keep or Path(folder)
        kept.mkdir(parents=True, exist_ok=True)
        url = f"sqlite:///{kept / 'journal.db'}"
        filled(url, given.entries).close()
        served(url)
        if CHROMIUM:
            seen(url)


def _page() -> None:
    import streamlit

    from advisor.ui import audit_page

    audit_page.render(streamlit.session_state["work"])


def served(url: str) -> None:
    """The page as the server runs it."""
    read = settings.read({**os.environ, "ADVISOR_JOURNAL": url})
    work = workspace.opened(read, wiring.ready(read))
    app = AppTest.from_function(_page, default_timeout=60)
    app.session_state["work"] = work
    app.session_state["audit-reader"] = READER
    line("ouvrir la page d'audit", timed(app.run), OPEN, "ms")
    for name, key, value in (
        ("filtrer par parcours", "audit-kinds", "legal"),
        ("puis par retour négatif", "audit-feedback", "negative"),
    ):
        line(name, timed(lambda k=key, v=value: app.selectbox(key=k).set_value(v).run()), FILTER, "ms")  # type: ignore[misc]
    app.session_state["audit-more"] = True
    app.run()
    line("retirer les filtres", timed(lambda: app.button(key="audit-clear").click().run()), FILTER, "ms")
    line(
        "chercher deux mots", timed(lambda: app.text_input(key="audit-words").set_value("média vélo").run()), 500, "ms"
    )
    line("page suivante", timed(lambda: app.button(key="audit-after").click().run()), FILTER, "ms")
    number = work.recorder.ask(QUESTION).receipt.number
    app.query_params["reponse"] = str(number)
    line("ouvrir une réponse", timed(app.run), OPEN, "ms")
    value = next(button for button in app.button if str(button.key).startswith(f"audit-say-{number}-"))
    line("signer un verdict et voir la phrase suivante", timed(lambda: value.click().run()), OPEN, "ms")
    del app.query_params["reponse"]
    app.run()
    for view in ("Échantillons", "Désaccords", "Chiffres", "Sources", "Journal"):
        line(f"ouvrir « {view} »", timed(_viewed(app, view)), OPEN, "ms")
        if app.exception:
            raise SystemExit(app.exception[0].message)


def _viewed(app: AppTest, view: str) -> Callable[[], object]:
    return lambda: app.segmented_control(key="audit-view").set_value(view).run()


def seen(url: str) -> None:
    """The page in a real browser, once the app is warm."""
    from playwright.sync_api import sync_playwright

    listed = ".rules .item"
    with shoot.served({"ADVISOR_JOURNAL": url, "ADVISOR_READERS": READER}) as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="fr-FR")
        page.set_default_timeout(60_000)
        page.goto(f"{address}/audit")
        page.wait_for_selector(".st-key-audit-who")
        page.get_by_role("combobox").click()
        page.get_by_role("option", name=READER, exact=True).click()
        page.wait_for_timeout(1500)
        button = page.get_by_role("button", name="Entrer")

        def enter() -> None:
            button.click()
            page.wait_for_selector(listed)

        line("ouvrir la file, dans un navigateur", timed(enter), OPEN, "ms")
        page.wait_for_timeout(1500)
        bar = page.locator(".st-key-audit-bar").get_by_role("radio")
        for name, sign in (("Désaccords", "text=désaccord"), ("File", listed)):
            line(f"passer à « {name} », dans un navigateur", timed(_gone(page, bar, name, sign)), OPEN, "ms")
            page.wait_for_timeout(1500)
        for name, title, option in (("par parcours", "Parcours", "Droit"), ("par retour", "Retour reçu", "Pas utile")):
            page.get_by_role("combobox", name=title).click()
            found = page.get_by_role("option").filter(has_text=option)
            found.wait_for()
            said = page.locator(listed).first.inner_text()
            line(f"filtrer {name}, dans un navigateur", timed(_changed(page, found, listed, said)), FILTER, "ms")
            page.wait_for_timeout(1500)
        browser.close()


def _gone(page: Any, bar: Any, name: str, sign: str) -> Callable[[], None]:
    """A view chosen, until a sign of it is there: the least that a gesture costs in this browser."""

    def go() -> None:
        bar.and_(page.get_by_role("radio", name=name)).click()
        page.wait_for_selector(sign)

    return go


def _changed(page: Any, found: Any, listed: str, said: str) -> Callable[[], None]:
    """A click, until the first line is another one."""

    def change() -> None:
        found.click()
        page.wait_for_function(
            "([where, said]) => (document.querySelector(where) || {innerText: said}).innerText !== said",
            arg=[listed, said],
            polling=20,
        )

    return change


if __name__ == "__main__":
    main()
