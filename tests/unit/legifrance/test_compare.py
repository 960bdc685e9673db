"""Two texts of an article: the same words, or not; and what became of it since a date."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.legifrance.compare import Known, baseline, fingerprint, judged, same_words

BEFORE, AFTER = fingerprint("Le maire consulte."), fingerprint("Le maire informe.")


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("L’État , au sens\n\nde l'article L. 103-2\xa0:", "l'Etat, au sens de l'article L103-2 :", True),
        ("1° Informe ;", "1º informe;", True),
        ("des œuvres « libres »", 'des oeuvres "libres"', True),
        ("**Le maire** consulte", "Le maire consulte", True),
        ("un délai de 30 jours", "un délai de 15 jours", False),
        ("Le maire peut consulter", "Le maire doit consulter", False),
        ("Le maire consulte", "Le maire consulte les habitants", False),
    ],
)
def test_words_count_and_typography_does_not(left: str, right: str, same: bool) -> None:
    assert same_words(left, right) is same
    assert (fingerprint(left) == fingerprint(right)) is same


@given(st.lists(st.sampled_from("le maire consulte 30 jours L103".split()), min_size=1, max_size=8), st.data())
def test_spaces_never_make_a_difference_and_a_missing_word_always_does(words: list[str], data: st.DataObject) -> None:
    spaces = [data.draw(st.sampled_from([" ", "  ", "\n\n", "\u202f"])) for _ in words]
    assert same_words(" ".join(words), "".join(word + space for word, space in zip(words, spaces, strict=True)))
    assert not same_words(" ".join(words), " ".join(words[:-1]))


def test_the_baseline_is_the_latest_text_known_when_the_fiche_was_written() -> None:
    texts = [
        Known(date="2023-03-01", fingerprint="a"),
        Known(date="2026-04-03", fingerprint="b"),
        Known(date="2026-11-22", fingerprint="c", received=True),
    ]
    assert [baseline(day, texts) for day in ("2023-03-01", "2026-04-03", "2026-12-01")] == ["a", "b", "c"]
    assert baseline("2020-01-01", texts) == "a"


def test_a_text_received_later_is_never_taken_for_the_one_that_was_read() -> None:
    assert baseline("2020-01-01", [Known(date="2026-11-22", fingerprint="c", received=True)]) == ""


@pytest.mark.parametrize(
    ("version", "held", "received", "valid_from", "outcome"),
    [
        ("2026-04-03", BEFORE, BEFORE, "2015-01-01", "inchangé"),
        ("2026-04-03", BEFORE, BEFORE, "2026-07-01", "inchangé"),  # a new version of the same words
        ("2026-04-03", BEFORE, AFTER, "2026-07-01", "modifié"),
        ("2026-04-03", BEFORE, AFTER, "2015-01-01", "modifié"),  # what we held was not the official text
        ("2026-04-03", "", AFTER, "2026-07-01", "modifié"),
        ("2026-04-03", "", AFTER, "2015-01-01", "inchangé"),
        ("", BEFORE, BEFORE, "2015-01-01", "non vérifié"),
    ],
)
def test_what_became_of_an_article_since_it_was_read(
    version: str, held: str, received: str, valid_from: str, outcome: str
) -> None:
    texts = [Known(date="2026-04-03", fingerprint=held)] if held else []
    assert judged(version, texts, received, valid_from)[0] == outcome
