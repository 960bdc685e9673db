"""A document is found by its whole text and by each of its lines."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from advisor.retrieval.analysis import terms
from advisor.retrieval.lexical import LexicalIndex, LineIndex
from advisor.retrieval.ports import Document


def _document(ref: str, *lines: str) -> Document:
    return Document(ref=ref, kind="fiche", source="", title=ref, section="", body=" ".join(lines), lines=lines)


LONG = _document("accueil", "qui déneige la route ?", *[f"phrase {rank} sur l'accueil" for rank in range(60)])
SHORT = _document("route", "la route et son entretien", "le sel sur la route")
BARE = _document("passage")
DOCUMENTS = [LONG, SHORT, BARE]


def _scores(question: str) -> np.ndarray:
    return LineIndex.build(DOCUMENTS).scores(dict.fromkeys(terms(question), 1.0))


def test_one_line_of_a_long_document_counts_as_much_as_a_short_document() -> None:
    whole = LexicalIndex.build(DOCUMENTS).scores(dict.fromkeys(terms("qui déneige la route"), 1.0))
    lines = _scores("qui déneige la route")
    assert lines.argmax() == 0
    assert lines[0] / lines[1] > whole[0] / whole[1]


def test_a_document_without_lines_has_no_line_score_and_says_so() -> None:
    index = LineIndex.build(DOCUMENTS)
    assert index.scores(dict.fromkeys(terms("route"), 1.0))[2] == 0
    assert index.held.tolist() == [True, True, False]


def test_the_lines_come_back_the_same_from_the_disk(tmp_path: Path) -> None:
    built = LineIndex.build(DOCUMENTS)
    built.save(tmp_path / "lines")
    again = LineIndex.open(tmp_path / "lines")
    weighted = dict.fromkeys(terms("déneige route sel"), 1.0)
    assert np.array_equal(built.scores(weighted), again.scores(weighted))
    assert np.array_equal(built.held, again.held)


def test_documents_without_any_line_can_be_indexed() -> None:
    index = LineIndex.build([BARE])
    assert index.scores({"route": 1.0}).tolist() == [0.0]
