"""The calendar of a recommendation as HTML: how it holds, what to lighten, a chart, and the table behind it.

What the law imposes is hatched and named, what is advised is plain and named: a colour alone tells nothing.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import dataclass

from advisor.domain.answer import THE, Calendar, CalendarLine, Lightening, Preparation
from advisor.domain.procedure import BEFORE
from advisor.ui.citations import Marks
from advisor.ui.words import attribute, capital, count, day, shown

WEEK = 7
LEAD, TAIL = 14, 42
"""Days shown before the first step at most, and after the decision."""
MONTHS = "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.".split()  # noqa: SIM905
MOST_TICKS = 6
EDGE = 90.0
"""Share of the width (%) beyond which a mark of the axis would be cut."""
EARLIER = "Si une décision reste à prendre plus tôt, précisez son délai."
KINDS = {"loi": "Loi", "conseil": "Conseil"}
LEFT = "Ce qui en reste, ou la règle"
MARKS = "Durées conseillées : des repères de l'équipe, pas des chiffres des sources. Celles de la loi ont leur article."


@dataclass(frozen=True, slots=True)
class Scale:
    """The days shown, counted from the decision, and the day it is (None without a date)."""

    first: int
    last: int
    today: int | None

    def at(self, day_: int) -> float:
        """Where a day stands, in per cent of the width."""
        return round(100 * (min(max(day_, self.first), self.last) - self.first) / (self.last - self.first), 2)

    @property
    def marked(self) -> bool:
        """Whether today is among the days shown."""
        return self.today is not None and self.first <= self.today <= self.last


def scale(held: Calendar) -> Scale:
    """The days to show: from the first step, or from today when it is a little before, to a little after the end."""
    days = [value for line in held.lines for value in (line.first or 0, line.last or 0)]
    first = min([0, *days])
    last = max(WEEK, min(TAIL, max([0, *days])))
    if not held.decision:
        return Scale(first, last, None)
    today = (dt.date.fromisoformat(held.today) - dt.date.fromisoformat(held.decision)).days
    return Scale(min(first, max(today, first - LEAD)) - 2, last, today)


def plan(held: Calendar, preparation: Preparation, marks: Marks) -> str:
    """A calendar, whole."""
    return (
        f"{_said(held, preparation)}{_lighten(preparation, marks)}{_chart(held)}{_table(held, marks)}"
        f'<p class="note">{shown(MARKS)}</p>'
    )


def alarm(preparation: Preparation) -> str:
    """That the advised steps do not hold, even lightened, in the style of alarms; nothing when they do."""
    if not preparation.left:
        return ""
    lack = f"Il manque {count(preparation.left, 'jour')}"
    return (
        f'<div class="callout grave" role="note"><b>{shown(lack)} :</b> {shown(preparation.summary)}'
        f"<p>{shown(preparation.advice)}</p></div>"
    )


def when(line: CalendarLine) -> str:
    """When a step takes place: between two dates, or in weeks counted from the decision."""
    if line.start:
        return f"du {_until(line.start, line.end)} au {day(line.end)}"
    return weeks(line.first or 0, line.last or 0)


def _until(start: str, end: str) -> str:
    """The first of two dates, without the month or the year that the second says.

    >>> _until("2027-01-05", "2027-01-12"), _until("2027-01-05", "2027-02-02"), _until("2026-12-31", "2027-01-02")
    ('5', '5 janvier', '31 décembre 2026')
    """
    kept = 1 if start[:7] == end[:7] else 2 if start[:4] == end[:4] else 3
    return " ".join(day(start).split(" ")[:kept])


def weeks(first: int, last: int) -> str:
    """Days as weeks counted from the decision, the one before it being −1 and the one after +1.

    >>> weeks(-84, -77), weeks(-77, -56), weeks(0, 14)
    ('semaine −12', 'semaines −11 à −9', 'semaines +1 à +2')
    """
    begun, over = math.floor(first / WEEK), max(math.ceil(last / WEEK) - 1, math.floor(first / WEEK))
    if begun == over:
        return f"semaine {_week(begun)}"
    return f"semaines {_week(begun)} à {_week(over)}"


def _week(rank: int) -> str:
    return f"−{-rank}" if rank < 0 else f"+{rank + 1}"


def drawn(line: CalendarLine, along: Scale, cells: int = 24) -> str:
    """A step as a run of characters, for a note in plain text: full for what is advised, hatched for the law."""
    full = "█" if line.kind == "conseil" else "▒"
    begun = int(along.at(line.first or 0) * cells / 100)
    over = max(begun + 1, round(along.at(line.last or 0) * cells / 100))
    decision = round(along.at(0) * cells / 100)
    return "".join(full if begun <= at < over else "┃" if at == decision else "·" for at in range(cells))


def starts(held: Calendar) -> str:
    """The latest day to begin, that it is past, or that no date is known."""
    if not held.decision:
        return f"Sans date, les semaines se comptent à rebours de {THE[held.event]}."
    until = f"pour {THE[held.event]} du {day(held.decision)}"
    if held.short:
        return f"{capital(until)}, il fallait commencer le {day(held.start)}."
    return f"À commencer au plus tard le {day(held.start)}, {until}."


def _said(held: Calendar, preparation: Preparation) -> str:
    """What holds. The advice is with the alarm where there is one."""
    advice = "" if preparation.left else preparation.advice
    first, rest = (preparation.summary, starts(held)) if not held.decision else (starts(held), preparation.summary)
    earlier = EARLIER if held.decision and held.event == "échéance" else ""
    return f'<p class="begin"><b>{shown(first)}</b> {shown(rest)} {shown(advice)} {shown(earlier)}</p>'


def _lighten(preparation: Preparation, marks: Marks) -> str:
    """What to lighten, in order; folded where nothing asks for it yet."""
    if not preparation.lighten:
        return ""
    items = "".join(f"<li>{_lightened(item, marks)}</li>" for item in preparation.lighten)
    listed = f'<ol class="said">{items}</ol>'
    if preparation.short:
        title = "Allégée au plus, ce serait" if preparation.left else "À alléger, dans cet ordre"
        return f'<div class="part"><h4 class="section">{shown(title)}</h4>{listed}</div>'
    return f"<details><summary>{shown('Si le temps manque : que peut-on alléger ?')}</summary>{listed}</details>"


def _lightened(item: Lightening, marks: Marks) -> str:
    return f"<b>{shown(count(item.days, 'jour'))}.</b> {marks.said(item.statement)}"


def _chart(held: Calendar) -> str:
    along = scale(held)
    rows = "".join(_row(line, along) for line in held.lines)
    axis = f'<div class="line axis" aria-hidden="true"><span></span>{_axis(held, along)}</div>'
    return (
        f'<div class="chart part"><p class="sr-only">{shown(_alternative(held))}</p>{_legend(held, along)}'
        f'<div class="rows">{axis}{rows}</div></div>'
    )


def _alternative(held: Calendar) -> str:
    """The chart in words; the table behind it says each step."""
    nouns = {"conseil": ("étape conseillée", "étapes conseillées"), "loi": ("durée de la loi", "durées de la loi")}
    many = {kind: sum(line.kind == kind for line in held.lines) for kind in nouns}
    said = " et ".join(count(many[kind], *words) for kind, words in nouns.items() if many[kind])
    first = min(held.lines, key=lambda line: line.first or 0)
    return f"Calendrier : {said}, à partir de : {first.what}, {when(first)}. Le détail suit."


def _legend(held: Calendar, along: Scale) -> str:
    kinds = dict.fromkeys(line.kind for line in held.lines)
    swatches = "".join(f'<span><i class="bar {kind}"></i> {shown(_meaning(kind))}</span>' for kind in kinds)
    today = ""
    if along.marked:
        today = f'<span><i class="now"></i> {shown("aujourd’hui, " + day(held.today))}</span>'
    elif held.decision:
        today = f"<span>{shown('aujourd’hui, ' + day(held.today))} : plus tôt que ce graphique</span>"
    decided = f"{held.event}, {day(held.decision)}" if held.decision else held.event
    return f'<p class="legend">{swatches}{today}<span><i class="due"></i> {shown(decided)}</span></p>'


def _meaning(kind: str) -> str:
    return "durée fixée par la loi (hachuré)" if kind == "loi" else "étape conseillée (plein)"


def _row(line: CalendarLine, along: Scale) -> str:
    spared = f" · allégée de {count(line.spared, 'jour')}" if line.spared else ""
    said = shown(f"{line.said}, {when(line)}{spared}")
    return (
        f'<div class="line {line.kind}"><span class="what"><b>{shown(capital(line.what))}</b>'
        f'<small><span class="kind">{KINDS[line.kind]}</span> {said}</small></span>'
        f"{_track(line, along)}</div>"
    )


def _track(line: CalendarLine, along: Scale) -> str:
    left, right = along.at(line.first or 0), along.at(line.last or 0)
    width = max(0.8, round(right - left, 2))
    bar = f'<i class="bar {line.kind}" style="left:{left}%;width:{width}%"></i>'
    return f'<span class="track" aria-hidden="true">{bar}{_lines(along)}</span>'


def _lines(along: Scale) -> str:
    """Today and the decision, through every row."""
    now = _upright(along.at(along.today), "now") if along.marked and along.today is not None else ""
    return now + _upright(along.at(0), "due")


def _upright(at: float, name: str) -> str:
    return f'<i class="{name}" style="left:{at}%"></i>'


def _axis(held: Calendar, along: Scale) -> str:
    ticks = "".join(
        f'<span style="left:{along.at(at)}%">{shown(said)}</span>'
        for at, said in (_months(held, along) if held.decision else _numbered(along))
        if along.at(at) < EDGE
    )
    return f'<span class="ticks">{ticks}</span>'


def _months(held: Calendar, along: Scale) -> Iterator[tuple[int, str]]:
    """The first day of each month shown, or of some of them when they are many."""
    decision = dt.date.fromisoformat(held.decision)
    begun, over = (decision + dt.timedelta(days=value) for value in (along.first, along.last))
    months = range(begun.year * 12 + begun.month, over.year * 12 + over.month)
    for rank in months[:: max(1, math.ceil(len(months) / MOST_TICKS))]:
        first = dt.date(rank // 12, rank % 12 + 1, 1)
        year = f" {first.year}" if first.month == 1 else ""
        yield (first - decision).days, f"{MONTHS[first.month - 1]}{year}"


def _numbered(along: Scale) -> Iterator[tuple[int, str]]:
    """Weeks counted from the decision, four by four or more."""
    step = 4 * max(1, math.ceil(-along.first / WEEK / 4 / MOST_TICKS))
    for week in range(math.ceil(along.first / WEEK / step) * step, 0, step):
        yield week * WEEK, f"sem. {_week(week)}"


def _table(held: Calendar, marks: Marks) -> str:
    """Every step with its dates, why it is there and what it leaves; the decision at its place."""
    names = ("Étape", "Nature", "Quand", "Durée", LEFT)
    head = "".join(f'<th scope="col">{name}</th>' for name in names)
    before = "".join(_cells(line, marks) for line in held.lines if line.place == BEFORE)
    after = "".join(_cells(line, marks) for line in held.lines if line.place != BEFORE)
    decided = day(held.decision) if held.decision else "date à préciser"
    name = f'<th scope="row">{shown(capital(held.event))}</th>'
    decision = f'<tr class="decision">{name}<td colspan="{len(names) - 1}">{shown(decided)}</td></tr>'
    return (
        f"<details><summary>{shown('Le détail des étapes, en tableau')}</summary>"
        f'<table class="matrix calendar steps"><caption>{shown(f"Étapes avant et après {THE[held.event]}")}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{before}{decision}{after}</tbody></table></details>"
    )


def _cells(line: CalendarLine, marks: Marks) -> str:
    why = f'<p class="note">{marks.said(line.statement)}</p>' if line.statement else ""
    left = line.produces or f"{line.title}, {line.article}"
    cells = [("Nature", KINDS[line.kind]), ("Quand", when(line)), ("Durée", line.said), (LEFT, left)]
    body = "".join(f'<td data-name="{attribute(name)}">{shown(value)}</td>' for name, value in cells)
    return f'<tr><th scope="row">{shown(capital(line.what))}{why}</th>{body}</tr>'
