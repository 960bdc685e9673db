"""Answers with the charter of an organisation: cited as its own, told apart from the law, which does not change."""

from __future__ import annotations

import dataclasses
import json

import pytest

from advisor.domain.answer import Answer
from advisor.domain.degree import Degree
from advisor.printing import readable
from advisor.service import Advisor
from advisor.ui import law, note, widgets
from advisor.ui.citations import Marks
from advisor.ui.words import LOCAL

OPEN = "On refait l'accueil de la maison des services, on voudrait expliquer le projet, quelques ajustements possibles"
CLOSED = "On refait l'accueil de la maison des services, tout est déjà décidé, on veut informer les gens"
ZAC = "On crée une ZAC sur la friche, la commune décide seule, on veut recueillir des avis sur les déplacements à vélo"
LAW = (
    "quelle loi impose une concertation pour une ZAC ?",
    "EHPAD : conseil de la vie sociale obligatoire ?",
    "le CVS doit-il se réunir trois fois par an ?",
    "faut-il une enquête publique pour vendre un chemin rural ?",
    "faut-il demander leur avis aux cyclistes avant de tracer une piste cyclable ?",
    "doit-on concerter pour réaménager un accueil du public ?",
    "peut-on se passer de la CCSPL dans une commune de 8 000 habitants ?",
    "what law requires a consultation for a new bypass?",
)


def _own(answer: Answer) -> list[str]:
    return [item.fiche for item in answer.obligations if item.origin == "local"]


def test_a_local_rule_raises_the_floor_and_is_cited_as_the_organisation_s_own(
    advisor_small: Advisor, advisor_local: Advisor
) -> None:
    before, after = advisor_small.ask(OPEN).recommendation, advisor_local.ask(OPEN)
    advice = after.recommendation
    assert before is not None
    assert advice is not None
    assert (before.floor, before.floor_origin) == (None, None)
    assert (advice.floor, advice.floor_origin, advice.legal_floor) == (Degree.CONCERTER, "local", None)
    assert advice.degree.rank >= max(before.degree.rank, Degree.CONCERTER.rank)
    rule = next(item for item in after.obligations if item.fiche == "regle-locale.lieux-accueil")
    assert (rule.origin, rule.force, rule.verdict, rule.references) == ("local", "engagement", "oui", ())
    said = next(item for item in after.statements if item.id == rule.statements[0])
    assert said.text.startswith("Votre collectivité s'y est engagée (Conseil communautaire, 12/03/2025, n° 2025-031)")
    cited = [item for item in after.citations if item.id in said.citations]
    assert {item.source_title for item in cited} == {"Charte de la participation des habitants"}
    assert all(item.quote for item in cited)


def test_a_commitment_above_what_can_be_promised_is_told_as_such(advisor_local: Advisor) -> None:
    advice = advisor_local.ask(CLOSED).recommendation
    assert advice is not None
    assert advice.degree is Degree.CONCERTER
    assert "Votre collectivité" in advice.summary
    alert = next(item for item in advice.alerts if item.id == "alerte.socle-au-dessus")
    assert "vos propres engagements" in alert.title.lower()
    assert "loi" not in alert.title.lower()


def test_the_law_s_floor_stays_the_law_s_when_the_charter_asks_for_less(advisor_local: Advisor) -> None:
    answer = advisor_local.ask(ZAC)
    advice = answer.recommendation
    assert advice is not None
    assert "regle-locale.pistes-cyclables" in _own(answer)
    assert (advice.floor, advice.floor_origin, advice.legal_floor) == (Degree.CONCERTER, "loi", Degree.CONCERTER)


@pytest.mark.parametrize("question", LAW)
def test_a_question_of_law_is_answered_by_the_law_alone(
    advisor_small: Advisor, advisor_local: Advisor, question: str
) -> None:
    before, after = advisor_small.ask(question), advisor_local.ask(question)
    assert (after.kind, after.verdict) == (before.kind, before.verdict)
    assert after.headline.startswith(before.headline)
    legal = [item for item in after.obligations if item.origin == "loi"]
    assert [(item.fiche, item.verdict) for item in legal] == [(item.fiche, item.verdict) for item in before.obligations]
    assert list(after.obligations) == [*legal, *(item for item in after.obligations if item.origin == "local")]


