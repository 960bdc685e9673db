"""How likely a rule is to be the one a question of law is about, and how likely that any rule is.

Two logistic scores. Their weights are fitted by `bench/fit_law.py` on questions of ours whose rules
are known (`corpus/training/droit.yaml`), each left out of what is searched and learnt for it, and
kept in `corpus/poids-droit.yaml` with the least probabilities at which rules are put forward.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from advisor.domain.outcome import Outcome
from advisor.scoring import Score, probability
from advisor.validation import validated


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for a rule, each in [0, 1].

    `relative` is its search score beside the best rule's; `lexical`, `lines` and `dense` what each
    stage gives it; `covered` the share of the question's terms it holds; `named` whether its title
    names what the question names. Those that start with `asked` are of the part that asks alone.
    `met`, `missed`, `failed` and `excepted` say what the facts make of it: subject matter recognised
    or another one, a condition that does not hold, an exception that does.
    """

    relative: float
    lexical: float
    lines: float
    dense: float
    covered: float
    named: float
    asked_relative: float
    asked_lines: float
    asked_dense: float
    asked_covered: float
    rival: float
    met: float
    missed: float
    failed: float
    excepted: float
    binds: float


@dataclass(frozen=True, slots=True)
class Support:
    """What speaks for there being a rule at all.

    `likely` is the log-odds of the likeliest rule and `ahead` its lead in probability over the next;
    `read` the log-odds that the words of the question alone give; the rest is of the likeliest rule.
    """

    likely: float
    ahead: float
    read: float
    lexical: float
    lines: float
    dense: float
    covered: float
    asked_lines: float
    asked_covered: float
    met: float
    named: float


@dataclass(frozen=True, slots=True)
class Weights:
    """The fitted scores, the least probability that a rule answers, and that of a rule shown beside the first."""

    rule: Score
    some: Score
    least: float
    beside: float


_WEIGHTS = TypeAdapter(Weights)


def weights(path: Path, content: object) -> Weights:
    """The weights of a parsed file. Raises DataError when one is missing or is not a number."""
    return validated(_WEIGHTS, path, content)


def support(found: Mapping[str, Signals], odds: Mapping[str, float], read: float) -> Support:
    """What speaks for there being a rule, from the signals and log-odds of those found (at least one)."""
    ranked = sorted(odds, key=lambda ref: (-odds[ref], ref))
    best = found[ranked[0]]
    following = probability(odds[ranked[1]]) if len(ranked) > 1 else 0.0
    return Support(
        likely=odds[ranked[0]],
        ahead=probability(odds[ranked[0]]) - following,
        read=read,
        lexical=best.lexical,
        lines=best.lines,
        dense=best.dense,
        covered=best.covered,
        asked_lines=best.asked_lines,
        asked_covered=best.asked_covered,
        met=best.met,
        named=best.named,
    )


def of_facts(outcome: Outcome) -> dict[str, float]:
    """The signals that the facts give of a rule."""
    failed = any(not tested.exception and tested.truth is False for tested in outcome.tested[1:])
    return {
        "met": float(outcome.trigger is True),
        "missed": float(outcome.trigger is False),
        "failed": float(failed),
        "excepted": float(outcome.excepted),
        "binds": float(outcome.obligation.binds),
    }
