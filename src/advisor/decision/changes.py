"""What would tip the degree: the smallest changes of fact that move it, found by search over the model.

Every combination of one fact, then two, then three is tried, and a degree reached with fewer facts is not looked for
with more: each change told is minimal, for no part of it suffices.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence

from advisor.decision.engine import held, pulled
from advisor.domain.condition import Condition, evaluate
from advisor.domain.decision import Change, Floor, Setting
from advisor.domain.degree import Degree, lowest
from advisor.domain.fiche import Critere, Effect, FactDefinition
from advisor.domain.profile import Fact, FactStatus, Profile

MOST = 3
"""Facts that a change may touch; beyond, it would describe another project."""
SOUGHT = "but"
"""The one list a change may add to: what is sought. The others tell what the project is."""
_ROLES = frozenset({"plafond", "visée"})


def changes(
    told: Profile,
    criteres: Sequence[Critere],
    facts: Sequence[FactDefinition],
    floor: Floor | None = None,
    deduce: Callable[[Profile], Profile] = lambda profile: profile,
) -> list[Change]:
    """The changes of fact that move the degree of a profile, none when it allows no degree.

    `told` is the profile before anything is deduced from its facts by `deduce`: what rests on a fact that changes
    changes with it. Those of fewest facts come first, then the nearest degrees, then facts in the order they are asked.
    """
    model = _Model(told, criteres, floor, deduce)
    base = model.degree(())
    if base is None:
        return []
    settings = [setting for setting in _settings(model.profile, model.effects, facts) if model.moves(setting)]
    found: list[Change] = []
    for size in range(1, MOST + 1):
        reached = {change.degree for change in found} | {base}
        if len(reached) == len(Degree):
            break
        for chosen in _combined(settings, size):
            degree = model.degree(chosen)
            if degree and degree not in reached:
                found.append(Change(settings=chosen, degree=degree))
    return sorted(found, key=lambda change: (len(change.settings), abs(change.degree.rank - base.rank)))


def applied(profile: Profile, settings: Sequence[Setting]) -> Profile:
    """The profile once facts are set; a value sought is added to those already sought."""
    for setting in settings:
        known = profile.values(setting.fact) if setting.fact == SOUGHT else ()
        values = (*known, setting.value) if setting.value else ()
        fact = Fact(name=setting.fact, values=values, number=setting.number, status=FactStatus.CORRECTED)
        profile = profile.with_fact(fact)
    return profile


class _Model:
    """The effects that set a degree, as they stand for a profile: a change looks again only at those it touches."""

    def __init__(
        self,
        told: Profile,
        criteres: Sequence[Critere],
        floor: Floor | None,
        deduce: Callable[[Profile], Profile],
    ) -> None:
        self.effects = [effect for critere in criteres for effect in critere.effects if effect.role in _ROLES]
        self.profile = deduce(told)
        self._told = told
        self._deduce = deduce
        self._floor = floor
        self._truths = [evaluate(effect.when, self.profile) is True for effect in self.effects]
        self._touched: dict[str, list[int]] = {}
        for rank, effect in enumerate(self.effects):
            for name in effect.when.facts():
                self._touched.setdefault(name, []).append(rank)

    def moves(self, setting: Setting) -> bool:
        """Whether setting a fact changes what any effect says."""
        return self._changed((setting,)) != self._truths

    def degree(self, settings: Sequence[Setting]) -> Degree | None:
        """The degree once facts are set."""
        standing = [
            effect for effect, true in zip(self.effects, self._changed(settings), strict=True) if true and effect.degree
        ]
        ceilings = [effect.degree for effect in standing if effect.role == "plafond" and effect.degree]
        pull = pulled([effect for effect in standing if effect.role == "visée"])
        return held(pull, lowest(*ceilings) if ceilings else None, self._floor)

    def _changed(self, settings: Sequence[Setting]) -> list[bool]:
        if not settings:
            return self._truths
        profile = self._deduce(applied(self._told, settings))
        moved = {fact.name for fact in {*self.profile.facts} ^ {*profile.facts}}
        truths = list(self._truths)
        for rank in {rank for name in moved for rank in self._touched.get(name, ())}:
            truths[rank] = evaluate(self.effects[rank].when, profile) is True
        return truths


def _combined(settings: Sequence[Setting], size: int) -> Iterator[tuple[Setting, ...]]:
    for chosen in itertools.combinations(settings, size):
        if len({setting.fact for setting in chosen}) == size:
            yield chosen


def _settings(profile: Profile, effects: Sequence[Effect], facts: Sequence[FactDefinition]) -> list[Setting]:
    """Every value that may be set: choices, what is sought, and measures on either side of the thresholds."""
    bounds = _bounds(effects)
    looked_at = {name for effect in effects for name in effect.when.facts()}
    found: list[Setting] = []
    for definition in sorted(facts, key=lambda one: (one.order, one.name)):
        if definition.name not in looked_at:
            continue
        if definition.kind == "choix" or definition.name == SOUGHT:
            values = [value for value in definition.values() if not profile.has(definition.name, value)]
            found += [Setting(definition.name, value) for value in values]
        elif definition.kind == "nombre":
            found += _measures(definition.name, profile, bounds.get(definition.name, ()))
    return found


def _measures(name: str, profile: Profile, bounds: Sequence[float]) -> Iterator[Setting]:
    """A measure known is moved to the thresholds above it, and just under those below; unknown, to each side."""
    fact = profile.get(name)
    known = fact.number if fact else None
    for bound in bounds:
        if known is None or known < bound:
            yield Setting(name, number=bound)
        if known is None or known >= bound:
            yield Setting(name, number=bound - 1)


def _bounds(effects: Sequence[Effect]) -> Mapping[str, Sequence[float]]:
    found: dict[str, set[float]] = {}
    for effect in effects:
        for name, bound in _below(effect.when):
            found.setdefault(name, set()).add(bound)
    return {name: sorted(bounds) for name, bounds in found.items()}


def _below(condition: Condition) -> Iterator[tuple[str, float]]:
    if condition.fact and condition.below is not None:
        yield condition.fact, condition.below
    for part in (*condition.all, *condition.any, *condition.no, *condition.unless):
        yield from _below(part)
