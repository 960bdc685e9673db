"""What the legal engine finds for a rule, of law or of the organisation, before it is put into words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from advisor.domain.condition import Condition, Truth
from advisor.domain.fiche import Obligation
from advisor.domain.local import RegleLocale

Ticked = Literal["remplie", "non remplie", "à savoir"]


@dataclass(frozen=True, slots=True)
class Tested:
    """A condition as evaluated; `exception` when it sets the rule aside."""

    condition: Condition
    truth: Truth
    exception: bool = False

    @property
    def ticked(self) -> Ticked:
        """Ticked, crossed or open, as shown (an exception that does not hold is ticked)."""
        truth = (None if self.truth is None else not self.truth) if self.exception else self.truth
        return "à savoir" if truth is None else ("remplie" if truth else "non remplie")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an obligation gives for a profile: `truth` is None when a fact is missing.

    `in_force` is False when the date looked at is outside the time the rule holds for.
    """

    obligation: Obligation
    trigger: Truth
    truth: Truth
    tested: tuple[Tested, ...]
    missing: tuple[str, ...]
    in_force: bool = True

    @property
    def excepted(self) -> bool:
        """Whether one of the rule's own exceptions is known to set it aside."""
        return any(tested.exception and tested.truth is True for tested in self.tested)


@dataclass(frozen=True, slots=True)
class Commitment:
    """What a local rule gives for a project: `truth` is None when a fact is missing, `missing` names it."""

    rule: RegleLocale
    truth: Truth
    tested: tuple[Tested, ...]
    missing: tuple[str, ...]

    @property
    def met(self) -> bool:
        """Whether one of its conditions at least is known to hold: it speaks of this very project."""
        return any(tested.truth is True and not tested.exception for tested in self.tested)
