"""The ease of reading: syllables as they are spoken, and a score that falls when sentences grow."""

from __future__ import annotations

import pytest

from advisor.evaluation.ease import kandel_moles, syllables

SPOKEN = {
    "usager": 3,
    "décision": 3,
    "élu": 2,
    "information": 4,
    "concertation": 4,
    "évaluation": 4,
    "accueil": 2,
    "public": 2,
    "participer": 4,
    "idée": 2,
    "opération": 4,
    "action": 2,
    "aménagement": 5,
    "égalité": 4,
    "élaboration": 5,
}


@pytest.mark.parametrize("word", SPOKEN)
def test_a_word_has_its_spoken_syllables(word: str) -> None:
    assert syllables(word) == SPOKEN[word]


def test_short_words_in_short_sentences_read_best() -> None:
    easy = "Le bus part. Il est plein. On attend."
    hard = "L'intercommunalité compétente délibère préalablement à l'élaboration des documents d'urbanisme applicables."
    assert kandel_moles(easy) > 90 > 30 > kandel_moles(hard)
    assert kandel_moles("") == 0.0
