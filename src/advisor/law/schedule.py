"""Legal minimum durations and notices laid backwards from a decision date (design §5).

Only what the law sets is counted: minimum durations, and the maximum it leaves to someone else (a
commissioner's report), without which the decision cannot be taken. Rules run side by side unless
one precedes another by an article.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Mapping, Sequence
from graphlib import TopologicalSorter

from dateutil.relativedelta import relativedelta

from advisor.domain.fiche import Obligation
from advisor.domain.procedure import BEFORE, LEAST, PRECEDES, Step
from advisor.domain.schedule import Schedule, Slot


def backwards(obligations: Sequence[Obligation], decision: dt.date, today: dt.date) -> Schedule:
    """The steps of rules before and after a decision, with the latest day to begin.

    `short` is the number of days between today and that day when it is past, else 0.
    """
    ends = _ends(obligations, decision)
    before = [slot for rule in obligations for slot in _before(rule, ends[rule.id])]
    after = [
        Slot(rule.id, step, decision, decision + _length(step))
        for rule in obligations
        for step in rule.steps
        if step.place != BEFORE
    ]
    start = min((slot.start for slot in before), default=decision)
    return Schedule(
        decision=decision,
        before=tuple(sorted(before, key=_dated)),
        after=tuple(sorted(after, key=_dated)),
        start=start,
        short=max(0, (today - start).days),
    )


def _dated(slot: Slot) -> tuple[dt.date, dt.date, str]:
    return slot.start, slot.end, slot.obligation


def _before(rule: Obligation, end: dt.date) -> list[Slot]:
    """The steps of a rule that come before a date, the last one ending on it."""
    steps = sorted((step for step in rule.steps if step.place == BEFORE), key=lambda step: -step.order)
    found: list[Slot] = []
    for _, together in itertools.groupby(steps, key=lambda step: step.order):
        group = list(together)
        lasting = [step for step in group if step.bound == LEAST] or group
        begun = min(end - _length(step) for step in lasting)
        for step in group:
            # A maximum left to someone beside a minimum runs from where both begin.
            start = end - _length(step) if step in lasting else begun
            found.append(Slot(rule.id, step, start, end if step in lasting else begun + _length(step)))
        end = begun
    return found


def _length(step: Step) -> relativedelta:
    match step.unit:
        case "jours":
            return relativedelta(days=step.length)
        case "semaines":
            return relativedelta(weeks=step.length)
        case "mois":
            return relativedelta(months=step.length)
        case "ans":
            return relativedelta(years=step.length)


def _ends(obligations: Sequence[Obligation], decision: dt.date) -> Mapping[str, dt.date]:
    """When each rule's steps must be over: the decision, or the start of the rules it comes before.

    The check of the base refuses rules that precede one another in a circle.
    """
    rules = {rule.id: rule for rule in obligations}
    followed = {
        rule.id: [other.to for other in rule.relations if other.kind == PRECEDES and other.to in rules]
        for rule in obligations
    }
    ends: dict[str, dt.date] = {}
    for identifier in TopologicalSorter(followed).static_order():
        starts = [_start(rules[later], ends[later]) for later in followed[identifier]]
        ends[identifier] = min(starts, default=decision)
    return ends


def _start(rule: Obligation, end: dt.date) -> dt.date:
    return min((slot.start for slot in _before(rule, end)), default=end)
