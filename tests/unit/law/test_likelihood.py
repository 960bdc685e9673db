"""How likely a rule is meant: a logistic score over signals, weights read from data."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pytest

from advisor.errors import DataError
from advisor.knowledge import yaml_text
from advisor.law.likelihood import Signals, Support, Weights, support, weights
from advisor.scoring import probability
from advisor.settings import ROOT

PATH = ROOT / "corpus" / "poids-droit.yaml"
NONE = Signals(*(0.0 for _ in fields(Signals)))


@pytest.fixture(scope="module")
def fitted() -> Weights:
    """The repository's own weights."""
    return weights(PATH, yaml_text.read(PATH)[0])


def test_the_weights_kept_are_of_the_signals_there_are(fitted: Weights) -> None:
    assert set(fitted.rule.weights) == {field.name for field in fields(Signals)}
    assert set(fitted.some.weights) == {field.name for field in fields(Support)}
    assert 0 < fitted.least < 1
    assert 0 < fitted.beside < 1


def test_a_rule_found_first_and_recognised_is_likelier(fitted: Weights) -> None:
    near = replace(NONE, relative=1.0, covered=0.8, dense=0.6, lines=0.5)
    assert fitted.rule.log_odds(near) > fitted.rule.log_odds(NONE)
    assert fitted.rule.log_odds(replace(near, met=1.0)) > fitted.rule.log_odds(replace(near, missed=1.0))


def test_probability_is_that_of_the_log_odds() -> None:
    assert probability(0.0) == 0.5
    assert probability(2.0) == pytest.approx(1 - probability(-2.0))


def test_the_likeliest_rule_and_its_lead_support_an_answer() -> None:
    found = {"a": replace(NONE, covered=0.9), "b": NONE}
    held = support(found, {"a": 1.0, "b": -1.0}, 0.5)
    assert (held.likely, held.covered, held.read) == (1.0, 0.9, 0.5)
    assert held.ahead == pytest.approx(probability(1.0) - probability(-1.0))
    assert support({"a": NONE}, {"a": 1.0}, 0.0).ahead == pytest.approx(probability(1.0))


@pytest.mark.parametrize("content", [{}, {"rule": {"intercept": "x"}}, []])
def test_bad_weights_are_refused_with_their_file(content: object) -> None:
    with pytest.raises(DataError, match=r"poids\.yaml"):
        weights(Path("poids.yaml"), content)
