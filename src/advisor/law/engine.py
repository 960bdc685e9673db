"""An obligation and a profile give a verdict, condition by condition (Kleene, design §6).

Conditions decide strictly: one that is unknown leaves the verdict open. Exceptions are the
law's own « sauf si »: one known to hold closes the rule; one that is unknown is shown as still to
be checked and leaves the rule standing, as a lawyer reads it. A rule is looked at on a date:
outside the time it is in force it does not hold.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from advisor.domain.combination import Combination
from advisor.domain.condition import Truth, all_true, evaluate, missing_facts, within
from advisor.domain.decision import Floor
from advisor.domain.fiche import Obligation
from advisor.domain.outcome import Outcome, Tested
from advisor.domain.procedure import Relation
from advisor.domain.profile import Profile


def assess(
    obligation: Obligation, profile: Profile, assumed: Collection[str] = (), on: str = "", about: bool = False
) -> Outcome:
    """The verdict of an obligation for a profile on a date, with each condition's own.

    `assumed` names facts that are taken as fitting while unknown: a question of law is put by
    the body that the rule concerns. `about` says that the question is about this rule: whatever of
    its subject matter is unknown, and the conditions it presumes, are granted. All are still shown as
    to be checked. `on` is an ISO date; without it, periods are not looked at.
    """
    first = Tested(obligation.trigger, evaluate(obligation.trigger, profile, on))
    conditions = [Tested(condition, evaluate(condition, profile, on)) for condition in obligation.conditions]
    exceptions = [
        Tested(condition, evaluate(condition, profile, on), exception=True) for condition in obligation.exceptions
    ]
    in_force = within(obligation.since, obligation.until, on)
    granted = [first, *(tested for tested in conditions if tested.condition.presumed)] if about else []
    truths: list[Truth] = [
        True if tested.truth is None and tested in granted else _granted(tested, profile, assumed, on)
        for tested in (first, *conditions)
    ]
    truths.extend(False for tested in exceptions if tested.truth is True)
    truth = all_true([in_force, *truths])
    parts = (tested.condition for tested in (first, *conditions) if tested not in granted)
    names = (name for part in parts for name in missing_facts(part, profile, on) if name not in assumed)
    missing = tuple(dict.fromkeys(names)) if truth is None else ()
    return Outcome(obligation, first.truth, truth, (first, *conditions, *exceptions), missing, in_force)


def _granted(tested: Tested, profile: Profile, assumed: Collection[str], on: str) -> Truth:
    unknown = missing_facts(tested.condition, profile, on)
    return True if unknown and all(name in assumed for name in unknown) else tested.truth


def triggered(obligations: Iterable[Obligation], profile: Profile, on: str = "") -> list[Outcome]:
    """Outcomes of the obligations whose subject matter is the project's, those in force first."""
    outcomes = [
        outcome
        for outcome in (assess(obligation, profile, on=on) for obligation in obligations)
        if outcome.trigger is True
    ]
    return sorted(outcomes, key=lambda outcome: (_order(outcome.truth), outcome.obligation.id))


def _order(truth: Truth) -> int:
    return 0 if truth is True else 1 if truth is None else 2


def combined(outcomes: Iterable[Outcome]) -> Combination:
    """What the rules on a project do to one another.

    A relation counts only between rules that are both due (or, for a choice, not excluded): nothing is
    waived on the strength of a rule whose own conditions are open.
    """
    held = {outcome.obligation.id: outcome for outcome in outcomes if outcome.truth is not False}
    waived: dict[str, tuple[str, Relation]] = {}
    choices: list[tuple[str, Relation]] = []
    joined: list[tuple[str, Relation]] = []
    for identifier, outcome in held.items():
        for relation in outcome.obligation.relations:
            other = held.get(relation.to)
            if other is None:
                continue
            if relation.kind == "dispense de" and outcome.truth is True and outcome.obligation.binds:
                waived.setdefault(relation.to, (identifier, relation))
            elif relation.kind == "cède devant" and other.truth is True:
                waived.setdefault(identifier, (relation.to, relation))
            elif relation.kind == "remplace" or relation.kind == "dispense de":
                choices.append((identifier, relation))
            elif relation.kind == "peut être jointe à":
                joined.append((identifier, relation))
    return Combination(waived, tuple(choices), tuple(joined), _conflicts(held.values()))


def _conflicts(outcomes: Iterable[Outcome]) -> tuple[tuple[str, str], ...]:
    due = [outcome.obligation for outcome in outcomes if outcome.truth is True]
    bans = [rule for rule in due if rule.force == "interdiction"]
    duties = [rule for rule in due if rule.force == "obligation" and rule.raises]
    return tuple((ban.id, duty.id) for ban in bans for duty in duties if _subject(ban) & _subject(duty))


def _subject(rule: Obligation) -> set[str]:
    return set(rule.trigger.any_of)


def floor(outcomes: Iterable[Outcome]) -> Floor | None:
    """The strongest degree that a rule on the project itself imposes, None when no rule does.

    Rules that only set up a standing body (a council, a committee) are due all the same but do
    not set the degree of every project of the establishment: `raises` tells them apart. A rule that
    another one waives sets nothing.
    """
    seen = list(outcomes)
    waived = combined(seen).waived
    due = [
        outcome.obligation
        for outcome in seen
        if outcome.truth is True
        and outcome.obligation.force == "obligation"
        and outcome.obligation.raises
        and outcome.obligation.degree
        and outcome.obligation.id not in waived
    ]
    best = max(due, key=lambda obligation: obligation.degree.rank if obligation.degree else 0, default=None)
    return Floor(degree=best.degree, obligation=best.id) if best and best.degree else None
