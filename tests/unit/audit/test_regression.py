"""A wrong answer made a case: asked again until it is put right, and ever after."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from advisor.audit import regression
from advisor.audit.regression import OPEN, RIGHT, Case, Expected
from advisor.audit.replay import Own
from advisor.audit.resolved import as_data
from advisor.errors import DataError, NoProof
from advisor.journal.store import Journal
from advisor.service import Advisor
from advisor.settings import ROOT
from tests.unit.audit.recorded import record, verdict

LAW = "quelle loi impose une concertation pour une ZAC ?"
PROJECT = "On refait l'accueil de la maison du Département, rien n'est arrêté, avec les habitants"
CASES = ROOT / "corpus" / regression.FOLDER


@pytest.mark.parametrize("case", list(regression.read(CASES)), ids=lambda case: case.id)
def test_the_cases_of_the_corpus_stay_right(case: Case, advisor_full: Advisor, request: pytest.FixtureRequest) -> None:
    """Those still open must still be wrong: put right, they are to be marked so."""
    if case.state == OPEN:
        request.applymarker(pytest.mark.xfail(strict=True, reason="encore faux"))
    assert regression.problems(case, Own(advisor_full).answer(case.request())) == []


@pytest.fixture
def made(journal: Journal, advisor_small: Advisor) -> Case:
    entry = record(journal, advisor_small, LAW)
    return regression.made(entry, verdict(journal, entry.number, "faux", comment="Il manque l'exception."))


def test_a_case_is_wrong_as_long_as_the_conclusion_is_the_one_judged(made: Case, advisor_small: Advisor) -> None:
    now = Own(advisor_small).answer(made.request())
    assert made.state == OPEN
    assert regression.problems(made, now) == ["La conclusion est celle qui a été jugée fausse."]
    assert regression.problems(made, {**now, "verdict": "dépend"}) == []


def test_a_statement_judged_unsupported_must_not_come_back(journal: Journal, advisor_small: Advisor) -> None:
    entry = record(journal, advisor_small, PROJECT)
    case = regression.made(entry, verdict(journal, entry.number, "non soutenu", statement="s2"))
    now = Own(advisor_small).answer(case.request())
    assert case.statement == now["statements"][1]["text"]
    assert case.statement in regression.problems(case, now)[0]
    kept = [item for item in now["statements"] if item["id"] != "s2"]
    assert regression.problems(case, {**now, "statements": kept}) == []


def test_what_a_reviewer_expects_is_what_counts(made: Case, advisor_small: Advisor) -> None:
    now = Own(advisor_small).answer(made.request())
    article = made.outcome.articles[0]
    right = dataclasses.replace(made, expected=Expected(kind="legal", verdict="oui", articles=(article,)))
    assert regression.problems(right, now) == []
    for expected, said in (
        (Expected(kind="recommendation"), "Genre de réponse"),
        (Expected(degrees=("concerter",)), "Degré : aucun"),
        (Expected(verdict="non"), "Verdict : oui"),
        (Expected(articles=("Un code, un article",)), "absent"),
        (Expected(never=(article,)), "de trop"),
        (Expected(fiches=("frein.inconnu",)), "Fiche attendue"),
    ):
        found = regression.problems(dataclasses.replace(made, expected=expected), now)
        assert len(found) == 1
        assert said in found[0]


def test_a_case_is_read_as_it_was_written(journal: Journal, advisor_small: Advisor, tmp_path: Path) -> None:
    from advisor.domain.profile import Fact, FactStatus

    fact = Fact(name="delai", number=12.0, values=("long",), status=FactStatus.CORRECTED)
    entry = record(journal, advisor_small, "Ouverture : « mars »\n# oui", history=[PROJECT, "no"], corrections=[fact])
    body = {"statement": "", "value": "faux", "comment": "a: b", "proposal": {"fiche": "frein.a", "text": "null"}}
    from advisor.domain.record import Draft

    judged = journal.append(Draft(kind="verdict", about=entry.number, author="Relectrice A", body=body))
    case = regression.made(entry, judged)
    path = regression.write(case, tmp_path / "cas")
    (read,) = regression.read(tmp_path / "cas")
    assert dataclasses.replace(read, corrections=()) == dataclasses.replace(case, corrections=())
    assert read.request().conversation() == case.request().conversation()
    assert "Relectrice" not in path.read_text(encoding="utf-8"), "un cas ne nomme personne"


def test_a_case_already_there_is_not_written_over(made: Case, tmp_path: Path) -> None:
    path = regression.write(made, tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace(OPEN, RIGHT), encoding="utf-8")
    assert regression.write(made, tmp_path) == path
    assert next(regression.read(tmp_path)).state == RIGHT


def test_a_case_that_cannot_be_used_names_its_key(made: Case, tmp_path: Path) -> None:
    path = regression.write(made, tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace(f"state: {OPEN}", "state: presque"), encoding="utf-8")
    with pytest.raises(DataError, match="state"):
        list(regression.read(tmp_path))


@pytest.mark.parametrize(
    ("value", "statement"), [("juste", ""), ("défendable", ""), ("soutenu", "s1"), ("partiel", "s1")]
)
def test_a_verdict_that_finds_nothing_false_makes_no_case(
    value: str, statement: str, journal: Journal, advisor_small: Advisor
) -> None:
    entry = record(journal, advisor_small, LAW)
    judged = verdict(journal, entry.number, value, statement=statement)
    with pytest.raises(NoProof, match="rien de faux"):
        regression.made(entry, judged)


def test_an_answer_in_the_journal_and_one_given_now_conclude_alike(journal: Journal, advisor_small: Advisor) -> None:
    entry = record(journal, advisor_small, PROJECT)
    kept: Any = json.loads(json.dumps((entry.body or {})["answer"]))
    assert regression.outcome(kept) == regression.outcome(as_data(advisor_small.ask(PROJECT)))
