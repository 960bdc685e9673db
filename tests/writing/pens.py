"""Models made for the tests: one that phrases honestly what it is given, whatever the answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from advisor.text import plain, sentences

_PIECE = re.compile(r"^\[([a-z]\d+)\] (.*)$", re.MULTILINE)
_TITLE = re.compile(r"^\((?:[^()]|\([^()]*\))*\) ")
_LINKS = ("", "En effet, ", "", "De plus, ", "", "Par ailleurs, ", "", "Ensuite, ", "", "Enfin, ")
ROOMY = 7
"""Pieces up to which two sentences of each are told."""
_KEPT = re.compile(r"^(?:[A-ZÀ-Ý]{2}|«|À confirmer)")


def given(body: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The pieces in a request, as marks and texts, read as any model would read them."""
    said = str(body["messages"][-1]["content"])
    held = said.rpartition("<<<enonces ")[2]
    return [(mark, _TITLE.sub("", text)) for mark, text in _PIECE.findall(held)]


def honest(body: Mapping[str, Any]) -> str:
    """A smooth text: one or two short sentences a piece, linked, each with its mark."""
    lines: list[str] = []
    told: set[str] = set()
    held = given(body)
    most = 2 if len(held) <= ROOMY else 1
    for rank, (mark, text) in enumerate(held):
        for place, (start, end) in enumerate(sentences(text)[:most]):
            said = text[start:end].removeprefix("Décision : ").removeprefix("Décision, ")
            for part in _parts(said, mark):
                if plain(part) in told:
                    continue
                told.add(plain(part))
                lines.append(_linked(part, rank if place == 0 and mark.startswith("s") else 0, mark))
    return " ".join(lines)


def _parts(said: str, mark: str) -> list[str]:
    """A long sentence in two where it stops by itself."""
    if mark.startswith("s") and len(said) > 150 and " ; " in said and " : " not in said:
        return [part.rstrip(".") + "." for part in said.split(" ; ")]
    return [said]


def _linked(said: str, rank: int, mark: str) -> str:
    link = _LINKS[rank % len(_LINKS)]
    body = said if not link or _KEPT.match(said) else said[:1].lower() + said[1:]
    whole = f"{link}{body}"
    whole = whole[:1].upper() + whole[1:]
    stop = whole[-1] if whole[-1] in ".!?…" else "."
    return f"{whole.rstrip('.!?…').rstrip()} [{mark}]{stop}"
