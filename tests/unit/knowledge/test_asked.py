"""Questions put beside the fiches: for a passage, and for the fiches that answer them."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.errors import DataError
from advisor.knowledge import asked
from advisor.knowledge.loader import Knowledge
from advisor.settings import ROOT

PASSAGES = """\
- page: "7"
  anchor: trois mots ici
  questions:
    - qui l'a écrit ?
    - {ask: "à quoi ça sert ?", fiches: [concept.essai, concept.autre]}
  words: [mémoire]
"""
FACTS = """\
- fiche: concept.essai
  questions: ["combien ?", "à quoi ça sert ?"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "fiches").mkdir()
    (tmp_path / "memoire.yaml").write_text(PASSAGES, encoding="utf-8")
    (tmp_path / "fiches" / "concepts.yaml").write_text(FACTS, encoding="utf-8")
    return tmp_path


def test_a_passage_is_searched_by_all_that_was_written_for_it(folder: Path) -> None:
    (entry,) = asked.read(folder)["memoire"]
    assert entry.lines() == ("qui l'a écrit ?", "à quoi ça sert ?")
    assert entry.text() == "qui l'a écrit ? à quoi ça sert ? mémoire"


def test_a_fiche_gets_the_questions_put_for_it_in_either_place_once(folder: Path) -> None:
    assert asked.of_fiches(folder) == {
        "concept.essai": ("combien ?", "à quoi ça sert ?"),
        "concept.autre": ("à quoi ça sert ?",),
    }


def test_questions_put_for_a_fiche_that_does_not_exist_are_told(folder: Path) -> None:
    assert asked.unknown(folder, ["concept.essai"]) == ["concept.autre"]


@pytest.mark.parametrize("text", ["- {fiche: concept.essai}\n", "- {fiche: a, questions: [b], mots: [c]}\n", "a: b\n"])
def test_a_bad_file_is_refused_by_name(folder: Path, text: str) -> None:
    (folder / "fiches" / "concepts.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"concepts\.yaml"):
        asked.of_fiches(folder)


def test_every_question_of_ours_is_put_for_a_fiche_that_exists(knowledge: Knowledge) -> None:
    assert asked.unknown(ROOT / "corpus" / asked.FOLDER, knowledge.fiches) == []
