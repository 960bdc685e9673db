"""Spelling of what we write, and fiches that repeat one another."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from advisor.domain.fiche import Detail
from advisor.knowledge import wording
from advisor.knowledge.loader import Knowledge
from advisor.settings import ROOT
from tests.samples import PLACE, notion

FICHE = notion(statement="Les usagers donnent leur avis.")


def _words(text: str, known: frozenset[str] = frozenset()) -> list[str]:
    base = Knowledge({FICHE.id: replace(FICHE, statement=text)}, {}, {FICHE.id: "concepts/essai.yaml"}, "")
    return [problem.message.split("»")[0][2:].strip() for problem in wording.misspelt(base, known)]


@pytest.mark.parametrize(
    "text",
    [
        "Donnez-leur l'heure, jusqu'à midi.",
        "Y a-t-il quelqu'un ? Faites-le aujourd'hui.",
        "Le RSA et le PLUi sont dans la loi.",
        "Elle dit « usagent » et rien d'autre.",
        "Ils élaborent eux-mêmes la demi-journée.",
    ],
)
def test_good_french_passes(text: str) -> None:
    assert _words(text, frozenset({"plui"})) == []


@pytest.mark.parametrize(("text", "word"), [("La participaton des usagers.", "participaton"), ("Un budjet.", "budjet")])
def test_a_misspelt_word_is_named_with_a_likely_one(text: str, word: str) -> None:
    base = Knowledge({FICHE.id: replace(FICHE, statement=text)}, {}, {FICHE.id: "concepts/essai.yaml"}, "")
    (problem,) = wording.misspelt(base, frozenset())
    assert word in problem.message
    assert "peut-être" in problem.message


def test_words_of_the_trade_are_accepted_by_the_file(tmp_path: Path) -> None:
    path = tmp_path / "vocabulaire.txt"
    path.write_text("# mots du métier\nMétaplan\n\n", encoding="utf-8")
    assert _words("Le métaplan.", wording.accepted(path)) == []
    assert _words("Le métaplan.", wording.accepted(tmp_path / "absent.txt")) == ["métaplan"]


def test_questions_are_left_as_people_write_them() -> None:
    asked = replace(FICHE, questions=("koi fair ac les jeunnes ?",), words=("tro bien",))
    assert wording.misspelt(Knowledge({FICHE.id: asked}, {}, {FICHE.id: "x"}, ""), frozenset()) == []


def test_details_are_read_too() -> None:
    detailed = replace(FICHE, details=(Detail(text="Une phraze.", evidence=(PLACE,)),))
    (problem,) = wording.misspelt(Knowledge({FICHE.id: detailed}, {}, {FICHE.id: "x"}, ""), frozenset())
    assert problem.key == "details.0.text"


def test_two_fiches_that_say_the_same_thing_are_found() -> None:
    said = "Les habitants du quartier donnent leur avis sur le projet de place avant le vote du conseil."
    again = "Avant le vote du conseil, les habitants du quartier donnent leur avis sur le projet de la place."
    first, second = replace(FICHE, statement=said), replace(FICHE, id="concept.autre", statement=again)
    files = {FICHE.id: "a", "concept.autre": "b"}
    (problem,) = wording.repeated(Knowledge({first.id: first, second.id: second}, {}, files, ""))
    assert FICHE.id in problem.message
    other = replace(second, statement="Le Département gère les collèges.")
    assert wording.repeated(Knowledge({first.id: first, other.id: other}, {}, files, "")) == []


def test_the_base_is_well_spelt_and_says_nothing_twice(knowledge: Knowledge) -> None:
    known = wording.accepted(ROOT / "corpus" / wording.ACCEPTED)
    assert [str(problem) for problem in (*wording.misspelt(knowledge, known), *wording.repeated(knowledge))] == []
