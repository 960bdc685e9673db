"""The calendar in a document: whether it holds, then every step with what imposes or advises it.

Reads what some answers alone hold (kind of a line, days counted from the decision, how the advised steps hold) where
it is.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from advisor.domain.answer import Answer, Calendar, CalendarLine
from advisor.domain.procedure import BEFORE
from advisor.french import capital, count, day
from advisor.takeaway.pieces import Field, Strong, Text
from advisor.takeaway.sheet import Sheet
from advisor.takeaway.sources import Sources

ADVICE = "conseil"
"""The kind of a line that no text imposes."""
DECISION = "décision"
WEEK = 7


def calendar(sheet: Sheet, sources: Sources, answer: Answer) -> None:
    """The steps of the procedure, the decision among them; how many days are lacking."""
    held = answer.calendar
    if held is None or not held.lines:
        return
    sheet.heading("Calendrier")
    _holds(sheet, held)
    head = ("Étape", "Du", "Au", "Durée", "D'après", "Qui s'en charge")
    rows = list(_steps(held, sources))
    sheet.grid("Étapes", head, rows, (4.3, 2.5, 2.5, 2.2, 2.7, 2.4), named=True, caption=False)
    _lighter(sheet, sources, held)
    if any(advised(line) for line in held.lines):
        sheet.para("Durées conseillées : des repères de l'équipe. Celles de la loi ont leur article.", small=True)


def _holds(sheet: Sheet, held: Calendar) -> None:
    """Whether there is time; the summary of the advised steps says it better where there is one."""
    preparation: Any = getattr(held, "preparation", None)
    told = " ".join(part for part in (preparation.summary, preparation.advice) if part) if preparation else ""
    if held.decision and held.short:
        late = (
            f"Pour {the(held)} du {day(held.decision)}, il fallait commencer le {day(held.start)}. "
            "Si rien n'est encore en cours, repoussez la date d'autant."
        )
        sheet.callout(f"Il manque {count(held.short, 'jour')}", [told or late], "grave")
    elif held.decision and held.start != held.decision:
        sheet.para([Strong(f"À commencer au plus tard le {day(held.start)}."), f" {told}" if told else ""])
    elif told:
        sheet.para(told)
    if not held.decision:
        sheet.para(["Date visée : ", Field("date"), f". Sans elle, les semaines se comptent depuis {the(held)}."])


def _lighter(sheet: Sheet, sources: Sources, held: Calendar) -> None:
    """What to lighten when days are lacking, in order, with the days each gives."""
    preparation: Any = getattr(held, "preparation", None)
    if preparation and preparation.short and preparation.lighten:
        sheet.heading("À alléger, dans cet ordre", 2)
        gains = [(count(item.days, "jour"), sources.said(item.statement)) for item in preparation.lighten]
        sheet.bullets([[Strong(f"{days}. "), *said] for days, said in gains])


def event(held: Calendar) -> str:
    """What stands on the day that the calendar is laid from: a decision, or another date to meet."""
    return str(getattr(held, "event", DECISION))


def the(held: Calendar) -> str:
    """The same, with its article."""
    name = event(held)
    return f"la {name}" if name == DECISION else f"l'{name}"


def _steps(held: Calendar, sources: Sources) -> Iterator[tuple[Text, ...]]:
    when: Text = day(held.decision) if held.decision else [Field("date")]
    decision = (capital(event(held)), when, when, "", "", [Field("qui")])
    before = [line for line in held.lines if line.place == BEFORE]
    after = [line for line in held.lines if line.place != BEFORE]
    yield from (_step(line, sources) for line in before)
    yield decision
    yield from (_step(line, sources) for line in after)


def _step(line: CalendarLine, sources: Sources) -> tuple[Text, ...]:
    first, last = (day(line.start), day(line.end)) if line.start else _weeks(line)
    marks = sources.marks(getattr(line, "statement", ""))
    return capital(line.what), first, last, line.said, [origin(line), *marks], [Field("qui")]


def _weeks(line: CalendarLine) -> tuple[str, str]:
    """The weeks of a step, counted from a decision that has no date yet: « semaine −3 » is the third before it."""
    first, last = getattr(line, "first", None) or 0, getattr(line, "last", None) or 0
    begun = math.floor(first / WEEK)
    over = max(math.ceil(last / WEEK) - 1, begun)
    return _week(begun), _week(over)


def _week(rank: int) -> str:
    return f"semaine −{-rank}" if rank < 0 else f"semaine +{rank + 1}"


def advised(line: CalendarLine) -> bool:
    """Whether a step is advised, and imposed by no text."""
    return getattr(line, "kind", "loi") == ADVICE


def origin(line: CalendarLine) -> str:
    """What a step comes from: an article, or an advice that no text imposes."""
    if advised(line):
        return "conseil"
    return f"art. {line.article}" if line.article else line.title
