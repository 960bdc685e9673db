"""The journal's speed beside its limits: writing, proving, opening the queue and filtering it at 100,000 entries.

Run: python bench/journal.py [--entries N] [--keep FOLDER] [--url SQLALCHEMY-URL]

Whole answers, as the service gives them, are written one by one to measure an append. The queue is measured on as
many entries as asked for, whose answers are shortened to a few statements: its lines are the same, whatever the
size of what they were drawn from. `--keep` leaves that journal in a folder, where it is used again.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Any

from advisor import wiring
from advisor.domain.record import Draft
from advisor.journal.queue import Filters
from advisor.journal.store import Journal
from advisor.privacy.masking import Masker
from advisor.recording import Recorder
from advisor.settings import read
from tests.journal.drafts import answer, feedback, verdict

QUESTIONS = (
    "On refait l'accueil de la maison du Département avec les habitants, rien n'est arrêté, ouverture dans un an",
    "EHPAD : conseil de la vie sociale obligatoire ?",
    "Quelle loi impose une concertation pour une ZAC ?",
    "Quelle différence entre un usager et un citoyen ?",
    "quel temps fera-t-il demain ?",
)
WORDS = (
    "accueil route collège jardin concertation médiathèque transport handicap enfance forêt budget logement énergie "
    "école quartier personnel sport culture eau déchets vélo numérique santé famille"
)
START = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
BATCH, APPENDS, ROUNDS = 500, 300, 5
FILTERS = {
    "un degré": Filters(degrees=("concerter",)),
    "une source": Filters(sources=("club-territoires-2024",)),
    "une fiche": Filters(fiches=("frein.essai-1",)),
    "retours négatifs": Filters(feedback=("negative",)),
    "faible confiance, un mois": Filters(confidences=("faible",), since="2025-02-01", until="2025-02-28"),
    "domaine, degré et source": Filters(domains=("social",), degrees=("informer",), sources=("robinet-2024",)),
    "ni lus par A": Filters(unread_by="A"),
    "en désaccord": Filters(statuses=("disputed",)),
    "plein texte, un mot courant": Filters(words="concertation"),
    "plein texte, deux débuts de mots": Filters(words="média accu"),
    "plein texte, degré et mois": Filters(words="vélo", degrees=("consulter",), since="2025-03-01"),
    "une conversation": Filters(conversation="c77"),
}


def main() -> None:
    """Prints one line a measure."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--entries", type=int, default=100_000)
    asked.add_argument("--keep", type=Path)
    asked.add_argument("--url", help="another database, for instance PostgreSQL; it must be empty")
    given = asked.parse_args()
    print(f"{'mesure':<58}{'valeur':>10}{'limite':>10}{'rapport':>9}")
    with tempfile.TemporaryDirectory() as folder:
        appends(f"sqlite:///{folder}/appends.db")
        kept = given.keep or Path(folder)
        kept.mkdir(parents=True, exist_ok=True)
        queue(given.url or f"sqlite:///{kept / 'journal.db'}", given.entries)


def appends(url: str) -> None:
    """An append with a whole answer, and all that the recorder adds to an answer."""
    journal = Journal.open(url)
    advisor = wiring.ready(read())
    recorder = Recorder(advisor, journal, Masker())
    bodies = []
    for question in QUESTIONS:
        recorder.ask(question)
    for entry in journal.entries():
        bodies.append(entry.body or {})
    spent = [timed(lambda turn=turn: journal.append(Draft(kind="answer", body=bodies[turn % len(bodies)])))  # type: ignore[misc]
             for turn in range(APPENDS)]  # fmt: skip
    line("écrire une réponse entière, p50", middle(spent), 20, "ms")
    line("écrire une réponse entière, p95", late(spent), 50, "ms")
    bare = [timed(lambda turn=turn: asdict(advisor.ask(QUESTIONS[turn % 5]))) for turn in range(100)]  # type: ignore[misc]
    whole = [timed(lambda turn=turn: recorder.ask(QUESTIONS[turn % 5])) for turn in range(100)]  # type: ignore[misc]
    line("ce que l'enregistrement ajoute à une réponse, p50", middle(whole) - middle(bare), 30, "ms")
    seconds = timed(journal.verify) / 1000
    entries = journal.head()[0]
    line(f"vérifier {entries} réponses entières, par millier", seconds / entries * 1000, 5, "s")
    journal.close()


