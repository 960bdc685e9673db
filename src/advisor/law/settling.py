"""The fewest facts whose knowledge would settle a verdict, and the order to ask them in.

A set of facts settles a verdict when, whatever their values, nothing is left open. The values tried
for a fact are those the rule tells apart: for a choice, each group of values it names and any other;
for a number, each side of every threshold. Sets are tried from the smallest, so the first found is
the shortest; among its facts, the one whose answers most often settle the verdict alone comes first.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Sequence

from advisor.domain.condition import Condition
from advisor.domain.fiche import Obligation
from advisor.domain.profile import Fact, Profile
from advisor.law.engine import assess

OTHER = "autre"
"""A value that no rule names."""


def settling(obligation: Obligation, profile: Profile, assumed: Collection[str] = (), on: str = "") -> tuple[str, ...]:
    """Names of the facts to ask, the most decisive first; none when the verdict is settled already."""
    missing = assess(obligation, profile, assumed, on).missing
    tried = {name: _values(obligation, name) for name in missing}
    for size in range(1, len(missing) + 1):
        for names in itertools.combinations(missing, size):
            if all(_settled(obligation, made, assumed, on) for made in _profiles(profile, names, tried)):
                return tuple(sorted(names, key=lambda name: _alone(obligation, profile, name, tried, assumed, on)))
    return missing


def _settled(obligation: Obligation, profile: Profile, assumed: Collection[str], on: str) -> bool:
    return assess(obligation, profile, assumed, on).truth is not None


def _profiles(profile: Profile, names: Sequence[str], tried: dict[str, list[Fact]]) -> Iterator[Profile]:
    for facts in itertools.product(*(tried[name] for name in names)):
        made = profile
        for fact in facts:
            made = made.with_fact(fact)
        yield made


def _alone(
    obligation: Obligation,
    profile: Profile,
    name: str,
    tried: dict[str, list[Fact]],
    assumed: Collection[str],
    on: str,
) -> float:
    """Minus the share of a fact's answers that settle the verdict by themselves."""
    made = [_settled(obligation, found, assumed, on) for found in _profiles(profile, (name,), tried)]
    return -sum(made) / len(made)


def _values(obligation: Obligation, name: str) -> list[Fact]:
    tests = [
        test for part in (obligation.trigger, *obligation.conditions) for test in _tests(part) if test.fact == name
    ]
    bounds = sorted({bound for test in tests for bound in _bounds(test)})
    if bounds:
        middles = [(low + high) / 2 for low, high in itertools.pairwise(bounds)]
        numbers = sorted({bounds[0] - 1, *bounds, *middles, bounds[-1] + 1})
        return [Fact(name=name, number=number) for number in numbers]
    groups = dict.fromkeys((*test.any_of, *test.none_of)[:1] for test in tests)
    named = [Fact(name=name, values=group) for group in groups if group]
    return [*named, Fact(name=name, values=(OTHER,))]


def _tests(condition: Condition) -> Iterator[Condition]:
    """The tests of a condition on single facts."""
    if condition.fact:
        yield condition
    for part in (*condition.all, *condition.any, *condition.no, *condition.unless):
        yield from _tests(part)


def _bounds(test: Condition) -> list[float]:
    return [bound for bound in (test.at_least, test.at_most, test.above, test.below) if bound is not None]
