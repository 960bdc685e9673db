"""Several rules on one project: what waives, replaces, joins or forbids."""

from __future__ import annotations

from typing import get_args

import pytest

from advisor.domain.condition import Condition
from advisor.domain.degree import Degree
from advisor.domain.fiche import Obligation
from advisor.domain.procedure import Relation, RelationKind
from advisor.law.engine import assess, combined, floor
from tests.unit.law.rules import profile, rule

MEANT = profile(objet="essai")
LARGE = Condition(fact="population", above=100)


def _related(kind: RelationKind, **given: object) -> tuple[Obligation, Obligation]:
    relation = Relation(kind=kind, to="obligation.b", text="…", article="X1")
    return rule("a", relations=(relation,), **given), rule("b", raises=True, degree=Degree.CONCERTER)


def _combined(*rules: Obligation) -> tuple[set[str], int, int]:
    found = combined(assess(one, MEANT) for one in rules)
    return set(found.waived), len(found.choices), len(found.joined)


def test_a_rule_that_holds_waives_another_and_its_floor() -> None:
    first, second = _related("dispense de")
    assert _combined(first, second) == ({"obligation.b"}, 0, 0)
    assert floor([assess(second, MEANT)]) is not None
    assert floor([assess(first, MEANT), assess(second, MEANT)]) is None


def test_a_rule_gives_way_to_another_that_holds() -> None:
    assert _combined(*_related("cède devant")) == ({"obligation.a"}, 0, 0)


@pytest.mark.parametrize("given", [{"conditions": (LARGE,)}, {"force": "faculté"}])
def test_nothing_is_waived_by_a_rule_that_is_open_or_only_allowed(given: dict[str, object]) -> None:
    assert _combined(*_related("dispense de", **given)) == (set(), 1, 0)


def test_a_rule_that_does_not_hold_does_nothing() -> None:
    first, second = _related("dispense de", trigger=Condition(fact="objet", any_of=("autre",)))
    assert _combined(first, second) == (set(), 0, 0)


def test_procedures_that_may_be_chosen_or_joined_are_told_apart() -> None:
    assert _combined(*_related("remplace")) == (set(), 1, 0)
    assert _combined(*_related("peut être jointe à")) == (set(), 0, 1)


def test_every_kind_of_relation_is_understood() -> None:
    for kind in get_args(RelationKind):
        _combined(*_related(kind))


def test_a_ban_and_a_duty_on_one_subject_are_said_to_conflict() -> None:
    duty = rule("duty", raises=True, degree=Degree.CONSULTER)
    found = combined([assess(rule("ban", force="interdiction"), MEANT), assess(duty, MEANT)])
    assert found.conflicts == (("obligation.ban", "obligation.duty"),)
