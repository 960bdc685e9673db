"""The calendar for a diary: whole days, alarms, French, the same identifiers at each export."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

import icalendar
import pytest

from advisor.domain.answer import Answer, CalendarLine
from advisor.domain.degree import Degree
from advisor.errors import NothingToTake
from advisor.takeaway import kit
from advisor.takeaway.supplies import Supplies


@dataclass(frozen=True, kw_only=True, slots=True)
class Advised(CalendarLine):
    """A line that no text imposes."""

    kind: str = "conseil"  # type: ignore[assignment, unused-ignore]


def events(content: bytes) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(content).walk("VEVENT"))


def test_each_step_and_the_decision_are_whole_days(dated: Answer, supplies: Supplies) -> None:
    held = dated.calendar
    assert held is not None
    found = events(kit.chosen("ics", dated, supplies).build())
    assert len(found) == len(held.lines) + 1
    for event, line in zip(found, held.lines, strict=False):
        assert type(event["DTSTART"].dt) is dt.date
        assert event["DTSTART"].dt.isoformat() == line.start
        assert (event["DTEND"].dt - dt.timedelta(days=1)).isoformat() == max(line.start, line.end)
        assert line.article in event["DESCRIPTION"]
        assert event["SUMMARY"].params["LANGUAGE"] == "fr"
    assert found[-1]["SUMMARY"] == "Décision"
    assert found[-1]["DTSTART"].dt.isoformat() == held.decision


def test_a_diary_warns_before_and_stays_free(dated: Answer, supplies: Supplies) -> None:
    for event in events(kit.chosen("ics", dated, supplies).build()):
        alarms = list(event.walk("VALARM"))
        assert [alarm["TRIGGER"].dt.days for alarm in alarms] == [-30, -7]
        assert all(alarm["ACTION"] == "DISPLAY" and alarm["DESCRIPTION"] for alarm in alarms)
        assert event["TRANSP"] == "TRANSPARENT"


def test_an_event_keeps_its_identifier(dated: Answer, supplies: Supplies) -> None:
    first, again = (kit.chosen("ics", dated, supplies).build() for _ in range(2))
    assert first == again
    later = kit.chosen("ics", dated, replace(supplies, today="2026-12-01")).build()
    identifiers = [str(event["UID"]) for event in events(first)]
    assert identifiers == [str(event["UID"]) for event in events(later)]
    assert len(set(identifiers)) == len(identifiers)


def test_an_advice_is_not_shown_as_law(dated: Answer, supplies: Supplies) -> None:
    held = dated.calendar
    assert held is not None
    given = {field.name: getattr(held.lines[0], field.name) for field in fields(held.lines[0])}
    line = Advised(**{**given, "kind": "conseil", "article": ""})
    answer = replace(dated, calendar=replace(held, lines=(line, *held.lines[1:])))
    first, second, *_ = events(kit.chosen("ics", answer, supplies).build())
    assert "(conseil)" in first["SUMMARY"]
    assert "Loi" not in first["DESCRIPTION"]
    assert "Loi : art." in second["DESCRIPTION"].replace("\u00a0", " ")


def test_without_a_date_there_is_no_calendar_and_it_says_why(
    answers: Mapping[Degree, Answer], supplies: Supplies
) -> None:
    answer = replace(answers[Degree.CONCERTER], calendar=None)
    assert "ics" not in [item.name for item in kit.offered(answer, supplies)]
    with pytest.raises(NothingToTake, match="Donnez la date de la décision"):
        kit.chosen("ics", answer, supplies)
