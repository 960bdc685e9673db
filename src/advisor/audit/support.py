"""Which words of a passage carry those of a statement, so that a reader sees at a glance what supports it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from advisor import articles
from advisor.text import tokens

Terms = Callable[[str], Sequence[str]]
"""Text to index terms: stems of content words, and one term per article number, in order."""


def shared(statement: str, passage: str, terms: Terms) -> tuple[tuple[int, int], ...]:
    """Places [start, end) of the passage whose words have a term of the statement, in order, apart from one another.

    An article number is one place.
    """
    wanted = set(terms(statement))
    return tuple((start, end) for start, end in _places(passage) if wanted.intersection(terms(passage[start:end])))


def _places(text: str) -> Iterator[tuple[int, int]]:
    """The article numbers and the other words of a text, in order."""
    numbers = articles.find(text)
    within = [(number.start, number.end) for number in numbers]
    words = [(token.start, token.end) for token in tokens(text) if token.word != "."]
    free = [place for place in words if not any(start < place[1] and place[0] < end for start, end in within)]
    yield from sorted({*within, *free})
