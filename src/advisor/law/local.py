"""Local rules and a profile give commitments; they can raise the floor that the law sets, never lower it."""

from __future__ import annotations

from collections.abc import Iterable

from advisor.domain.condition import all_true, evaluate, missing_facts, negated, within
from advisor.domain.decision import Floor
from advisor.domain.local import RegleLocale
from advisor.domain.outcome import Commitment, Tested
from advisor.domain.profile import Profile


def judged(rule: RegleLocale, profile: Profile, on: str = "") -> Commitment:
    """What a local rule gives for a profile on an ISO date, condition by condition (Kleene).

    As for the law, an exception that is unknown leaves the rule standing: it is shown as to be checked.
    """
    conditions = [Tested(condition, evaluate(condition, profile, on)) for condition in rule.conditions]
    exceptions = [Tested(condition, evaluate(condition, profile, on), exception=True) for condition in rule.exceptions]
    lifted = (negated(tested.truth) for tested in exceptions if tested.truth is not None)
    truth = all_true([within(rule.begins, rule.until, on), *(tested.truth for tested in conditions), *lifted])
    names = (name for condition in rule.conditions for name in missing_facts(condition, profile, on))
    missing = tuple(dict.fromkeys(names)) if truth is None else ()
    return Commitment(rule, truth, (*conditions, *exceptions), missing)


def applying(rules: Iterable[RegleLocale], profile: Profile, on: str = "") -> tuple[Commitment, ...]:
    """The local rules that hold for a project, then those that may: some condition holds, another is unknown."""
    found = [judged(rule, profile, on) for rule in rules]
    kept = [item for item in found if item.truth is True or (item.truth is None and item.met)]
    return tuple(sorted(kept, key=lambda item: (item.truth is None, _highest_first(item.rule), item.rule.id)))


def _highest_first(rule: RegleLocale) -> int:
    return -rule.degree.rank if rule.degree else 0


def raised(floor: Floor | None, commitments: Iterable[Commitment]) -> Floor | None:
    """The floor of the law, or that of the strongest commitment when it asks for more; of equals, the law's."""
    held = [item.rule for item in commitments if item.truth is True and item.rule.degree]
    best = max(held, key=lambda rule: rule.degree.rank if rule.degree else 0, default=None)
    if best is None or best.degree is None or (floor and floor.degree.rank >= best.degree.rank):
        return floor
    return Floor(degree=best.degree, obligation=best.id, origin="local", legal=floor.degree if floor else None)
