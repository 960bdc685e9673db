"""The outcome of the decision model, before it is put into words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from advisor.domain.degree import Degree
from advisor.domain.fiche import Critere, Effect
from advisor.domain.profile import FactStatus, Profile


@dataclass(frozen=True, kw_only=True, slots=True)
class Applied:
    """An effect of a criterion whose condition holds for the profile."""

    critere: Critere
    effect: Effect

    def deduced(self, profile: Profile) -> tuple[str, ...]:
        """The facts the effect rests on that nobody stated; what it says is then to be confirmed."""
        facts = [fact for name in self.effect.when.grounds() if (fact := profile.get(name))]
        return tuple(fact.name for fact in facts if fact.status is FactStatus.INFERRED)


@dataclass(frozen=True, kw_only=True, slots=True)
class Floor:
    """The strongest degree imposed on the project, and the fiche (id) that imposes it.

    `origin` is « local » for a commitment of the organisation that asks for more than the law; `legal` is then
    what the law imposes by itself, None when it imposes nothing.
    """

    degree: Degree
    obligation: str
    origin: Literal["loi", "local"] = "loi"
    legal: Degree | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """A fact set to a value, or to a measure in its own unit."""

    fact: str
    value: str = ""
    number: float | None = None


@dataclass(frozen=True, slots=True)
class Barrier:
    """What stands between a profile and a degree: effects that hold it below, or pull it elsewhere."""

    ceilings: tuple[Applied, ...]
    pulls: tuple[Applied, ...]
    floor: Floor | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """A smallest change that moves the degree: facts set together, none of which suffices alone."""

    settings: tuple[Setting, ...]
    degree: Degree


@dataclass(frozen=True, kw_only=True, slots=True)
class Raised:
    """An alert raised (fiche id) and why; `deduced` names the facts nobody stated that it rests on.

    `title` replaces that of the fiche where it would be wrong.
    """

    alert: str
    reason: str
    deduced: tuple[str, ...] = ()
    title: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """What is advised and what made it.

    `degree` is None when nothing known allows one. `ceilings` and `pulls` are the effects that
    set the ceiling and the pull, the most binding first; each alert is raised once.
    """

    degree: Degree | None
    floor: Floor | None
    ceiling: Degree | None
    pull: Degree | None
    ceilings: tuple[Applied, ...]
    pulls: tuple[Applied, ...]
    places: tuple[Applied, ...]
    alerts: tuple[Raised, ...]
    phases: dict[str, Degree]
    matrix: dict[str, dict[str, Degree]]
    confidence: Literal["forte", "moyenne", "faible"]
