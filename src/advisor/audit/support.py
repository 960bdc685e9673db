"""Which words of a passage carry those of a statement, so that a reader sees at a glance what supports it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from advisor.text import tokens

Terms = Callable[[str], Sequence[str]]
"""Text to index terms: stems of content words, in order."""


def shared(statement: str, passage: str, terms: Terms) -> tuple[tuple[int, int], ...]:
    """Places [start, end) of the passage whose words have a term of the statement, in order, apart from one another.

    >>> shared("Les usagers décident.", "Un usager, une décision.", lambda text: text.split())
    ()
    >>> shared("usager écouté", "Un usager parle.", lambda text: [text] if " " not in text else text.split())
    ((3, 9),)
    """
    wanted = set(terms(statement))
    found = [
        (token.start, token.end)
        for token in tokens(passage)
        if token.word != "." and wanted.intersection(terms(passage[token.start : token.end]))
    ]
    return tuple(found)
