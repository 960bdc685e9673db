"""The role of rephraser: other wordings of a question, for the search alone; nothing of them is shown as an answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from advisor.text import plain

MOST = 3
"""Wordings used at most."""
LONGEST = 200
"""Characters of a wording."""
_FIGURE = re.compile(r"\d+")
_ADDRESS = re.compile(r"https?:|www\.|@|[<>{}\[\]|]")
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"formulations": {"type": "array", "items": {"type": "string"}}},
    "required": ["formulations"],
    "additionalProperties": False,
}


def taken(answer: Mapping[str, Any], question: str) -> tuple[str, ...]:
    """The wordings of a model's answer that may be searched: short, different, without a figure of its own."""
    kept: dict[str, str] = {}
    figures = set(_FIGURE.findall(question))
    for said in answer["formulations"]:
        wording = " ".join(str(said).split())
        key = plain(wording)
        own = set(_FIGURE.findall(wording)) <= figures
        if 3 <= len(wording) <= LONGEST and own and not _ADDRESS.search(wording) and key != plain(question):
            kept.setdefault(key, wording)
    return tuple(kept.values())[:MOST]
