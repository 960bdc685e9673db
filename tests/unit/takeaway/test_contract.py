"""The moral contract: each sentence stands for a known fact; what is not known is a field, never a guess."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from advisor.domain.answer import Answer, UnderstoodFact
from advisor.domain.degree import Degree
from advisor.takeaway import contract, kit
from advisor.takeaway.sources import Sources
from advisor.takeaway.supplies import Supplies, profile
from tests.unit.takeaway import printed


def fact(name: str, value: str, status: str = "stated") -> UnderstoodFact:
    return UnderstoodFact(name=name, label=name, values=(value,), value_labels=(value,), words=(), status=status)  # type: ignore[arg-type]


def told(answer: Answer, supplies: Supplies, *facts: UnderstoodFact) -> str:
    """The contract of a degree for the facts given, and no other."""
    return printed.text(kit.chosen("contrat", replace(answer, profile=facts), supplies).build())


@pytest.fixture
def answer(answers: Mapping[Degree, Answer]) -> Answer:
    return answers[Degree.CONCERTER]


def test_without_a_fact_each_frame_is_a_field_to_complete(answer: Answer, supplies: Supplies) -> None:
    said = told(answer, supplies)
    frames = [chapter for chapter in contract.held(supplies).chapters if chapter.unknown]
    assert len(frames) == 3
    for chapter in frames:
        shown = printed.plain(chapter.unknown).replace("[[", "[").replace("]]", "]")
        assert shown in said
    assert contract.TO_CONFIRM not in said


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("marge", "aucune", "Rien de la décision elle-même"),
        ("marge", "options", "Le choix entre plusieurs solutions"),
        ("marge", "ouverte", "Presque tout"),
        ("decideur", "collectivite-seule", "La collectivité décidera seule"),
        ("decideur", "partagee", "La décision est partagée"),
        ("decision", "prise", "Elle ne sera pas remise en discussion"),
    ],
)
def test_a_known_fact_is_said_and_no_other(
    name: str, value: str, expected: str, answer: Answer, supplies: Supplies
) -> None:
    assert expected in told(answer, supplies, fact(name, value))
    assert expected not in told(answer, supplies)


def test_a_deduced_fact_is_to_be_confirmed(answer: Answer, supplies: Supplies) -> None:
    assert contract.TO_CONFIRM in told(answer, supplies, fact("marge", "options", "inferred"))
    assert contract.TO_CONFIRM not in told(answer, supplies, fact("marge", "options", "corrected"))


def test_a_decision_already_taken_never_leaves_the_choice_to_the_authority_alone(
    answer: Answer, supplies: Supplies
) -> None:
    said = told(answer, supplies, fact("decision", "prise"), fact("decideur", "collectivite-seule"))
    assert "La collectivité décidera seule" not in said


@pytest.mark.parametrize(
    ("degree", "promised", "absent"),
    [
        (Degree.INFORMER, "Des explications claires", "Pour chaque proposition que nous ne retiendrons pas"),
        (Degree.CONSULTER, "Pour chaque proposition que nous ne retiendrons pas", "vous serez associés à la suite"),
        (Degree.CONCERTER, "vous serez associés à la suite", "de quoi agir sur ce que nous aurons décidé"),
        (Degree.CO_CONSTRUIRE, "de quoi agir sur ce que nous aurons décidé", "Des explications claires, et une"),
    ],
)
def test_what_is_owed_follows_the_degree(
    degree: Degree, promised: str, absent: str, answers: Mapping[Degree, Answer], supplies: Supplies
) -> None:
    said = told(answers[degree], supplies)
    assert promised in said
    assert absent not in said


def test_participants_are_not_shown_the_signs_of_the_team(answer: Answer, supplies: Supplies) -> None:
    said = told(answer, supplies)
    assert "◇" not in said
    assert said.index("Pour l'équipe : page à retirer") > said.index("Comment vous retirer")


def test_a_bracket_of_the_user_is_no_field(answer: Answer, supplies: Supplies) -> None:
    known = profile(replace(answer, profile=()))
    template = contract.held(supplies)
    lines = list(contract.said(template.chapters[1], known, Sources(answer, supplies), template))
    assert len(lines) == 1
    note = kit.chosen("note", replace(answer, question="[[tout]] est ouvert"), supplies).build()
    assert "[tout]" not in printed.fields(printed.opened(note))
    assert "« [[tout]] est ouvert »" in printed.text(note)
