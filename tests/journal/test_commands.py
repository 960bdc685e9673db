"""`advisor journal`, and what `advisor ask` records."""

from __future__ import annotations

import json
import sqlite3

import pytest
from click.testing import CliRunner, Result

from advisor import settings, wiring
from advisor.cli import main
from advisor.service import Advisor

LAW = "EHPAD : conseil de la vie sociale obligatoire ?"


@pytest.fixture(autouse=True)
def served(monkeypatch: pytest.MonkeyPatch, advisor_small: Advisor) -> None:
    monkeypatch.setattr(wiring, "ready", lambda _settings: advisor_small)


def run(*arguments: str, given: str = "") -> Result:
    return CliRunner().invoke(main, list(arguments), input=given)


def change(statement: str) -> None:
    """Writes in the database behind the journal's back."""
    with sqlite3.connect(settings.read().data / "journal.db") as connection:
        connection.executescript(f"DROP TRIGGER entries_are_final; DROP TRIGGER entries_are_kept; {statement}")


def test_what_is_asked_is_recorded_and_listed() -> None:
    assert run("ask", LAW).exit_code == 0
    lines = '{"id": "a", "question": "c\'est quoi un frein ?"}\n{"id": "b", "question": " "}\n'
    assert run("ask", "--jsonl", given=lines).exit_code == 0
    listed = run("journal", "list").output
    assert "2 sur 2." in listed
    assert listed.index("frein") < listed.index("EHPAD")
    assert "La question est vide" in run("journal", "list", "--kind", "error", "--json").output
    assert "1 sur 1." in run("journal", "list", "--words", "conseil ehpad").output
    [row] = [json.loads(line) for line in run("journal", "list", "--words", "ehpad", "--json").output.splitlines()]
    assert (row["number"], row["kind"], row["verdict"]) == (1, "legal", "oui")


def test_a_line_asked_with_an_identifier_keeps_it_in_the_answer_and_in_the_journal() -> None:
    given = json.dumps({"id": "q-7", "question": LAW})
    told = json.loads(run("ask", "--jsonl", given=given).output)
    kept = json.loads(run("journal", "show", "1", "--json").output)
    assert told["id"] == kept["body"]["answer"]["id"] == "q-7"


def test_an_entry_is_shown_with_its_seal_and_its_headline() -> None:
    run("ask", LAW)
    shown = run("journal", "show", "1").output
    number, seal = run("journal", "head").output.strip().split(":")
    assert number == "1"
    assert f"Sceau {seal}" in shown
    assert LAW in shown
    assert "→ Oui" in shown
    missing = run("journal", "show", "9")
    assert (missing.exit_code, "Aucune entrée n° 9" in missing.output) == (1, True)


def test_a_journal_that_holds_is_said_to_and_exits_with_0() -> None:
    run("ask", LAW)
    done = run("journal", "verify")
    assert done.exit_code == 0
    assert "1 entrée : la chaîne tient." in done.output


def test_the_first_broken_entry_is_named_and_the_exit_code_is_1() -> None:
    for _ in range(3):
        run("ask", LAW)
    change("UPDATE entries SET body = replace(body, 'oui', 'non') WHERE number = 2")
    done = run("journal", "verify")
    assert done.exit_code == 1
    assert "Entrée n° 2 : son contenu a été altéré." in done.output
    assert json.loads(run("journal", "verify", "--json").output)["broken"]["number"] == 2


def test_a_head_noted_earlier_tells_that_the_end_was_cut_off() -> None:
    run("ask", LAW)
    run("ask", LAW)
    noted = run("journal", "head").output.strip()
    assert run("journal", "verify", "--known", noted).exit_code == 0
    change(
        "DELETE FROM entries WHERE number = 2; DELETE FROM answers WHERE number = 2;"
        "DELETE FROM marks WHERE number = 2; DELETE FROM answer_words WHERE rowid = 2"
    )
    assert run("journal", "verify").exit_code == 0
    done = run("journal", "verify", "--known", noted)
    assert (done.exit_code, "Entrée n° 2 : l'entrée, relevée ailleurs, n'est plus" in done.output) == (1, True)
    assert run("journal", "verify", "--known", "n'importe quoi").exit_code == 2


def test_a_queue_that_was_altered_is_said_and_drawn_again() -> None:
    run("ask", LAW)
    change("UPDATE answers SET headline = 'Autre'")
    done = run("journal", "verify")
    assert (done.exit_code, "n° 1 : lancez « advisor journal redraw »" in done.output) == (1, True)
    assert "1 réponse." in run("journal", "redraw").output
    assert run("journal", "verify").exit_code == 0


def test_without_a_journal_answers_are_given_and_the_commands_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADVISOR_JOURNAL", "aucun")
    assert "Oui" in run("ask", LAW).stdout
    done = run("journal", "head")
    assert (done.exit_code, "ADVISOR_JOURNAL" in done.output) == (1, True)


def test_an_answer_that_could_not_be_recorded_is_given_and_says_so_beside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADVISOR_JOURNAL", "mysql://a@b/c")
    done = run("ask", "--json", LAW)
    assert json.loads(done.stdout)["verdict"] == "oui"
    assert "n'a pas pu être enregistrée" in done.stderr
