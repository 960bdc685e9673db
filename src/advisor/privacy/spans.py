"""What a masker looks for: a stretch of text that is personal, and of which kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["courriel", "téléphone", "nir", "iban", "adresse", "personne", "naissance", "plaque", "identifiant"]
"""What is masked: electronic address, telephone, social security number, bank account, postal address, name of a
person, date of birth, vehicle plate, number by which an administration knows someone."""


@dataclass(frozen=True, slots=True)
class Span:
    """Personal data of a kind, at [start, end) of a text."""

    kind: Kind
    start: int
    end: int


def spans(kind: Kind, pattern: re.Pattern[str], text: str, group: int | str = 0) -> Iterator[Span]:
    """The places of a pattern, or of one of its groups."""
    for match in pattern.finditer(text):
        yield Span(kind, match.start(group), match.end(group))


def before(text: str, start: int, length: int = 40) -> str:
    """The words just before a place, within its line."""
    return text[max(0, start - length) : start].rpartition("\n")[2]
