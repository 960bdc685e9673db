"""The figures of an evaluation, and how its cases are read and named."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from advisor.knowledge import yaml_text

MARGIN = 1.0
"""Standard errors that a measure may lose from one run to the next before it is said to have fallen."""


@dataclass
class Report:
    """Shares by measure (met, out of), values to average in [0, 1], failures by case, and tables of confusion."""

    counts: dict[str, tuple[int, int]] = field(default_factory=dict)
    means: dict[str, list[float]] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    tables: dict[str, Counter[tuple[str, str]]] = field(default_factory=dict)
    milliseconds: list[float] = field(default_factory=list)

    def count(self, measure: str, met: bool, case: str = "") -> None:
        """Adds one case to a measure."""
        good, total = self.counts.get(measure, (0, 0))
        self.counts[measure] = (good + met, total + 1)
        if not met and case:
            self.failures.append(f"{measure} : {case}")

    def table(self, name: str, wanted: str, given: str) -> None:
        """Adds one case to a table of confusion, in the order classes are first met."""
        self.tables.setdefault(name, Counter())[wanted, given] += 1

    def mean(self, measure: str, value: float) -> None:
        """Adds one value in [0, 1] to a measure whose mean is told."""
        self.means.setdefault(measure, []).append(value)

    def share(self, measure: str) -> float:
        """Share of cases that meet a measure, 0 without cases."""
        good, total = self.counts.get(measure, (0, 0))
        return good / total if total else 0.0

    def figures(self) -> dict[str, dict[str, float]]:
        """Every measure with its value in [0, 1] and its number of cases, for a file and for comparisons."""
        shares = {name: {"value": good / max(1, total), "cases": total} for name, (good, total) in self.counts.items()}
        means = {name: {"value": sum(held) / len(held), "cases": len(held)} for name, held in self.means.items()}
        return {
            name: {"value": round(one["value"], 4), "cases": one["cases"]} for name, one in {**shares, **means}.items()
        }

    def fallen(self, before: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
        """Measures that are lower than before by more than `MARGIN` standard errors of their number of cases.

        The error of a share p of n cases is the root of p(1-p)/n (Wald); a measure of few cases, or at an
        end, may lose one case and no more. A measure that is no longer there has fallen.
        """
        now = self.figures()
        for name, held in before.items():
            value, cases = held["value"], max(1.0, held["cases"])
            allowed = max(1.5 / cases, MARGIN * math.sqrt(value * (1 - value) / cases))
            if name not in now:
                yield f"{name} : n'est plus mesurée"
            elif now[name]["value"] < value - allowed:
                yield f"{name} : {100 * now[name]['value']:.1f} %, était à {100 * value:.1f} %"

    def lines(self, verbose: bool = False) -> Iterator[str]:
        """The report as lines of text."""
        for measure, (good, total) in self.counts.items():
            yield f"{measure:<58} {good:>4} / {total:<4} {100 * good / max(1, total):5.1f} %"
        for measure, values in self.means.items():
            yield f"{measure:<58} {sum(values) / len(values):11.3f}"
        for name, counts in self.tables.items():
            yield from _confusion(name, counts)
        if self.milliseconds:
            ordered = sorted(self.milliseconds)
            middle, late = ordered[len(ordered) // 2], ordered[int(0.95 * (len(ordered) - 1))]
            yield f"Temps de réponse à chaud : p50 {middle:.0f} ms, p95 {late:.0f} ms ({len(ordered)} réponses)"
        if verbose:
            yield from self.failures


def _confusion(name: str, counts: Counter[tuple[str, str]]) -> Iterator[str]:
    """A table of confusion: a line for each class expected, a column for each class given."""
    expected = list(dict.fromkeys(wanted for wanted, _ in counts))
    given = [*expected, *dict.fromkeys(one for _, one in counts if one not in expected)]
    yield f"{name} : attendu (lignes) et conseillé (colonnes)"
    yield f"  {'':<14}" + "".join(f"{one:>14}" for one in given)
    for wanted in expected:
        yield f"  {wanted:<14}" + "".join(f"{counts[wanted, one]:>14}" for one in given)


def cases(path: Path) -> Sequence[Mapping[str, Any]]:
    """The cases of a YAML file."""
    content, _ = yaml_text.read(path)
    return list(content)


def told(case: Mapping[str, Any]) -> str:
    """A case as it is named among failures."""
    return f"{case['id']} {' '.join(str(case.get('question') or case.get('text') or case.get('texte')).split())[:100]}"
