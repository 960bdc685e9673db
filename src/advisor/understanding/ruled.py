"""Whether the words of a question of law are those of a matter that a rule settles.

« Faut-il un sondage sur les horaires de l'accueil ? » and « faut-il l'avis du conseil d'école ? » are put
alike; what they speak of tells. A linear model trained on questions of ours says how likely it is
that some rule answers, whichever it is; the search says which.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from advisor.understanding.framing import ForeignExample, LegalExample
from advisor.understanding.linear import Analyser, LinearModel

NAME = "ruled"
ANALYSERS = (Analyser("words", 1, 2, 2), Analyser("letters", 3, 5, 3))
_RULED, _FREE = "réglé", "libre"


class RuledModel:
    """Tells matters that some rule settles from those left free."""

    def __init__(self, model: LinearModel) -> None:
        self._model = model

    @classmethod
    def train(cls, found: Sequence[LegalExample], elsewhere: Sequence[ForeignExample] = ()) -> RuledModel:
        """A model of labelled questions, and of questions of law of other fields, to which no rule here answers."""
        labels = [*(_RULED if example.fiches else _FREE for example in found), *(_FREE for _ in elsewhere)]
        texts = [*(example.ask for example in found), *(example.ask for example in elsewhere)]
        return cls(LinearModel.train(ANALYSERS, texts, labels, strength=10.0, balanced=True))

    def log_odds(self, text: str) -> float:
        """Log-odds that a rule settles what a question is about."""
        return self._model.log_odds(text, _RULED)

    def save(self, folder: Path) -> None:
        """Writes the model in the index."""
        self._model.save(folder, NAME)

    @classmethod
    def open(cls, folder: Path) -> RuledModel:
        """Reads a model that `save` wrote. Raises IndexUnusable when it cannot be read."""
        return cls(LinearModel.open(folder, NAME))
