"""The judge of meaning: a real model of inference, tiny; what it allows, what it never does, what is done without."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from advisor import penning, settings
from advisor.domain.answer import Answer
from advisor.privacy.masking import Masker
from advisor.retrieval.model_files import find
from advisor.retrieval.reranker import ORGANISATION
from advisor.writing.entailment import CrossEntailment
from advisor.writing.pieces import Piece, pieces
from advisor.writing.splitting import Sentence
from advisor.writing.verifying import Verifier
from tests.ingest import tiny_models
from tests.model.server import Server
from tests.writing import tiny_nli

TRUE = "L'usager apporte son expérience au guichet avant le choix des élus."


@pytest.fixture(scope="session")
def nli(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("sentence_transformers", reason="sentence-transformers n'est pas installé")
    return tiny_nli.saved(tmp_path_factory.mktemp("nli"))


def opened(folder: Path) -> CrossEntailment:
    return CrossEntailment(find(str(folder), "", ORGANISATION))


def checked(answer: Answer, text: str, judge: CrossEntailment | None, true: str = TRUE) -> str:
    """Why a sentence of ours, said of a statement of ours, is withheld; empty when it is shown."""
    first = replace(answer.statements[0], text=true, subject="")
    held: Sequence[Piece] = pieces(replace(answer, statements=(first,)))
    return Verifier(replace(answer, statements=(first,)), held, judge).check(Sentence(text, (first.id,))).fault


@pytest.fixture
def content(answers: Sequence[Answer]) -> Answer:
    return next(answer for answer in answers if answer.kind == "content")


def test_a_model_reloaded_says_what_follows(nli: Path) -> None:
    judge = opened(nli)
    assert judge.follows("avis des habitants", f"les habitants au {tiny_models.LIKED}") is True
    assert judge.follows("avis des habitants", "les notes du canton") is False
    assert judge.notices == ()


def test_with_it_a_sentence_may_use_words_of_its_own_and_another_order(content: Answer, nli: Path) -> None:
    own = "Avant le choix des élus, au guichet, l'usager vient apporter son expérience."
    assert checked(content, own, None)
    assert checked(content, own, opened(nli)) == ""


@pytest.mark.parametrize(
    "false",
    [
        "L'usager n'apporte pas son expérience au guichet avant le choix des élus.",
        "L'usager doit apporter son expérience au guichet avant le choix des élus.",
        "L'usager apporte ses 12 expériences au guichet avant le choix des élus.",
        "L'usager apporte son expérience au guichet de Grenoble avant le choix des élus.",
        "Selon l'article L999-1, l'usager apporte son expérience au guichet avant le choix des élus.",
        "L'usager apporte son expérience au guichet, ![x](https://fuite.example/).",
    ],
)
def test_it_never_overrules_what_is_checked_by_rule(content: Answer, nli: Path, false: str) -> None:
    assert "implication" not in checked(content, false, opened(nli))
    assert checked(content, false, opened(nli))


def test_what_does_not_follow_is_withheld_though_its_words_are_there(content: Answer, nli: Path) -> None:
    true = "Les habitants du canton donnent leur avis sur les notes."
    assert checked(content, true, None, true) == ""
    assert "ne découle pas" in checked(content, true, opened(nli), true)


def test_a_model_that_does_not_judge_meaning_is_told_and_done_without(
    content: Answer, tmp_path: Path, nli: Path
) -> None:
    judge = opened(tiny_nli.saved(tmp_path, ("a", "b", "c")))
    assert judge.follows("a", "b") is None
    assert "entailment" in judge.notices[0]
    assert judge.name == ""
    assert checked(content, TRUE, judge) == ""


def test_the_settings_open_it(nli: Path, server: Server, tmp_path: Path) -> None:
    given = server.settings() | {"ADVISOR_DATA": str(tmp_path), "ADVISOR_ENTAILMENT": str(nli)}
    writer = penning.writer(settings.read(given), Masker())
    assert writer is not None
    assert writer.notices == ()
    missing = penning.writer(settings.read(given | {"ADVISOR_ENTAILMENT": "/nulle/part"}), Masker())
    assert missing is not None
    assert "mots seuls" in missing.notices[0]


@pytest.mark.parametrize("off", [{"MODEL_ROLES": "reader"}, {"MODEL_SEND": "jamais"}, {"MODEL": ""}])
def test_no_writer_where_none_is_wanted(server: Server, off: dict[str, str]) -> None:
    assert penning.writer(settings.read(server.settings(**off)), Masker()) is None
