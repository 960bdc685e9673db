"""The steps of a degree laid backwards from the decision: what is lacking, what to lighten, what would hold.

Design §5: time counts. Everything is counted in days from the decision, so that a plan without a date is
the same plan. Weeks, order of lightening and what is lost come from the fiches of the degrees; this module only
adds and compares.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping, Sequence

from advisor.domain.degree import Degree
from advisor.domain.preparation import Cut, Placed, Plan
from advisor.domain.procedure import BEFORE
from advisor.domain.stage import Stage

WEEK = 7


def follows(imposed: Degree | None, advised: Degree) -> bool:
    """Whether a procedure of law comes after the advised approach rather than beside it.

    A consultation imposed by law is on the project as the approach has adjusted it, when the approach goes
    further than it does. A procedure of the same degree or a higher one is the approach itself, and one that
    only informs hinders none.
    """
    return imposed is not None and Degree.CONSULTER.rank <= imposed.rank < advised.rank


def length(stages: Sequence[Stage], light: Collection[str] = ()) -> int:
    """Days that the steps before the decision take, those named in `light` brought to their least.

    Steps of one order run together: the longest counts.
    """
    return sum(max(_days(stage, light) for stage in group) for group in _groups(stages))


def cuts(stages: Sequence[Stage]) -> tuple[Cut, ...]:
    """Every step that can be lightened, the one that loses least first, with the days it gives.

    The check of the base allows one such step for each order: what one gives does not depend on the others.
    """
    whole = length(stages)
    light = sorted((stage for stage in stages if stage.lighter), key=_rank)
    return tuple(Cut(stage=stage, days=whole - length(stages, (stage.what,))) for stage in light)


def plan(stages: Sequence[Stage], available: int | None, end: int = 0) -> Plan:
    """How steps hold in the days `available` before the decision, None when nothing says how many there are.

    They are over on the day `end`, counted from the decision (0 or less): before a procedure of law that
    follows them. Steps are lightened in their order until all holds; none is when there is time.
    """
    whole, every = length(stages), cuts(stages)
    room = None if available is None else available + end
    short = 0 if room is None else max(0, whole - room)
    before = [sum(cut.days for cut in every[:rank]) for rank in range(len(every))]
    kept = tuple(cut for cut, given in zip(every, before, strict=True) if given < short)
    return Plan(
        days=whole,
        least=whole - sum(cut.days for cut in every),
        short=short,
        left=max(0, short - sum(cut.days for cut in kept)),
        cuts=kept,
        spare=every[len(kept) :],
        steps=_placed(stages, {cut.stage.what for cut in kept}, end),
    )


def holding(
    degrees: Mapping[Degree, Sequence[Stage]], below: Degree, available: int, ends: Mapping[Degree, int]
) -> Degree | None:
    """The highest degree under another one whose steps, lightened at most, hold in the days available.

    `ends` is the day on which the steps of each degree must be over, counted from the decision.
    """
    fitting = [
        degree
        for degree, stages in degrees.items()
        if degree.rank < below.rank and plan(stages, None).least <= available + ends.get(degree, 0)
    ]
    return max(fitting, key=lambda degree: degree.rank, default=None)


def _placed(stages: Sequence[Stage], light: Collection[str], end: int) -> tuple[Placed, ...]:
    """Steps before the decision, the last over on `end`, then those after it, each order where the one before ends.

    A step that runs beside a longer one begins with it; a step dropped is not placed.
    """
    found: list[Placed] = []
    begun = end
    for group in reversed(_groups(stages)):
        begun -= max(_days(stage, light) for stage in group)
        found += [_from(stage, begun, light) for stage in group]
    done = 0
    for group in _groups(stages, before=False):
        found += [_from(stage, done, light) for stage in group]
        done += max(_days(stage, light) for stage in group)
    return tuple(sorted((step for step in found if step.last > step.first), key=lambda step: (step.first, step.last)))


def _from(stage: Stage, first: int, light: Collection[str]) -> Placed:
    days = _days(stage, light)
    return Placed(stage=stage, first=first, last=first + days, spared=stage.weeks * WEEK - days)


def _groups(stages: Sequence[Stage], before: bool = True) -> list[list[Stage]]:
    ordered = sorted((stage for stage in stages if (stage.place == BEFORE) is before), key=lambda stage: stage.order)
    return [list(group) for _, group in itertools.groupby(ordered, key=lambda stage: stage.order)]


def _days(stage: Stage, light: Collection[str]) -> int:
    least = stage.lighter is not None and stage.what in light
    return (stage.lighter.weeks if stage.lighter and least else stage.weeks) * WEEK


def _rank(stage: Stage) -> int:
    return stage.lighter.order if stage.lighter else 0
