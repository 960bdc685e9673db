"""A share and how sure one can be of it: Wilson's interval, on as many verdicts as are really independent.

The interval is E. B. Wilson's (JASA 22, 1927), sound on few verdicts and near 0 or 1. What is judged comes
by answers whose parts resemble each other, so that the number of verdicts is first brought to the one that,
drawn one by one, would be as sure: judged / design effect, the effect being the variance between answers
over that of a simple draw, never under 1 (E. L. Korn and B. I. Graubard, Survey Methodology 24, 1998; for
Wilson's interval so used, N. Dean and M. Pagano, J. Survey Statistics and Methodology 3, 2015). One verdict
an answer gives Wilson's own interval. scipy's takes whole numbers alone.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from statistics import NormalDist

CONFIDENCE = 0.95
_Z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)


@dataclass(frozen=True, kw_only=True, slots=True)
class Share:
    """So many right among so many judged, and the interval of the share at 95 % (None when nothing was judged)."""

    right: int
    judged: int
    low: float | None = None
    high: float | None = None

    @property
    def value(self) -> float | None:
        """The share itself; None when nothing was judged."""
        return self.right / self.judged if self.judged else None


@dataclass(slots=True)
class Counted:
    """What was judged of one answer: how many right, out of how many, by how many verdicts."""

    right: int = 0
    judged: int = 0
    verdicts: int = 0

    def add(self, right: int, judged: int) -> None:
        """One more verdict, on `judged` things of which `right` are."""
        self.right += right
        self.judged += judged
        self.verdicts += 1


def share(counted: Collection[Counted]) -> Share:
    """The share over some answers, with its interval."""
    right, judged = sum(held.right for held in counted), sum(held.judged for held in counted)
    if not judged:
        return Share(right=0, judged=0)
    low, high = wilson(right / judged, independent(counted))
    return Share(right=right, judged=judged, low=low, high=high)


def independent(counted: Collection[Counted]) -> float:
    """As many verdicts as are really independent; never more than were given."""
    right, judged = sum(held.right for held in counted), sum(held.judged for held in counted)
    verdicts, answers = sum(held.verdicts for held in counted), len(counted)
    part = right / judged
    between = sum((held.right - part * held.judged) ** 2 for held in counted) / judged**2
    if answers < 2 or not between:
        return verdicts
    effect = between * answers / (answers - 1) / (part * (1 - part) / (judged - 1))
    return min(verdicts, judged / effect)


def wilson(part: float, judged: float) -> tuple[float, float]:
    """Wilson's interval of a share."""
    squared = _Z * _Z / judged
    centre = part + squared / 2
    spread = (squared * (part * (1 - part) + squared / 4)) ** 0.5
    return max(0.0, (centre - spread) / (1 + squared)), min(1.0, (centre + spread) / (1 + squared))
