"""Models read without scikit-learn give what scikit-learn gives."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from advisor.errors import IndexUnusable
from advisor.ngrams import letter_ngrams, word_ngrams
from advisor.understanding.linear import Analyser, LinearModel, Vectoriser

TEXTS = [
    "on explique la fermeture aux riverains",
    "les riverains donnent leur avis",
    "un questionnaire pour donner un avis",
    "deux esquisses à discuter ensemble",
    "discuter les deux scénarios avec les élus",
    "tout se décide ensemble à égalité",
    "expliquer la règle, rien à décider",
    "décider à parité avec les habitants",
]
LABELS = ["rien", "avis", "avis", "discussion", "discussion", "partage", "rien", "partage"]
LETTERS = st.text(alphabet="abcde éè'", max_size=40)


@given(LETTERS)
def test_letter_runs_are_those_of_the_library(text: str) -> None:
    library = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), lowercase=False).build_analyzer()
    assert list(letter_ngrams(text, 2, 5)) == library(text)


@given(st.text(alphabet="abc 1", max_size=40))
def test_word_runs_are_those_of_the_library(text: str) -> None:
    pattern = "[a-z0-9]{2,}"
    library = TfidfVectorizer(token_pattern=pattern, ngram_range=(1, 2), lowercase=False).build_analyzer()
    assert word_ngrams(text, 2, 2) == library(text)


def test_weights_are_those_of_the_library() -> None:
    analyser = Analyser("letters", 2, 4, 1)
    ours = Vectoriser.fit(analyser, TEXTS)
    library = TfidfVectorizer(analyzer=analyser.cut, sublinear_tf=True).fit(TEXTS)
    for text in [*TEXTS, "un avis jamais lu"]:
        row = np.zeros(len(ours.vocabulary))
        for column, value in ours.weights(text).items():
            row[column] = value
        assert np.allclose(row, library.transform([text]).toarray()[0])


def test_a_model_written_and_read_again_gives_the_same_probabilities(tmp_path: Path) -> None:
    extras = [[float(rank % 2)] for rank in range(len(TEXTS))]
    model = LinearModel.train((Analyser("words", 2, 2, 1), Analyser("letters", 2, 4, 1)), TEXTS, LABELS, extras)
    model.save(tmp_path, "essai")
    again = LinearModel.open(tmp_path, "essai")
    for text in TEXTS:
        assert again.probabilities(text, [1.0]) == model.probabilities(text, [1.0])
        assert sum(model.probabilities(text, [0.0]).values()) == pytest.approx(1.0)


def test_a_model_learns_its_own_examples() -> None:
    model = LinearModel.train((Analyser("words", 2, 2, 1),), TEXTS, LABELS, strength=50.0)
    read = [max(found, key=lambda name: found[name]) for found in map(model.probabilities, TEXTS)]
    assert read == LABELS


@pytest.mark.parametrize("damage", ["absent", "cut"])
def test_a_model_absent_or_damaged_is_said_so(tmp_path: Path, damage: str) -> None:
    if damage == "cut":
        (tmp_path / "essai.json").write_text('{"classes": [', encoding="utf-8")
    with pytest.raises(IndexUnusable, match="make ingest"):
        LinearModel.open(tmp_path, "essai")
