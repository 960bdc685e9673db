"""BM25 over French terms, by bm25s, with fields weighted by repetition."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import bm25s
import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from advisor.retrieval.analysis import terms
from advisor.retrieval.ports import Document

TITLE_WEIGHT = 3
SECTION_WEIGHT = 2
ASKED_WEIGHT = 1
LEAST_LETTERS = 5
NEAR = 84.0
"""Letters under which a term is not corrected, and likeness (0 to 100) from which it is."""


def document_terms(document: Document) -> list[str]:
    """Terms of a document, titles repeated by their weight."""
    return (
        terms(document.title) * TITLE_WEIGHT
        + terms(document.section) * SECTION_WEIGHT
        + terms(document.body)
        + terms(document.asked) * ASKED_WEIGHT
    )


class LexicalIndex:
    """A BM25 index (Lucene's variant: Robertson's formula with idf never negative)."""

    def __init__(self, engine: bm25s.BM25, frequency: dict[str, int], size: int) -> None:
        self._engine = engine
        self._frequency = frequency
        self._known: list[str] | None = None
        self._spelling: dict[str, str] = {}
        self.size = size

    @classmethod
    def build(cls, documents: Sequence[Document]) -> LexicalIndex:
        """An index of the documents, in their order (at least one)."""
        return cls.of_terms(document_terms(document) for document in documents)

    @classmethod
    def of_terms(cls, found: Iterable[Sequence[str]]) -> LexicalIndex:
        """An index of rows of terms, in their order (at least one)."""
        engine = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
        # Numbered in the order of the texts, as they come: bm25s would number them in the order of a set,
        # another from one run to the next, and hold a million rows of words beside a million rows of numbers.
        numbers: dict[str, int] = {}
        rows = [[numbers.setdefault(term, len(numbers)) for term in row or ("∅",)] for row in found]
        counts: Counter[int] = Counter()
        for row in rows:
            counts.update(set(row))
        frequency = {term: counts[number] for term, number in numbers.items()}
        engine.index((rows, numbers), show_progress=False)
        return cls(engine, frequency, len(rows))

    def save(self, folder: Path) -> None:
        """Writes the index in a folder of its own."""
        self._engine.save(str(folder), show_progress=False)
        told = {"size": self.size, "frequency": self._frequency}
        (folder / "frequency.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def open(cls, folder: Path) -> LexicalIndex:
        """Reads an index that `save` wrote."""
        engine = bm25s.BM25.load(str(folder), load_corpus=False)
        told = json.loads((folder / "frequency.json").read_text(encoding="utf-8"))
        return cls(engine, told["frequency"], int(told["size"]))

    def scores(self, weighted: dict[str, float]) -> NDArray[np.float32]:
        """BM25 score of every document for weighted terms, shape (size,)."""
        known = self._engine.vocab_dict
        total = np.zeros(self.size, dtype=np.float32)
        by_weight: dict[float, list[str]] = {}
        for term, weight in weighted.items():
            if term in known:
                by_weight.setdefault(weight, []).append(term)
        for weight, names in by_weight.items():
            if len(names) == 1:
                holders, scores = self._holding(names[0])
                total[holders] += weight * scores
                continue
            alike = np.zeros(self.size, dtype=np.float32)
            for name in names:
                holders, scores = self._holding(name)
                alike[holders] += scores
            total += weight * alike
        return total

    def _holding(self, term: str) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """The documents that hold a term, each once, and its score in each."""
        held, number = self._engine.scores, self._engine.vocab_dict[term]
        start, end = held["indptr"][number], held["indptr"][number + 1]
        return held["indices"][start:end], held["data"][start:end].astype(np.float32)

    def idf(self, term: str) -> float:
        """Rarity of a term, ln(1 + n / (1 + df)); the highest for a term that stands nowhere."""
        return math.log(1 + self.size / (1 + self._frequency.get(term, 0)))

    def most(self, asked: Sequence[str]) -> float:
        """The score that a document holding these terms more and more would near; at least a little."""
        size = self.size
        counts = [self._frequency.get(term, 0) for term in asked]
        return sum(math.log(1 + (size - count + 0.5) / (count + 0.5)) for count in counts) or 1.0

    def knows(self, term: str) -> bool:
        """Whether a term stands anywhere in the index."""
        return self._frequency.get(term, 0) > 0

    def nearest(self, term: str) -> str:
        """The term itself when it is known or short, else the known term it misspells, if one is near enough."""
        if self.knows(term) or len(term) < LEAST_LETTERS or term.startswith("art:"):
            return term
        if term not in self._spelling:
            if self._known is None:
                self._known = [known for known in self._frequency if len(known) >= LEAST_LETTERS - 1]
            found = process.extractOne(term, self._known, scorer=fuzz.ratio, score_cutoff=NEAR)
            self._spelling[term] = found[0] if found and found[0][0] == term[0] else term
        return self._spelling[term]


class LineIndex:
    """BM25 over the lines of the documents: a document is as near as its nearest question or statement.

    A document that says much dilutes each thing it says; its lines do not. `owners` are the documents of
    the lines, in order: the lines of a document follow one another.
    """

    def __init__(self, index: LexicalIndex, owners: NDArray[np.int64], size: int) -> None:
        self._index = index
        self._owners = owners
        self.size = size
        counts = np.bincount(owners, minlength=size)
        self.held = counts > 0
        self._begins = (np.cumsum(counts) - counts)[self.held]

    @classmethod
    def build(cls, documents: Sequence[Document]) -> LineIndex:
        """An index of the lines of documents; one line stands for nothing when none has any."""
        rows = (terms(line) for document in documents for line in document.lines)
        owners = [rank for rank, document in enumerate(documents) for _ in document.lines]
        return cls(LexicalIndex.of_terms(rows if owners else [[]]), np.array(owners, dtype=np.int64), len(documents))

    def save(self, folder: Path) -> None:
        """Writes the index in a folder of its own."""
        self._index.save(folder)
        np.savez(folder / "owners.npz", owners=self._owners, size=self.size)

    @classmethod
    def open(cls, folder: Path) -> LineIndex:
        """Reads an index that `save` wrote."""
        with np.load(folder / "owners.npz") as kept:
            return cls(LexicalIndex.open(folder), kept["owners"], int(kept["size"]))

    def most(self, asked: Sequence[str]) -> float:
        """The score that a line holding these terms more and more would near."""
        return self._index.most(asked)

    def scores(self, weighted: dict[str, float]) -> NDArray[np.float32]:
        """For each document, the BM25 score of its nearest line, 0 without lines, shape (size,)."""
        best = np.zeros(self.size, dtype=np.float32)
        if len(self._owners):
            best[self.held] = np.maximum.reduceat(self._index.scores(weighted), self._begins)
        return best
