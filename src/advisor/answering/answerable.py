"""How likely it is that the corpus answers a question.

Two logistic scores. The first, over a few signals of the search, is deliberately generous and stops what is
far from the subject; its weights were fitted once, and that fit is not kept in the tree. The second, of
what stays near, rests on the words a question is put in and on the kinds of answer it demands:
`bench/fit_answerable.py` fits it on questions of ours, answered and not, and writes `corpus/poids-reponse.yaml`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from advisor.answering.demand import Demand, Unit, met
from advisor.scoring import Score
from advisor.scoring import probability as probability_of
from advisor.validation import validated

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
    likely = probability_of(score)
    return max(likely, NAMED) if signals.named else likely


@dataclass(frozen=True, slots=True)
class Put:
    """How a question is put, and what it demands.

    `read` is the log-odds that its words give of an answer, `elsewhere` the share of it that asks for
    something else altogether; the others say, for each kind of answer demanded, how far from the subject the
    evidence shows one (1: not at all, 0: as near as can be, or not demanded).
    """

    read: float
    elsewhere: float
    amount: float
    rate: float
    duration: float
    name: float
    date: float
    number: float


_KINDS = {"montant": "amount", "taux": "rate", "durée": "duration", "nom": "name", "date": "date", "nombre": "number"}


@dataclass(frozen=True, slots=True)
class Weights:
    """The second score, and the log-odds under which a question is declined, or answered with a caution."""

    score: Score
    least: float
    unsure: float


_FITTED = TypeAdapter(Weights)


def weights(path: Path, content: object) -> Weights:
    """The weights of a parsed file. Raises DataError when one is missing or is not a number."""
    return validated(_FITTED, path, content)


def put(
    demands: Sequence[Demand], read: float, elsewhere: float, terms: Mapping[str, float], units: Sequence[Unit]
) -> Put:
    """How a question is put, given what it demands, its terms with their rarity and what the evidence says."""
    lacking = dict.fromkeys(_KINDS.values(), 0.0)
    for demand in demands:
        if demand.name in _KINDS:
            lacking[_KINDS[demand.name]] = 1 - met(demand, terms, units)
    return Put(read=read, elsewhere=elsewhere, **lacking)
