"""`advisor journal purge`, `erase` and `export`, on a real journal."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from advisor.cli import main
from advisor.domain.record import Draft
from advisor.journal.store import Journal

LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A journal with an answer and its feedback written long ago, and an answer of today."""
    at = f"sqlite:///{tmp_path}/journal.db"
    monkeypatch.setenv("ADVISOR_JOURNAL", at)
    old = Journal.open(at, lambda: LONG_AGO)
    old.append(Draft(kind="answer", body=body("ancienne"), conversation="aaa"))
    old.append(Draft(kind="feedback", body={"helpful": True, "text": ""}, about=1, conversation="aaa"))
    old.close()
    today = Journal.open(at)
    today.append(Draft(kind="answer", body=body("récente"), conversation="bbb"))
    today.close()
    return at


def body(question: str) -> dict[str, object]:
    return {"message": question, "answer": {"kind": "content", "question": question, "headline": "Oui"}}


def run(*arguments: str, given: str = "") -> Result:
    return CliRunner().invoke(main, ["journal", *arguments], input=given)


def contents(url: str) -> list[bool]:
    journal = Journal.open(url)
    found = [entry.body is not None for entry in journal.entries()]
    assert journal.verify().holds
    journal.close()
    return found


def test_the_purge_empties_what_is_past_its_time_and_says_so(url: str) -> None:
    result = run("purge", "--yes", "--by", "lectrice 1")
    assert result.exit_code == 0
    assert "2 entrées vidées ; l'entrée n° 4 le dit." in result.output
    assert contents(url) == [False, False, True, True]
    assert "0 entrées à vider" in run("purge", "--yes").output


def test_the_purge_asks_first_and_can_be_tried_without_effect(url: str) -> None:
    assert "2 entrées à vider" in run("purge", "--dry-run").output
    assert run("purge", given="n\n").exit_code == 0
    assert contents(url) == [True, True, True]


def test_nothing_is_purged_when_everything_is_kept(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADVISOR_JOURNAL_DAYS", "0")
    assert "tout est gardé" in run("purge", "--yes").output
    assert contents(url) == [True, True, True]


def test_a_conversation_is_erased_and_its_reason_is_masked(url: str) -> None:
    result = run("erase", "aaa", "--reason", "demande de Mme Durand", "--yes")
    assert "n° 1, n° 2" in result.output
    assert contents(url) == [False, False, True, True]
    journal = Journal.open(url)
    entry = journal.entry(4)
    journal.close()
    assert entry is not None
    assert entry.body is not None
    assert entry.body["reason"] == "demande de Mme [personne 1]"


def test_erasing_an_unknown_conversation_is_said_and_changes_nothing(url: str) -> None:
    result = run("erase", "zzz", "--yes")
    assert result.exit_code == 1
    assert "ne tient rien de la conversation « zzz »" in result.output
    assert contents(url) == [True, True, True]


def test_the_journal_is_exported_whole_or_in_part(url: str, tmp_path: Path) -> None:
    whole = [json.loads(line) for line in run("export").output.splitlines()]
    assert [row["number"] for row in whole] == [1, 2, 3]
    mine = [json.loads(line) for line in run("export", "--conversation", "aaa").output.splitlines()]
    assert [row["number"] for row in mine] == [1, 2]
    since = [json.loads(line) for line in run("export", "--since", "2025-01-01").output.splitlines()]
    assert [row["number"] for row in since] == [3]
    assert "récente" in run("export", "--format", "csv", "--words", "recent").output
    assert "ancienne" not in run("export", "--format", "csv", "--words", "recent").output


def test_a_file_is_written_whole(url: str, tmp_path: Path) -> None:
    path = tmp_path / "journal.xlsx"
    assert run("export", "--format", "xlsx", "--output", str(path)).exit_code == 0
    assert openpyxl.load_workbook(path).sheetnames == ["Réponses", "Énoncés", "Avis", "Verdicts"]
    assert [file.name for file in tmp_path.iterdir() if file.suffix == ".part"] == []
    assert run("export", "--format", "xlsx").exit_code == 2
    absent = run("export", "--output", str(tmp_path / "absent" / "journal.jsonl"))
    assert absent.exit_code == 1
    assert "ne peut pas être écrit" in absent.output
