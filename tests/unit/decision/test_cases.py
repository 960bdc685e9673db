"""The decision cases that people who do not code can read (`tests/cases/decision.yaml`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from advisor.decision.engine import decide
from advisor.domain.decision import Decision
from advisor.domain.fiche import Obligation
from advisor.domain.profile import Fact, Profile
from advisor.knowledge import yaml_text
from advisor.knowledge.loader import Knowledge
from advisor.law import engine as law
from advisor.settings import ROOT
from advisor.understanding.reader import ProfileReader

CASES: list[dict[str, Any]] = yaml_text.read(ROOT / "tests" / "cases" / "decision.yaml")[0]
KEYS = {"nom", "profil", "degré", "alertes", "plafond", "pas"}


def _named(key: str) -> list[Any]:
    return [pytest.param(case, id=case["nom"]) for case in CASES if key in case]


@dataclass(frozen=True)
class Bench:
    """What decides a case: the reader, the criteria and the law."""

    knowledge: Knowledge
    reader: ProfileReader

    def decided(self, case: dict[str, Any]) -> Decision:
        """The decision of a case, its facts completed by what follows from them."""
        profile = self.reader.deduced(Profile(facts=tuple(self._fact(*item) for item in case["profil"].items())))
        floor = law.floor(law.triggered(self.knowledge.of(Obligation), profile))
        return decide(profile, self.knowledge.criteres, floor)

    def _fact(self, name: str, given: Any) -> Fact:
        definition = self.knowledge.facts[name]
        if definition.kind == "nombre":
            return Fact(name=name, number=float(given))
        values = tuple(given) if isinstance(given, list) else (given,)
        assert set(values) <= set(definition.values()), f"{name} : {values}"
        return Fact(name=name, values=values)


@pytest.fixture(scope="module")
def bench(knowledge: Knowledge, reader: ProfileReader) -> Bench:
    """The repository's own criteria and law."""
    return Bench(knowledge, reader)


@pytest.mark.parametrize("case", _named("degré"))
def test_the_degree_is_the_expected_one(bench: Bench, case: dict[str, Any]) -> None:
    degree = bench.decided(case).degree
    assert (degree.value if degree else "null") == case["degré"]


@pytest.mark.parametrize("case", _named("alertes"))
def test_the_expected_alerts_are_raised(bench: Bench, case: dict[str, Any]) -> None:
    raised = {raised.alert for raised in bench.decided(case).alerts}
    assert {f"alerte.{name}" for name in case["alertes"]} <= raised


@pytest.mark.parametrize("case", _named("plafond"))
def test_the_ceiling_is_the_expected_one(bench: Bench, case: dict[str, Any]) -> None:
    assert bench.decided(case).ceiling == case["plafond"]


@pytest.mark.parametrize("case", _named("pas"))
def test_the_excluded_degree_is_not_advised(bench: Bench, case: dict[str, Any]) -> None:
    assert bench.decided(case).degree != case["pas"]


def test_cases_have_distinct_names_and_known_keys() -> None:
    assert len({case["nom"] for case in CASES}) == len(CASES)
    assert {key for case in CASES for key in case} <= KEYS
