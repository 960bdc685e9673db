"""How far two readers agree beyond chance, on what both judged without seeing each other."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from advisor.audit.judging import Item, Judgements

READINGS = ((0.8, "presque parfait"), (0.6, "fort"), (0.4, "modéré"), (0.2, "moyen"), (0.0, "faible"))
"""Words for a kappa from this value on: J. R. Landis and G. G. Koch, Biometrics 33, 1977."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Agreement:
    """Two readers on the items both judged blind.

    `kappa` is Cohen's (1960), None when it has no meaning: no item in common, or both always gave the
    same single verdict. `table` counts each pair of verdicts (first reader's, second reader's).
    """

    readers: tuple[str, str]
    items: int
    agreed: int
    kappa: float | None
    table: dict[tuple[str, str], int]

    @property
    def observed(self) -> float | None:
        """The share of items on which they agree; None without any item."""
        return self.agreed / self.items if self.items else None

    @property
    def reading(self) -> str:
        """The kappa in words."""
        if self.kappa is None:
            return "pas d'énoncé lu par les deux" if not self.items else "un seul verdict employé : kappa sans objet"
        return next((words for least, words in READINGS if self.kappa >= least), "moindre que le hasard")


def of_statements(judgements: Judgements, answers: Collection[int] | None = None) -> tuple[Agreement, ...]:
    """The agreement of each pair of readers on statements, for some answers or for all."""
    return _agreements(judgements, answers, statements=True)


def of_advice(judgements: Judgements, answers: Collection[int] | None = None) -> tuple[Agreement, ...]:
    """The agreement of each pair of readers on the advice."""
    return _agreements(judgements, answers, statements=False)


def _agreements(judgements: Judgements, answers: Collection[int] | None, *, statements: bool) -> tuple[Agreement, ...]:
    pairs: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for item in judgements.items:
        if bool(item.statement) == statements and (answers is None or item.answer in answers):
            for readers, said in _said(judgements, item):
                pairs.setdefault(readers, []).append(said)
    return tuple(_agreement(readers, said) for readers, said in sorted(pairs.items()))


def _said(judgements: Judgements, item: Item) -> list[tuple[tuple[str, str], tuple[str, str]]]:
    """What each two readers said blind of an item."""
    blind = sorted(judgements.blind(item).items())
    return [
        ((first, second), (one.value, other.value))
        for (first, one), (second, other) in itertools.combinations(blind, 2)
    ]


def _agreement(readers: tuple[str, str], said: list[tuple[str, str]]) -> Agreement:
    return Agreement(
        readers=readers,
        items=len(said),
        agreed=sum(one == other for one, other in said),
        kappa=cohen(said),
        table=dict(Counter(said)),
    )


def cohen(said: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa of two readers' verdicts; None when chance alone would already give full agreement.

    J. Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20,
    1960. Written here because scikit-learn's takes seconds to load, and a test holds the two together.
    """
    many = len(said)
    first, second = (Counter(pair[side] for pair in said) for side in (0, 1))
    chance = sum(first[value] * second[value] for value in first)
    if chance == many * many:
        return None
    agreed = sum(one == other for one, other in said)
    return (agreed * many - chance) / (many * many - chance)
