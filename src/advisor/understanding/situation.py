"""Reading the situation as a whole: who will decide, on what, when no phrase says it outright.

A linear model over words, letter n-grams and the cue phrases found, trained on the labelled
descriptions of `corpus/training/projets.yaml`; deterministic, its decisive words are shown, and
what it reads is always marked as inferred. Phrases alone read 62 % of unseen descriptions; with
the model, see `docs/evaluation.md`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from advisor.errors import DataError, IndexUnusable
from advisor.text import plain, tokens

Situation = Literal["rien-a-decider", "avis", "discussion", "partage"]

FACTS: dict[Situation, dict[str, str]] = {
    "rien-a-decider": {"marge": "aucune"},
    "avis": {"marge": "ajustements", "decideur": "collectivite-seule"},
    "discussion": {"marge": "options", "decideur": "apres-discussion"},
    "partage": {"marge": "ouverte", "decideur": "partagee"},
}
"""What each situation means in facts of the profile."""

CUE_WEIGHT = 0.3
"""Weight of a cue phrase beside n-grams of unit norm; fitted by cross-validation (`bench/reading.py`)."""
REGULARISATION = 5.0


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled description."""

    situation: Situation
    texte: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A situation read in a text, its probability, and the words that weighed most for it."""

    situation: Situation
    probability: float
    words: tuple[str, ...]


_EXAMPLES = TypeAdapter(tuple[Example, ...])


def examples(path: Path, content: object) -> tuple[Example, ...]:
    """The examples of a parsed training file. Raises DataError on the first bad one."""
    try:
        return _EXAMPLES.validate_python(content, extra="forbid")
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise DataError(
            path.name, None, key, f"exemple refusé ({first['msg']}).", "Comparez avec les autres."
        ) from error


class SituationModel:
    """The trained model; `cue_rows` gives one row of cue signs a text, in a fixed order of columns."""

    def __init__(self, words: Any, letters: Any, classifier: Any) -> None:
        self._words = words
        self._letters = letters
        self._classifier = classifier

    @classmethod
    def train(cls, found: Sequence[Example], cue_rows: Sequence[Sequence[float]]) -> SituationModel:
        """A model of the examples; the same examples give the same model."""
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression

        texts = [example.texte for example in found]
        words = TfidfVectorizer(
            preprocessor=plain, token_pattern=r"[a-z0-9]{2,}", ngram_range=(1, 2), min_df=2, sublinear_tf=True
        )
        letters = TfidfVectorizer(
            analyzer="char_wb", preprocessor=plain, ngram_range=(2, 5), min_df=3, sublinear_tf=True
        )
        model = cls(words.fit(texts), letters.fit(texts), LogisticRegression(C=REGULARISATION, max_iter=2000))
        model._classifier.fit(model._features(texts, cue_rows), [example.situation for example in found])
        return model

    def read(self, text: str, cue_row: Sequence[float]) -> Reading:
        """The most probable situation of a text."""
        features = self._features([text], [cue_row])
        probabilities = self._classifier.predict_proba(features)[0]
        best = int(probabilities.argmax())
        return Reading(
            self._classifier.classes_[best], round(float(probabilities[best]), 4), self._decisive(text, features, best)
        )

    def _features(self, texts: Sequence[str], cue_rows: Sequence[Sequence[float]]) -> Any:
        import numpy as np
        from scipy.sparse import csr_matrix, hstack

        cues = csr_matrix(np.asarray(cue_rows, dtype=float) * CUE_WEIGHT)
        return hstack([self._words.transform(texts), self._letters.transform(texts), cues]).tocsr()

    def _decisive(self, text: str, features: Any, best: int, most: int = 3) -> tuple[str, ...]:
        """The runs of the user's own words whose n-grams weighed most for the class."""
        names = self._words.get_feature_names_out()
        row = features[:, : len(names)]
        weights = self._classifier.coef_[best, : len(names)]
        scored = sorted(
            ((row[0, column] * weights[column], names[column]) for column in row.indices),
            key=lambda item: (-item[0], item[1]),
        )
        places: list[tuple[int, int]] = []
        read = [token for token in tokens(text) if token.word != "."]
        for weight, name in scored:
            if weight <= 0 or len(places) == most:
                break
            place = _place(name.split(), read) if any(len(part) > 4 for part in name.split()) else None
            if place and not any(start < place[1] and place[0] < end for start, end in places):
                places.append(place)
        return tuple(text[start:end] for start, end in sorted(places))

    def save(self, path: Path) -> None:
        """Writes the model in the index (a pickle of ours, read back by the same versions only)."""
        import joblib

        joblib.dump((self._words, self._letters, self._classifier), path)

    @classmethod
    def open(cls, path: Path) -> SituationModel:
        """Reads a model that `save` wrote. Raises IndexUnusable when it cannot be read."""
        import joblib

        try:
            return cls(*joblib.load(path))
        except Exception as error:  # a pickle of other versions fails in many ways
            raise IndexUnusable(
                "Le modèle de lecture est absent ou d'une autre version.", "Lancez « make ingest »."
            ) from error


def _place(wanted: Sequence[str], read: Sequence[Any]) -> tuple[int, int] | None:
    kept = [token for token in read if len(token.word) >= 2]
    for rank in range(len(kept) - len(wanted) + 1):
        if all(kept[rank + step].word == word for step, word in enumerate(wanted)):
            return kept[rank].start, kept[rank + len(wanted) - 1].end
    return None
