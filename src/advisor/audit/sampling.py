"""Samples of answers to read, drawn by chance and by risk, that anyone can draw again.

Each answer gets a number in ]0, 1[ from the SHA-256 of the seed and of its entry number, then a key
-ln(u) / weight; the smallest keys are drawn. This is the weighted sampling without replacement of
P. Efraimidis and P. Spirakis ("Weighted random sampling with a reservoir", Information Processing
Letters 97, 2006), in its exponential form; with equal weights it is a simple random sample. The draw
depends on no order and on no generator: seed, population and weights say it all.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Method = Literal["aléatoire", "risque"]

RISKS: dict[str, float] = {
    "retour négatif": 6.0,
    "énoncé non vérifié": 5.0,
    "confiance faible": 3.0,
    "confiance moyenne": 1.5,
    "abstention": 2.0,
    "clarification": 1.5,
    "rédigé par un modèle": 2.0,
    "verdict qui dépend": 1.5,
}
"""How much likelier an answer is drawn for each trait; the weights of several traits multiply."""
_BITS = 53
"""Bits of a hash that a float holds exactly."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """An answer that may be drawn: the number of its entry, and its traits among the names of RISKS."""

    number: int
    traits: frozenset[str] = frozenset()


def uniform(seed: str, number: int) -> float:
    """The number in ]0, 1[ that a seed gives to an entry."""
    digest = hashlib.sha256(f"{seed}:{number}".encode()).digest()
    return ((int.from_bytes(digest[:8], "big") >> (64 - _BITS)) + 0.5) / (1 << _BITS)


def weight(traits: Collection[str], weights: Mapping[str, float]) -> float:
    """The product of the weights of some traits; a trait without a weight changes nothing."""
    return float(math.prod(weights.get(trait, 1.0) for trait in sorted(traits)))


def drawn(weighted: Iterable[tuple[int, float]], size: int, seed: str) -> tuple[int, ...]:
    """At most `size` entry numbers, in the order of the draw: any beginning is itself a sample.

    `weighted` gives each number its weight; those of weight 0 or less are never drawn.
    """
    keys = sorted((-math.log(uniform(seed, number)) / share, number) for number, share in weighted if share > 0)
    return tuple(number for _, number in keys[: max(0, size)])


def body(
    candidates: Sequence[Candidate],
    *,
    size: int,
    method: Method,
    seed: str,
    filters: Mapping[str, Any],
    head: int,
    readers: Sequence[str],
    weights: Mapping[str, float] | None = None,
) -> dict[str, Any]:
    """The body of a `sample` entry: the draw, and all it takes to draw it again.

    `head` is the last entry of the journal when the population was listed.
    """
    held = dict(RISKS if weights is None else weights) if method == "risque" else {}
    groups: dict[tuple[str, ...], list[int]] = {}
    for candidate in candidates:
        traits = tuple(sorted(candidate.traits & held.keys()))
        groups.setdefault(traits, []).append(candidate.number)
    population = {
        "filters": dict(filters),
        "count": len(candidates),
        "head": head,
        "groups": [{"traits": list(traits), "numbers": _runs(numbers)} for traits, numbers in sorted(groups.items())],
    }
    made = {"seed": seed, "size": size, "method": method, "population": population, "weights": held}
    return made | {"numbers": list(redrawn(made)), "readers": list(dict.fromkeys(readers))}


def redrawn(sample: Mapping[str, Any]) -> tuple[int, ...]:
    """The draw a `sample` body describes, made again from its seed, population and weights alone."""
    weighted = [
        (number, weight(group["traits"], sample["weights"]))
        for group in sample["population"]["groups"]
        for number in _numbers(group["numbers"])
    ]
    return drawn(weighted, sample["size"], sample["seed"])


def _runs(numbers: Iterable[int]) -> str:
    """Whole numbers written as runs: « 1-5,9 »."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)


def _numbers(runs: str) -> Iterable[int]:
    """Whole numbers read from their runs."""
    for run in filter(None, runs.split(",")):
        first, _, last = run.partition("-")
        yield from range(int(first), int(last or first) + 1)
