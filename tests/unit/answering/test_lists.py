"""A question that asks for a whole list gets it whole, grouped as its source groups it."""

from __future__ import annotations

import pytest

from advisor.domain.fiche import Degre, Frein, Levier
from advisor.service import Advisor


@pytest.mark.parametrize(
    "question",
    [
        "quels sont les freins à la participation ?",
        "c koi les freins",
        "What are the pitfalls?",
        "Listez tous les obstacles",
    ],
)
def test_every_frein_is_said_once_and_cited(advisor_small: Advisor, question: str) -> None:
    answer = advisor_small.ask(question)
    every = {fiche.id for fiche in advisor_small.parts.knowledge.fiches.values() if isinstance(fiche, Frein)}
    assert sorted(said.fiche for said in answer.statements) == sorted(every)
    assert all(said.citations for said in answer.statements)


def test_the_fourteen_freins_of_the_synthesis_come_first_in_their_three_families(advisor_small: Advisor) -> None:
    answer = advisor_small.ask("quels sont les freins ?")
    groups = [said.subject for said in answer.statements]
    firsts = [group for group in dict.fromkeys(groups) if group.startswith("Les quatorze freins")]
    assert [groups.count(group) for group in firsts] == [8, 3, 3]
    assert groups[:14] == [group for group in firsts for _ in range(groups.count(group))]


def test_a_source_named_keeps_only_its_entries(advisor_small: Advisor) -> None:
    answer = advisor_small.ask("liste tous les leviers du mémoire")
    fiches = advisor_small.parts.knowledge.fiches
    expected = {
        fiche.id
        for fiche in fiches.values()
        if isinstance(fiche, Levier) and fiche.evidence[0].source == "robinet-2024"
    }
    assert {said.fiche for said in answer.statements} == expected


def test_the_degrees_go_from_the_least_to_the_most_power(advisor_small: Advisor) -> None:
    said = advisor_small.ask("quels sont les quatre degrés ?").statements
    fiches = [advisor_small.parts.knowledge.fiches[statement.fiche] for statement in said]
    assert [fiche.degree.rank for fiche in fiches if isinstance(fiche, Degre)] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    "question",
    ["quels sont les freins liés au langage administratif ?", "quels freins pour les jeunes de l'ASE ?", "un levier ?"],
)
def test_something_more_precise_is_not_answered_by_the_whole_list(advisor_small: Advisor, question: str) -> None:
    freins = {said.fiche for said in advisor_small.ask(question).statements if said.fiche.startswith("frein.")}
    assert len(freins) <= 3


def test_a_list_held_by_one_fiche_is_told_whole(advisor_small: Advisor) -> None:
    answer = advisor_small.ask("Quelles sont les propositions du Conseil d'État dans son étude sur l'usager ?")
    study = advisor_small.parts.knowledge.fiches["concept.conseil-etat-2023"]
    said = {statement.text for statement in answer.statements}
    assert {detail.text for detail in study.details} <= said
