"""Other wordings of a question, in the search: they add to what the question finds, and never take its first place.

Ranks are fused (Cormack, Clarke and Büttcher, SIGIR 2009): a wording counts less than the question, and what the
question finds first stays first, with its score. Scores go down from there, on the scale of the question's own.

Measured on the questions of the shared samples (92 passages, two other questions on the same passage as wordings):
the passage is among the first three 92 times in 100 instead of 89, and 87 when the wordings are those of other
passages altogether; larger constants and shares gain nothing more and lose more to bad wordings.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from advisor.answering.content import Evidence
from advisor.domain.answer import Found
from advisor.finding import Finder

CONSTANT = 10
"""The constant of reciprocal rank fusion; lists here are short."""
SHARE = 0.3
"""What a rank given by another wording counts beside one given by the question."""
FIRST = 1
"""Places of the question's own that nothing moves."""


def fused(own: Sequence[str], others: Sequence[Sequence[str]]) -> list[str]:
    """References in the order that a question and its other wordings give together; the first of its own stays."""
    scores: dict[str, float] = {}
    for weight, refs in ((1.0, own), *((SHARE, refs) for refs in others)):
        for rank, ref in enumerate(refs, start=1):
            scores[ref] = scores.get(ref, 0.0) + weight / (CONSTANT + rank)
    order = {ref: rank for rank, ref in enumerate(scores)}
    kept = list(own[:FIRST])
    return [*kept, *sorted((ref for ref in scores if ref not in kept), key=lambda ref: (-scores[ref], order[ref]))]


def widened(own: Evidence, others: Sequence[Evidence]) -> Evidence:
    """The evidence of a question with that of its other wordings, as many of each as the question found."""
    return Evidence(
        _scored(own.fiches, [other.fiches for other in others]),
        _scored(own.passages, [other.passages for other in others]),
    )


def _scored(own: Mapping[str, float], others: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """The question's own scores, best first, given to the references in the fused order."""
    scores = sorted(own.values(), reverse=True)
    best_first = sorted(own, key=lambda ref: -own[ref])
    ranked = fused(best_first, [sorted(other, key=lambda ref: -other[ref]) for other in others])
    return dict(zip(ranked, scores, strict=False))


def found(finder: Finder, question: str, wordings: Sequence[str], limit: int) -> list[Found]:
    """The best places for a question; other wordings bring further ones."""
    own = finder.found(question, limit)
    if not wordings:
        return own
    others = [finder.found(wording, limit) for wording in wordings]
    held = {_ref(item): item for results in (*reversed(others), own) for item in results}
    scores = [item.score for item in own]
    ranked = fused([_ref(item) for item in own], [[_ref(item) for item in results] for results in others])
    return [replace(held[ref], score=score) for ref, score in zip(ranked, scores, strict=False)]


def _ref(item: Found) -> str:
    return item.passage_id or item.fiche
