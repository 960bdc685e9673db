"""Speed and memory beside the limits the product sets itself; figures and ratios, never a verdict.

Run: make bench  (prints value, limit and value / limit for each measure)
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
QUESTION = "On refait l'accueil de la maison du Département avec les habitants, rien n'est arrêté, ouverture dans un an"
WARM_UP, ROUNDS = 10, 3


def main() -> None:
    """Prints one line a measure."""
    build = index_seconds()
    start = command_seconds()
    page = page_seconds()
    parsed, kept = base_milliseconds()
    rules = rules_milliseconds()
    middle, late, memory = warm()
    print(f"{'mesure':<48}{'valeur':>10}{'limite':>10}{'rapport':>9}")
    for name, value, limit, unit in (
        ("index des deux PDF et des articles", build, 20.0, "s"),
        ("commande, du départ à la réponse", start, 3.0, "s"),
        ("application, du départ à la première réponse", page, 5.0, "s"),
        ("base de connaissances, de sa copie analysée", kept, 150.0, "ms"),
        ("toutes les règles de droit pour un profil", rules, 10.0, "ms"),
        ("réponse à chaud, p50", middle, 30.0, "ms"),
        ("réponse à chaud, p95", late, 80.0, "ms"),
        ("mémoire résidente", memory, 600.0, "Mo"),
    ):
        print(f"{name:<48}{value:>7.2f} {unit:<2}{limit:>7.0f} {unit:<2}{value / limit:>8.2f}")
    print(f"base de connaissances lue en YAML : {parsed:.0f} ms, {parsed / kept:.1f} fois sa copie analysée")


def index_seconds() -> float:
    """Seconds to build the index in an empty folder."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "ADVISOR_DATA": folder}
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-m", "ingest", "--quiet"], cwd=ROOT, env=environment, check=False)
        return time.perf_counter() - begun


def base_milliseconds() -> tuple[float, float]:
    """Milliseconds to load the knowledge base from its YAML files, then from its parsed copy; best of three."""
    from advisor.knowledge import cache, loader
    from advisor.settings import read

    folders = read().knowledge
    with tempfile.TemporaryDirectory() as folder:
        cache.loaded(folders, Path(folder))
        spent: dict[str, list[float]] = {"yaml": [], "copy": []}
        for _ in range(ROUNDS):
            begun = time.perf_counter()
            loader.load(folders)
            spent["yaml"].append(time.perf_counter() - begun)
            begun = time.perf_counter()
            cache.loaded(folders, Path(folder))
            spent["copy"].append(time.perf_counter() - begun)
    return 1000 * min(spent["yaml"]), 1000 * min(spent["copy"])


def rules_milliseconds() -> float:
    """Milliseconds to assess every rule of law and combine them for a described project; best of ten."""
    from advisor import wiring
    from advisor.domain.fiche import Obligation
    from advisor.law import engine
    from advisor.settings import read

    advisor = wiring.ready(read())
    rules = [fiche for fiche in advisor.parts.knowledge.fiches.values() if isinstance(fiche, Obligation)]
    profile = advisor.parts.reader.read([QUESTION])
    spent = []
    for _ in range(10):
        begun = time.perf_counter()
        engine.combined(engine.assess(rule, profile, on=advisor.parts.today) for rule in rules)
        spent.append(time.perf_counter() - begun)
    return 1000 * min(spent)


def command_seconds() -> float:
    """Seconds from process start to the printed answer, best of three."""
    command = [str(Path(sys.executable).parent / "advisor"), "ask", QUESTION]
    return min(_timed(command) for _ in range(ROUNDS))


def _timed(command: list[str]) -> float:
    begun = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


def page_seconds() -> float:
    """Seconds from a fresh process to a first answer drawn by the page (AppTest: the script, without a browser)."""
    code = (
        "from streamlit.testing.v1 import AppTest\n"
        "page = AppTest.from_file('app.py', default_timeout=60).run()\n"
        f"page.chat_input[0].set_value({QUESTION!r}).run()\n"
        "assert not page.exception\n"
    )
    return min(_timed([sys.executable, "-c", code]) for _ in range(ROUNDS))


def warm() -> tuple[float, float, float]:
    """Median and 95th percentile of warm answers in ms, and resident memory in MB, on the evaluation cases."""
    from advisor import wiring
    from advisor.knowledge import yaml_text
    from advisor.settings import read

    advisor = wiring.ready(read())
    folder = ROOT / "tests" / "evaluation"
    texts = [case["question"] for case in yaml_text.read(folder / "questions.yaml")[0]]
    texts += [case["text"] for case in yaml_text.read(folder / "projects.yaml")[0]]
    for text in texts[:WARM_UP]:
        advisor.ask(text)
    spent = []
    for text in texts:
        begun = time.perf_counter()
        advisor.ask(text)
        spent.append(1000 * (time.perf_counter() - begun))
    spent.sort()
    heavy = [name for name in ("torch", "sentence_transformers", "sklearn") if name in sys.modules]
    print(f"{len(texts)} réponses ; modules lourds chargés : {', '.join(heavy) or 'aucun'}")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return spent[len(spent) // 2], spent[int(0.95 * (len(spent) - 1))], memory


if __name__ == "__main__":
    main()
