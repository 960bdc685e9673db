"""Durations that a question plans, beside those that a rule sets."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.domain.fiche import Obligation
from advisor.domain.procedure import Step

DAYS = {"jours": 1.0, "semaines": 7.0, "mois": 365 / 12, "ans": 365.0}
TOLERANCE = 1.5
"""Days between a month counted as 30 or 31 and its mean."""
SAME_KIND = 6.0
"""How many times longer or shorter a duration may be and still speak of the same step."""


def breached(rule: Obligation, planned: Sequence[float]) -> bool:
    """Whether a planned duration (days) is outside what the rule sets, and none fits it.

    Only durations of the order of the rule's own are looked at: « dans deux ans » says nothing of an
    enquiry of thirty days. A maximum that another one must keep to (a commissioner) is looked at too.
    """
    found = [(days, step) for days in planned for step in rule.steps if _alike(days, step)]
    return bool(found) and not any(_fits(days, step) for days, step in found)


def _alike(days: float, step: Step) -> bool:
    length = step.length * DAYS[step.unit]
    return length / SAME_KIND <= days <= length * SAME_KIND


def _fits(days: float, step: Step) -> bool:
    length = step.length * DAYS[step.unit]
    return days >= length - TOLERANCE if step.bound == "au moins" else days <= length + TOLERANCE
