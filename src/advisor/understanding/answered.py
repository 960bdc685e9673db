"""Whether a question is put like those the documents answer, by its words alone.

« Combien coûte cet atelier ? » and « combien d'agents sont venus ? » are near in words and in subject; what
the corpus holds of the first is nothing. A linear model trained on questions of ours, answered and not, learns
what is seldom there; the search and the kind of answer asked for say the rest (`answering.answerable`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from advisor.understanding.linear import Analyser, LinearModel
from advisor.validation import validated

NAME = "answered"
ANALYSERS = (Analyser("words", 1, 3, 2), Analyser("letters", 3, 5, 3))
_ANSWERED, _LACKING = "répondue", "sans réponse"
TWINS = 3
"""Times a question written close to one without answer is learnt: those tell most."""


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question of ours that the corpus does not answer: how far from it (`genre`), and what it lacks."""

    genre: str
    question: str
    manque: str = ""


@dataclass(frozen=True, slots=True)
class Twin:
    """A question of ours that a document answers at a page, put like one that has no answer."""

    question: str
    source: str
    page: str


_UNANSWERED = TypeAdapter(tuple[Unanswered, ...])
_TWINS = TypeAdapter(tuple[Twin, ...])


def unanswered(path: Path, content: object) -> tuple[Unanswered, ...]:
    """The questions without answer of a parsed file. Raises DataError on the first bad one."""
    return validated(_UNANSWERED, path, content)


def twins(path: Path, content: object) -> tuple[Twin, ...]:
    """The answered questions close to those without answer of a parsed file. Raises DataError on the first bad one."""
    return validated(_TWINS, path, content)


class AnsweredModel:
    """Tells the questions that the documents answer from those they do not, by their words."""

    def __init__(self, model: LinearModel) -> None:
        self._model = model

    @classmethod
    def train(cls, answered: Sequence[str], close: Sequence[str], lacking: Sequence[str]) -> AnsweredModel:
        """A model of questions answered, of those answered though close to some without answer, and of the latter."""
        held = [*answered, *(question for question in close for _ in range(TWINS))]
        labels = [_ANSWERED] * len(held) + [_LACKING] * len(lacking)
        return cls(LinearModel.train(ANALYSERS, [*held, *lacking], labels, strength=10.0, balanced=True))

    def log_odds(self, text: str) -> float:
        """Log-odds that the documents answer a question put in these words."""
        return self._model.log_odds(text, _ANSWERED)

    def save(self, folder: Path) -> None:
        """Writes the model in the index."""
        self._model.save(folder, NAME)

    @classmethod
    def open(cls, folder: Path) -> AnsweredModel:
        """Reads a model that `save` wrote. Raises IndexUnusable when it cannot be read."""
        return cls(LinearModel.open(folder, NAME))
