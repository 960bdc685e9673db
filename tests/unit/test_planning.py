"""The calendar of a project: advised steps and legal durations together, every step cited, whatever the date."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.answering.book import Book
from advisor.domain.answer import Calendar, Preparation
from advisor.domain.degree import Degree
from advisor.domain.fiche import Obligation
from advisor.domain.profile import Fact, FactStatus
from advisor.planning.desk import Laid, Planner
from advisor.service import Advisor, Conversation
from tests.unit.law.rules import rule, step

TODAY = dt.date(2026, 11, 22)
PROJECT = (
    "On refait l'accueil de la maison du Département à Vif, deux scénarios, le vice-président tranche "
    "mais on peut encore ajuster"
)


def laid(advisor: Advisor, project: Laid) -> tuple[Calendar, Book]:
    book = Book(advisor.parts.library)
    held = Planner(advisor.parts.knowledge.fiches).calendar(project, book)
    assert held is not None
    return held, book


def prepared(held: Calendar) -> Preparation:
    assert held.preparation is not None
    return held.preparation


def project(
    days: int | None, *rules: Obligation, degree: Degree = Degree.CONCERTER, floor: Degree | None = None
) -> Laid:
    decision = None if days is None else TODAY + dt.timedelta(days=days)
    return Laid(degree, floor, rules, decision, TODAY)


def test_with_time_the_whole_approach_ends_on_the_decision(advisor_small: Advisor) -> None:
    held, book = laid(advisor_small, project(100))
    assert (held.short, prepared(held).short, prepared(held).lighten) == (0, 0, ())
    assert held.start == (TODAY + dt.timedelta(days=100 - 84)).isoformat()
    before = [line for line in held.lines if line.place == "avant la décision"]
    assert before[-1].end == held.decision
    assert all(line.kind == "conseil" and line.statement for line in held.lines)
    cited = {statement.id: statement.citations for statement in book.statements}
    assert all(cited[line.statement] for line in held.lines)


def test_short_of_a_few_days_it_says_what_to_lighten_first(advisor_small: Advisor) -> None:
    held, _ = laid(advisor_small, project(80))
    found = prepared(held)
    assert (found.short, found.left, held.short) == (4, 0, 0)
    assert [(item.days, item.needed) for item in found.lighten] == [(7, True)]
    assert "il manque 4 jours" in found.summary.lower()
    assert sum(line.spared for line in held.lines) == 7
    assert held.start >= held.today


def test_too_late_it_says_the_degree_that_holds_and_the_date_that_would(advisor_small: Advisor) -> None:
    held, _ = laid(advisor_small, project(28))
    found = prepared(held)
    assert (found.left, held.short, found.holds) == (28, 28, Degree.CONSULTER)
    assert found.light_from == (TODAY + dt.timedelta(weeks=8)).isoformat()
    assert found.full_from == (TODAY + dt.timedelta(weeks=12)).isoformat()
    later, _ = laid(advisor_small, replace(project(0), decision=dt.date.fromisoformat(found.light_from)))
    assert prepared(later).left == 0


def test_a_degree_the_law_forbids_to_leave_is_not_offered(advisor_small: Advisor) -> None:
    held, _ = laid(advisor_small, project(28, floor=Degree.CONCERTER))
    assert prepared(held).holds is None
    assert "La loi impose de concerter" in prepared(held).advice
    tomorrow, _ = laid(advisor_small, project(1))
    assert prepared(tomorrow).holds is None
    assert "Aucun degré ne tient" in prepared(tomorrow).advice


def test_without_a_date_the_steps_are_in_weeks_and_all_that_can_be_lightened_is_said(advisor_small: Advisor) -> None:
    held, _ = laid(advisor_small, project(None, rule(steps=(step(1, unit="mois"),), degree=Degree.CONSULTER)))
    assert (held.decision, held.start, held.short) == ("", "", 0)
    assert all(line.start == line.end == "" for line in held.lines)
    law = next(line for line in held.lines if line.kind == "loi")
    assert (law.first, law.last) == (-31, 0)
    assert prepared(held).after == 31
    assert min(line.first or 0 for line in held.lines) == -31 - 84
    assert [item.needed for item in prepared(held).lighten] == [False, False, False]
    assert "comptez 12 semaines" in prepared(held).summary


def test_a_consultation_of_law_follows_the_approach_and_its_own_degree_runs_beside(advisor_small: Advisor) -> None:
    after, _ = laid(advisor_small, project(200, rule(steps=(step(30),), degree=Degree.CONSULTER)))
    beside, _ = laid(advisor_small, project(200, rule(steps=(step(30),), degree=Degree.CONCERTER)))
    assert [max(line.last or 0 for line in held.lines if _advised(line)) for held in (after, beside)] == [-30, 0]
    assert "La loi ajoute ensuite 30 jours" in prepared(after).summary
    assert prepared(beside).after == 0


def test_the_law_alone_may_be_what_is_lacking(advisor_small: Advisor) -> None:
    held, _ = laid(advisor_small, project(100, rule(steps=(step(150),), degree=Degree.CONCERTER)))
    assert (held.short, prepared(held).left) == (50, 0)


def test_a_base_without_steps_keeps_the_calendar_of_the_law(advisor_small: Advisor) -> None:
    fiches = {name: fiche for name, fiche in advisor_small.parts.knowledge.fiches.items() if fiche.kind != "degre"}
    planner, book = Planner(fiches), Book(advisor_small.parts.library)
    assert planner.calendar(project(100), book) is None
    held = planner.calendar(project(100, rule(steps=(step(15),))), book)
    assert held is not None
    assert held.preparation is None
    assert [line.kind for line in held.lines] == ["loi"]


@given(st.integers(-20, 400), st.integers(0, 120), st.sampled_from(Degree), st.sampled_from([None, *Degree]))
def test_less_time_never_lowers_what_is_lacking_and_the_dates_given_hold(
    advisor_small: Advisor, days: int, less: int, degree: Degree, imposed: Degree | None
) -> None:
    rules = (rule(steps=(step(2, 1, unit="mois"), step(15, 2)), degree=imposed),)
    more, fewer = (laid(advisor_small, project(held, *rules, degree=degree))[0] for held in (days, days - less))
    assert fewer.short >= more.short
    assert prepared(fewer).short >= prepared(more).short
    assert more.short == max(0, (TODAY - dt.date.fromisoformat(more.start)).days)
    for line in more.lines:
        assert line.start <= line.end
    if found := prepared(more).light_from:
        held, _ = laid(advisor_small, replace(project(0, *rules, degree=degree), decision=dt.date.fromisoformat(found)))
        assert (prepared(held).left, held.short) == (0, 0)


# --- in an answer --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["", ", décision le 8 février 2027", ", décision le 20 décembre 2026"])
def test_an_answer_holds_the_calendar_of_its_degree_and_cites_every_step(advisor_small: Advisor, end: str) -> None:
    answer = advisor_small.ask(PROJECT + end)
    assert answer.calendar is not None
    assert answer.recommendation is not None
    assert prepared(answer.calendar).degree is answer.recommendation.degree
    known = {statement.id: statement for statement in answer.statements}
    citations = {citation.id for citation in answer.citations}
    said = [line.statement for line in answer.calendar.lines if line.kind == "conseil"]
    said += [item.statement for item in prepared(answer.calendar).lighten]
    assert said
    assert all(known[name].citations and set(known[name].citations) <= citations for name in said)


def test_weeks_set_by_hand_prevail_over_a_date_in_the_text(advisor_small: Advisor) -> None:
    conversation = Conversation((f"{PROJECT}, décision le 20 décembre 2026",))
    more = conversation.corrected(Fact(name="delai", number=30, status=FactStatus.CORRECTED))
    first, second = (advisor_small.revise(held).calendar for held in (conversation, more))
    assert first is not None
    assert second is not None
    assert first.decision == "2026-12-20"
    assert second.decision == (TODAY + dt.timedelta(weeks=30)).isoformat()
    assert prepared(first).left > prepared(second).left == 0


@pytest.mark.parametrize(
    ("message", "event"),
    [
        (f"{PROJECT}, décision le 30 mars 2027", "décision"),
        (f"{PROJECT}, vote en mars", "décision"),
        (f"{PROJECT}, ouverture en mars", "échéance"),
        (f"{PROJECT}. La décision est ouverte. Travaux en mars", "échéance"),
        (PROJECT, "décision"),
        ("La ligne de car est supprimée en mars, c'est voté. On veut concerter les parents.", "échéance"),
    ],
)
def test_a_day_is_a_decision_s_only_when_it_is_said_and_still_to_be_taken(
    advisor_small: Advisor, message: str, event: str
) -> None:
    held = advisor_small.ask(message).calendar
    assert held is not None
    assert held.event == event


def test_to_inform_late_is_to_inform_after(advisor_small: Advisor) -> None:
    held, _ = laid(advisor_small, project(4, degree=Degree.INFORMER))
    assert prepared(held).left == 3
    assert "n'annoncez rien avant que message et agents soient prêts : le 29 novembre 2026" in prepared(held).advice


def test_the_law_s_own_answers_keep_a_calendar_of_the_law_alone(advisor_small: Advisor) -> None:
    question = (
        "Faut-il une enquête publique pour notre projet avec évaluation environnementale ? décision le 30 juin 2027"
    )
    held = advisor_small.ask(question).calendar
    assert held is not None
    assert held.preparation is None
    assert {line.kind for line in held.lines} == {"loi"}
    assert all(line.first is None and not line.statement for line in held.lines)


def test_the_criterion_of_the_delay_and_the_calendar_agree(advisor_small: Advisor) -> None:
    """A degree that the criterion lets pass for so many weeks always holds, lightened if need be, without a law."""
    for weeks in (1, 2, 3, 5, 8, 12, 16, 30):
        fact = Fact(name="delai", number=weeks, status=FactStatus.CORRECTED)
        answer = advisor_small.revise(Conversation((PROJECT,)).corrected(fact))
        assert answer.calendar is not None
        assert prepared(answer.calendar).left == 0, weeks


def _advised(line: object) -> bool:
    return getattr(line, "kind", "") == "conseil" and getattr(line, "place", "") == "avant la décision"
