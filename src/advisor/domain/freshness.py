"""Whether a text of law that a fiche rests on is still the one that was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Outcome = Literal["inchangé", "modifié", "abrogé", "introuvable", "non vérifié"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    """What Légifrance said, on the day `checked`, of an article read at some date.

    `since` is the day the version in force took effect, or for a repealed article the day it ceased to.
    """

    outcome: Outcome
    checked: str
    since: str = ""

    @property
    def to_review(self) -> bool:
        """Whether the fiche that rests on the article must be read again."""
        return self.outcome in {"modifié", "abrogé", "introuvable"}


Freshnesses = Mapping[tuple[str, str, str], Freshness]
"""By code, article number and date of the text read."""
