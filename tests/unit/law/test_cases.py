"""Cases a jurist can read (`tests/cases/law/`): what each rule answers, on both sides of what decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from advisor.domain.condition import Condition
from advisor.domain.fiche import Obligation
from advisor.domain.profile import Fact, Profile
from advisor.knowledge import loader, yaml_text
from advisor.knowledge.parts import parts
from advisor.law.engine import assess
from advisor.settings import ROOT

HOLDS = {"oui": True, "non": False, "à savoir": None}
FOLDER = ROOT / "tests" / "cases" / "law"
KNOWLEDGE = loader.load([ROOT / "corpus" / "knowledge"])
RULES = {rule.id: rule for rule in KNOWLEDGE.of(Obligation)}
BOUNDS = ("at_least", "at_most", "above", "below")


def _rows() -> Iterator[tuple[str, Mapping[str, Any]]]:
    for path in sorted(FOLDER.glob("*.yaml")):
        for entry in yaml_text.read(path)[0]:
            for case in entry["cases"]:
                yield entry["obligation"], case


ROWS = list(_rows())


def _profile(given: Mapping[str, Any]) -> Profile:
    facts = []
    for name, value in given.items():
        definition = KNOWLEDGE.facts[name]
        if definition.kind == "nombre":
            facts.append(Fact(name=name, number=float(value)))
        else:
            values = tuple(value) if isinstance(value, list) else (str(value),)
            assert set(values) <= set(definition.values()), f"{name} n'a pas de valeur {values}"
            facts.append(Fact(name=name, values=values))
    return Profile(facts=tuple(facts))


@pytest.mark.parametrize(
    ("rule", "case"),
    [pytest.param(rule, case, id=f"{rule.split('.')[1]}-{rank}") for rank, (rule, case) in enumerate(ROWS)],
)
def test_a_rule_answers_as_the_case_says(rule: str, case: Mapping[str, Any]) -> None:
    outcome = assess(RULES[rule], _profile(case.get("given") or {}), on=case.get("on", ""))
    assert outcome.truth is HOLDS[case["holds"]], case["because"]


def test_every_rule_is_tried_and_seen_both_to_hold_and_not_to() -> None:
    tried: dict[str, set[str]] = {}
    for rule, case in ROWS:
        tried.setdefault(rule, set()).add(case["holds"])
    assert {rule for rule in RULES if not {"oui", "non"} <= tried.get(rule, set())} == set()


def test_every_threshold_is_tried_on_both_sides() -> None:
    given: dict[tuple[str, str], list[float]] = {}
    for rule, case in ROWS:
        for name, value in (case.get("given") or {}).items():
            if KNOWLEDGE.facts[name].kind == "nombre":
                given.setdefault((rule, name), []).append(float(value))
    missed = [
        (rule.id, condition.fact, bound)
        for rule in RULES.values()
        for _, condition in parts(rule, Condition)
        for name in BOUNDS
        if (bound := getattr(condition, name)) is not None
        if not _around(given.get((rule.id, condition.fact), []), name, bound)
    ]
    assert missed == []


def _around(tried: list[float], name: str, bound: float) -> bool:
    """Whether numbers tried stand on both sides of a bound, the bound itself on its own side."""
    kept = {
        "at_least": (lambda n: n >= bound),
        "above": (lambda n: n > bound),
        "at_most": (lambda n: n <= bound),
        "below": (lambda n: n < bound),
    }[name]
    return any(kept(number) for number in tried) and any(not kept(number) for number in tried)


def test_every_date_of_the_law_is_tried_on_both_sides() -> None:
    dated = [rule for rule in RULES.values() if rule.since or rule.until]
    assert dated, "at least one rule holds for a time"
    for rule in dated:
        days = [case["on"] for identifier, case in ROWS if identifier == rule.id and "on" in case]
        for edge in filter(None, (rule.since, rule.until)):
            assert any(day < edge for day in days), f"{rule.id} : aucun cas avant le {edge}"
            assert any(day >= edge for day in days), f"{rule.id} : aucun cas à partir du {edge}"
