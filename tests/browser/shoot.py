"""Screenshots of the app, on a wide screen and on a phone, into var/screens/ (for the README and for the eye).

Not a test: `python tests/browser/shoot.py` starts the app on a free loopback port and drives a headless
Chromium. Needs `pip install playwright` and a Chromium (`CHROMIUM` gives its path, /usr/bin/chromium else).
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SCREENS = ROOT / "var" / "screens"
SIZES = {"bureau": (1280, 900), "telephone": (390, 844)}
PROJECT = (
    "On refait l'accueil de la maison du Département à Vif, on voudrait demander aux gens leur avis, ouverture en mars"
)
LAW = "Nous préparons une déviation routière de 12 millions d'euros, faut-il une concertation ?"
RULE = "obligation.enquete-publique-trente-jours"
TAKEN = "La ligne de car est supprimée en septembre, c'est voté. On veut organiser une concertation avec les parents."


@contextmanager
def served(environment: Mapping[str, str] | None = None) -> Iterator[str]:
    """The app, running, in our environment with some variables changed; gives its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ["--server.headless", "true", "--server.address", "127.0.0.1", "--server.port", str(port)]
    python = os.environ.get("APP_PYTHON", sys.executable)
    command = [python, "-m", "streamlit", "run", str(ROOT / "app.py"), *options]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=os.environ | dict(environment or {}),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(f"{address}/_stcore/health")
        yield address
    finally:
        process.terminate()
        process.wait(10)


def _wait(address: str, seconds: float = 60) -> None:
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310
                return
        except OSError:
            time.sleep(0.3)
    raise SystemExit("L'application ne répond pas.")


def ask(page: Any, message: str) -> None:
    """Sends a message and waits for its answer."""
    before = page.locator('[class*="st-key-answer-"], [class*="st-key-past-"]').count()
    page.get_by_placeholder("Décrivez votre projet").fill(message)
    page.keyboard.press("Enter")
    page.wait_for_function(
        'n => document.querySelectorAll(\'[class*="st-key-answer-"], [class*="st-key-past-"]\').length > n', arg=before
    )
    page.wait_for_timeout(1500)


def shoot(page: Any, name: str, whole: bool = False) -> None:
    """Saves the window, or the whole page when asked."""
    wide, high = page.viewport_size["width"], page.viewport_size["height"]
    if whole:
        tall = page.evaluate("Math.max(...[...document.querySelectorAll('section,div')].map(e => e.scrollHeight))")
        page.set_viewport_size({"width": wide, "height": min(tall + 80, 12000)})
        page.wait_for_timeout(900)
    page.screenshot(path=SCREENS / f"{name}.png")
    page.set_viewport_size({"width": wide, "height": high})
    page.wait_for_timeout(300)


def visit(page: Any, address: str, size: str) -> None:
    """The pages worth seeing, at one size."""
    page.goto(address)
    page.wait_for_selector("h1")
    page.wait_for_timeout(1500)
    shoot(page, f"accueil-{size}")
    ask(page, PROJECT)
    shoot(page, f"projet-{size}")
    shoot(page, f"projet-entier-{size}", whole=True)
    page.locator("a.cite").nth(3).click()
    page.wait_for_selector('[role="dialog"] mark, [role="dialog"] .callout')
    page.wait_for_timeout(600)
    shoot(page, f"passage-{size}")
    page.keyboard.press("Escape")
    page.get_by_text("Nouvelle conversation").click()
    page.wait_for_selector("h1.title")
    ask(page, TAKEN)
    shoot(page, f"alerte-{size}")
    ask(page, LAW)
    shoot(page, f"droit-{size}")
    page.goto(f"{address}/droit")
    page.wait_for_selector(".rules .item")
    page.wait_for_timeout(1200)
    shoot(page, f"regles-{size}")
    page.goto(f"{address}/droit?regle={RULE}")
    page.wait_for_selector("#rule")
    page.wait_for_timeout(1200)
    shoot(page, f"regle-{size}", whole=True)
    page.goto(f"{address}/sources")
    page.wait_for_selector("h1")
    page.wait_for_timeout(1200)
    shoot(page, f"sources-{size}")


def audit(page: Any, address: str, size: str) -> None:
    """The audit, on what was just asked."""
    page.goto(f"{address}/audit")
    page.wait_for_selector(".st-key-audit-who")
    page.get_by_role("textbox", name="Qui lit ?").fill("Relecture")
    page.keyboard.press("Enter")
    page.wait_for_selector(".rules .item")
    page.wait_for_timeout(1200)
    shoot(page, f"audit-file-{size}")
    page.locator(".rules .item h4 a").last.click()
    page.wait_for_selector(".strip")
    page.wait_for_timeout(1500)
    shoot(page, f"audit-reponse-{size}")


def main() -> None:
    """Takes every screenshot and checks what only a browser can tell."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise SystemExit("Installez playwright : pip install playwright") from None
    SCREENS.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        served({"ADVISOR_JOURNAL": f"sqlite:///{folder}/journal.db", "ADVISOR_READERS": ""}) as address,
        sync_playwright() as driver,
    ):
        browser = driver.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for size, (wide, high) in SIZES.items():
            page = browser.new_page(viewport={"width": wide, "height": high}, locale="fr-FR", color_scheme="light")
            foreign: list[str] = []
            page.on("request", lambda sent, kept=foreign: kept.append(sent.url) if "127.0.0.1" not in sent.url else 0)
            visit(page, address, size)
            audit(page, address, size)
            if page.evaluate("document.documentElement.lang") != "fr":
                raise SystemExit("La page n'est pas annoncée en français.")
            if page.evaluate("document.documentElement.scrollWidth") > wide:
                raise SystemExit(f"La page déborde en largeur ({size}).")
            if asked := [url for url in foreign if url.startswith("http")]:
                raise SystemExit(f"La page appelle le réseau : {asked[0]}")
        browser.close()
    sys.stdout.write(f"Écrans dans {SCREENS}\n")


if __name__ == "__main__":
    main()
