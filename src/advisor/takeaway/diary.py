"""The calendar of an answer for a diary (iCalendar, RFC 5545): whole days, alarms, the same events at each export."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from advisor.domain.answer import Answer, Calendar, CalendarLine
from advisor.errors import NothingToTake
from advisor.french import capital, count, day
from advisor.printed import printable
from advisor.takeaway.schedule import advised, event, origin
from advisor.takeaway.supplies import Supplies

BEFORE = (30, 7)
"""Days before an event at which the diary warns."""
PRODUCT = "-//advisor//Calendrier//FR"


def document(answer: Answer, supplies: Supplies) -> bytes:
    """The steps of the calendar and the decision, as an .ics file. Raises NothingToTake without a calendar."""
    import icalendar

    held = answer.calendar
    if held is None or not held.decision:
        raise NothingToTake(
            "Cette réponse n'a pas de calendrier.",
            "Donnez la date de la décision (« le conseil délibère le 15 mars 2027 ») et redemandez.",
        )
    diary = icalendar.Calendar()
    for name, value in (("prodid", PRODUCT), ("version", "2.0"), ("calscale", "GREGORIAN"), ("method", "PUBLISH")):
        diary.add(name, value)
    diary.add("x-wr-calname", "Associer les usagers : calendrier")
    stamp = dt.datetime.fromisoformat(supplies.today).replace(tzinfo=dt.UTC)
    for line in (line for line in held.lines if line.start):
        diary.add_component(_step(line, answer, stamp))
    diary.add_component(_decision(held, answer, stamp))
    return bytes(diary.to_ical())


def _step(line: CalendarLine, answer: Answer, stamp: dt.datetime) -> Any:
    source = "Conseil, non imposé" if advised(line) else f"Loi : {origin(line)}"
    said = f"{line.title}. Durée : {line.said}. {source}."
    name = f"{capital(line.what)} (conseil)" if advised(line) else capital(line.what)
    return _event(name, said, (line.start, line.end), (answer, line.fiche, line.what), stamp)


def _decision(held: Calendar, answer: Answer, stamp: dt.datetime) -> Any:
    said = f"À commencer au plus tard le {day(held.start)}."
    if held.short:
        said = f"Il manque {count(held.short, 'jour')} : il fallait commencer le {day(held.start)}."
    return _event(capital(event(held)), said, (held.decision, held.decision), (answer, "", "décision"), stamp)


def _event(name: str, said: str, days: tuple[str, str], what: tuple[Answer, str, str], stamp: dt.datetime) -> Any:
    """An event of whole days, its last one included; it leaves the diary free, and warns before it begins."""
    import icalendar

    answer, fiche, step = what
    event = icalendar.Event()
    first, last = dt.date.fromisoformat(days[0]), dt.date.fromisoformat(days[1])
    event.add("uid", _identifier(answer.id, fiche, step, days[0]))
    event.add("dtstamp", stamp)
    event.add("summary", printable(name), parameters={"LANGUAGE": "fr"})
    event.add("description", printable(f"{said} Réponse {answer.id}."), parameters={"LANGUAGE": "fr"})
    event.add("dtstart", first)
    event.add("dtend", max(first, last) + dt.timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("class", "PUBLIC")
    for early in BEFORE:
        alarm = icalendar.Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", printable(f"Dans {count(early, 'jour')} : {name}"))
        alarm.add("trigger", dt.timedelta(days=-early))
        event.add_component(alarm)
    return event


def _identifier(*parts: str) -> str:
    """The same event has the same identifier at each export: a diary updates it instead of adding another."""
    return f"{hashlib.sha256('|'.join(parts).encode('utf-8', 'replace')).hexdigest()[:24]}@advisor"
