"""Runs of words and of letters, cut exactly as scikit-learn's analysers cut them.

Models are trained by scikit-learn at ingest; reading one message must not cost its import (a third
of the start of the command line), so the analysers it was trained with are kept here, and a test
holds them equal to the library's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_WORD = re.compile(r"(?u)[a-z0-9]+")


def word_ngrams(text: str, least_letters: int, most: int) -> list[str]:
    """Runs of one to `most` words of a folded text, words of at least `least_letters` letters.

    >>> word_ngrams("le sol bouge", 2, 2)
    ['le', 'sol', 'bouge', 'le sol', 'sol bouge']
    """
    words = [word for word in _WORD.findall(text) if len(word) >= least_letters]
    return [
        " ".join(words[start : start + size]) for size in range(1, most + 1) for start in range(len(words) - size + 1)
    ]


def letter_ngrams(text: str, least: int, most: int) -> Iterator[str]:
    """Runs of letters inside the words of a folded text, each word between two spaces (`char_wb`).

    >>> list(letter_ngrams("ab", 3, 4))
    [' ab', 'ab ', ' ab ']
    """
    for word in text.split():
        padded = f" {word} "
        for size in range(least, most + 1):
            yield padded[:size]
            for start in range(1, len(padded) - size + 1):
                yield padded[start : start + size]
            if len(padded) <= size:
                break  # a word shorter than the run is counted once
