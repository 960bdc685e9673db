"""Pieces of a printed text: words, words in bold, fields to complete, marks of sources."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_FIELD = re.compile(r"\[\[(.+?)\]\]")


@dataclass(frozen=True, slots=True)
class Field:
    """A place to complete: `hint` says what is expected there."""

    hint: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Words in bold."""

    text: str


@dataclass(frozen=True, slots=True)
class Mark:
    """The number of a source, which leads to it in the list at the end."""

    number: int


@dataclass(frozen=True, slots=True)
class Team:
    """The sign of what the team proposes, by no source."""


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to a page of the web."""

    text: str
    address: str


Piece = str | Field | Strong | Mark | Team | Link
Text = str | Sequence[Piece]


def pieces(text: Text) -> tuple[Piece, ...]:
    """A text as its pieces; a plain string is one piece, whatever brackets it holds."""
    return (text,) if isinstance(text, str) else tuple(text)


def filled(text: str) -> tuple[Piece, ...]:
    """A text of the corpus, its `[[…]]` made fields.

    >>> filled("Décideur : [[qui]].")
    ('Décideur : ', Field(hint='qui'), '.')
    """
    return tuple(_split(text))


def _split(text: str) -> Iterator[Piece]:
    for rank, part in enumerate(_FIELD.split(text)):
        if part:
            yield Field(part) if rank % 2 else part
