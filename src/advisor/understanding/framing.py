"""How a question of law is put, which decides what a yes means.

The same rule answers « faut-il un conseil ? » by yes and « peut-on s'en passer ? » by no. A linear
model trained on questions of ours (`corpus/training/droit.yaml`) tells four frames: `due` (is it
owed?), `skip` (may one do without, less, otherwise, or is this enough?), `may` (is one allowed to?)
and `what` (who, how many, when, what is it: no yes or no).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from pydantic import TypeAdapter

from advisor.domain.frame import Frame
from advisor.text import plain
from advisor.understanding.asking import asking
from advisor.understanding.linear import Analyser, LinearModel
from advisor.validation import validated

FRAMES: tuple[Frame, ...] = get_args(Frame)

NAME = "framing"
ANALYSERS = (Analyser("asked", 1, 3, 2), Analyser("words", 1, 2, 3))
_SIGNS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\?",
        r"\b(?:qui|quoi|quels?|quelles?|combien|comment|quand|pourquoi|kezako|who|what|which|how|when)\b",
        r"\b(?:oblig\w*|impos\w*|exig\w*|force\w*|contrain\w*|tenus?|requis\w*|must|required|mandatory|bound|compel\w*)\b",
        r"\b(?:faut|faudrait|doit|doivent|dois|devons|devait|devaient|fallait|have to|need to)\b",
        r"\b(?:peut|peuvent|puis|pouvons|pourrait|pourrions|droit de|can|could|may|allowed)\b",
        r"\b(?:passer de|dispens\w*|evit\w*|suffi\w*|contente\w*|sans|skip|enough|without|avoid|refus\w*|zapp\w*)\b",
        r"\b(?:clous|regle|bon|legal|passe|correct|ok|fine)\s*\?",
        r"\b(?:vrai|raison|exact|confirm\w*|juste|right|true)\b",
    )
)


@dataclass(frozen=True, slots=True)
class LegalExample:
    """A question of law of ours: how it is put, the verdict as put (none for `what`), the rules it is about."""

    ask: str
    frame: Frame
    verdict: Literal["oui", "non", "dépend"] | None = None
    fiches: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ForeignExample:
    """A question of law of ours that is not of participation, with its theme."""

    ask: str
    theme: str = ""


_EXAMPLES = TypeAdapter(tuple[LegalExample, ...])
_FOREIGN = TypeAdapter(tuple[ForeignExample, ...])


def examples(path: Path, content: object) -> tuple[LegalExample, ...]:
    """The labelled questions of a parsed file. Raises DataError on the first bad one."""
    return validated(_EXAMPLES, path, content)


def foreign(path: Path, content: object) -> tuple[ForeignExample, ...]:
    """The questions outside the field of a parsed file. Raises DataError on the first bad one."""
    return validated(_FOREIGN, path, content)


def put(found: Iterable[LegalExample], beside: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Questions by fiche id: those written beside the fiches, and those of examples for the rule first meant."""
    made = {fiche: list(questions) for fiche, questions in beside.items()}
    for example in found:
        for fiche in example.fiches[:1]:
            made.setdefault(fiche, []).append(example.ask)
    return made


class FrameModel:
    """Tells how a question of law is put."""

    def __init__(self, model: LinearModel) -> None:
        self._model = model

    @classmethod
    def train(cls, found: Sequence[LegalExample]) -> FrameModel:
        """A model of labelled questions; the same questions give the same model."""
        texts, labels = [example.ask for example in found], [example.frame for example in found]
        extras = [signs(text) for text in texts]
        return cls(LinearModel.train(ANALYSERS, texts, labels, extras, strength=10.0, balanced=True))

    def read(self, text: str) -> dict[Frame, float]:
        """Probability of each frame; they sum to 1."""
        found = self._model.probabilities(text, signs(text))
        return {frame: found.get(frame, 0.0) for frame in FRAMES}

    def save(self, folder: Path) -> None:
        """Writes the model in the index."""
        self._model.save(folder, NAME)

    @classmethod
    def open(cls, folder: Path) -> FrameModel:
        """Reads a model that `save` wrote. Raises IndexUnusable when it cannot be read."""
        return cls(LinearModel.open(folder, NAME))


def signs(text: str) -> list[float]:
    """Whether each sign of a frame stands in the part that asks (half a unit each)."""
    asked = re.sub(r"[-']", " ", plain(asking(text)))
    return [0.5 * float(bool(sign.search(asked))) for sign in _SIGNS]
