"""How likely a passage is to be the one a question is about.

A logistic score over what the search gives the passage and the fiches that lean on it. Its weights are
fitted by `bench/fit_search.py` on questions of ours, each asked of an index without any question of its author,
and kept in `corpus/poids-recherche.yaml`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from advisor.scoring import Score
from advisor.validation import validated


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for a passage, each in [0, 1].

    `own` is its fused score, `lexical`, `lines` and `dense` what each stage gives it beside the best
    document, `covered` the share of the question, weighted by rarity, that its words hold. The rest is of
    the fiches that lean on it: `leaning` the best score, `stated` the best of those whose statement stands
    there, `said` the best score times the share of the question that what is said from there holds, `first`
    one over the rank of the best, `together` their scores added (a third of each, 1 at most),
    `leaners` how many they are (a fifth of each, 1 at most).
    """

    own: float
    lexical: float
    lines: float
    dense: float
    covered: float
    leaning: float
    stated: float
    said: float
    first: float
    together: float
    leaners: float


_WEIGHTS = TypeAdapter(Score)


def weights(path: Path, content: object) -> Score:
    """The score of a parsed file. Raises DataError when a weight is missing or is not a number."""
    return validated(_WEIGHTS, path, content)
