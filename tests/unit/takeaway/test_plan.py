"""The plans: one for the degree, timed, and suited to the people of the project."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from advisor.domain.answer import Answer, UnderstoodFact
from advisor.domain.degree import Degree
from advisor.domain.trame import Adaptation, Trame
from advisor.errors import DataError
from advisor.takeaway import kit, plan
from advisor.takeaway.supplies import Supplies
from tests.unit.takeaway import printed


def fact(name: str, *values: str) -> UnderstoodFact:
    return UnderstoodFact(name=name, label=name, values=values, value_labels=values, words=(), status="stated")


def test_each_degree_has_its_plan(answers: Mapping[Degree, Answer], supplies: Supplies) -> None:
    forms = {degree: {held.form for held in plan.plans(answer, supplies)} for degree, answer in answers.items()}
    assert forms == {
        Degree.INFORMER: {"information"},
        Degree.CONSULTER: {"entretien", "questionnaire"},
        Degree.CONCERTER: {"atelier"},
        Degree.CO_CONSTRUIRE: {"atelier"},
    }


@pytest.mark.parametrize(("purpose", "first"), [("mesurer", "trame.questionnaire"), ("recueillir", "trame.entretien")])
def test_one_measures_by_a_survey_and_understands_by_an_interview(
    purpose: str, first: str, answers: Mapping[Degree, Answer], supplies: Supplies
) -> None:
    answer = replace(answers[Degree.CONSULTER], profile=(fact("but", purpose),))
    assert plan.plans(answer, supplies)[0].id == first


def test_the_moments_add_up_to_what_is_announced(supplies: Supplies) -> None:
    for held in supplies.of(Trame):
        assert held.minutes == sum(moment.minutes for moment in held.moments)
        assert all(moment.minutes > 0 for moment in held.moments)
    announced = {held.id: plan.lasting(held.minutes).replace("\u00a0", " ") for held in supplies.of(Trame)}
    assert announced["trame.atelier-concerter"] == "2 h 30"
    assert announced["trame.atelier-co-construire"] == "3 h 00"
    assert announced["trame.entretien"] == "45 minutes"
    assert announced["trame.informer"] == "1 h 00"


def test_each_moment_begins_when_the_one_before_ends(answers: Mapping[Degree, Answer], supplies: Supplies) -> None:
    document = printed.opened(kit.chosen("trame", answers[Degree.CONCERTER], supplies).build())
    table = next(held for held in document.tables if held.rows[0].cells[0].text == "À partir de")
    rows = [[printed.plain(cell.text) for cell in row.cells[:2]] for row in table.rows[1:]]
    spent = 0
    for start, lasts in rows:
        hours, minutes = start.split(" h ")
        assert int(hours) * 60 + int(minutes) == spent
        spent += int(lasts.removesuffix(" min"))
    assert spent == 150


@pytest.mark.parametrize(
    ("known", "title"),
    [
        (fact("profil", "jeunes"), "Avec des jeunes ou des enfants"),
        (fact("profil", "precaires"), "Avec des personnes en situation de vulnérabilité"),
        (fact("public", "captif"), "Avec des personnes que le service voit tous les jours"),
        (fact("public", "potentiel"), "Avec des personnes que l'on ne voit pas"),
        (fact("public", "furtif"), "Avec des personnes de passage"),
        (fact("public", "partage"), "Avec des usagers partagés avec une autre institution"),
        (fact("risque", "agents-oublies"), "Avec des agents"),
    ],
)
def test_a_plan_suits_the_people(
    known: UnderstoodFact, title: str, answers: Mapping[Degree, Answer], supplies: Supplies
) -> None:
    for answer in answers.values():
        said = printed.text(kit.chosen("trame", replace(answer, profile=(known,)), supplies).build())
        assert title in said
        alone = printed.text(kit.chosen("trame", replace(answer, profile=()), supplies).build())
        assert title not in alone


def test_every_adaptation_can_be_reached(supplies: Supplies) -> None:
    assert all(held.applies and held.hints for held in supplies.of(Adaptation))


def test_what_no_source_carries_is_signed_by_the_team(answers: Mapping[Degree, Answer], supplies: Supplies) -> None:
    held = plan.plans(answers[Degree.CO_CONSTRUIRE], supplies)[0]
    document = printed.opened(kit.chosen("trame", answers[Degree.CO_CONSTRUIRE], supplies).build())
    lines = [printed.plain(line) for line in printed.paragraphs(document)]
    for hint in (*held.before, *held.after):
        begin = printed.plain(hint.text.split("[[", maxsplit=1)[0]).strip()
        line = next(line for line in lines if begin in line)
        assert line.endswith("]") if hint.evidence else line.endswith("◇"), line


def test_a_corpus_without_plans_says_what_to_do(answers: Mapping[Degree, Answer], supplies: Supplies) -> None:
    with pytest.raises(DataError, match="aucune trame pour ce degré"):
        plan.plans(answers[Degree.INFORMER], replace(supplies, templates=dict))
