"""What is understood of a project: facts, each with the words it comes from.

A fact that is absent is unknown, and unknown is never read as false.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum


class FactStatus(StrEnum):
    """How a fact is known: said by the user, deduced from what was said, or set by hand."""

    STATED = "stated"
    INFERRED = "inferred"
    CORRECTED = "corrected"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True, slots=True)
class Fact:
    """One fact of a project.

    `values` are identifiers of `corpus/knowledge/faits/`; `number` carries a measure in the
    unit the fact declares (weeks, euros, inhabitants); `words` are runs of the user's own text;
    `weight` says how strongly phrases show it (0 when nothing was read).
    """

    name: str
    values: tuple[str, ...] = ()
    number: float | None = None
    words: tuple[str, ...] = ()
    status: FactStatus = FactStatus.STATED
    weight: float = 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Profile:
    """The facts known of a project, at most one per name, in the order of their names."""

    facts: tuple[Fact, ...] = ()

    def __post_init__(self) -> None:
        names = [fact.name for fact in self.facts]
        if len(names) != len(set(names)):
            raise ValueError("a profile holds at most one fact per name")
        object.__setattr__(self, "facts", tuple(sorted(self.facts, key=lambda fact: fact.name)))

    def get(self, name: str) -> Fact | None:
        """The fact of that name, or None when it is unknown."""
        for fact in self.facts:
            if fact.name == name and fact.status is not FactStatus.UNKNOWN:
                return fact
        return None

    def values(self, name: str) -> tuple[str, ...]:
        """The values of a fact, empty when it is unknown."""
        fact = self.get(name)
        return fact.values if fact else ()

    def has(self, name: str, *values: str) -> bool:
        """True when the fact is known to hold one of the values."""
        return any(value in values for value in self.values(name))

    def with_fact(self, fact: Fact) -> Profile:
        """A profile where `fact` takes the place of any fact of the same name."""
        kept = [other for other in self.facts if other.name != fact.name]
        return Profile(facts=(*kept, fact))

    def without(self, name: str) -> Profile:
        """A profile where the fact of that name is unknown."""
        return Profile(facts=tuple(fact for fact in self.facts if fact.name != name))

    def merged(self, later: Iterable[Fact]) -> Profile:
        """The profile updated by later facts, a correction by hand always prevailing."""
        profile = self
        for fact in later:
            known = profile.get(fact.name)
            if known and known.status is FactStatus.CORRECTED and fact.status is not FactStatus.CORRECTED:
                continue
            if known and known.status is FactStatus.STATED and fact.status is FactStatus.INFERRED:
                continue
            profile = profile.with_fact(replace(fact))
        return profile
