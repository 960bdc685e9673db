"""What it would take for a degree to be advised: the smallest change of facts, by search over the model.

Pure, as `engine`: the same profile and criteria give the same changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product

from advisor.decision.engine import decide
from advisor.domain.condition import Condition, evaluate
from advisor.domain.decision import Applied, Barrier, Floor
from advisor.domain.degree import Degree
from advisor.domain.fiche import Critere, Effect, FactDefinition
from advisor.domain.profile import Fact, FactStatus, Profile

MOST = 4
"""Facts changed at most."""
WEIGHED = ("plafond", "visée")
IGNORED = frozenset(["annonce"])
"""Facts whose change would be a change of words, not of the project."""


def barrier(profile: Profile, criteres: Sequence[Critere], floor: Floor | None, target: Degree) -> Barrier:
    """What keeps a degree from being advised."""
    applied = [item for item in _effects(criteres) if evaluate(item.effect.when, profile) is True]
    ceilings = [item for item in applied if item.effect.role == "plafond" and _below(item.effect, target)]
    pulls = [item for item in applied if item.effect.role == "visée" and item.effect.degree not in {None, target}]
    imposing = floor if floor and floor.degree.rank > target.rank else None
    ceilings.sort(key=lambda item: item.effect.degree.rank if item.effect.degree else 0)
    pulls.sort(key=lambda item: -item.effect.strength)
    return Barrier(tuple(ceilings), tuple(pulls), imposing)


def reaching(
    profile: Profile,
    criteres: Sequence[Critere],
    facts: Mapping[str, FactDefinition],
    floor: Floor | None,
    target: Degree,
) -> tuple[Fact, ...] | None:
    """The fewest facts to change for a degree to be advised, in the order they are asked; None when none would do."""
    if floor and floor.degree.rank > target.rank:
        return None
    tried = _candidates(profile, criteres, facts, floor, target)
    names = sorted(tried, key=lambda name: facts[name].order)
    for size in range(1, min(MOST, len(names)) + 1):
        for chosen in combinations(names, size):
            for values in product(*(tried[name] for name in chosen)):
                changed = profile
                for fact in values:
                    changed = changed.with_fact(fact)
                if decide(changed, criteres, floor).degree is target:
                    return values
    return None


def _candidates(
    profile: Profile,
    criteres: Sequence[Critere],
    facts: Mapping[str, FactDefinition],
    floor: Floor | None,
    target: Degree,
) -> dict[str, list[Fact]]:
    """The facts worth changing, each with the values to try: those that hold the degree, those that would seek it."""
    found = barrier(profile, criteres, floor, target)
    holding = [item.effect for item in (*found.ceilings, *found.pulls)]
    seeking = [
        item.effect for item in _effects(criteres) if item.effect.role in WEIGHED and item.effect.degree is target
    ]
    names = [name for effect in (*holding, *seeking) for name in effect.when.facts()]
    bounds = {name: sorted(set(_bounds(criteres, name))) for name in names}
    kept: dict[str, list[Fact]] = {}
    for name in dict.fromkeys(names):
        definition = facts.get(name)
        if definition is None or name in IGNORED:
            continue
        values = (
            [Fact(name=name, number=bound, status=FactStatus.CORRECTED) for bound in bounds[name]]
            if definition.kind == "nombre"
            else [
                Fact(name=name, values=(value,), status=FactStatus.CORRECTED)
                for value in reversed(definition.values())
                if not profile.has(name, value)
            ]
        )
        if values:
            kept[name] = values
    return kept


def _effects(criteres: Sequence[Critere]) -> Iterator[Applied]:
    for critere in criteres:
        for effect in critere.effects:
            yield Applied(critere=critere, effect=effect)


def _below(effect: Effect, target: Degree) -> bool:
    return effect.degree is not None and effect.degree.rank < target.rank


def _bounds(criteres: Sequence[Critere], name: str) -> Iterator[float]:
    """The numbers that conditions of decision compare a fact with."""
    for item in _effects(criteres):
        if item.effect.role in WEIGHED:
            yield from _numbers(item.effect.when, name)


def _numbers(condition: Condition, name: str) -> Iterator[float]:
    if condition.fact == name:
        for bound in (condition.at_least, condition.below):
            if bound is not None:
                yield bound
        for bound in (condition.at_most, condition.above):
            if bound is not None:
                yield bound + (condition.above is not None)
    for part in (*condition.all, *condition.any, *condition.no, *condition.unless):
        yield from _numbers(part, name)
