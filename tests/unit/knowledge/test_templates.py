"""The templates of the documents handed out: loaded, refused with a remedy, proved as the fiches are."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from advisor.domain.source import Page
from advisor.domain.trame import Adaptation, Contrat, Trame
from advisor.errors import DataError
from advisor.knowledge import templates, wording
from advisor.knowledge.loader import Knowledge
from advisor.settings import ROOT

CORPUS = ROOT / "corpus" / templates.FOLDER
ACCEPTED = wording.accepted(ROOT / "corpus" / wording.ACCEPTED)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CORPUS, tmp_path / templates.FOLDER))


def changed(folder: Path, name: str, before: str, after: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def found(folder: Path, knowledge: Knowledge) -> list[str]:
    return [str(problem) for problem in templates.problems(folder, knowledge, {}, ACCEPTED)]


def test_the_templates_of_the_repository_are_sound(knowledge: Knowledge) -> None:
    held = templates.load(CORPUS)
    assert {type(fiche) for fiche in held.values()} == {Trame, Adaptation, Contrat}
    assert found(CORPUS, knowledge) == []


def test_their_anchors_stand_where_they_say(knowledge: Knowledge, full_pages: Mapping[tuple[str, str], Page]) -> None:
    assert templates.problems(CORPUS, knowledge, full_pages, ACCEPTED) == []


def test_a_corpus_without_templates_has_no_problem(tmp_path: Path, knowledge: Knowledge) -> None:
    assert templates.problems(tmp_path / "rien", knowledge, {}, ACCEPTED) == []


@pytest.mark.parametrize(
    ("name", "before", "after", "said"),
    [
        ("trames/informer.yaml", "[[date]]", "[[date]", "un champ à compléter s'écrit"),
        ("trames/informer.yaml", "degree: informer", "degree: consulter", "le degré « informer » n'a pas de trame"),
        ("adaptations/jeunes.yaml", "fact: profil", "fact: profils", "le fait « profils » n'existe pas"),
        ("adaptations/jeunes.yaml", "any_of: [jeunesse]", "any_of: [jeunnesse]", "n'a pas de valeur « jeunnesse »"),
        (
            "contrats/contrat-moral.yaml",
            "fiche: obligation.donnees-principes",
            "fiche: obligation.rien",
            "n'existe pas",
        ),
        ("trames/entretien.yaml", "Comment faites-vous", "Coment faites-vous", "n'est pas dans le dictionnaire"),
        ("trames/entretien.yaml", "anchor: \"d'un moment privilégié d'écoute\"", 'anchor: "moment"', "ancre de 1 mots"),
    ],
)
def test_a_wrong_template_is_named(
    name: str, before: str, after: str, said: str, folder: Path, knowledge: Knowledge
) -> None:
    changed(folder, name, before, after)
    problems = found(folder, knowledge)
    assert problems
    assert any(said in problem and templates.FOLDER in problem for problem in problems), problems


def test_an_anchor_that_is_not_in_the_text_is_named(
    folder: Path, knowledge: Knowledge, full_pages: Mapping[tuple[str, str], Page]
) -> None:
    changed(folder, "adaptations/captif.yaml", "ont un contact direct et continu", "ont un contact direct et bref")
    assert any("s'y trouve 0 fois" in str(item) for item in templates.problems(folder, knowledge, full_pages, ACCEPTED))


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("minutes: 5,", "minutes: cinq,", "n'est pas un nombre"),
        ("opening:", "ouverture:", "cette clé"),
        ("id: trame.informer", "id: trame.autre", "ne suit pas le nom du fichier"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_its_remedy(
    before: str, after: str, said: str, folder: Path
) -> None:
    changed(folder, "trames/informer.yaml", before, after)
    with pytest.raises(DataError, match=r"informer\.yaml") as refused:
        templates.load(folder)
    assert said in str(refused.value)
    assert refused.value.remedy
