"""A question about a rule takes its subject matter, and what it presumes, for granted."""

from __future__ import annotations

from advisor.domain.condition import Condition
from advisor.domain.profile import Profile
from advisor.law.engine import assess
from tests.unit.law.rules import profile, rule

EXISTS = Condition(fact="hebergement", any_of=("oui",), presumed=True)
LARGE = Condition(fact="population", above=100)


def test_the_unknown_subject_is_granted_and_still_shown_as_unknown() -> None:
    outcome = assess(rule(), Profile(), about=True)
    assert outcome.truth is True
    assert outcome.trigger is None


def test_another_subject_is_not_granted() -> None:
    assert assess(rule(), profile(objet="autre"), about=True).truth is False


def test_what_is_presumed_is_granted_when_unknown_only() -> None:
    held = rule(conditions=(EXISTS,))
    assert assess(held, Profile(), about=True).truth is True
    assert assess(held, profile(hebergement="non"), about=True).truth is False
    assert assess(held, Profile()).truth is None


def test_a_threshold_is_never_granted() -> None:
    outcome = assess(rule(conditions=(EXISTS, LARGE)), Profile(), about=True)
    assert outcome.truth is None
    assert outcome.missing == ("population",)
