"""The four degrees of involvement, ordered by the share of power they give users.

Scale of Perrin (2015), as used by the Département de l'Isère (Robinet 2024, pages 53 to 67).
"""

from __future__ import annotations

from enum import StrEnum


class Degree(StrEnum):
    """A degree of involvement; `rank` (1 to 4) grows with the power given to users."""

    INFORMER = "informer"
    CONSULTER = "consulter"
    CONCERTER = "concerter"
    CO_CONSTRUIRE = "co-construire"

    @property
    def rank(self) -> int:
        """Position on the scale: 1 for informer, 4 for co-construire."""
        return _ORDER.index(self) + 1

    @classmethod
    def of_rank(cls, rank: int) -> Degree:
        """The degree at a rank; ranks outside 1 to 4 are brought back to the nearest end."""
        return _ORDER[max(1, min(len(_ORDER), rank)) - 1]

    def shifted(self, steps: int) -> Degree | None:
        """The degree `steps` higher (or lower when negative), None beyond the scale."""
        rank = self.rank + steps
        return _ORDER[rank - 1] if 1 <= rank <= len(_ORDER) else None


_ORDER: tuple[Degree, ...] = (
    Degree.INFORMER,
    Degree.CONSULTER,
    Degree.CONCERTER,
    Degree.CO_CONSTRUIRE,
)


def lowest(*degrees: Degree) -> Degree:
    """The least powerful of the given degrees (at least one)."""
    return min(degrees, key=lambda degree: degree.rank)


def highest(*degrees: Degree) -> Degree:
    """The most powerful of the given degrees (at least one)."""
    return max(degrees, key=lambda degree: degree.rank)
