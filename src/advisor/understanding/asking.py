"""Where a message asks: a situation told in several sentences ends, or opens, on the question itself."""

from __future__ import annotations

import re

_SENTENCE = re.compile(r"[^.!?;:\n\u2026]+(?:[.!?;:\u2026]+|\n|$)")
_NUMBER = re.compile(r"(?:\b[A-Za-z]|\b(?:art|hab|n°))\.$")
LEAST_WORDS = 3
"""Words under which what asks (« C'est vrai ? ») is read with the sentence before it."""


def asking(text: str) -> str:
    """The part of a message that asks: its sentences with a question mark, else its last one.

    A question too short to say what it is about takes the sentence before it along.

    >>> asking("On ferme un point d'accueil. Le public doit-il être consulté ?")
    'Le public doit-il être consulté ?'
    >>> asking("Le juriste dit qu'il faut une enquête. Vrai ?")
    "Le juriste dit qu'il faut une enquête. Vrai ?"
    """
    parts = _sentences(text)
    asked = [rank for rank, part in enumerate(parts) if part.endswith("?")] or [len(parts) - 1]
    kept: list[int] = []
    for rank in asked:
        if rank > 0 and len(parts[rank].rstrip(" ?").split()) <= LEAST_WORDS:
            kept.append(rank - 1)
        kept.append(rank)
    return " ".join(parts[rank] for rank in sorted(set(kept)) if parts) if parts else ""


def _sentences(text: str) -> list[str]:
    """Sentences of a message, an abbreviation (« art. », « L. 103-2 ») not ending one."""
    found: list[str] = []
    for match in _SENTENCE.finditer(text):
        part = match.group().strip()
        if not part:
            continue
        if found and _NUMBER.search(found[-1]):
            found[-1] = f"{found[-1]} {part}"
        else:
            found.append(part)
    return found
