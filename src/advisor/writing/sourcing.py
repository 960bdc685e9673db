"""The name of a source inside a sentence, « Selon le mémoire, … (p. 64) », taken off before the rest is verified.

It is taken off only when every word of it names the very source that the sentence cites: said of another, it stays,
and the sentence is withheld.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from advisor.writing.reading import read

_ATTRIBUTED = re.compile(
    r"^(?:(?:Selon|D['’]après|Pour|Dans|Comme le dit|Comme l['’]indique|Comme l['’]écrit|Aux termes de|En vertu de|"
    r"En application de|Au titre de)\s[^,;:]{2,120},\s*)"
)
_ENCLOSED = re.compile(r"\s*\([^()]{2,140}\)")
_ARTICLE = re.compile(
    r"(?:,\s*)?(?:(?:selon|d['’]après|en vertu de|en application de|au titre de|prévue? (?:à|par))\s+)?"
    r"(?:l['’])?\b(?:article|art\.)\s+[A-Z]{0,2}\.?\s?\d[\d-]*(?:\s+(?:du|,)\s*[Cc]ode\s+(?:de\s+l['’]\w+|des?\s+\w+|du\s+\w+|"
    r"général[\w\s]{0,60}?territoriales))?",
)


def without_source(text: str, labels: Sequence[str]) -> str:
    """A sentence without what only names the sources of these labels."""
    known = {word.key for label in labels for word in read(label).words}

    def only(match: re.Match[str]) -> str:
        held = read(match.group()).words
        return " " if held and all(word.key in known and not word.bearing for word in held) else match.group()

    for pattern in (_ATTRIBUTED, _ENCLOSED, _ARTICLE):
        text = pattern.sub(only, text)
    return " ".join(text.split())
