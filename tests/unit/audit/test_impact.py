"""What a pending change would alter among stored answers: all of it, gravest first, and nothing else."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from advisor.audit.impact import InUse, measure
from advisor.audit.replay import Own, Request
from advisor.errors import AdvisorError, QuestionRefused
from advisor.journal.store import Journal
from advisor.knowledge.loader import Knowledge
from advisor.service import Advisor, Parts
from tests.unit.audit.recorded import record, verdict

LAW = "quelle loi impose une concertation pour une ZAC ?"
PROJECT = "On refait l'accueil de la maison du Département, rien n'est arrêté, avec les habitants"
OTHER = "recette de la tarte aux pommes"
Answers = Callable[[Advisor], Own]


class Changed:
    """A service whose answers are altered as a change of knowledge would."""

    def __init__(self, advisor: Advisor, change: Callable[[dict[str, Any]], None]) -> None:
        self._own = Own(advisor)
        self._change = change

    def answers(self, requests: Sequence[Request]) -> list[Mapping[str, Any]]:
        found = [self._own.answer(request) for request in requests]
        for answer in found:
            self._change(answer)
        return list(found)


def _verdict_turned(answer: dict[str, Any]) -> None:
    if answer["kind"] == "legal":
        answer["verdict"] = "non"


def test_without_a_change_nothing_is_altered(journal: Journal, advisor_small: Advisor) -> None:
    for text in (LAW, PROJECT, OTHER):
        record(journal, advisor_small, text)
    found = measure(journal.entries(), Own(advisor_small))
    assert (found.read, found.asked, found.altered, found.failed) == (3, 3, (), ())


def test_only_answers_that_would_change_are_listed_gravest_first(journal: Journal, advisor_small: Advisor) -> None:
    def change(answer: dict[str, Any]) -> None:
        _verdict_turned(answer)
        if answer["kind"] == "recommendation":
            answer["headline"] = "Un autre titre"

    for text in (OTHER, PROJECT, LAW):
        record(journal, advisor_small, text)
    found = measure(journal.entries(), Changed(advisor_small, change))
    assert [(item.question, item.gravity) for item in found.altered] == [(LAW, "grave"), (PROJECT, "légère")]
    assert found.counts == {"grave": 1, "notable": 0, "légère": 1}
    assert found.altered[1].after == "Un autre titre"


def test_the_same_answer_given_twice_is_asked_once_and_counted_twice(journal: Journal, advisor_small: Advisor) -> None:
    for text in (LAW, PROJECT, LAW):
        record(journal, advisor_small, text)
    told: list[tuple[int, int]] = []
    found = measure(
        journal.entries(), Changed(advisor_small, _verdict_turned), told=lambda done, total: told.append((done, total))
    )
    assert (found.read, found.asked) == (3, 2)
    assert [item.numbers for item in found.altered] == [(3, 1)]
    assert told == [(2, 2)]


def test_what_is_no_answer_or_was_purged_is_passed_over(journal: Journal, advisor_small: Advisor) -> None:
    first = record(journal, advisor_small, LAW)
    verdict(journal, first.number, "faux")
    journal.purge([first.number], "demande")
    assert measure(journal.entries(), Changed(advisor_small, _verdict_turned)).read == 0


def test_an_answer_is_asked_again_at_its_own_day(journal: Journal, advisor_small: Advisor) -> None:
    dated = "On crée une ZAC, la décision est prise le 1er mars 2027, quelle concertation ?"
    past = Advisor(dataclasses.replace(advisor_small.parts, today="2025-01-01"))
    record(journal, past, dated)
    assert measure(journal.entries(), Own(advisor_small)).altered == ()


def test_what_the_versions_in_use_already_altered_is_told_apart_and_comes_last(
    journal: Journal, advisor_small: Advisor
) -> None:
    versions = {**advisor_small.parts.versions, "snapshot": "1" * 64}
    old = Advisor(dataclasses.replace(advisor_small.parts, versions=versions))
    record(journal, old, LAW)
    record(journal, advisor_small, PROJECT)

    def pending(answer: dict[str, Any]) -> None:
        _verdict_turned(answer)
        if answer["kind"] == "recommendation":
            answer["headline"] = "Un autre titre"

    in_use = InUse(advisor_small.parts.versions["snapshot"], Changed(advisor_small, _verdict_turned))
    found = measure(journal.entries(), Changed(advisor_small, pending), in_use)
    assert [(item.question, item.already) for item in found.altered] == [(PROJECT, False), (LAW, True)]


def test_an_answer_that_fails_is_named_and_the_others_go_on(journal: Journal, advisor_small: Advisor) -> None:
    class Failing(Changed):
        def answers(self, requests: Sequence[Request]) -> list[Mapping[str, Any]]:
            if any(request.message == OTHER for request in requests):
                raise QuestionRefused("Trop long.")
            return super().answers(requests)

    for text in (LAW, OTHER, PROJECT):
        record(journal, advisor_small, text)
    found = measure(journal.entries(), Failing(advisor_small, _verdict_turned))
    assert found.failed == ((2, "Trop long."),)
    assert [item.question for item in found.altered] == [LAW]


def test_a_rule_withdrawn_from_the_base_is_found_in_the_answers_that_rested_on_it(
    journal: Journal, advisor_small: Advisor
) -> None:
    """A real change of knowledge: the rule that answered is no longer there."""
    entry = record(journal, advisor_small, LAW)
    record(journal, advisor_small, OTHER)
    rule = (entry.body or {})["answer"]["obligations"][0]["fiche"]
    pending = Own(Advisor(_without(advisor_small.parts, rule)))
    found = measure(journal.entries(), pending)
    assert [item.question for item in found.altered] == [LAW]
    assert found.altered[0].gravity == "grave"
    assert any(difference.text.startswith("Règle de droit retirée") for difference in found.altered[0].differences)


def _without(parts: Parts, rule: str) -> Parts:
    base: Any = parts.knowledge
    fiches = {name: fiche for name, fiche in base.fiches.items() if name != rule}
    knowledge = Knowledge(fiches, base.facts, base.files, base.fingerprint)
    counsel = type(parts.counsel)(
        fiches, parts.retriever, parts.reader, parts.counsel._frames, parts.counsel._ruled, parts.counsel._weights
    )
    return dataclasses.replace(parts, knowledge=knowledge, counsel=counsel)


@pytest.mark.parametrize("error", [AdvisorError("Non.")])
def test_when_everything_fails_everything_is_named(
    error: AdvisorError, journal: Journal, advisor_small: Advisor
) -> None:
    class Broken:
        def answers(self, requests: Sequence[Request]) -> list[Mapping[str, Any]]:
            raise error

    record(journal, advisor_small, LAW)
    record(journal, advisor_small, PROJECT)
    assert measure(journal.entries(), Broken()).failed == ((1, "Non."), (2, "Non."))
