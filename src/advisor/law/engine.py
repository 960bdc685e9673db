"""An obligation and a profile give a verdict, condition by condition (Kleene, design §6).

Conditions decide strictly: one that is unknown leaves the verdict open. Exceptions are the
law's own « sauf si »: one known to hold closes the rule; one that is unknown is shown as still to
be checked and leaves the rule standing, as a lawyer reads it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from advisor.domain.condition import Truth, all_true, evaluate, missing_facts
from advisor.domain.decision import Floor
from advisor.domain.fiche import Obligation
from advisor.domain.outcome import Outcome, Tested
from advisor.domain.profile import Profile


def assess(obligation: Obligation, profile: Profile, assumed: Collection[str] = ()) -> Outcome:
    """The verdict of an obligation for a profile, with each condition's own.

    `assumed` names facts that are taken as fitting while unknown: a question of law is put by
    the body that the rule concerns. Their conditions are still shown as to be checked.
    """
    trigger = evaluate(obligation.trigger, profile)
    conditions = [Tested(condition, evaluate(condition, profile)) for condition in obligation.conditions]
    exceptions = [
        Tested(condition, evaluate(condition, profile), exception=True) for condition in obligation.exceptions
    ]
    first = Tested(obligation.trigger, trigger)
    truths: list[Truth] = [_granted(tested, profile, assumed) for tested in (first, *conditions)]
    truths.extend(False for tested in exceptions if tested.truth is True)
    truth = all_true(truths)
    parts = (obligation.trigger, *obligation.conditions)
    missing = (
        tuple(dict.fromkeys(name for part in parts for name in missing_facts(part, profile) if name not in assumed))
        if truth is None
        else ()
    )
    return Outcome(obligation, trigger, truth, (first, *conditions, *exceptions), missing)


def _granted(tested: Tested, profile: Profile, assumed: Collection[str]) -> Truth:
    unknown = missing_facts(tested.condition, profile)
    return True if unknown and all(name in assumed for name in unknown) else tested.truth


def triggered(obligations: Iterable[Obligation], profile: Profile) -> list[Outcome]:
    """Outcomes of the obligations whose subject matter is the project's, those in force first."""
    outcomes = [
        outcome for outcome in (assess(obligation, profile) for obligation in obligations) if outcome.trigger is True
    ]
    return sorted(outcomes, key=lambda outcome: (_order(outcome.truth), outcome.obligation.id))


def _order(truth: Truth) -> int:
    return 0 if truth is True else 1 if truth is None else 2


def floor(outcomes: Sequence[Outcome]) -> Floor | None:
    """The strongest degree that a rule on the project itself imposes, None when no rule does.

    Rules that only set up a standing body (a council, a committee) are due all the same but do
    not set the degree of every project of the establishment: `raises` tells them apart.
    """
    due = [
        outcome.obligation
        for outcome in outcomes
        if outcome.truth is True
        and outcome.obligation.force == "obligation"
        and outcome.obligation.raises
        and outcome.obligation.degree
    ]
    best = max(due, key=lambda obligation: obligation.degree.rank if obligation.degree else 0, default=None)
    return Floor(degree=best.degree, obligation=best.id) if best and best.degree else None
