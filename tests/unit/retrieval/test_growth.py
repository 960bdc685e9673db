"""What lets a search go over a million documents gives what the plain way gives."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.retrieval import letters
from advisor.retrieval.arrays import best, scaled
from advisor.retrieval.dense import DenseIndex, EmbeddedEncoder
from advisor.retrieval.lexical import LexicalIndex, LineIndex, document_terms
from advisor.retrieval.ports import Document
from advisor.settings import ROOT

SCORES = st.lists(st.sampled_from([0.0, 0.1, 0.2, 0.2, 0.7]), min_size=1, max_size=40)


def _documents() -> list[Document]:
    told = ["les usagers testent le service", "la mairie consulte les habitants", "un atelier avec des agents"] * 3
    return [
        Document(f"d{rank}", "passage", "s", "", "", f"{text} {rank}", lines=(text, "autre chose") * (rank % 3))
        for rank, text in enumerate(told)
    ]


@given(scores=SCORES, limit=st.integers(0, 45))
def test_the_best_are_those_a_full_sort_gives(scores: list[float], limit: int) -> None:
    array = np.array(scores, dtype=np.float32)
    every = np.lexsort((np.arange(len(array)), -array))[:limit]
    assert list(best(array, limit)) == [rank for rank in every if array[rank] > 0]


def test_scores_are_scaled_beside_the_highest_allowed() -> None:
    scores = np.array([1.0, 4.0, 2.0], dtype=np.float32)
    assert list(scaled(scores, np.array([True, False, True]))) == [0.5, 2.0, 1.0]
    assert not scaled(scores, np.zeros(3, dtype=bool)).any()


def test_a_weighted_term_alone_scores_as_among_others() -> None:
    index = LexicalIndex.build(_documents())
    together = index.scores({"usager": 1.0, "habit": 1.0})
    apart = index.scores({"usager": 1.0}) + index.scores({"habit": 1.0})
    assert np.allclose(together, apart)
    assert np.allclose(index.scores({"usager": 0.25}), 0.25 * index.scores({"usager": 1.0}))
    assert index.scores({"usager": 1.0}).nonzero()[0].tolist() == [0, 3, 6]


def test_a_document_scores_as_its_nearest_line_and_nothing_without() -> None:
    documents = _documents()
    index = LineIndex.build(documents)
    rows = LexicalIndex.build([Document(f"{n}", "", "", "", "", line) for d in documents for n, line in _lines(d)])
    each = iter(rows.scores({"habit": 1.0}))
    expected = [max((next(each) for _ in document.lines), default=0.0) for document in documents]
    assert index.scores({"habit": 1.0}).tolist() == pytest.approx(expected)
    assert index.held.tolist() == [bool(document.lines) for document in documents]


def _lines(document: Document) -> list[tuple[int, str]]:
    return list(enumerate(document.lines))


def test_terms_are_numbered_as_they_come_whatever_the_run() -> None:
    documents = _documents()
    held = dict.fromkeys(term for document in documents for term in document_terms(document))
    assert list(LexicalIndex.build(documents)._frequency) == list(held)


def test_vectors_made_on_demand_have_the_cosines_of_vectors_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = _documents()
    encoder = EmbeddedEncoder()
    kept = letters.build(tmp_path, "", "n", documents, encoder)
    assert isinstance(kept, DenseIndex)
    vector = encoder.encode(["usager du service"])[0]
    whole = kept.scores(vector, 5, lambda limit: np.arange(limit))
    monkeypatch.setattr(letters, "EXACT", 4)
    demanded = letters.open_index(tmp_path / "absent", "", "n", documents, encoder)
    found = demanded.scores(vector, 5, lambda limit: np.array([0, 3, 6])[:limit])
    assert found[[0, 3, 6]].tolist() == pytest.approx(whole[[0, 3, 6]].tolist(), abs=1e-5)
    assert found.nonzero()[0].tolist() == [0, 3, 6]


def test_beyond_a_size_the_embedded_encoder_keeps_no_vector_and_learns_from_some_texts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(letters, "EXACT", 4)
    encoder = EmbeddedEncoder()
    made = letters.build(tmp_path / "chroma", "", "n", _documents(), encoder)
    assert isinstance(made, letters.OnDemand)
    assert not (tmp_path / "chroma").exists()
    assert encoder.encode(["usagers"]).any()
    assert letters.keeps("some-model", 10**6)


def test_growth_is_measured_on_a_few_passages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT / "bench")
    import growth

    sentences = tuple(document.body for document in _documents())
    maker = growth.Maker({}, sentences, tuple(f"Que dit la mairie des habitants {rank} ?" for rank in range(40)))
    told = {"size": 30, **growth.measured(30, maker)}
    assert told["documents"] == 30
    assert 0 < told["whole"]["p50"] <= told["whole"]["p95"]
    assert list(maker.passages(3)) == list(maker.passages(3))
    printed = "\n".join(growth.lines_of([growth.best([told, told]), {**told, "size": 300}]))
    assert "recherche entière, p95" in printed
    assert "pente" in printed
