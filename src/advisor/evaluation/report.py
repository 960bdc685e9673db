"""The figures of an evaluation, and how its cases are read and named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from advisor.knowledge import yaml_text


@dataclass
class Report:
    """Shares by measure (met, out of), values to average in [0, 1], failures by case, and confusion of degrees."""

    counts: dict[str, tuple[int, int]] = field(default_factory=dict)
    means: dict[str, list[float]] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    confusion: Counter[tuple[str, str]] = field(default_factory=Counter)
    milliseconds: list[float] = field(default_factory=list)

    def count(self, measure: str, met: bool, case: str = "") -> None:
        """Adds one case to a measure."""
        good, total = self.counts.get(measure, (0, 0))
        self.counts[measure] = (good + met, total + 1)
        if not met and case:
            self.failures.append(f"{measure} : {case}")

    def mean(self, measure: str, value: float) -> None:
        """Adds one value in [0, 1] to a measure whose mean is told."""
        self.means.setdefault(measure, []).append(value)

    def share(self, measure: str) -> float:
        """Share of cases that meet a measure, 0 without cases."""
        good, total = self.counts.get(measure, (0, 0))
        return good / total if total else 0.0

    def lines(self, verbose: bool = False) -> Iterator[str]:
        """The report as lines of text."""
        for measure, (good, total) in self.counts.items():
            yield f"{measure:<58} {good:>4} / {total:<4} {100 * good / max(1, total):5.1f} %"
        for measure, values in self.means.items():
            yield f"{measure:<58} {sum(values) / len(values):11.3f}"
        if self.confusion:
            yield "Degrés (attendu → conseillé) : " + ", ".join(
                f"{wanted} → {given} : {number}" for (wanted, given), number in sorted(self.confusion.items())
            )
        if self.milliseconds:
            ordered = sorted(self.milliseconds)
            middle, late = ordered[len(ordered) // 2], ordered[int(0.95 * (len(ordered) - 1))]
            yield f"Temps de réponse à chaud : p50 {middle:.0f} ms, p95 {late:.0f} ms ({len(ordered)} réponses)"
        if verbose:
            yield from self.failures


def cases(path: Path) -> Sequence[Mapping[str, Any]]:
    """The cases of a YAML file."""
    content, _ = yaml_text.read(path)
    return list(content)


def told(case: Mapping[str, Any]) -> str:
    """A case as it is named among failures."""
    return f"{case['id']} {' '.join(str(case.get('question') or case.get('text')).split())[:100]}"