def queue(url: str, entries: int) -> None:
    """The queue at its full size."""
    journal = filled(url, entries)
    held = journal.count(Filters())
    journal.close()
    print(f"\n{held} réponses parmi {entries} entrées")
    opened: list[Journal] = []
    line("ouvrir le journal", timed(lambda: opened.append(Journal.open(url))), 2000, "ms")
    journal = opened[0]
    line("première page, avec son compte", timed(lambda: page(journal, Filters())), 2000, "ms")
    line("valeurs de tous les filtres", timed(lambda: choices(journal)), 2000, "ms")
    line("dernière page", worst(lambda: journal.page(Filters(), held - 50, 50)), 500, "ms")
    for name, filters in FILTERS.items():
        line(f"{name} ({journal.count(filters)})", worst(lambda f=filters: page(journal, f)), 500, "ms")  # type: ignore[misc]
    line("numéros de toute la file (tirage)", worst(lambda: journal.numbers(Filters())), 1000, "ms")
    line("vérifier la chaîne", timed(journal.verify) / 1000, 60, "s")
    line("comparer la file aux entrées", timed(journal.drift) / 1000, 60, "s")
    one = [timed(lambda: journal.append(answer("Encore une ?"))) for _ in range(100)]
    line("écrire une entrée de plus, p50", middle(one), 20, "ms")
    line("écrire une entrée de plus, p95", late(one), 50, "ms")
    journal.close()


def page(journal: Journal, filters: Filters) -> None:
    """What the audit page asks for when a filter changes."""
    journal.count(filters)
    journal.page(filters, 0, 50)


def choices(journal: Journal) -> None:
    """What the filters of the page can be given."""
    for name in ("kinds", "degrees", "domains", "sources", "verdicts", "confidences", "checks", "feedback", "models"):
        journal.values(name)


def filled(url: str, entries: int) -> Journal:
    """The journal with that many entries, made when it is not there yet."""
    chance = random.Random(8)
    moments = (START + dt.timedelta(minutes=4 * number) for number in range(10 * entries))
    journal = Journal.open(url, clock=lambda: next(moments))
    begun, missing = time.perf_counter(), entries - journal.head()[0]
    drafts = islice(invented(chance), max(0, missing))
    while some := list(islice(drafts, BATCH)):
        journal.extend(some)
    if missing > 0:
        line(
            f"écrire {entries} entrées par {BATCH}, par millier", (time.perf_counter() - begun) / missing * 1000, 5, "s"
        )
    return journal


def invented(chance: random.Random) -> Iterator[Draft]:
    """Answers of all kinds, and what is said of them."""
    number = 0
    while True:
        number += 1
        draw = chance.random()
        about = chance.randint(max(1, number - 400), number - 1) if number > 400 else 0
        if about and draw < 0.08:
            yield feedback(about, chance.random() < 0.7)
        elif about and draw < 0.14:
            yield verdict(about, chance.choice("ABC"), chance.choice(("juste", "juste", "défendable", "faux")))
        else:
            yield some_answer(chance)


def some_answer(chance: random.Random) -> Draft:
    """An answer like those of the service, shortened."""
    kind = chance.choice(("recommendation", "recommendation", "legal", "content", "abstention"))
    given: dict[str, Any] = {
        "kind": kind,
        "degree": chance.choice(("informer", "consulter", "concerter", "co-construire")),
        "confidence": chance.choice(("forte", "moyenne", "moyenne", "faible")),
        "verdict": chance.choice(("oui", "non", "dépend")) if kind == "legal" else "",
        "check": chance.choice(("quoted", "supported", "supported")),
        "domains": chance.sample(("social", "mobilité", "environnement", "culture", "accueil", "éducation"), 2),
        "sources": chance.sample(("robinet-2024", "club-territoires-2024", "Code de l'urbanisme", "Code rural"), 2),
        "statements": 3,
        "turn": chance.randint(1, 4),
        "conversation": f"c{chance.randint(1, 30_000)}",
    }
    return answer(f"Le projet {' '.join(chance.sample(WORDS.split(), 8))} {chance.randint(1, 9999)} ?", **given)


def timed(work: Callable[[], object]) -> float:
    """Milliseconds a work takes."""
    begun = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - begun)


def worst(work: Callable[[], object]) -> float:
    """The longest of a few rounds, the first included."""
    return max(timed(work) for _ in range(ROUNDS))


def middle(spent: list[float]) -> float:
    """The median."""
    return sorted(spent)[len(spent) // 2]


def late(spent: list[float]) -> float:
    """What nineteen in twenty do not exceed."""
    return sorted(spent)[len(spent) * 19 // 20]


def line(name: str, value: float, limit: float, unit: str) -> None:
    """Prints a measure beside its limit."""
    print(f"{name:<58}{value:>7.2f} {unit:<2}{limit:>7.0f} {unit:<2}{value / limit:>8.2f}", flush=True)


if __name__ == "__main__":
    main()
