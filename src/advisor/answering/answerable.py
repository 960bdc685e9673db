"""How likely it is that the corpus answers a question, from what the search found.

A logistic score over a few signals of the search. Its weights were fitted once on answerable and
unanswerable questions, and the fit is not kept in the tree: `advisor evaluate` shows what they give.
It is deliberately generous: it stops what is far from the subject; what is near and still
unanswerable is stopped by `demand`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

LEAST = 0.36
"""Probability under which a question is declined."""
LEAST_PROJECT = 0.6
"""The same for a described project that nothing else ties to local public action."""
NAMED = 0.5
"""Least probability for a question whose rare word a title names."""
MOST_UNKNOWN = 0.5
"""Share of unknown words above which a message is not about this subject, whatever else is found."""


@dataclass(frozen=True, slots=True)
class Signals:
    """Signals of a search, each in [0, 1] but `terms`.

    `best` and `mean` are the coverage of the question by the best document and by the best three,
    `dense` the best cosine, `unknown` the share of the question's terms that stand nowhere,
    `english` 1 for an English question, `terms` the number of content terms, `named` 1 when what is
    rare in the question is named by the title of a document found first: a short question says little
    more than that.
    """

    best: float
    mean: float
    dense: float
    unknown: float
    english: float
    terms: int
    named: float = 0.0


_WEIGHTS = {"best": 1.71, "mean": 1.66, "dense": 0.51, "unknown": -1.25, "english": 0.57, "terms": 0.35}
_INTERCEPT = -3.90


def probability(signals: Signals) -> float:
    """Probability in [0, 1] that the corpus answers."""
    if not signals.terms or signals.unknown > MOST_UNKNOWN:
        return 0.0
    values = {
        "best": signals.best,
        "mean": signals.mean,
        "dense": signals.dense,
        "unknown": signals.unknown,
        "english": signals.english,
        "terms": min(signals.terms, 10),
    }
    score = _INTERCEPT + sum(_WEIGHTS[name] * value for name, value in values.items())
    likely = 1 / (1 + math.exp(-score))
    return max(likely, NAMED) if signals.named else likely
