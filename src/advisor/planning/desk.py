"""Lays the steps of the advised degree beside the durations of the law, backwards from the decision."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from advisor.answering.book import Book
from advisor.answering.legal import calendar
from advisor.decision import preparation
from advisor.domain.answer import Calendar, CalendarLine, Event, Lightening, Preparation
from advisor.domain.degree import Degree
from advisor.domain.fiche import Degre, Fiche, Obligation
from advisor.domain.preparation import Cut, Placed, Plan
from advisor.domain.procedure import BEFORE
from advisor.law.schedule import backwards
from advisor.planning import words

NOMINAL = dt.date(2025, 1, 31)
"""Where months are counted back from when the decision has no date: each of the first is of 31 days, as in the
longest case."""


@dataclass(frozen=True, slots=True)
class Laid:
    """What a calendar is laid for: the advised degree, the degree the law imposes if any, and the rules that count.

    `decision` is its day, None when nothing gives one; `event` says whether that day is a decision's.
    """

    degree: Degree
    floor: Degree | None
    rules: Sequence[Obligation]
    decision: dt.date | None
    today: dt.date
    event: Event = "décision"


class Planner:
    """Writes calendars from the fiches of the degrees."""

    def __init__(self, fiches: Mapping[str, Fiche]) -> None:
        self._degres = {fiche.degree: fiche for fiche in fiches.values() if isinstance(fiche, Degre) and fiche.stages}

    def calendar(self, project: Laid, book: Book) -> Calendar | None:
        """The calendar of a project, every advised step cited.

        Only the law's where the base has no steps for the degree, None when the law has none either.
        """
        fiche = self._degres.get(project.degree)
        law = _law(project)
        if fiche is None:
            return law
        available = (project.decision - project.today).days if project.decision else None
        plan = preparation.plan(fiche.stages, available, _end(project, project.degree))
        lines = [_line(step, fiche, project, book) for step in plan.steps]
        found = [*(law.lines if law else ()), *lines]
        shown = [_counted(line, project) if line.kind == "loi" else line for line in found]
        shown.sort(key=lambda line: (line.place != BEFORE, line.first, line.last, line.kind, line.what))
        first = min((line.first or 0 for line in shown if line.place == BEFORE), default=0)
        return Calendar(
            decision=project.decision.isoformat() if project.decision else "",
            start=_iso(project, first),
            short=0 if available is None else max(0, -first - available),
            lines=tuple(shown),
            today=project.today.isoformat(),
            preparation=self._preparation(project, plan, fiche, book),
            event=project.event,
        )

    def _preparation(self, project: Laid, plan: Plan, fiche: Degre, book: Book) -> Preparation:
        late = plan.left > 0 and project.decision is not None
        held = Preparation(
            degree=project.degree,
            days=plan.days,
            least=plan.least,
            after=-_end(project, project.degree),
            short=plan.short,
            left=plan.left,
            lighten=_lightenings(plan, fiche, project.decision is not None, book),
            holds=self._holds(project) if late else None,
            light_from=_earliest(project, plan.least).isoformat() if late else "",
            full_from=_earliest(project, plan.days).isoformat() if late else "",
            summary="",
            advice="",
        )
        dated = project.decision.isoformat() if project.decision else ""
        said = words.Words(held, dated, project.event, project.floor)
        return replace(held, summary=said.summary(), advice=said.advice())

    def _holds(self, project: Laid) -> Degree | None:
        """The degree that holds as things stand, None when none does or when the law imposes more."""
        if project.decision is None:
            return None
        available = (project.decision - project.today).days
        stages = {degree: fiche.stages for degree, fiche in self._degres.items()}
        ends = {degree: _end(project, degree) for degree in stages}
        found = preparation.holding(stages, project.degree, available, ends)
        return None if found and project.floor and found.rank < project.floor.rank else found


def _law(project: Laid) -> Calendar | None:
    """What the law sets, around the decision or around a day of no date."""
    rules = {rule.id: rule for rule in project.rules if rule.steps}
    if not rules:
        return None
    decision = project.decision or NOMINAL
    return calendar(backwards(project.rules, decision, project.today if project.decision else decision), rules)


def _end(project: Laid, degree: Degree, decision: dt.date | None = None) -> int:
    """The day, counted from the decision, on which the steps of a degree must be over: before what follows them."""
    after = [rule for rule in project.rules if preparation.follows(rule.degree, degree)]
    day = decision or project.decision or NOMINAL
    return (backwards(after, day, day).start - day).days


def _earliest(project: Laid, days: int) -> dt.date:
    """The first day of decision by which steps of so many days hold, the law's procedures with them.

    A month has not always the same length: the day is moved on until what comes before it holds.
    """
    decision = project.today
    while True:
        law = (decision - backwards(project.rules, decision, decision).start).days
        needed = max(law, days - _end(project, project.degree, decision))
        if (decision - project.today).days >= needed:
            return decision
        decision = project.today + dt.timedelta(days=needed)


def _line(step: Placed, fiche: Degre, project: Laid, book: Book) -> CalendarLine:
    stage = step.stage
    return CalendarLine(
        fiche=fiche.id,
        title=words.approach(fiche.degree),
        what=stage.what,
        said=words.weeks(step.last - step.first),
        article="",
        start=_iso(project, step.first),
        end=_iso(project, step.last),
        place=stage.place,
        kind="conseil",
        statement=book.say(stage.text, stage.evidence, fiche, "etape", stage.what),
        produces=stage.produces,
        spared=step.spared,
        first=step.first,
        last=step.last,
    )


def _counted(line: CalendarLine, project: Laid) -> CalendarLine:
    """A line of the law with its days counted from the decision, and no date where the decision has none."""
    zero = project.decision or NOMINAL
    days = [(dt.date.fromisoformat(day) - zero).days for day in (line.start, line.end)]
    held = replace(line, first=days[0], last=days[1])
    return held if project.decision else replace(held, start="", end="")


def _lightenings(plan: Plan, fiche: Degre, dated: bool, book: Book) -> tuple[Lightening, ...]:
    """What to lighten: what was, or all that can be where no date tells."""
    every = [(cut, True) for cut in plan.cuts] if dated else [(cut, False) for cut in (*plan.cuts, *plan.spare)]
    return tuple(_lightening(cut, needed, fiche, book) for cut, needed in every)


def _lightening(cut: Cut, needed: bool, fiche: Degre, book: Book) -> Lightening:
    stage, lighter = cut.stage, cut.stage.lighter
    if lighter is None:
        raise ValueError(f"{stage.what} cannot be lightened")
    said = words.lightened(stage.what, lighter.how, lighter.lost)
    return Lightening(
        what=stage.what,
        how=lighter.how,
        lost=lighter.lost,
        days=cut.days,
        needed=needed,
        statement=book.say(said, lighter.evidence or stage.evidence, fiche, "allegement", stage.what),
    )


def _iso(project: Laid, day: int) -> str:
    return (project.decision + dt.timedelta(days=day)).isoformat() if project.decision else ""
