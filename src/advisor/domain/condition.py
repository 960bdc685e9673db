"""Conditions over a project profile, and their three-valued (Kleene) evaluation.

True and False are verdicts; None says that a fact is missing. A conjunction with one false
member is false whatever is missing, and so on: S. C. Kleene, *Introduction to
Metamathematics*, 1952, section 64 (strong tables).
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from advisor.domain.profile import Profile

Truth = bool | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Condition:
    """A test on one fact, or a group of tests.

    A test names a `fact` with `any_of` / `none_of` (values) or `at_least` / `at_most` /
    `above` / `below` (numbers, in the unit of the fact). A group has exactly one of `all`,
    `any`, `no` (none of them holds) or `unless` (none of them is known to hold: the one group
    that reads unknown as false, for defaults of reading, never for law). `text` says the
    condition in French for the reader, `article` tells which article of the fiche's references carries it.
    `since` and `until` (ISO dates, the second excluded) bound the time it holds for: a threshold that
    the law has changed is written once for each period; outside its period it does not hold.
    `presumed` marks what a question about the rule takes for granted (that the council whose meetings
    it asks about exists): unknown, it leaves the rule standing, and is shown as to be checked.
    """

    text: str = ""
    fact: str = ""
    any_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()
    at_least: float | None = None
    at_most: float | None = None
    above: float | None = None
    below: float | None = None
    all: tuple[Condition, ...] = ()
    any: tuple[Condition, ...] = ()
    no: tuple[Condition, ...] = ()
    unless: tuple[Condition, ...] = ()
    article: str = ""
    since: str = ""
    until: str = ""
    presumed: bool = False

    def __post_init__(self) -> None:
        groups = sum(bool(group) for group in (self.all, self.any, self.no, self.unless))
        tests = self.any_of or self.none_of or self._bounds()
        if self.fact and (groups or not tests):
            raise ValueError(f"condition sur « {self.fact} » : il faut any_of, none_of ou un seuil, et pas de groupe")
        if not self.fact and groups != 1:
            raise ValueError("une condition a soit un fait (fact), soit un seul groupe (all, any, no ou unless)")

    def _bounds(self) -> bool:
        bounds = (self.at_least, self.at_most, self.above, self.below)
        return any_true(bound is not None for bound in bounds) is True

    def facts(self) -> tuple[str, ...]:
        """Names of the facts the condition looks at, in order, without repetition."""
        names = [self.fact] if self.fact else []
        for part in (*self.all, *self.any, *self.no, *self.unless):
            names.extend(part.facts())
        return tuple(dict.fromkeys(names))

    def grounds(self) -> tuple[str, ...]:
        """Names of the facts that make the condition hold; those it merely yields to are left out."""
        names = [self.fact] if self.fact else []
        for part in (*self.all, *self.any, *self.no):
            names.extend(part.grounds())
        return tuple(dict.fromkeys(names))


def all_true(truths: Iterable[Truth]) -> Truth:
    """Kleene conjunction: false if one is false, else unknown if one is unknown."""
    seen_unknown = False
    for truth in truths:
        if truth is False:
            return False
        seen_unknown = seen_unknown or truth is None
    return None if seen_unknown else True


def any_true(truths: Iterable[Truth]) -> Truth:
    """Kleene disjunction: true if one is true, else unknown if one is unknown."""
    seen_unknown = False
    for truth in truths:
        if truth is True:
            return True
        seen_unknown = seen_unknown or truth is None
    return None if seen_unknown else False


def negated(truth: Truth) -> Truth:
    """Kleene negation: unknown stays unknown."""
    return None if truth is None else not truth


def evaluate(condition: Condition, profile: Profile, on: str = "") -> Truth:
    """Whether the condition holds for the profile: True, False, or None when a fact is missing.

    `on` is the ISO date it is looked at; a condition outside its period does not hold. Without a
    date, periods are not looked at.
    """
    if not within(condition.since, condition.until, on):
        return False
    if condition.all:
        return all_true(evaluate(part, profile, on) for part in condition.all)
    if condition.any:
        return any_true(evaluate(part, profile, on) for part in condition.any)
    if condition.no:
        return negated(any_true(evaluate(part, profile, on) for part in condition.no))
    if condition.unless:
        return any_true(evaluate(part, profile, on) for part in condition.unless) is not True
    fact = profile.get(condition.fact)
    if fact is None:
        return None
    truths: list[Truth] = []
    if condition.any_of:
        truths.append(any(value in condition.any_of for value in fact.values) if fact.values else None)
    if condition.none_of:
        truths.append(not any(value in condition.none_of for value in fact.values) if fact.values else None)
    truths.extend(_bound_truths(condition, fact.number))
    return all_true(truths)


def within(since: str, until: str, on: str) -> bool:
    """Whether a date is in a period that starts on `since` and ends before `until` (ISO; empty: no limit)."""
    return not on or ((not since or on >= since) and (not until or on < until))


def _bound_truths(condition: Condition, number: float | None) -> list[Truth]:
    checks: tuple[tuple[float | None, Callable[[float, float], bool]], ...] = (
        (condition.at_least, operator.ge),
        (condition.at_most, operator.le),
        (condition.above, operator.gt),
        (condition.below, operator.lt),
    )
    return [None if number is None else compare(number, bound) for bound, compare in checks if bound is not None]


def missing_facts(condition: Condition, profile: Profile, on: str = "") -> tuple[str, ...]:
    """Facts whose knowledge could still settle a condition that is unknown, in order."""
    if evaluate(condition, profile, on) is not None:
        return ()
    if condition.fact:
        return (condition.fact,)
    names: list[str] = []
    for part in (*condition.all, *condition.any, *condition.no):
        names.extend(missing_facts(part, profile, on))
    return tuple(dict.fromkeys(names))
