"""Logistic scores over named signals: fitted by the benches, kept as plain numbers, read here."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Score:
    """A logistic score: an intercept and a weight a signal."""

    intercept: float
    weights: Mapping[str, float]

    def log_odds(self, signals: Any) -> float:
        """Log-odds of what is scored; `signals` is a dataclass of numbers, one field a weight."""
        return self.intercept + sum(self.weights[name] * value for name, value in values(signals).items())


def values(signals: Any) -> dict[str, float]:
    """The numbers of a dataclass by name, in their order."""
    return {field.name: getattr(signals, field.name) for field in fields(signals)}


def probability(log_odds: float) -> float:
    """The probability of log-odds."""
    return 1 / (1 + math.exp(-log_odds))
