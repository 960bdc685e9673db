"""Reading the situation as a whole: who will decide, on what, when no phrase says it outright.

A linear model over words, letter n-grams and the cue phrases found, trained on the labelled
descriptions of `corpus/training/projets.yaml`; deterministic, its decisive words are shown, and
what it reads is always marked as inferred. Phrases alone read 62 % of unseen descriptions; with
the model, see `docs/evaluation.md`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter

from advisor.text import Token, tokens
from advisor.understanding.linear import Analyser, LinearModel
from advisor.validation import validated

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
ANALYSERS = (Analyser("words", 2, 2, 2), Analyser("letters", 2, 5, 3))
LEAST_LETTERS = 4
"""A run of words is shown as decisive only when one of them is longer than this."""
NAME = "situation"
SITUATIONS: tuple[Situation, ...] = ("rien-a-decider", "avis", "discussion", "partage")


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled description; `faits` gives, for each fact and value it holds, the words that carry it."""

    situation: Situation
    texte: str
    faits: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """A situation read in a text, its probability, and the words that weighed most for it."""

    situation: Situation
    probability: float
    words: tuple[str, ...]


_EXAMPLES = TypeAdapter(tuple[Example, ...])


def examples(path: Path, content: object) -> tuple[Example, ...]:
    """The examples of a parsed training file. Raises DataError on the first bad one."""
    return validated(_EXAMPLES, path, content)


class SituationModel:
    """The trained model; `signs` gives one row of cue signs a text, in a fixed order of columns."""

    def __init__(self, model: LinearModel) -> None:
        self._model = model

    @classmethod
    def train(cls, found: Sequence[Example], signs: Sequence[Sequence[float]]) -> SituationModel:
        """A model of the examples; the same examples give the same model."""
        texts = [example.texte for example in found]
        labels = [example.situation for example in found]
        rows = [_weighted(row) for row in signs]
        return cls(LinearModel.train(ANALYSERS, texts, labels, rows, REGULARISATION))

    def read(self, text: str, signs: Sequence[float]) -> Reading:
        """The most probable situation of a text."""
        found = self._model.probabilities(text, _weighted(signs))
        best = max(SITUATIONS, key=lambda name: found[name])
        return Reading(best, round(found[best], 4), self._decisive(text, best))

    def _decisive(self, text: str, situation: Situation, most: int = 3) -> tuple[str, ...]:
        """The runs of the user's own words whose n-grams weighed most for a situation."""
        places: list[tuple[int, int]] = []
        read = [token for token in tokens(text) if token.word != "."]
        for weight, gram in self._model.leading(text, situation):
            if weight <= 0 or len(places) == most:
                break
            telling = any(len(part) > LEAST_LETTERS for part in gram.split())
            place = _place(gram.split(), read) if telling else None
            if place and not any(start < place[1] and place[0] < end for start, end in places):
                places.append(place)
        return tuple(text[start:end] for start, end in sorted(places))

    def save(self, folder: Path) -> None:
        """Writes the model in the index."""
        self._model.save(folder, NAME)

    @classmethod
    def open(cls, folder: Path) -> SituationModel:
        """Reads a model that `save` wrote. Raises IndexUnusable when it cannot be read."""
        return cls(LinearModel.open(folder, NAME))


def _weighted(signs: Sequence[float]) -> list[float]:
    return [CUE_WEIGHT * sign for sign in signs]


def _place(wanted: Sequence[str], read: Sequence[Token]) -> tuple[int, int] | None:
    kept = [token for token in read if len(token.word) >= 2]
    for rank in range(len(kept) - len(wanted) + 1):
        if all(kept[rank + step].word == word for step, word in enumerate(wanted)):
            return kept[rank].start, kept[rank + len(wanted) - 1].end
    return None
