"""The calendar of a document: what the law imposes apart from what is advised, with a date or without."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from types import SimpleNamespace
from typing import Any

import pytest

from advisor.domain.answer import Answer, Calendar, CalendarLine, ObligationResult
from advisor.domain.degree import Degree
from advisor.takeaway import kit
from advisor.takeaway.supplies import Supplies
from tests.unit.takeaway import printed


@dataclass(frozen=True, kw_only=True)
class Line(CalendarLine):
    """A line that tells its kind and counts its days from the decision."""

    kind: str = "conseil"  # type: ignore[assignment, unused-ignore]
    first: int | None = None
    last: int | None = None
    statement: str = ""


@dataclass(frozen=True, kw_only=True)
class Planned(Calendar):
    """A calendar that says how the advised steps hold, and what day it is laid from."""

    preparation: Any = None
    event: str = "décision"  # type: ignore[assignment, unused-ignore]


@dataclass(frozen=True, kw_only=True)
class Own(ObligationResult):
    """A rule that tells its origin."""

    origin: str = "loi"  # type: ignore[assignment, unused-ignore]


def given(held: Any) -> dict[str, Any]:
    return {field.name: getattr(held, field.name) for field in fields(held)}


@pytest.fixture
def advised(dated: Answer) -> Line:
    assert dated.calendar is not None
    statement = dated.levers[0].statements[0]
    more = {"kind": "conseil", "article": "", "what": "entretiens avec dix usagers", "statement": statement}
    return Line(**{**given(dated.calendar.lines[0]), **more})


def note(answer: Answer, supplies: Supplies) -> bytes:
    return kit.chosen("note", answer, supplies).build()


def test_a_late_calendar_says_the_days_lacking(dated: Answer, supplies: Supplies) -> None:
    assert dated.calendar is not None
    late = replace(dated, calendar=replace(dated.calendar, short=12))
    said = printed.text(note(late, supplies))
    assert "Il manque 12 jours" in said
    assert "repoussez la date d'autant" in said
    early = printed.text(note(replace(dated, calendar=replace(dated.calendar, short=0)), supplies))
    assert "Il manque" not in early
    assert "À commencer au plus tard le" in early


def test_what_is_advised_is_not_said_to_be_law_and_bears_its_source(
    dated: Answer, advised: Line, supplies: Supplies
) -> None:
    assert dated.calendar is not None
    answer = replace(dated, calendar=replace(dated.calendar, lines=(advised, *dated.calendar.lines[1:])))
    document = printed.opened(note(answer, supplies))
    table = next(held for held in document.tables if held.rows[0].cells[0].text == "Étape")
    first = printed.plain("|".join(printed.paragraphs_of(table.rows[1])))
    assert "Entretiens avec dix usagers" in first
    assert "conseil [" in first
    assert "art." not in first
    assert "Durées conseillées : des repères de l'équipe" in printed.text(note(answer, supplies))


def test_without_a_date_the_weeks_are_counted_and_the_date_is_asked(
    dated: Answer, advised: Line, supplies: Supplies
) -> None:
    line = replace(advised, start="", end="", first=-21, last=-7)
    says = SimpleNamespace(summary="Il faut trois semaines.", advice="", short=0, lighten=())
    held = Planned(decision="", start="", short=0, lines=(line,), preparation=says)
    answer = replace(dated, calendar=held)
    said = printed.text(note(answer, supplies))
    assert "Il faut trois semaines." in said
    assert "semaine −3" in said
    assert "semaine −2" in said
    assert "Sans elle, les semaines se comptent depuis la décision" in said
    assert "ics" not in [item.name for item in kit.offered(answer, supplies)]
    assert "[date de la décision]" in printed.fields(printed.opened(kit.chosen("fiche", answer, supplies).build()))


def test_what_to_lighten_stands_in_order_with_its_days_and_its_source(dated: Answer, supplies: Supplies) -> None:
    assert dated.calendar is not None
    first, second = (card.statements[0] for card in dated.levers[:2])
    lighten = (SimpleNamespace(days=14, statement=first), SimpleNamespace(days=1, statement=second))
    says = SimpleNamespace(summary="Il manque du temps.", advice="Allégez.", short=15, lighten=lighten)
    answer = replace(dated, calendar=Planned(**{**given(dated.calendar), "short": 15, "preparation": says}))
    document = printed.opened(note(answer, supplies))
    lines = [printed.plain(line) for line in printed.paragraphs(document)]
    days = [line for line in lines if line.startswith(("14 jours. ", "1 jour. "))]
    assert [line.split(".")[0] for line in days] == ["14 jours", "1 jour"]
    assert all(line.endswith("]") for line in days)


def test_another_date_than_a_decision_is_called_by_its_name(dated: Answer, supplies: Supplies) -> None:
    assert dated.calendar is not None
    held = Planned(**{**given(dated.calendar), "event": "échéance", "short": 3})
    answer = replace(dated, calendar=held)
    said = printed.text(note(answer, supplies))
    assert "Pour l'échéance du 15 mars 2027" in said
    assert b"SUMMARY;LANGUAGE=fr:\xc3\x89ch\xc3\xa9ance" in kit.chosen("ics", answer, supplies).build()


def test_a_rule_of_the_organisation_stands_apart_from_the_law(dated: Answer, supplies: Supplies) -> None:
    more = {"origin": "local", "title": "Charte de la participation", "code": "Charte", "article": "Principe 2"}
    own = Own(**{**given(dated.obligations[0]), **more, "references": ()})
    said = printed.text(note(replace(dated, obligations=(*dated.obligations, own)), supplies))
    law, apart = said.index("Ce que dit la loi"), said.index("Ce à quoi votre collectivité s'est engagée")
    assert law < apart < said.index("Charte de la participation")
    assert "Charte, « Principe 2 »." in said


def test_a_project_without_a_rule_of_law_is_told_so(answers: Mapping[Degree, Answer], supplies: Supplies) -> None:
    answer = replace(answers[Degree.CONCERTER], obligations=())
    assert "aucun texte du corpus n'impose d'associer le public" in printed.text(note(answer, supplies))
