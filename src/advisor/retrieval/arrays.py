"""Small operations on the scores of every document, cheap however many documents there are."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def best(scores: NDArray[np.float32], limit: int) -> NDArray[np.intp]:
    """Ranks of the `limit` highest scores above 0, highest first; ties keep their order.

    Only what reaches the score of the last one kept is sorted: sorting a million scores takes longer
    than the whole search.
    """
    if limit <= 0:
        return np.empty(0, dtype=np.intp)
    held = scores > 0
    if limit < len(scores):
        held &= scores >= np.partition(scores, len(scores) - limit)[len(scores) - limit]
    ranks = np.flatnonzero(held)
    return ranks[np.argsort(-scores[ranks], kind="stable")][:limit]


def scaled(scores: NDArray[np.float32], allowed: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Scores beside the highest of those allowed; zeros when there is none above 0."""
    top = float(scores.max(initial=0.0, where=allowed))
    return scores / top if top > 0 else np.zeros_like(scores)
