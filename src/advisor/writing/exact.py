"""What must stand letter for letter in what a sentence cites: numbers, articles of law, names, quotations."""

from __future__ import annotations

import re
from collections.abc import Sequence

from advisor import articles
from advisor.text import find_run, fold
from advisor.writing.pieces import Piece
from advisor.writing.reading import Read, read

_QUOTED = re.compile(r"[«“\"]\s*([^»”\"]+?)\s*[»”\"]")


def fault(text: str, said: Read, cited: Sequence[Piece]) -> str:
    """Why a sentence holds what its evidence does not, in French; empty when it holds nothing of the kind."""
    bodies = [part for piece in cited for part in (piece.text, *piece.others)]
    everything = [*bodies, *(label for piece in cited for label in piece.labels)]
    known = {articles.key(found.number) for part in everything for found in articles.find(part)}
    unknown = [found.number for found in articles.find(text) if articles.key(found.number) not in known]
    if unknown:
        return f"article absent de ce qu'elle cite : {', '.join(unknown)}"
    numbers = {word.key for part in everything for word in read(part).words if word.kind == "number"}
    changed = [word.folded for word in said.words if word.kind == "number" and word.key not in numbers]
    if changed:
        return f"nombre ou date absents de ce qu'elle cite : {', '.join(changed)}"
    spelt = {word for part in everything for word in re.findall(r"[a-z0-9]+", fold(part).text)}
    names = [word.folded for word in said.words if word.name and word.folded not in spelt]
    if names:
        return f"nom absent de ce qu'elle cite : {', '.join(names)}"
    for match in _QUOTED.finditer(text):
        if not any(find_run(match.group(1), body) for body in bodies):
            return "citation entre guillemets qui n'est pas dans la source"
    return ""
