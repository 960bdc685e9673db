"""The outcome of the decision model, before it is put into words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from advisor.domain.degree import Degree
from advisor.domain.fiche import Critere, Effect


@dataclass(frozen=True, kw_only=True, slots=True)
class Applied:
    """An effect of a criterion whose condition holds for the profile."""

    critere: Critere
    effect: Effect


@dataclass(frozen=True, kw_only=True, slots=True)
class Floor:
    """The strongest degree imposed on the project, and the obligation (fiche id) that imposes it."""

    degree: Degree
    obligation: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """The smallest change of one fact that moves the degree."""

    fact: str
    value: str
    degree: Degree


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """What is advised and what made it.

    `degree` is None when nothing known allows one. `ceilings` and `pulls` are the effects that
    set the ceiling and the pull, the most binding first; `alerts` are (alert id, effect) pairs.
    """

    degree: Degree | None
    floor: Floor | None
    ceiling: Degree | None
    pull: Degree | None
    ceilings: tuple[Applied, ...]
    pulls: tuple[Applied, ...]
    places: tuple[Applied, ...]
    alerts: tuple[tuple[str, str], ...]
    phases: dict[str, Degree]
    matrix: dict[str, dict[str, Degree]]
    confidence: Literal["forte", "moyenne", "faible"]
