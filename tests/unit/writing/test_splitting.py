"""A stream cut into sentences: the same ones whatever the pieces, and none before it is over."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.writing.splitting import LONGEST, Sentence, Splitter

TEXT = (
    "**Le degré** conseillé est concerter [d1]. Selon l'art. L. 121-1 du code, il faut 1,9 million d'euros [s2, s3]. "
    "« Rien n'est dit. Ni fait. », écrit M. X [s4]. Les usager.e.s viennent. [S5] Trois choses, etc. [s6]\n"
    "- Un point de liste [s7]\n2. Un autre, p. 12 (cf. p. 3) [s8].\n\nEst-ce sûr ? [s9] Oui… peut-être [s10]. "
    "Fin [s11]."
)
CUT = [
    ("Le degré conseillé est concerter.", ("d1",)),
    ("Selon l'art. L. 121-1 du code, il faut 1,9 million d'euros.", ("s2", "s3")),
    ("« Rien n'est dit. Ni fait. », écrit M. X.", ("s4",)),
    ("Les usager.e.s viennent.", ("s5",)),
    ("Trois choses, etc.", ("s6",)),
    ("Un point de liste", ("s7",)),
    ("Un autre, p. 12 (cf. p. 3).", ("s8",)),
    ("Est-ce sûr ?", ("s9",)),
    ("Oui… peut-être.", ("s10",)),
    ("Fin.", ("s11",)),
]


def cut(pieces: list[str], complete: bool = True) -> list[Sentence]:
    splitter = Splitter()
    return [*(found for piece in pieces for found in splitter.feed(piece)), *splitter.close(complete)]


def test_abbreviations_decimals_quotations_and_lists_are_not_cut() -> None:
    assert [(said.text, said.marks) for said in cut([TEXT])] == CUT


@given(st.lists(st.integers(min_value=1, max_value=30), min_size=1, max_size=60))
def test_the_pieces_a_text_comes_in_change_nothing(sizes: list[int]) -> None:
    pieces, at = [], 0
    for size in sizes:
        pieces.append(TEXT[at : at + size])
        at += size
    assert [(said.text, said.marks) for said in cut([*pieces, TEXT[at:]])] == CUT


def test_no_sentence_leaves_before_what_follows_shows_that_it_is_over() -> None:
    splitter = Splitter()
    assert list(splitter.feed("Le montant est de 1.")) == []
    assert list(splitter.feed("9 million [s1]. ")) == []
    assert [said.text for said in splitter.feed("La suite")] == ["Le montant est de 1.9 million."]


def test_what_is_cut_short_or_has_no_end_is_not_whole() -> None:
    assert cut(["Une phrase sans fin"]) == [Sentence("Une phrase sans fin", (), whole=False)]
    assert cut(["Une phrase [s1]."], complete=False) == [Sentence("Une phrase.", ("s1",), whole=False)]
    assert all(not said.whole for said in cut(["mot " * LONGEST]))


@pytest.mark.parametrize("text", ["", "   ", "\n\n", ". . .", "---"])
def test_nothing_comes_of_nothing(text: str) -> None:
    assert all(not said.whole for said in cut([text]))
