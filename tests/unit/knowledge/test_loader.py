"""Fiches as reviewers write them: a bad file is refused with its file, line, key and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.domain.condition import Condition
from advisor.domain.fiche import Notion, Obligation
from advisor.errors import DataError
from advisor.knowledge import loader, yaml_text
from advisor.knowledge.loader import Knowledge, iter_texts

GOOD = """\
id: concept.essai
title: Un essai
title_en: A test
statement: Une phrase.
evidence:
  - {source: memoire, section: Un, page: "1", anchor: trois mots ici}
review: {date: "2026-11-22", state: relu}
applies:
  - fact: marge
    any_of: [aucune]
"""


def _written(folder: Path, text: str, path: str = "concepts/essai.yaml") -> Path:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def _without(key: str) -> str:
    return "".join(line for line in GOOD.splitlines(keepends=True) if not line.startswith(f"{key}:"))


def _refused(path: Path) -> DataError:
    with pytest.raises(DataError) as caught:
        loader.load([path.parents[1]])
    return caught.value


@pytest.mark.parametrize(
    ("text", "line", "key", "message", "remedy"),
    [
        (_without("title"), 1, "title", "cette clé manque", "Ajoutez-la"),
        (GOOD + "titel: X\n", 11, "titel", "cette clé n'existe pas", "orthographe"),
        (GOOD.replace("relu", "lu"), 7, "review.state", "valeur « lu » refusée", "'à relire'"),
        (GOOD + "title: Deux\n", 11, "title", "écrite deux fois", "Gardez-en une seule"),
        (GOOD.replace("statement: Une phrase.", "statement:"), 4, "statement", "un texte est attendu", "ou retirez"),
        (GOOD + "questions: Quoi ?\n", 11, "questions", "une liste est attendue", "un tiret par élément"),
        (GOOD + "words: [a\n", 12, "", "YAML illisible", "guillemets"),
        (GOOD.replace("any_of: [aucune]", "above: cinq"), 10, "applies.0.above", "n'est pas un nombre", "sans unité"),
        (
            GOOD.replace("    any_of: [aucune]\n", ""),
            9,
            "applies.0",
            "condition sur « marge »",
            "Corrigez la condition",
        ),
        (GOOD.replace("concept.essai", "concept.autre"), 1, "id", "ne suit pas le nom du fichier", "id: concept.essai"),
        (GOOD.replace("anchor: trois mots ici", "ancre: x"), 6, "evidence.0.anchor", "cette clé manque", "Ajoutez-la"),
        ("", 1, "", "le fichier est vide", "remplissez-le"),
        ("- un\n- deux\n", 1, "", "refusée", "une fiche du même genre"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 30 else "",
)
def test_a_bad_fiche_is_refused_with_its_place_and_remedy(
    tmp_path: Path, text: str, line: int, key: str, message: str, remedy: str
) -> None:
    error = _refused(_written(tmp_path, text))
    assert (error.file, error.line, error.key) == ("essai.yaml", line, key)
    assert message in error.message
    assert remedy in error.remedy
    assert str(error).startswith(f"essai.yaml:{line}")


def test_the_good_fiche_is_read(tmp_path: Path) -> None:
    _written(tmp_path, GOOD)
    fiche = loader.load([tmp_path]).fiches["concept.essai"]
    assert isinstance(fiche, Notion)
    assert fiche.applies == (Condition(fact="marge", any_of=("aucune",)),)


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    path = _written(tmp_path, GOOD)
    path.write_bytes("title: é".encode("latin-1"))
    assert "UTF-8" in _refused(path).message


def test_an_unknown_folder_is_refused_with_those_admitted(tmp_path: Path) -> None:
    error = _refused(_written(tmp_path, GOOD, "concept/essai.yaml"))
    assert "« concept » n'est pas un genre de fiche" in error.message
    assert "concepts" in error.remedy


def test_an_id_used_twice_is_refused_naming_both_files(tmp_path: Path) -> None:
    _written(tmp_path / "nous", GOOD)
    _written(tmp_path / "eux", GOOD)
    with pytest.raises(DataError, match=r"essai\.yaml.*« concept\.essai » existe déjà \(concepts/essai\.yaml\)"):
        loader.load([tmp_path / "nous", tmp_path / "eux"])


def test_a_fact_named_otherwise_than_its_file_is_refused(tmp_path: Path) -> None:
    text = "name: autre\nlabel: l\nkind: choix\nquestion: q\nwhy: w\norder: 1\n"
    error = _refused(_written(tmp_path, text, "faits/essai.yaml"))
    assert (error.key, error.remedy) == ("name", "Écrivez name: essai")


@pytest.mark.parametrize(("order", "refused"), [("1", False), ('"1"', False), ("un", True), ("1.5", True)])
def test_a_number_is_read_from_its_text(tmp_path: Path, order: str, refused: bool) -> None:
    text = f"name: essai\nlabel: l\nkind: choix\nquestion: q\nwhy: w\norder: {order}\n"
    path = _written(tmp_path, text, "faits/essai.yaml")
    if refused:
        assert "n'est pas un nombre" in _refused(path).message
    else:
        assert loader.load([tmp_path]).facts["essai"].order == 1


@pytest.mark.parametrize(
    ("written", "read"),
    [("no", "no"), ("12", "12"), ("2024-10-18", "2024-10-18"), ("~", "~"), ("''", ""), ("true", "true"), ("é ", "é")],
)
def test_every_scalar_is_text(tmp_path: Path, written: str, read: str) -> None:
    path = tmp_path / "f.yaml"
    path.write_text(f"a: {written}\n", encoding="utf-8")
    assert yaml_text.read(path)[0] == {"a": read}


def test_an_empty_value_is_nothing(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_text("a:\n", encoding="utf-8")
    assert yaml_text.read(path)[0] == {"a": None}


def test_each_key_has_its_line(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_text("a: 1\nb:\n  - c: 2\n    d: 3\n", encoding="utf-8")
    lines = yaml_text.read(path)[1]
    assert (lines["a",], lines["b",], lines["b", 0, "c"], lines["b", 0, "d"]) == (1, 2, 3, 4)


def test_fiches_of_the_organisation_come_after_ours(tmp_path: Path) -> None:
    _written(tmp_path / "nous", GOOD)
    _written(tmp_path / "eux", GOOD.replace("concept.essai", "concept.charte"), "concepts/charte.yaml")
    read = loader.load([tmp_path / "nous", tmp_path / "eux"])
    assert list(read.fiches) == ["concept.charte", "concept.essai"]


def test_a_changed_fiche_changes_the_fingerprint(tmp_path: Path) -> None:
    _written(tmp_path, GOOD)
    before = loader.load([tmp_path]).fingerprint
    assert loader.load([tmp_path]).fingerprint == before
    _written(tmp_path, GOOD.replace("Une phrase", "Une autre phrase"))
    assert loader.load([tmp_path]).fingerprint != before


def test_an_obligation_gives_all_its_sentences_to_the_checks(knowledge: Knowledge) -> None:
    fiche = knowledge.fiches["obligation.concertation-zac"]
    assert isinstance(fiche, Obligation)
    told = dict(iter_texts(fiche))
    assert told["statement"] == fiche.statement
    assert told["details.0.text"] == fiche.details[0].text
    assert {told["bound"], told["timing"], told["report"]} == {fiche.bound, fiche.timing, fiche.report}


def test_criteria_come_in_the_order_of_their_evaluation(knowledge: Knowledge) -> None:
    orders = [critere.order for critere in knowledge.criteres]
    assert orders == sorted(orders)
