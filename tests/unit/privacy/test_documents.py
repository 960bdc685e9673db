"""The register entry and the algorithm notice say what the code does: defaults, commands, figures, what is learnt."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from advisor import settings
from advisor.cli import main
from advisor.domain.fiche import Critere
from advisor.domain.record import EntryKind
from advisor.evaluation.masking import labelled, measured
from advisor.knowledge.loader import Knowledge
from advisor.privacy.masking import Masker
from advisor.privacy.persons import Known
from advisor.privacy.spans import Kind
from advisor.settings import ROOT

REGISTER = (ROOT / "docs" / "registre.md").read_text(encoding="utf-8")
NOTICE = (ROOT / "docs" / "algorithme.md").read_text(encoding="utf-8")
FOLDER = ROOT / "tests" / "evaluation"
COUNTS = ("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze")


def rows(text: str, title: str) -> list[list[str]]:
    """The rows of the table whose first heading is a title."""
    table = text[text.index(f"| {title} |") :].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table]


def test_the_defaults_are_those_of_the_settings() -> None:
    found = {row[0].strip("`"): row[1] for row in rows(REGISTER, "réglage")}
    read = settings.read({"ADVISOR_DATA": "/x"})
    assert found["ADVISOR_JOURNAL_DAYS"] == str(read.journal_days)
    assert read.journal == "sqlite:////x/journal.db"
    assert "`journal.db`" in found["ADVISOR_JOURNAL"]
    assert f"ADVISOR_JOURNAL={settings.NO_JOURNAL}" in REGISTER
    assert f"{read.law_max_age_days} jours (`ADVISOR_LAW_MAX_AGE_DAYS`)" in NOTICE


def test_every_setting_named_exists() -> None:
    named = set(re.findall(r"ADVISOR_[A-Z_]+", REGISTER + NOTICE))
    assert named <= set(settings.names())


def test_every_kind_of_entry_is_described_and_no_other() -> None:
    assert [row[0].strip("`") for row in rows(REGISTER, "entrée")] == list(get_args(EntryKind))


def test_every_kind_of_personal_data_is_described_and_no_other() -> None:
    assert [row[0] for row in rows(REGISTER, "étiquette")] == list(get_args(Kind))


def test_the_figures_of_the_masking_are_those_measured(knowledge: Knowledge) -> None:
    said = [told.text for fiche in knowledge.fiches.values() for told in fiche.told()]
    masker = Masker(Known.of(said, ("Suzy Robinet",)))
    texts = labelled(FOLDER)
    told = {row[0].split(" :")[0]: [int(cell) for cell in row[1:]] for row in rows(REGISTER, "textes")}
    for chosen, (places, first, masked, needless) in told.items():
        figures = measured(masker, [case for case in texts if case.set == chosen])
        assert (places, masked, needless) == (
            figures.places,
            figures.places - len(figures.missed),
            len(figures.needless),
        )
        assert first <= masked
    assert f"{len(texts)} textes étiquetés dont {sum(row[0] for row in told.values())} données" in REGISTER


@pytest.mark.parametrize("said", sorted(set(re.findall(r"`(advisor [a-z ]+?)(?: --([a-z]+))?`", REGISTER + NOTICE))))
def test_every_command_named_exists(said: tuple[str, str]) -> None:
    words, option = said
    command = main
    for word in words.split()[1:]:
        command = command.commands[word]  # type: ignore[attr-defined]
    assert not option or option in {parameter.name for parameter in command.params}


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`((?:corpus|tests)/[\w/.\-]+)`", REGISTER + NOTICE))))
def test_every_place_named_exists(path: str) -> None:
    assert (ROOT / path).exists() or path == "corpus/regressions/", path  # made with the first case


def test_the_criteria_are_as_many_as_the_notice_says(knowledge: Knowledge) -> None:
    said = re.search(r"\*\*Décider du degré\.\*\* (\w+) critères", NOTICE)
    assert said is not None
    assert COUNTS[len(knowledge.of(Critere))] == said[1].lower()


def test_no_generative_model_is_asked_unless_one_is_set_as_both_documents_say(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "| modèle génératif | aucun par défaut" in NOTICE
    assert "ni modèle distant par défaut" in REGISTER
    assert "`ADVISOR_MODEL_SEND=jamais` l'interdit" in REGISTER
    for name in settings.names():
        monkeypatch.delenv(name, raising=False)
    assert not settings.read().model


def test_what_is_to_be_completed_is_what_the_code_cannot_know() -> None:
    assert REGISTER.count("**à compléter**") == 7
    assert NOTICE.count("**à compléter**") == 2
