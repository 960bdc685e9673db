"""The queue: each criterion keeps what it says, alone and with others; words are found as people type them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from advisor.domain.record import Draft
from advisor.journal.queue import Filters
from advisor.journal.standing import FollowUp, standing
from advisor.journal.store import Journal
from tests.journal.drafts import answer, feedback, resolution, verdict

START = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)


@pytest.fixture
def journal(url: str) -> Iterator[Journal]:
    """Six answers, one a day from March 1st, an error on March 7th, and what was said of them afterwards."""
    days = iter(range(100))
    opened = Journal.open(url, clock=lambda: START + dt.timedelta(days=next(days)))
    opened.extend(
        [
            answer("Refaire l'accueil des usager·e·s", conversation="x", confidence="faible"),
            answer("Une route", degree="informer", domains=("mobilité", "environnement"), conversation="x", turn=2),
            answer("Une ZAC ?", kind="legal", verdict="oui", sources=("Code de l'urbanisme", "robinet-2024")),
            answer("Recette", kind="abstention", sources=(), statements=0, headline="Le corpus ne le dit pas."),
            answer("A bypass", language="en", check="quoted", model="mistral:petit"),
            answer("Œuvres d'art à l'école", check="unsupported", headline="Degré conseillé : co-construire."),
            Draft(
                kind="error", body={"message": "Trop long", "said": "Le message dépasse.", "error": "QuestionRefused"}
            ),
        ]
    )
    opened.extend([feedback(1, False), feedback(2, True), feedback(3, False, "s1"), feedback(3, True, "s1")])
    opened.extend([verdict(1, "A", "juste"), verdict(1, "B", "faux"), verdict(2, "A", "défendable")])
    opened.extend([verdict(3, "A", "soutenu", "s0"), verdict(3, "B", "partiel", "s0"), resolution(3, "partiel", "s0")])
    opened.extend([verdict(5, "A", "juste"), verdict(5, "B", "juste")])
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("given", "numbers"),
    [
        ({}, [6, 5, 4, 3, 2, 1]),
        ({"order": "oldest"}, [1, 2, 3, 4, 5, 6]),
        ({"kinds": ("recommendation",)}, [6, 5, 2, 1]),
        ({"kinds": ("legal", "abstention")}, [4, 3]),
        ({"kinds": ("error",)}, [7]),
        ({"degrees": ("informer",)}, [2]),
        ({"confidences": ("faible",)}, [1]),
        ({"verdicts": ("oui",)}, [3]),
        ({"domains": ("environnement",)}, [2]),
        ({"domains": ("environnement", "social"), "degrees": ("informer", "consulter")}, [6, 5, 2, 1]),
        ({"sources": ("Code de l'urbanisme",)}, [3]),
        ({"fiches": ("frein.essai-1",), "kinds": ("legal",)}, [3]),
        ({"passages": ("robinet-2024-1",)}, [3]),
        ({"checks": ("unsupported",)}, [6]),
        ({"checks": ("unsupported", "quoted")}, [6, 5]),
        ({"languages": ("en",)}, [5]),
        ({"models": ("mistral:petit",)}, [5]),
        ({"models": ("none",)}, [6, 4, 3, 2, 1]),
        ({"feedback": ("negative",)}, [1]),
        ({"feedback": ("positive",)}, [3, 2]),
        ({"feedback": ("none",)}, [6, 5, 4]),
        ({"statuses": ("disputed",)}, [1]),
        ({"statuses": ("read",)}, [2]),
        ({"statuses": ("resolved",)}, [3]),
        ({"statuses": ("read-twice",)}, [5]),
        ({"statuses": ("unread",)}, [6, 4]),
        ({"judgements": ("faux", "défendable")}, [2, 1]),
        ({"unread_by": "B"}, [6, 4, 2]),
        ({"since": "2026-03-03"}, [6, 5, 4, 3]),
        ({"until": "2026-03-03"}, [3, 2, 1]),
        ({"since": "2026-03-02", "until": "2026-03-02"}, [2]),
        ({"until": "2026-03-02T09:00:00.000000+00:00"}, [2, 1]),
        ({"conversation": "x"}, [2, 1]),
        ({"numbers": (1, 4, 7)}, [7, 4, 1]),
        ({"numbers": ()}, []),
        ({"words": "usagers"}, [6, 5, 3, 2, 1]),
        ({"words": "accueil usager"}, [1]),
        ({"words": "ROUT"}, [2]),
        ({"words": "oeuvre ecole"}, [6]),
        ({"words": "l'école « d'art »"}, [6]),
        ({"words": "CO-CONSTRUIRE"}, [6]),
        ({"words": "introuvable"}, []),
        ({"words": '" OR * NEAR( -'}, []),
        ({"words": "?!"}, []),
        ({"words": "usagers", "degrees": ("informer",), "since": "2026-03-01"}, [2]),
        ({"words": "depasse", "kinds": ("error",)}, [7]),
    ],
)
def test_a_criterion_keeps_what_it_says(journal: Journal, given: Mapping[str, Any], numbers: list[int]) -> None:
    filters = Filters(**given)
    assert [row.number for row in journal.page(filters)] == numbers
    assert journal.numbers(filters) == numbers
    assert journal.count(filters) == len(numbers)


def test_pages_follow_one_another(journal: Journal) -> None:
    assert [row.number for row in journal.page(Filters(), offset=2, limit=3)] == [4, 3, 2]
    assert journal.page(Filters(), offset=6) == []


def test_a_line_shows_what_the_answer_says_and_what_became_of_it(journal: Journal) -> None:
    [line] = journal.page(Filters(numbers=(1,)))
    assert (line.moment, line.conversation, line.turn) == ("2026-03-01T09:00:00.000000+00:00", "x", 1)
    assert (line.kind, line.language, line.degree, line.confidence) == ("recommendation", "fr", "consulter", "faible")
    assert (line.check, line.model, line.milliseconds) == ("supported", "none", 12.5)
    assert (line.domains, line.sources) == (("social",), ("robinet-2024",))
    assert (line.feedback, line.verdicts, line.readers, line.judgement) == ("negative", 2, 2, "faux")
    assert line.question == "Refaire l'accueil des usager·e·s"


@pytest.mark.parametrize(
    ("name", "held"),
    [
        ("kinds", {"abstention": 1, "error": 1, "legal": 1, "recommendation": 4}),
        ("sources", {"Code de l'urbanisme": 1, "robinet-2024": 5}),
        ("domains", {"environnement": 1, "mobilité": 1, "social": 5}),
        ("feedback", {"negative": 1, "none": 4, "positive": 2}),
        ("models", {"mistral:petit": 1, "none": 5}),
    ],
)
def test_the_values_of_a_criterion_are_counted(journal: Journal, name: str, held: dict[str, int]) -> None:
    assert journal.values(name) == held


def test_a_criterion_that_does_not_exist_is_refused(journal: Journal) -> None:
    with pytest.raises(KeyError):
        journal.values("couleur")


# --- where an answer stands -------------------------------------------------------------------------------------------


def said(*items: tuple[str, str, str, str]) -> list[FollowUp]:
    return [FollowUp(number, *item) for number, item in enumerate(items, start=1)]


@pytest.mark.parametrize(
    ("items", "status", "judgement"),
    [
        ([], "unread", ""),
        ([("feedback", "", "", "non")], "unread", ""),
        ([("verdict", "A", "", "faux"), ("verdict", "A", "", "juste")], "read", "juste"),
        ([("verdict", "A", "", "juste"), ("verdict", "B", "s1", "partiel")], "read-twice", "juste"),
        ([("verdict", "A", "s1", "soutenu"), ("verdict", "B", "s1", "partiel")], "disputed", ""),
        (
            [("verdict", "A", "", "juste"), ("verdict", "B", "", "faux"), ("resolution", "", "", "juste")],
            "resolved",
            "juste",
        ),
        (
            [("verdict", "A", "", "juste"), ("resolution", "", "", "juste"), ("verdict", "B", "", "faux")],
            "disputed",
            "faux",
        ),
        (
            [
                ("verdict", "A", "s1", "soutenu"),
                ("verdict", "B", "s1", "partiel"),
                ("verdict", "A", "", "juste"),
                ("verdict", "B", "", "faux"),
                ("resolution", "", "", "défendable"),
            ],
            "disputed",
            "défendable",
        ),
    ],
)
def test_the_last_word_of_each_reader_counts(
    items: list[tuple[str, str, str, str]], status: str, judgement: str
) -> None:
    found = standing(said(*items))
    assert (found.status, found.judgement) == (status, judgement)
