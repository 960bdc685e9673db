"""« zone d'aménagement concerté (ZAC) » may be said « ZAC », or in full: a text with both, or either."""

from __future__ import annotations

import re

from advisor.text import fold

_BOTH = re.compile(r"\s*\(([A-ZÀ-Ý]{2,8})\)")
_SMALL = frozenset("d de du des l la le les et en a au aux".split())  # noqa: SIM905


def spelt(text: str) -> tuple[str, ...]:
    """The text as it is, then, where it gives acronyms, in full only and by its acronyms only.

    >>> spelt("Une zone d'aménagement concerté (ZAC) est créée.")[1:]
    ("Une zone d'aménagement concerté est créée.", 'Une ZAC est créée.')
    """
    if not _BOTH.search(text):
        return (text,)
    short = text
    for match in reversed(list(_BOTH.finditer(text))):
        start = _start(text[: match.start()], match.group(1))
        if start is not None:
            short = f"{short[:start]}{match.group(1)}{short[match.end() :]}"
    return tuple(dict.fromkeys((text, _BOTH.sub("", text), short)))


def _start(before: str, acronym: str) -> int | None:
    """Where the words begin whose initials make the acronym that follows them; None when they do not."""
    wanted = list(fold(acronym).text)
    found = list(re.finditer(r"[^\W\d_]+", before))
    for match in reversed(found):
        word = fold(match.group()).text
        if wanted and word[0] == wanted[-1]:
            wanted.pop()
            if not wanted:
                return match.start()
        elif word not in _SMALL:
            return None
    return None
