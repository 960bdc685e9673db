"""`advisor impact` and the commands of proof, on a journal in a file."""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from advisor import keeping, wiring
from advisor.audit import regression
from advisor.cli import main
from advisor.journal.store import Journal
from advisor.service import Advisor
from advisor.settings import ROOT, Settings
from tests.unit.audit.recorded import record, verdict

LAW = "quelle loi impose une concertation pour une ZAC ?"
PROJECT = "On refait l'accueil de la maison du Département, rien n'est arrêté, avec les habitants"


@pytest.fixture(autouse=True)
def served(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, small_settings: Settings, advisor_small: Advisor) -> None:
    """The small service, its versions, and a journal and a corpus of the test's own."""
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus")
    monkeypatch.setattr(wiring, "ready", lambda _settings: advisor_small)
    monkeypatch.setenv("ADVISOR_DATA", str(small_settings.data))
    monkeypatch.setenv("ADVISOR_LIBRARY", "")
    monkeypatch.setenv("ADVISOR_CORPUS", str(tmp_path / "corpus"))
    monkeypatch.setenv("ADVISOR_JOURNAL", f"sqlite:///{tmp_path / 'journal.db'}")
    monkeypatch.chdir(tmp_path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def test_an_answer_replayed_is_said_identical(journal: Journal, advisor_small: Advisor) -> None:
    record(journal, advisor_small, LAW)
    for options in ((), ("--today",)):
        result = run("audit", "replay", "1", *options)
        assert result.exit_code == 0, result.output
        assert "identique, octet pour octet" in result.output
    assert json.loads(run("audit", "replay", "1", "--json").output)["same"] is True


def test_a_replay_that_differs_is_told_and_exits_with_1(journal: Journal, advisor_small: Advisor) -> None:
    versions = {**advisor_small.parts.versions, "snapshot": "0" * 64}
    record(journal, Advisor(dataclasses.replace(advisor_small.parts, versions=versions)), LAW)
    result = run("audit", "replay", "1")
    assert result.exit_code == 1
    assert "n'est pas conservée" in result.output


def test_a_bundle_is_written_then_checked(journal: Journal, advisor_small: Advisor, tmp_path: Path) -> None:
    record(journal, advisor_small, LAW)
    verdict(journal, 1, "faux", comment="Il manque un texte.")
    assert run("audit", "bundle", "1").exit_code == 0
    path = tmp_path / "preuve-000001.zip"
    _, seal = journal.head()
    assert run("audit", "check", str(path), "--seal", seal).exit_code == 0
    assert run("audit", "check", str(path), "--seal", "0" * 64).exit_code == 1
    read = run("audit", "check", str(path), "--read").output
    assert "Il manque un texte." in read
    assert LAW in read


def test_a_false_verdict_becomes_a_case_in_one_command(
    journal: Journal, advisor_small: Advisor, tmp_path: Path
) -> None:
    record(journal, advisor_small, LAW)
    judged = verdict(journal, 1, "faux", comment="Il manque un texte.")
    assert "Aucun cas" in run("audit", "cases").output
    for number in (1, judged.number):
        result = run("audit", "case", str(number))
        assert result.exit_code == 0, result.output
    (path,) = (tmp_path / "corpus" / regression.FOLDER).glob("*.yaml")
    assert "encore faux" in run("audit", "cases").output
    path.write_text(path.read_text(encoding="utf-8").replace("state: ouvert", "state: corrigé"), encoding="utf-8")
    result = run("audit", "cases")
    assert result.exit_code == 1
    assert "FAUX DE NOUVEAU" in result.output


@pytest.mark.parametrize("command", ["replay", "bundle", "case"])
def test_a_number_that_is_no_answer_is_said(command: str, journal: Journal) -> None:
    result = run("audit", command, "7")
    assert result.exit_code == 1
    assert "n° 7" in result.output
    assert "Traceback" not in result.output


def test_versions_are_listed_checked_and_pruned(
    journal: Journal, advisor_small: Advisor, small_settings: Settings
) -> None:
    record(journal, advisor_small, LAW)
    held = keeping.versions(small_settings)
    spare = held.keep({"fiches": {"a": b"x"}}, {"software": "0"})
    identifier = advisor_small.parts.versions["snapshot"]
    result = run("audit", "versions", "--check")
    assert result.exit_code == 0, result.output
    assert identifier in result.output
    assert spare in result.output
    assert run("audit", "versions", "--prune").exit_code == 0
    assert identifier in held.ids()
    assert spare not in held.ids()


def test_without_a_journal_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADVISOR_JOURNAL", "aucun")
    for command in (("impact",), ("audit", "replay", "1")):
        result = run(*command)
        assert result.exit_code == 1
        assert "journal" in result.output


def test_impact_lists_the_answers_that_a_fiche_not_yet_published_would_alter(
    journal: Journal, advisor_small: Advisor, tmp_path: Path
) -> None:
    """A real change of a file, its index made apart; the index in use is left alone."""
    assert "rien à comparer" in run("impact").output
    entry = record(journal, advisor_small, LAW)
    record(journal, advisor_small, "recette de la tarte aux pommes")
    rule = (entry.body or {})["answer"]["obligations"][0]["fiche"].removeprefix("obligation.")
    path = next((tmp_path / "corpus" / "knowledge" / "obligations").rglob(f"{rule}.yaml"))
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r'^title: "?', r"\g<0>Nouveau — ", text, count=1, flags=re.M), encoding="utf-8")
    current = (keeping.versions(_settings()).folder.parent / "index" / "current").read_text(encoding="utf-8")
    result = run("impact", "--all")
    assert result.exit_code == 0, result.output
    assert "2 réponses lues, 2 distinctes redemandées : 1 changeraient" in result.output
    assert "Nouveau" in result.output
    found = json.loads(run("impact", "--last", "1", "--json").output)
    assert (found["read"], found["altered"]) == (1, [])
    folder = keeping.versions(_settings()).folder.parent
    assert (folder / "index" / "current").read_text(encoding="utf-8") == current


def _settings() -> Settings:
    from advisor import settings

    return settings.read()
