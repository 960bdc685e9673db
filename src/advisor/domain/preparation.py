"""The steps of an approach laid backwards from a decision, counted in days from it."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.domain.stage import Stage


@dataclass(frozen=True, kw_only=True, slots=True)
class Cut:
    """A step that can be lightened, and the days it gives."""

    stage: Stage
    days: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Placed:
    """A step from one day to another: days counted from the decision, negative before it.

    `spared` is how many days were taken off the step.
    """

    stage: Stage
    first: int
    last: int
    spared: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """How the steps of a degree hold in the days there are.

    `days` is what the whole approach takes before the decision, `least` what it takes lightened at most.
    `short` is how many days the whole approach lacks, `left` how many are still lacking once lightened; both are
    0 when nothing says how many days there are. `cuts` are the steps to lighten, in order, up to where it
    holds; `spare` those that can still be. `steps` are laid with the cuts made, in the order of their days.
    """

    days: int
    least: int
    short: int
    left: int
    cuts: tuple[Cut, ...]
    spare: tuple[Cut, ...]
    steps: tuple[Placed, ...]