@pytest.mark.parametrize(
    ("question", "rule"),
    [
        (LAW[4], "regle-locale.pistes-cyclables"),
        (LAW[5], "regle-locale.lieux-accueil"),
        ("notre charte nous oblige-t-elle à consulter pour une piste cyclable ?", "regle-locale.pistes-cyclables"),
    ],
)
def test_a_question_of_law_mentions_the_charter_apart(advisor_local: Advisor, question: str, rule: str) -> None:
    answer = advisor_local.ask(question)
    assert rule in _own(answer)
    assert "Votre collectivité, elle," in answer.headline
    assert "La charte de la participation (2025)" in answer.headline


@pytest.mark.parametrize("question", [LAW[0], LAW[1], LAW[2], LAW[3], LAW[6]])
def test_a_question_on_something_else_does_not_mention_it(advisor_local: Advisor, question: str) -> None:
    assert _own(advisor_local.ask(question)) == []


def test_what_the_charter_says_is_found_and_cited_by_its_title(advisor_local: Advisor) -> None:
    answer = advisor_local.ask("que dit la charte sur le retour aux participants ?")
    assert answer.kind == "content"
    assert answer.statements[0].fiche == "regle-locale.retour-participants"
    assert answer.citations[0].label.startswith("La charte de la participation (2025), « Article 2")
    found = advisor_local.search("un agent rencontre sur leur lieu de vie les personnes éloignées").passages[0]
    assert found.source == "charte-participation"


def test_local_rules_are_told_apart_in_print_in_the_note_and_in_the_data(advisor_local: Advisor) -> None:
    answer = advisor_local.ask(ZAC)
    printed = readable(answer)
    law, _, own = printed.partition("Ce à quoi votre collectivité s'est engagée :")
    assert "Ce que dit la loi :" in law
    assert "Recueillir l'avis des riverains" in own
    assert "Recueillir l'avis des riverains" not in law.partition("Ce que dit la loi :")[2]
    written = note.as_markdown(answer)
    assert "## Engagement de votre collectivité : Recueillir" in written.replace("\u00a0", " ")
    data = json.loads(json.dumps(dataclasses.asdict(answer)))
    assert {item["origin"] for item in data["obligations"]} == {"loi", "local"}
    assert data["engine"]["local"]


def test_every_statement_of_a_local_rule_is_cited(advisor_local: Advisor) -> None:
    for question in (OPEN, CLOSED, ZAC, *LAW):
        answer = advisor_local.ask(question)
        known = {citation.id for citation in answer.citations}
        assert all(item.citations and set(item.citations) <= known for item in answer.statements)


def test_the_same_question_gives_the_same_bytes(advisor_local: Advisor) -> None:
    first, second = (advisor_local.ask(OPEN) for _ in range(2))
    assert dataclasses.replace(first, engine=second.engine) == second


@pytest.mark.parametrize(
    ("question", "rule"),
    [
        ("que prévoit la charte pour les cyclistes ?", "regle-locale.pistes-cyclables"),
        ("à quoi s'est engagée notre collectivité pour les accueils ?", "regle-locale.lieux-accueil"),
        ("nos propres règles disent quoi sur les pistes cyclables ?", "regle-locale.pistes-cyclables"),
    ],
)
def test_a_question_on_our_own_rules_is_answered_by_them(advisor_local: Advisor, question: str, rule: str) -> None:
    answer = advisor_local.ask(question)
    assert (answer.kind, answer.statements[0].fiche) == ("content", rule)


def test_the_page_shows_local_rules_in_a_part_of_their_own(advisor_local: Advisor) -> None:
    answer = advisor_local.ask(ZAC)
    marks = Marks(answer, "t1")
    own, legal = law.commitments(answer.obligations, marks, ()), law.obligations(answer.obligations, marks, (), False)
    assert LOCAL in own
    assert "legifrance" not in own
    assert "La charte de la participation (2025)" in own
    assert LOCAL not in legal
    assert "legifrance" in legal
    assert law.commitments([item for item in answer.obligations if item.origin == "loi"], marks, ()) == ""
    advice = advisor_local.ask(CLOSED).recommendation
    assert advice is not None
    assert "ce que la loi impose" not in widgets.bounds(advice)
