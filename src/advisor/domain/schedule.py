"""Legal steps laid on a calendar."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from advisor.domain.procedure import Step


@dataclass(frozen=True, slots=True)
class Slot:
    """A step of a rule between two dates: what must start by `start` and last until `end`."""

    obligation: str
    step: Step
    start: dt.date
    end: dt.date


@dataclass(frozen=True, slots=True)
class Schedule:
    """The steps of one or several rules around a decision date.

    `before` and `after` are in the order of their dates; `start` is the latest day on which to begin
    (the decision's own when nothing comes before), `short` how many days are lacking today.
    """

    decision: dt.date
    before: tuple[Slot, ...]
    after: tuple[Slot, ...]
    start: dt.date
    short: int
