"""What is asked for must stand in the evidence; what does not is refused by name."""

from __future__ import annotations

import pytest

from advisor.answering.answerable import Signals, probability
from advisor.answering.demand import unmet

EVIDENCE = ["Le groupe de travail s'est réuni en 2024 avec 12 agents, soit 40 % de l'équipe de Claire Martin."]


def known(_word: str) -> bool:
    return True


@pytest.mark.parametrize(
    ("question", "lacking"),
    [
        ("Combien coûte un atelier ?", "pas de montant"),
        ("quel est le budget de la démarche", "pas de montant"),
        ("How much did the workshop cost?", "any amount of money"),
        ("donne moi le mail du chef de projet", "pas de coordonnées personnelles"),
        ("Que disent les chiffres de 2027 ?", "rien sur 2027"),
    ],
)
def test_what_the_evidence_lacks_is_named(question: str, lacking: str) -> None:
    assert unmet(question, EVIDENCE, known, english=question.startswith("How")) == lacking


@pytest.mark.parametrize(
    "question",
    [
        "Quelle proportion de l'équipe était là ?",
        "Que s'est-il passé en 2024 ?",
        "comment convaincre que ça vaut son coût ?",
        "Comment s'appelle la responsable ?",
    ],
)
def test_what_the_evidence_holds_is_not_refused(question: str) -> None:
    assert unmet(question, EVIDENCE, known, english=False) == ""


def test_a_name_that_stands_nowhere_in_the_corpus_is_refused_by_that_name() -> None:
    assert unmet("Que dit la synthèse de Zorglub ?", EVIDENCE, lambda word: word != "Zorglub", english=False).endswith(
        "« Zorglub »"
    )


def test_a_question_without_content_is_not_answerable() -> None:
    assert probability(Signals(best=1.0, mean=1.0, dense=1.0, unknown=0.0, english=0.0, terms=0)) == 0.0


def test_more_of_the_question_found_never_makes_it_less_answerable() -> None:
    shares = [
        probability(Signals(best=b / 10, mean=b / 10, dense=0.2, unknown=0.1, english=0.0, terms=6)) for b in range(11)
    ]
    assert shares == sorted(shares)
