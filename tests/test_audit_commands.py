"""`advisor audit`: from questions asked at the command line to a report, over one journal."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner, Result

from advisor import wiring
from advisor.cli import main
from advisor.service import Advisor
from advisor.settings import Settings, read

ASKED = (
    "quelle loi impose une concertation pour une ZAC ?",
    "que disent les sources des usagers professionnels ?",
    "recette de la tarte aux pommes",
    "On veut refaire l'accueil de la maison du Département avec les habitants, rien n'est arrêté",
)


@pytest.fixture(autouse=True)
def served(monkeypatch: pytest.MonkeyPatch, advisor_small: Advisor, small_settings: Settings, tmp_path: Path) -> None:
    monkeypatch.setattr(wiring, "ready", lambda _settings: advisor_small)
    monkeypatch.setenv("ADVISOR_DATA", str(small_settings.data))
    monkeypatch.setenv("ADVISOR_JOURNAL", f"sqlite:///{tmp_path / 'journal.db'}")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def done(*arguments: str) -> str:
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    return result.output


def _judged(value: str) -> None:
    """Every answer of the journal judged by one reader."""
    settings = read()
    journal = wiring.journal(settings)
    assert journal is not None
    desk = wiring.desk(settings, journal)
    for entry in list(journal.entries(kinds=("answer",))):
        facts = desk.facts(entry.number)
        assert facts is not None
        for statement in facts.statements:
            desk.judge(entry.number, "Lectrice", value, statement=statement.id)
        desk.judge(entry.number, "Lectrice", "juste")
    journal.close()


def test_from_questions_to_the_report(tmp_path: Path) -> None:
    for question in ASKED:
        done("ask", question)
    drawn = done("audit", "sample", "--author", "Lectrice", "--size", "3", "--seed", "s", "--reader", "Lectrice")
    assert "3 réponses sur 4" in drawn
    assert "Lectrice : 0 sur 3" in done("audit", "samples")
    _judged("soutenu")
    assert "Lectrice : 3 sur 3" in done("audit", "samples")
    figures = json.loads(done("audit", "figures", "--json"))
    assert figures["whole"]["answers"] == 4
    assert figures["whole"]["citation_recall"]["right"] == figures["whole"]["citation_recall"]["judged"] > 10
    chance = json.loads(done("audit", "figures", "--json", "--chance"))
    assert chance["whole"]["answers"] == 3
    assert "Précision des citations" in done("audit", "figures", "--by", "source")
    usage = json.loads(done("audit", "usage", "--json", "--passages", "50"))
    assert {theme["examples"][0] for theme in usage["gaps"]} == {"recette de la tarte aux pommes"}
    assert any(fiche["fiche"] == "obligation.concertation-zac" for fiche in usage["fiches"])
    assert {fiche["fiche"] for fiche in usage["fiches"]}.isdisjoint(fiche["fiche"] for fiche in usage["unused"])
    assert all(held["cited"] for held in usage["passages"])
    assert "Questions sans réponse" in done("audit", "usage")
    path = tmp_path / "rapport.docx"
    assert str(path) in done("audit", "report", str(path), "--verify", "--title", "Audit de novembre")
    assert docx.Document(str(path)).paragraphs[0].text == "Audit de novembre"


def test_a_wrong_sample_or_no_journal_is_said_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    refused = run("audit", "figures", "--sample", "7")
    assert refused.exit_code == 1
    assert "Aucun échantillon n° 7" in refused.output
    refused = run("audit", "sample", "--author", "Lectrice")
    assert refused.exit_code == 1
    assert "Aucune réponse" in refused.output
    monkeypatch.setenv("ADVISOR_JOURNAL", "aucun")
    refused = run("audit", "samples")
    assert refused.exit_code == 1
    assert "ADVISOR_JOURNAL" in refused.output
