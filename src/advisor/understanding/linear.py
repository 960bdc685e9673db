"""Linear models over n-grams: trained by scikit-learn, kept as plain numbers, read without it.

tf-idf with sublinear frequency and unit norm (as TfidfVectorizer), then a multinomial logistic
regression (softmax of one score a class). Kept as JSON and npz: nothing executable is loaded.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from advisor.errors import IndexUnusable
from advisor.ngrams import letter_ngrams, word_ngrams
from advisor.text import plain
from advisor.understanding.asking import asking

Numbers = NDArray[np.float64]
LEAST = 1e-6
"""Probability under which one is not told from none."""


@dataclass(frozen=True, slots=True)
class Analyser:
    """How a text is cut.

    `words`: runs of 1 to `most` words of at least `least` letters; `letters`: runs of `least` to `most`
    letters; `asked`: as `words`, of the part of the text that asks alone.
    """

    kind: str
    least: int
    most: int
    min_documents: int

    def cut(self, text: str) -> list[str]:
        """The n-grams of a text, in order."""
        folded = plain(asking(text) if self.kind == "asked" else text)
        if self.kind in {"words", "asked"}:
            return word_ngrams(folded, self.least, self.most)
        return list(letter_ngrams(folded, self.least, self.most))


class Vectoriser:
    """Unit tf-idf vectors over a learnt vocabulary."""

    def __init__(self, analyser: Analyser, vocabulary: dict[str, int], idf: Numbers) -> None:
        self.analyser = analyser
        self.vocabulary = vocabulary
        self.idf = idf
        self._rarity: list[float] = idf.tolist()

    @classmethod
    def fit(cls, analyser: Analyser, texts: Sequence[str]) -> Vectoriser:
        """The vocabulary and idf of the texts, learnt by scikit-learn."""
        from sklearn.feature_extraction.text import TfidfVectorizer

        learnt = TfidfVectorizer(analyzer=analyser.cut, min_df=analyser.min_documents, sublinear_tf=True).fit(texts)
        return cls(analyser, {str(gram): int(rank) for gram, rank in learnt.vocabulary_.items()}, learnt.idf_)

    def weights(self, text: str) -> dict[int, float]:
        """The vector of a text, as column to weight, of unit length (empty when nothing is known)."""
        counts = Counter(self.vocabulary[gram] for gram in self.analyser.cut(text) if gram in self.vocabulary)
        raw = {column: (1.0 + math.log(count)) * self._rarity[column] for column, count in counts.items()}
        norm = sum(value * value for value in raw.values()) ** 0.5
        return {column: value / norm for column, value in raw.items()} if norm else {}


class LinearModel:
    """Classes from the vectors of a text by several vectorisers, and extra numbers given beside them."""

    def __init__(
        self, vectorisers: Sequence[Vectoriser], classes: Sequence[str], weights: Numbers, intercept: Numbers
    ) -> None:
        self.vectorisers = vectorisers
        self.classes = classes
        self.weights = weights
        self.intercept = intercept

    @classmethod
    def train(
        cls,
        analysers: Sequence[Analyser],
        texts: Sequence[str],
        labels: Sequence[str],
        extras: Sequence[Sequence[float]] = (),
        strength: float = 5.0,
        balanced: bool = False,
    ) -> LinearModel:
        """A model of labelled texts; the same texts give the same model. `strength` is sklearn's C."""
        from scipy.sparse import csr_matrix
        from sklearn.linear_model import LogisticRegression
        from threadpoolctl import threadpool_limits

        vectorisers = [Vectoriser.fit(analyser, texts) for analyser in analysers]
        model = cls(vectorisers, (), np.zeros((0, 0)), np.zeros(0))
        rows = [model._row(text, extras[rank] if extras else ()) for rank, text in enumerate(texts)]
        width = sum(len(vectoriser.vocabulary) for vectoriser in vectorisers) + (len(extras[0]) if extras else 0)
        columns = np.fromiter(chain.from_iterable(rows), dtype=np.int64)
        values = np.fromiter(chain.from_iterable(row.values() for row in rows), dtype=np.float64)
        ends = np.cumsum([0, *(len(row) for row in rows)])
        matrix = csr_matrix((values, columns, ends), shape=(len(rows), width))
        learnt = LogisticRegression(C=strength, max_iter=2000, class_weight="balanced" if balanced else None)
        with threadpool_limits(limits=1):  # models this small train slower on several threads
            learnt.fit(matrix, labels)
        weights, intercept = learnt.coef_, learnt.intercept_
        if len(weights) == 1:  # of two classes, one score tells: the first class has none
            weights, intercept = np.vstack([np.zeros_like(weights), weights]), np.append(0.0, intercept)
        return cls(vectorisers, tuple(str(name) for name in learnt.classes_), weights, intercept)

    def probabilities(self, text: str, extra: Sequence[float] = ()) -> dict[str, float]:
        """Probability of each class for a text; they sum to 1."""
        row = self._row(text, extra)
        columns, values = list(row), np.array(list(row.values()))
        scores = self.intercept + (self.weights[:, columns] @ values if columns else 0.0)
        powers = np.exp(scores - scores.max())
        return {name: float(share) for name, share in zip(self.classes, powers / powers.sum(), strict=True)}

    def log_odds(self, text: str, name: str) -> float:
        """Log-odds of a class for a text, kept within what one chance in a million gives."""
        share = min(max(self.probabilities(text)[name], LEAST), 1 - LEAST)
        return math.log(share / (1 - share))

    def leading(self, text: str, name: str, vectoriser: int = 0) -> list[tuple[float, str]]:
        """n-grams of a text that weigh for a class by one vectoriser, the heaviest first."""
        start = sum(len(other.vocabulary) for other in self.vectorisers[:vectoriser])
        chosen = self.vectorisers[vectoriser]
        named = {column: gram for gram, column in chosen.vocabulary.items()}
        own = self.weights[self.classes.index(name)]
        scored = [(value * float(own[start + column]), named[column]) for column, value in chosen.weights(text).items()]
        return sorted(scored, key=lambda item: (-item[0], item[1]))

    def _row(self, text: str, extra: Sequence[float]) -> dict[int, float]:
        row: dict[int, float] = {}
        start = 0
        for vectoriser in self.vectorisers:
            row.update({start + column: value for column, value in vectoriser.weights(text).items()})
            start += len(vectoriser.vocabulary)
        row.update({start + rank: value for rank, value in enumerate(extra) if value})
        return row

    def save(self, folder: Path, name: str) -> None:
        """Writes the model as `name.json` and `name.npz` in a folder."""
        told: dict[str, Any] = {
            "classes": list(self.classes),
            "vectorisers": [
                {"analyser": asdict(one.analyser), "grams": sorted(one.vocabulary, key=one.vocabulary.__getitem__)}
                for one in self.vectorisers
            ],
        }
        (folder / f"{name}.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
        numbers: dict[str, Any] = {f"idf{rank}": one.idf for rank, one in enumerate(self.vectorisers)}
        np.savez(folder / f"{name}.npz", weights=self.weights, intercept=self.intercept, **numbers)

    @classmethod
    def open(cls, folder: Path, name: str) -> LinearModel:
        """Reads a model that `save` wrote. Raises IndexUnusable when it is absent or damaged."""
        try:
            told = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
            with np.load(folder / f"{name}.npz") as numbers:
                vectorisers = [
                    Vectoriser(
                        Analyser(**one["analyser"]),
                        {gram: column for column, gram in enumerate(one["grams"])},
                        numbers[f"idf{rank}"],
                    )
                    for rank, one in enumerate(told["vectorisers"])
                ]
                return cls(vectorisers, tuple(told["classes"]), numbers["weights"], numbers["intercept"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexUnusable(
                "Un modèle de lecture est absent ou d'une autre version.", "Lancez « make ingest »."
            ) from error
