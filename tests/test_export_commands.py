"""`advisor export`: documents from a question or from the journal, and a remedy for each bad input."""

from __future__ import annotations

import io
import json
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner, Result

from advisor import wiring
from advisor.cli import main
from advisor.service import Advisor
from advisor.settings import Settings, read

PROJECT = "On veut refaire l'accueil de la maison du Département avec les habitants, rien n'est arrêté"
LAW = "quelle loi impose une concertation pour une ZAC ?"


@pytest.fixture(autouse=True)
def served(monkeypatch: pytest.MonkeyPatch, advisor_small: Advisor, small_settings: Settings, tmp_path: Path) -> None:
    monkeypatch.setattr(wiring, "ready", lambda _settings: advisor_small)
    monkeypatch.setenv("ADVISOR_DATA", str(small_settings.data))
    monkeypatch.setenv("ADVISOR_JOURNAL", f"sqlite:///{tmp_path / 'journal.db'}")
    monkeypatch.chdir(tmp_path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def done(*arguments: str) -> str:
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    return result.output


def refused(*arguments: str) -> str:
    result = run(*arguments)
    assert result.exit_code in {1, 2}, result.output
    return result.output


@pytest.mark.parametrize("what", ["note", "fiche", "contrat", "trame", "json"])
def test_a_question_gives_a_document(what: str, tmp_path: Path) -> None:
    said = done("export", "--question", PROJECT, "--what", what, "--to", str(tmp_path))
    path = Path(said.removeprefix("Écrit : ").partition(" (")[0])
    content = path.read_bytes()
    if what == "json":
        assert json.loads(content)["question"] == PROJECT
    else:
        assert docx.Document(io.BytesIO(content)).core_properties.title


def test_an_answer_of_the_journal_gives_the_same_document_by_its_number_or_its_name(tmp_path: Path) -> None:
    done("ask", PROJECT)
    journal = wiring.journal(read())
    assert journal is not None
    entry = next(iter(journal.entries(kinds=("answer",))))
    journal.close()
    assert entry.body is not None
    identifier = entry.body["answer"]["id"]
    for name, given in (("a", str(entry.number)), ("b", identifier)):
        done("export", given, "--what", "contrat", "--to", f"{name}.docx")
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()


def test_the_document_bears_its_own_name_by_default(tmp_path: Path) -> None:
    done("export", "--question", LAW)
    assert [path.name for path in tmp_path.glob("note-*.docx")]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Donnez soit le numéro d'une réponse, soit --question"),
        (("3", "--question", PROJECT), "Donnez soit le numéro d'une réponse, soit --question"),
        (("99",), "Aucune réponse « 99 » dans le journal"),
        (("²",), "Aucune réponse « ² » dans le journal"),
        (("99999999999999999999",), "Aucune réponse"),
        (("--question", PROJECT, "--what", "ics"), "Donnez la date de la décision"),
        (("--question", LAW, "--what", "contrat"), "Elle donne : note, json"),
        (("--question", "recette de la tarte aux pommes"), "Décrivez votre projet"),
        (("--question", PROJECT, "--to", "absent/note.docx"), "Donnez un autre fichier par --to"),
        (("--question", " "), "La question est vide"),
    ],
)
def test_a_bad_input_says_what_to_do(arguments: tuple[str, ...], said: str) -> None:
    assert said in refused("export", *arguments)


def test_an_entry_that_is_no_answer_is_refused() -> None:
    done("ask", PROJECT)
    journal = wiring.journal(read())
    assert journal is not None
    journal.purge([1], "essai")
    journal.close()
    assert "son contenu a été retiré" in refused("export", "1")


def test_without_a_journal_one_is_told_to_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADVISOR_JOURNAL", "aucun")
    assert "ou --question" in refused("export", "1")
