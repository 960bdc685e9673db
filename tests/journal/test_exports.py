"""The journal as JSON lines, CSV and a workbook: whole, in order, and run by no spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.domain.record import Draft, Entry
from advisor.journal import chain, exports, retention, workbook
from advisor.journal.chain import Stored
from advisor.journal.queue import Filters
from advisor.journal.store import Journal

DANGEROUS = ["=1+1", "+33 6", "-2+3", "@SUM(A1)", "\t=1", " =cmd|'/c calc'!A0", "%0A", "|x", "#N/A"]


def answered(journal: Journal, question: str, conversation: str = "c") -> int:
    said = {
        "kind": "content",
        "language": "fr",
        "question": question,
        "headline": "Une réponse",
        "statements": [
            {
                "id": "s1",
                "text": question,
                "citations": ["c1", "c2"],
                "check": {"status": "supported", "by": "mots"},
                "role": "dit",
                "fiche": "frein.x",
            }
        ],
        "citations": [
            {"id": "c1", "source": "robinet-2024", "fiche": "frein.x", "passage_id": "p1"},
            {"id": "c2", "source": "robinet-2024", "fiche": "frein.x", "passage_id": "p2"},
        ],
    }
    return journal.append(
        Draft(kind="answer", body={"message": question, "turn": 1, "answer": said}, conversation=conversation)
    ).number


def spoken(journal: Journal) -> tuple[int, int]:
    """An answer with feedback and a verdict, and another; their numbers."""
    first = answered(journal, "Faut-il consulter ?")
    opinion = {"helpful": False, "reason": "incomplet", "text": "=il manque un article", "statement": ""}
    journal.append(Draft(kind="feedback", body=opinion, about=first, conversation="c"))
    verdict: dict[str, Any] = {"statement": "s1", "value": "soutenu", "comment": "oui", "sample": 0, "blind": True}
    verdict["proposal"] = {"fiche": "frein.x", "text": "mieux dit"}
    journal.append(Draft(kind="verdict", body=verdict, about=first, author="lectrice 1"))
    return first, answered(journal, "Et après ?", "d")


def sheets(journal: Journal) -> dict[str, list[list[Any]]]:
    file = io.BytesIO()
    workbook.workbook(journal, exports.everything(journal), file)
    book = openpyxl.load_workbook(io.BytesIO(file.getvalue()))
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


def table(journal: Journal, numbers: list[int] | None = None) -> list[list[str]]:
    text = "".join(exports.csv_lines(journal, exports.everything(journal) if numbers is None else numbers))
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


def test_json_lines_of_the_whole_journal_carry_their_proof(journal: Journal) -> None:
    spoken(journal)
    retention.erase(journal, "d")
    read = [Entry(**json.loads(line)) for line in exports.lines(journal.entries())]
    assert [entry.number for entry in read] == [1, 2, 3, 4, 5]
    report = chain.verify(Stored.of(entry) for entry in read)
    assert report.holds
    assert report.head == journal.head()


def test_a_conversation_is_exported_whole_with_what_was_said_of_it(journal: Journal) -> None:
    first, second = spoken(journal)
    assert [entry.number for entry in exports.conversation(journal, "c")] == [first, first + 1, first + 2]
    assert [entry.number for entry in exports.conversation(journal, "d")] == [second]
    assert list(exports.conversation(journal, "")) == []


def test_the_queue_is_exported_with_errors_and_purged_lines(journal: Journal) -> None:
    first, second = spoken(journal)
    journal.append(Draft(kind="error", body={"message": "trop long", "error": "X", "said": "refusé", "reference": "1"}))
    retention.erase(journal, "d")
    titles, *rows = table(journal)
    shown = [dict(zip(titles, row, strict=True)) for row in rows]
    assert [row["numéro"] for row in shown] == [str(first), str(second), "5"]
    assert [row["nature"] for row in shown] == ["content", "", "error"]
    assert [row["vidée par une purge"] for row in shown] == ["non", "oui", "non"]
    assert shown[0]["sources"] == "robinet-2024"
    assert shown[0]["avis de l'usager"] == "negative"
    assert table(journal, journal.numbers(Filters(conversation="c")))[1][0] == str(first)


def test_the_workbook_shows_statements_feedback_and_verdicts(journal: Journal) -> None:
    first, second = spoken(journal)
    found = sheets(journal)
    assert [row[0] for row in found["Réponses"]] == ["numéro", first, second]
    statement = (first, "s1", "Faut-il consulter ?", "dit", "frein.x", "supported", "mots", "robinet-2024")
    assert tuple(found["Énoncés"][1]) == statement
    assert found["Avis"][1][3:] == [None, "non", "incomplet", "=il manque un article"]
    assert found["Verdicts"][1][3:] == [
        *("verdict", "lectrice 1", "s1", "soutenu", "oui", None, "oui", "frein.x", "mieux dit"),
    ]


@pytest.mark.parametrize("said", DANGEROUS)
def test_no_text_is_a_formula(journal: Journal, said: str) -> None:
    answered(journal, said)
    file = io.BytesIO()
    workbook.workbook(journal, exports.everything(journal), file)
    book = openpyxl.load_workbook(io.BytesIO(file.getvalue()))
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {
        "s",
        "inlineStr",
        "n",
        "d",
    }
    question = table(journal)[1][6]
    assert question in (f"'{said}", said)
    assert not question.lstrip().startswith(("=", "+", "-", "@", "\t", "\r", "%", "|"))


@given(st.text(max_size=60))
def test_any_text_is_safe_and_is_found_again(said: str) -> None:
    kept = exports.safe(said)
    assert kept.removeprefix("'") == said.removeprefix("'") or kept == said
    assert not exports.FORMULA.match(kept)


def test_a_text_too_long_or_with_forbidden_signs_is_written_all_the_same(journal: Journal) -> None:
    answered(journal, "x" * 40_000)
    answered(journal, "un\x0bdeux")
    found = sheets(journal)["Énoncés"]
    assert len(found[1][2]) == workbook.LONGEST
    assert found[1][2].endswith(workbook.CUT)
    assert found[2][2] == "un deux"


def test_lines_read_some_at_a_time_are_all_there_in_order(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "BATCH", 3)
    numbers = [answered(journal, f"question {rank}") for rank in range(10)]
    assert [int(row[0]) for row in table(journal)[1:]] == numbers


def test_a_full_sheet_is_gone_on_with_by_another(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST", 4)
    numbers = [answered(journal, f"question {rank}") for rank in range(7)]
    found = sheets(journal)
    assert [row[0] for name in ("Réponses", "Réponses 2", "Réponses 3") for row in found[name][1:]] == numbers
    assert {found[name][0][0] for name in ("Réponses", "Réponses 2", "Réponses 3")} == {"numéro"}
