"""What one rule makes of the same question put four ways."""

from __future__ import annotations

import pytest

from advisor.answering.verdicts import as_put
from advisor.domain.answer import Verdict
from advisor.domain.condition import Truth
from advisor.domain.frame import Frame
from advisor.domain.outcome import Outcome
from tests.unit.law.rules import rule


def _outcome(truth: Truth, **given: object) -> Outcome:
    return Outcome(rule(**given), True, truth, (), ())


@pytest.mark.parametrize(
    ("force", "truth", "frame", "expected"),
    [
        ("obligation", True, "due", "oui"),
        ("obligation", False, "due", "non"),
        ("obligation", None, "due", "dépend"),
        ("obligation", True, "skip", "non"),
        ("obligation", False, "skip", "oui"),
        ("obligation", None, "skip", "dépend"),
        ("obligation", True, "may", "oui"),
        ("obligation", False, "may", "non"),
        ("faculté", True, "due", "non"),
        ("faculté", True, "skip", "oui"),
        ("faculté", True, "may", "oui"),
        ("faculté", False, "may", "non"),
        ("garantie", True, "due", "oui"),
        ("garantie", True, "skip", "non"),
        ("interdiction", True, "may", "non"),
        ("interdiction", True, "skip", "non"),
        ("interdiction", False, "may", "oui"),
        ("interdiction", True, "due", "oui"),
        ("obligation", True, "what", "oui"),
        ("faculté", True, "what", "dépend"),
    ],
)
def test_the_verdict_is_that_of_the_question_as_put(force: str, truth: Truth, frame: Frame, expected: Verdict) -> None:
    assert as_put(_outcome(truth, force=force), frame, "…") == expected


@pytest.mark.parametrize(("frame", "expected"), [("due", "non"), ("what", "non"), ("skip", "oui"), ("may", "dépend")])
def test_without_a_rule_nothing_is_due_and_nothing_is_licensed(frame: Frame, expected: Verdict) -> None:
    assert as_put(None, frame, "…") == expected


def test_a_rule_that_comes_in_the_place_of_the_one_asked_about_answers_no() -> None:
    assert as_put(_outcome(True, instead_of="obligation.b"), "due", "…") == "non"


@pytest.mark.parametrize(("frame", "expected"), [("may", "non"), ("skip", "non"), ("due", "oui")])
def test_a_plan_that_breaks_a_duration_is_not_allowed(frame: Frame, expected: Verdict) -> None:
    assert as_put(_outcome(True), frame, "…", breached=True) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Ce texte nous oblige-t-il à associer les habitants ?", "non"),
        ("Doit-on publier les résultats une fois les habitants associés ?", "oui"),
        ("Must we involve residents?", "non"),
    ],
)
def test_a_guarantee_never_imposes_to_involve(question: str, expected: Verdict) -> None:
    assert as_put(_outcome(True, force="garantie"), "due", question) == expected


@pytest.mark.parametrize("question", ["Est-il interdit de réunir les parents ?", "Is it forbidden to ask them?"])
def test_what_no_rule_forbids_is_not_forbidden(question: str) -> None:
    assert as_put(_outcome(True), "may", question) == "non"
    assert as_put(_outcome(True, force="interdiction"), "due", question) == "oui"
