"""Rules looked at on a date: those of the base, and the mechanics."""

from __future__ import annotations

import pytest

from advisor.domain.condition import Condition, Truth
from advisor.law.engine import assess
from tests.unit.law.rules import profile, rule

MEANT = profile(objet="essai")


@pytest.mark.parametrize(
    ("since", "until", "on", "truth"),
    [
        ("", "", "2026-01-01", True),
        ("2026-01-01", "", "2025-12-31", False),
        ("2026-01-01", "", "2026-01-01", True),
        ("", "2026-01-01", "2025-12-31", True),
        ("", "2026-01-01", "2026-01-01", False),
        ("2026-01-01", "2027-01-01", "", True),
    ],
)
def test_a_rule_holds_from_its_first_day_to_the_eve_of_its_end(since: str, until: str, on: str, truth: Truth) -> None:
    outcome = assess(rule(since=since, until=until), MEANT, on=on)
    assert outcome.truth is truth
    assert outcome.in_force is truth


OLD = Condition(fact="population", above=100, until="2020-01-01")
NEW = Condition(fact="population", above=50, since="2020-01-01")


@pytest.mark.parametrize(
    ("people", "on", "truth"),
    [(80, "2019-12-31", False), (80, "2020-01-01", True), (120, "2019-12-31", True), (50, "2020-01-01", False)],
)
def test_a_threshold_that_changed_counts_for_its_own_time(people: int, on: str, truth: Truth) -> None:
    changed = rule(conditions=(Condition(any=(OLD, NEW)),))
    assert assess(changed, profile(objet="essai", population=people), on=on).truth is truth


def test_only_the_fact_of_the_period_is_asked_for() -> None:
    outcome = assess(
        rule(conditions=(Condition(any=(OLD, Condition(fact="montant", above=1, since="2020-01-01"))),)),
        MEANT,
        on="2021-01-01",
    )
    assert outcome.missing == ("montant",)
