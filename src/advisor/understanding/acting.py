"""What a message does in a conversation when no known phrase shows it: a linear model trained on messages of ours.

Phrases alone read 55 % of 140 messages written apart; they are sure, but few. The model learns from
`corpus/training/actes.yaml`, with questions of the fiches as further questions; deterministic, frozen at ingest.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from pydantic import TypeAdapter

from advisor.domain.dialogue import Act, Part
from advisor.text import plain, words
from advisor.understanding import phrases
from advisor.understanding.linear import Analyser, LinearModel
from advisor.validation import validated

NAME = "acts"
ANALYSERS = (Analyser("words", 1, 3, 1), Analyser("letters", 2, 5, 2))
STRENGTH = 12.0
SIGN = 0.5
"""Weight of a sign beside the n-grams, whose vectors have unit length."""
LENGTHS = (2, 4, 8, 14, 25)


@dataclass(frozen=True, slots=True)
class Example:
    """Messages that do the same thing in a conversation; a part asked for stands after a dash (« partie-loi »)."""

    acte: str
    messages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Guess:
    """The likeliest act, the part it asks for if it is one, and its probability."""

    act: Act
    part: Part | None
    probability: float


_EXAMPLES = TypeAdapter(tuple[Example, ...])


def examples(path: Path, content: object) -> tuple[Example, ...]:
    """The examples of a parsed training file. Raises DataError on the first bad one."""
    return validated(_EXAMPLES, path, content)


class ActModel:
    """The trained model."""

    def __init__(self, model: LinearModel) -> None:
        self._model = model

    @classmethod
    def train(cls, found: Sequence[Example], questions: Sequence[str] = ()) -> ActModel:
        """A model of the examples, and of further questions; the same ones give the same model."""
        said = [(example.acte, message) for example in found for message in example.messages]
        said += [("question", question) for question in questions]
        texts = [message for _, message in said]
        rows = [_signs(text) for text in texts]
        labels = [label for label, _ in said]
        return cls(LinearModel.train(ANALYSERS, texts, labels, rows, strength=STRENGTH, balanced=True))

    def read(self, text: str, without: Collection[str] = ()) -> Guess:
        """The likeliest act of a message, some acts left out."""
        shares = {
            name: share
            for name, share in self._model.probabilities(text, _signs(text)).items()
            if name.partition("-")[0] not in without
        }
        best = max(sorted(shares), key=lambda name: shares[name])
        part = next((one for one in get_args(Part) if best == f"partie-{one}"), None)
        act: Act = next((one for one in get_args(Act) if one == best), "partie" if part else "ajout")
        return Guess(act, part, round(shares[best] / sum(shares.values()), 4))

    def save(self, folder: Path) -> None:
        """Writes the model in the index."""
        self._model.save(folder, NAME)

    @classmethod
    def open(cls, folder: Path) -> ActModel:
        """Reads a model that `save` wrote. Raises IndexUnusable when it cannot be read."""
        return cls(LinearModel.open(folder, NAME))


def _signs(text: str) -> list[float]:
    """What tells acts apart beside n-grams: how long a message is, whether it asks, names a degree, supposes."""
    said = plain(text)
    length = len(words(text))
    told = (
        "?" in text,
        bool(phrases.ASKS.search(said)),
        any(named.search(said) for named in phrases.DEGREES.values()),
        bool(phrases.SUPPOSES.search(said)),
        bool(phrases.CORRECTS.search(said)),
        bool(phrases.OWN.search(said)),
        *(length <= most for most in LENGTHS),
    )
    return [SIGN * float(sign) for sign in told]
