"""A profile: one fact per name, and what prevails when one is said again."""

from __future__ import annotations

import pytest

from advisor.domain.profile import Fact, FactStatus, Profile

STATED, INFERRED, CORRECTED, UNKNOWN = (
    FactStatus.STATED,
    FactStatus.INFERRED,
    FactStatus.CORRECTED,
    FactStatus.UNKNOWN,
)


def _fact(value: str, status: FactStatus) -> Fact:
    return Fact(name="marge", values=(value,), status=status)


@pytest.mark.parametrize(
    ("known", "later", "kept"),
    [
        (STATED, STATED, "après"),
        (STATED, INFERRED, "avant"),
        (STATED, CORRECTED, "après"),
        (INFERRED, STATED, "après"),
        (INFERRED, INFERRED, "après"),
        (INFERRED, CORRECTED, "après"),
        (CORRECTED, STATED, "avant"),
        (CORRECTED, INFERRED, "avant"),
        (CORRECTED, CORRECTED, "après"),
    ],
)
def test_a_later_fact_prevails_but_over_a_surer_one(known: FactStatus, later: FactStatus, kept: str) -> None:
    profile = Profile(facts=(_fact("avant", known),)).merged([_fact("après", later)])
    assert profile.values("marge") == (kept,)


def test_two_facts_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="at most one fact per name"):
        Profile(facts=(_fact("a", STATED), _fact("b", STATED)))


def test_the_order_of_facts_does_not_make_another_profile() -> None:
    one, two = Fact(name="a", values=("x",)), Fact(name="b", values=("y",))
    assert Profile(facts=(one, two)) == Profile(facts=(two, one))


def test_a_fact_marked_unknown_is_absent() -> None:
    profile = Profile(facts=(_fact("a", UNKNOWN),))
    assert (profile.get("marge"), profile.values("marge"), profile.has("marge", "a")) == (None, (), False)


def test_a_profile_without_a_fact_is_another_one() -> None:
    profile = Profile(facts=(_fact("a", STATED),))
    assert profile.without("marge") == Profile()
    assert profile.has("marge", "a")
