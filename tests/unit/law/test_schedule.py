"""Legal durations laid backwards from a decision."""

from __future__ import annotations

import datetime as dt

import pytest

from advisor.domain.procedure import Relation, Unit
from advisor.law.durations import breached
from advisor.law.schedule import backwards
from tests.unit.law.rules import rule, step

DECISION = dt.date(2027, 3, 31)
LONG_BEFORE = dt.date(2026, 1, 1)


def test_steps_end_where_the_next_begins_and_the_last_on_the_decision() -> None:
    laid = backwards([rule(steps=(step(15, 1), step(30, 2)))], DECISION, LONG_BEFORE)
    assert [(slot.start, slot.end) for slot in laid.before] == [
        (dt.date(2027, 2, 14), dt.date(2027, 3, 1)),
        (dt.date(2027, 3, 1), DECISION),
    ]
    assert laid.start == dt.date(2027, 2, 14)
    assert laid.short == 0


def test_steps_of_one_order_run_together_and_the_longest_counts() -> None:
    laid = backwards([rule(steps=(step(10, 1), step(15, 2), step(30, 2)))], DECISION, LONG_BEFORE)
    assert laid.start == dt.date(2027, 2, 19)


@pytest.mark.parametrize(
    ("unit", "length", "start"),
    [
        ("jours", 31, dt.date(2027, 2, 28)),
        ("semaines", 2, dt.date(2027, 3, 17)),
        ("mois", 1, dt.date(2027, 2, 28)),
        ("ans", 1, dt.date(2026, 3, 31)),
    ],
)
def test_each_unit_is_counted_on_the_calendar(unit: Unit, length: int, start: dt.date) -> None:
    assert backwards([rule(steps=(step(length, unit=unit),))], DECISION, LONG_BEFORE).start == start


def test_a_late_start_is_said_in_days() -> None:
    laid = backwards([rule(steps=(step(30),))], DECISION, DECISION - dt.timedelta(days=21))
    assert laid.short == 9


def test_what_follows_the_decision_is_counted_from_it() -> None:
    laid = backwards([rule(steps=(step(10, place="après la décision"),))], DECISION, LONG_BEFORE)
    assert laid.before == ()
    assert [(slot.start, slot.end) for slot in laid.after] == [(DECISION, dt.date(2027, 4, 10))]
    assert laid.start == DECISION


def test_a_rule_that_precedes_another_is_over_when_that_one_begins() -> None:
    before = Relation(kind="précède", to="obligation.b", text="…", article="X1")
    first, second = rule("a", steps=(step(15),), relations=(before,)), rule("b", steps=(step(30),))
    for given in ([first, second], [second, first]):
        laid = backwards(given, DECISION, LONG_BEFORE)
        assert laid.start == dt.date(2027, 2, 14)
    assert backwards([first], DECISION, LONG_BEFORE).start == dt.date(2027, 3, 16)


@pytest.mark.parametrize(
    ("planned", "expected"),
    [([], False), ([15.0], False), ([10.0], True), ([30.4], False), ([10.0, 20.0], False), ([730.0], False)],
)
def test_a_planned_duration_breaks_a_rule_when_none_fits_it(planned: list[float], expected: bool) -> None:
    assert breached(rule(steps=(step(15),)), planned) is expected


def test_a_maximum_is_broken_from_above() -> None:
    longest = rule(steps=(step(3, unit="mois", bound="au plus"),))
    assert breached(longest, [182.0])
    assert not breached(longest, [60.0])
