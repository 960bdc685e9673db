"""Which dense side an index has: vectors kept in Chroma, or, for a great many documents, made on demand.

A million vectors of the embedded encoder are 8 GB, and Chroma's graph over them days of building: its n-grams
fill half of their 2,048 dimensions. Beyond `EXACT` documents it therefore keeps none, and compares letters
with the documents that words found. What that costs on our own questions stands in `docs/retrieval.md`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from advisor.retrieval.dense import EXACT, DenseIndex, EmbeddedEncoder
from advisor.retrieval.ports import Document, Encoder

ON_DEMAND = 100
"""Documents found by words whose letters are compared."""
EMBEDDED = "embedded"
"""How the names of the embedded encoder begin."""

ByWords = Callable[[int], NDArray[np.intp]]
"""Gives the ranks of so many documents, those found first by words alone."""


class Dense(Protocol):
    """Cosines of documents with the vector of a question."""

    def scores(self, vector: NDArray[np.float32], limit: int, by_words: ByWords) -> NDArray[np.float32]:
        """Cosine similarity of the `limit` nearest documents, 0 for the others, shape (size,)."""
        ...


class OnDemand:
    """Vectors made when a question comes, of the documents that words found first."""

    def __init__(self, documents: Sequence[Document], encoder: Encoder) -> None:
        self._documents = documents
        self._encoder = encoder

    def scores(self, vector: NDArray[np.float32], limit: int, by_words: ByWords) -> NDArray[np.float32]:
        """See Dense; exact cosines, of at most `ON_DEMAND` documents."""
        scores = np.zeros(len(self._documents), dtype=np.float32)
        ranks = by_words(min(limit, ON_DEMAND))
        if len(ranks) and np.any(vector):
            vectors = self._encoder.encode([self._documents[rank].indexed() for rank in ranks])
            scores[ranks] = np.maximum(vectors @ np.asarray(vector, dtype=np.float32), 0.0).round(6)
        return scores


def keeps(encoder: str, size: int) -> bool:
    """Whether an index of so many documents keeps vectors made by an encoder of this name."""
    return size <= EXACT or not encoder.startswith(EMBEDDED)


def build(folder: Path, server: str, name: str, documents: Sequence[Document], encoder: Encoder) -> Dense:
    """The dense side of new documents, the embedded encoder fitted to them. Raises IndexUnusable."""
    if not keeps(encoder.name, len(documents)):
        if isinstance(encoder, EmbeddedEncoder):
            # What share of texts holds an n-gram is known to a hair from some of them, evenly taken.
            encoder.fit([document.indexed() for document in documents[:: -(-len(documents) // EXACT)]])
        return OnDemand(documents, encoder)
    texts = [document.indexed() for document in documents]
    vectors = encoder.fit_encode(texts) if isinstance(encoder, EmbeddedEncoder) else encoder.encode(texts)
    return DenseIndex.build(folder, server, name, [document.ref for document in documents], vectors)


def open_index(folder: Path, server: str, name: str, documents: Sequence[Document], encoder: Encoder) -> Dense:
    """The dense side of an index. Raises IndexUnusable when its vectors are absent or incomplete."""
    if not keeps(encoder.name, len(documents)):
        return OnDemand(documents, encoder)
    return DenseIndex.open(folder, server, name, [document.ref for document in documents])
