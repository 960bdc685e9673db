"""What holds of any steps laid backwards: nothing ends before it starts, less time never gives more."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.decision import preparation
from advisor.domain.degree import Degree
from advisor.domain.preparation import Plan
from advisor.domain.procedure import BEFORE
from advisor.domain.stage import Lighter, Stage
from advisor.knowledge.loader import Knowledge

WEEK = preparation.WEEK


def stage(what: str, weeks: int, order: int, **given_: object) -> Stage:
    """A step, with any part replaced."""
    parts: dict[str, object] = {"text": "Pourquoi.", "produces": "Un écrit.", "evidence": ()}
    return Stage(what=what, weeks=weeks, order=order, **(parts | given_))  # type: ignore[arg-type]


def light(weeks: int, order: int) -> Lighter:
    return Lighter(weeks=weeks, order=order, how="moins", lost="un peu")


@st.composite
def approaches(draw: st.DrawFn) -> tuple[Stage, ...]:
    """Steps as the check of the base admits them: of those of one order, the longest alone can be lightened."""
    found: list[Stage] = []
    for order in range(1, draw(st.integers(1, 6)) + 1):
        weeks = draw(st.integers(1, 8))
        lighter = light(draw(st.integers(0, weeks - 1)), order) if draw(st.booleans()) else None
        found.append(stage(f"étape {order}", weeks, order, lighter=lighter))
        if weeks > 1 and draw(st.booleans()):
            found.append(stage(f"à côté {order}", draw(st.integers(1, weeks - 1)), order))
    if draw(st.booleans()):
        found.append(stage("compte rendu", draw(st.integers(1, 4)), 1, place="après la décision"))
    return tuple(draw(st.permutations(found)))


DAYS = st.integers(-30, 500)
ENDS = st.integers(-120, 0)


@given(approaches(), st.none() | DAYS, ENDS)
def test_a_step_never_starts_after_it_ends_and_those_before_are_over_in_time(
    stages: tuple[Stage, ...], available: int | None, end: int
) -> None:
    plan = preparation.plan(stages, available, end)
    assert all(step.first < step.last for step in plan.steps)
    before = [step for step in plan.steps if step.stage.place == BEFORE]
    assert all(step.last <= end for step in before)
    assert all(step.first >= 0 for step in plan.steps if step.stage.place != BEFORE)
    for step in before:
        later = [other.first for other in before if other.stage.order > step.stage.order]
        assert all(step.last <= first for first in later)


@given(approaches(), DAYS, st.integers(0, 200), ENDS)
def test_removing_time_never_lowers_what_is_lacking(stages: tuple[Stage, ...], days: int, less: int, end: int) -> None:
    more, fewer = (preparation.plan(stages, given_, end) for given_ in (days, days - less))
    assert fewer.short >= more.short
    assert fewer.left >= more.left
    assert set(more.cuts) <= set(fewer.cuts)
    earlier = preparation.plan(stages, days, end - less)
    assert earlier.short >= more.short


@given(approaches(), DAYS, ENDS)
def test_lightening_never_lengthens_and_gives_what_is_said(stages: tuple[Stage, ...], days: int, end: int) -> None:
    plan = preparation.plan(stages, days, end)
    assert plan.least <= plan.days
    assert all(cut.days >= 0 for cut in (*plan.cuts, *plan.spare))
    assert _span(plan, end) == plan.days - sum(cut.days for cut in plan.cuts)
    assert plan.left == max(0, plan.short - sum(cut.days for cut in plan.cuts))
    assert plan.left == 0 or not plan.spare


@given(approaches(), DAYS, ENDS)
def test_nothing_is_lightened_that_need_not_be(stages: tuple[Stage, ...], days: int, end: int) -> None:
    plan = preparation.plan(stages, days, end)
    assert plan.short or not plan.cuts
    assert sum(cut.days for cut in plan.cuts[:-1]) < max(1, plan.short)
    assert [cut.stage.lighter.order for cut in plan.cuts if cut.stage.lighter] == sorted(
        cut.stage.lighter.order for cut in plan.cuts if cut.stage.lighter
    )


@given(approaches(), DAYS, ENDS)
def test_what_holds_begins_today_or_later(stages: tuple[Stage, ...], days: int, end: int) -> None:
    plan = preparation.plan(stages, days, end)
    first = min((step.first for step in plan.steps if step.stage.place == BEFORE), default=0)
    if days + end >= 0:
        assert max(0, -first - days) == plan.left or first >= end


@given(approaches(), st.none() | DAYS, ENDS)
def test_the_same_steps_in_any_order_of_writing_give_the_same_plan(
    stages: tuple[Stage, ...], available: int | None, end: int
) -> None:
    written = tuple(sorted(stages, key=lambda item: item.what))
    one, other = (preparation.plan(held, available, end) for held in (stages, written))
    assert (one.days, one.least, one.short, one.left, one.cuts) == (
        other.days,
        other.least,
        other.short,
        other.left,
        other.cuts,
    )
    assert sorted(one.steps, key=str) == sorted(other.steps, key=str)


def test_without_a_number_of_days_nothing_is_lacking_and_all_can_be_lightened() -> None:
    plan = preparation.plan((stage("a", 3, 1, lighter=light(1, 1)), stage("b", 2, 2)), None)
    assert (plan.days, plan.least, plan.short, plan.left) == (35, 21, 0, 0)
    assert not plan.cuts
    assert [cut.days for cut in plan.spare] == [14]
    assert [(step.stage.what, step.first, step.last) for step in plan.steps] == [("a", -35, -14), ("b", -14, 0)]


def test_a_step_dropped_is_not_laid_and_what_runs_beside_begins_with_the_longest() -> None:
    stages = (stage("a", 3, 1), stage("b", 1, 1), stage("c", 2, 2, lighter=light(0, 1)))
    plan = preparation.plan(stages, 21)
    assert [(step.stage.what, step.first, step.last) for step in plan.steps] == [("b", -21, -14), ("a", -21, 0)]
    assert plan.left == 0


@pytest.mark.parametrize(
    ("imposed", "advised", "after"),
    [
        (None, Degree.CONCERTER, False),
        (Degree.INFORMER, Degree.CONCERTER, False),
        (Degree.CONSULTER, Degree.CONCERTER, True),
        (Degree.CONCERTER, Degree.CONCERTER, False),
        (Degree.CONCERTER, Degree.CONSULTER, False),
        (Degree.CONCERTER, Degree.CO_CONSTRUIRE, True),
    ],
)
def test_a_consultation_of_law_follows_an_approach_that_goes_further(
    imposed: Degree | None, advised: Degree, after: bool
) -> None:
    assert preparation.follows(imposed, advised) is after


def test_the_degree_that_holds_is_the_highest_whose_lightest_steps_do(knowledge: Knowledge) -> None:
    stages = {degree: fiche.stages for degree, fiche in knowledge.degres.items()}

    def holds(days: int, ends: dict[Degree, int] | None = None) -> Degree | None:
        return preparation.holding(stages, Degree.CO_CONSTRUIRE, days, ends or {})

    assert holds(8 * WEEK) is Degree.CONCERTER
    assert holds(8 * WEEK - 1) is Degree.CONSULTER
    assert holds(3 * WEEK - 1) is Degree.INFORMER
    assert holds(WEEK - 1) is None
    assert holds(8 * WEEK, {Degree.CONCERTER: -1}) is Degree.CONSULTER


def _span(plan: Plan, end: int) -> int:
    """Days from the first step before the decision to where they end."""
    return end - min((step.first for step in plan.steps if step.stage.place == BEFORE), default=end)
