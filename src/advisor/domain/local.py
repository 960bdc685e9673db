"""What an organisation imposes on itself: rules of its charter or of its deliberations, never law."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.domain.condition import Condition
from advisor.domain.degree import Degree
from advisor.domain.fiche import Fiche

ENGAGEMENT = "engagement"
"""The force of a local rule, where a rule of law has « obligation » or « faculté »."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RegleLocale(Fiche):
    """A commitment of the organisation, carried by a place of its own document.

    `body` decided it on the day `decided` (ISO), under the number `reference` if it has one; `bound` is who is
    held to it. It holds when all `conditions` do and no exception does; without any condition, for every project.
    Its `degree` is a floor for the project; without one, only what is owed is said. `since` and `until` (ISO, the
    second excluded) bound the time it holds for; without `since`, it holds from the day it was decided.
    """

    degree: Degree | None
    body: str
    decided: str
    bound: str
    reference: str = ""
    conditions: tuple[Condition, ...] = ()
    exceptions: tuple[Condition, ...] = ()
    timing: str = ""
    publicity: str = ""
    report: str = ""
    consequence: str = ""
    since: str = ""
    until: str = ""

    @property
    def begins(self) -> str:
        """The day from which it holds (ISO)."""
        return self.since or self.decided
