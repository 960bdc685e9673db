"""The steps of an approach with users, held as data with the fiche of the degree they lead to."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.domain.place import Locator
from advisor.domain.procedure import BEFORE, Place


@dataclass(frozen=True, kw_only=True, slots=True)
class Lighter:
    """The least a step can be brought to: `weeks` left (0 when it is dropped), how, and what is lost.

    `order` ranks what to lighten: 1 loses least. `evidence` carries what is lost, else the step's own does.
    """

    weeks: int
    order: int
    how: str
    lost: str
    evidence: tuple[Locator, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Stage:
    """A step of an approach: what is done, for how many weeks, and what it leaves behind.

    `weeks` is a working mark of the team, never a figure of a source: the fiche's note says so. `text`
    says why the step is there, carried by `evidence`. Steps placed « avant la décision » follow one
    another by `order`, those of the same order run together; the others are counted from the decision.
    """

    what: str
    text: str
    weeks: int
    order: int
    produces: str
    evidence: tuple[Locator, ...]
    place: Place = BEFORE
    lighter: Lighter | None = None
