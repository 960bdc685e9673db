"""Two indexes of one corpus find the same neighbours: no answer hangs on how a graph was drawn."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from advisor.retrieval import dense
from advisor.retrieval.dense import DenseIndex

SIZE, DIMENSION, LIMIT = 1500, 32, 40


@pytest.fixture(scope="module")
def vectors() -> dense.Vectors:
    """Unit vectors close to one another, where an approximate search errs most."""
    drawn = np.random.default_rng(7).normal(size=(SIZE, DIMENSION)) + 1.5
    return (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float32)


def _index(folder: Path, vectors: dense.Vectors) -> DenseIndex:
    refs = [f"d{rank}" for rank in range(len(vectors))]
    DenseIndex.build(folder, "", "essai", refs, vectors)
    return DenseIndex.open(folder, "", "essai", refs)


def test_the_nearest_are_exact_and_the_same_in_every_index(tmp_path: Path, vectors: dense.Vectors) -> None:
    first, second = (_index(tmp_path / name, vectors) for name in ("un", "deux"))
    for query in vectors[:20]:
        cosines = np.maximum(vectors @ query, 0).round(6)
        expected = set(np.argsort(-cosines, kind="stable")[:LIMIT])
        found = first.scores(query, LIMIT)
        assert set(np.flatnonzero(found)) == expected
        assert np.array_equal(found, second.scores(query, LIMIT))


def test_a_large_collection_is_searched_by_chroma(
    tmp_path: Path, vectors: dense.Vectors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dense, "EXACT", SIZE - 1)
    index = _index(tmp_path / "un", vectors)
    found = index.scores(vectors[3], LIMIT)
    assert found[3] == pytest.approx(1.0, abs=1e-5)
    assert np.count_nonzero(found) == LIMIT


def test_a_question_without_letters_finds_nothing(tmp_path: Path, vectors: dense.Vectors) -> None:
    index = _index(tmp_path / "un", vectors[:50])
    assert not index.scores(np.zeros(DIMENSION, dtype=np.float32), LIMIT).any()
