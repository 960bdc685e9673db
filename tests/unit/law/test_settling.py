"""The fewest facts that settle a verdict, and their order."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from advisor.domain.condition import Condition
from advisor.domain.fiche import Obligation
from advisor.domain.profile import Fact, Profile
from advisor.knowledge.loader import Knowledge
from advisor.law.engine import assess
from advisor.law.settling import settling
from tests.unit.law.rules import profile, rule

MEANT = profile(objet="essai")
LARGE = Condition(fact="population", above=100)
RICH = Condition(fact="montant", above=10)
HOUSED = Condition(fact="hebergement", any_of=("oui",))


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ((), ()),
        ((LARGE,), ("population",)),
        ((LARGE, RICH), ("population", "montant")),
        # Either is enough to say yes, but only both can say no.
        ((Condition(any=(LARGE, RICH)),), ("population", "montant")),
        # Whatever the population, housing alone decides.
        ((Condition(any=(Condition(all=(HOUSED, LARGE)), HOUSED)),), ("hebergement",)),
    ],
)
def test_no_more_facts_are_asked_than_settle_the_verdict(
    conditions: tuple[Condition, ...], expected: Sequence[str]
) -> None:
    assert set(settling(rule(conditions=conditions), MEANT)) == set(expected)


def test_the_fact_that_most_often_settles_alone_is_asked_first() -> None:
    """Of « hébergé, et riche ou grand », not being housed settles at once; the rest never does alone."""
    held = rule(conditions=(HOUSED, Condition(any=(LARGE, RICH))))
    assert settling(held, MEANT)[0] == "hebergement"


def test_the_facts_asked_do_settle_every_rule_of_the_base(knowledge: Knowledge) -> None:
    for obligation in knowledge.of(Obligation):
        names = settling(obligation, Profile(), assumed=("objet", "porteur"))
        known = Profile(facts=tuple(Fact(name=name, values=("autre",), number=1.0) for name in names))
        assert assess(obligation, known, assumed=("objet", "porteur")).truth is not None, obligation.id
