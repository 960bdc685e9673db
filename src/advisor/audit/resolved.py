"""An answer with its numbers resolved: statements and citations stand for themselves.

Statements are numbered as they are said (s1, s2…): one more at the top renumbers all the others. Two
answers are compared on what the numbers point to, never on the numbers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from advisor.audit.difference import Data
from advisor.domain.answer import Answer
from advisor.journal import canonical

_PEN = ("prompt", "model")
"""Keys of the engine that tell who phrased the answer."""
_REFERENCES = frozenset({"reasons", "why_not_more", "why_not_less", "statements", "statement", "relations"})
"""Keys, inside an answer, whose values are ids of statements."""


def as_data(answer: Answer | Data) -> dict[str, Any]:
    """An answer as JSON gives it back: tuples are lists, degrees are words, 1.0 is 1."""
    given = asdict(answer) if isinstance(answer, Answer) else dict(answer)
    read: dict[str, Any] = json.loads(canonical.text(given))
    return read


def timeless(answer: Data) -> dict[str, Any]:
    """An answer without its timings, the only thing two replays may differ by."""
    engine = {key: value for key, value in (answer.get("engine") or {}).items() if key != "timings_ms"}
    return {**answer, "engine": engine}


def unphrased(answer: Data) -> dict[str, Any]:
    """An answer without what a model wrote of it: the part that the engine makes, and may make again."""
    engine = {key: value for key, value in (answer.get("engine") or {}).items() if key not in _PEN}
    return {**{key: value for key, value in answer.items() if key != "prose"}, "engine": engine}


def rephrased(answer: Data, stored: Data) -> dict[str, Any]:
    """An answer made again, with what a model had written of the stored one: a replay never asks a model."""
    whole = unphrased(answer)
    engine = stored.get("engine") or {}
    whole["engine"] |= {key: engine[key] for key in _PEN if key in engine}
    return {**whole, "prose": stored["prose"]} if "prose" in stored else whole


def place(citation: Data) -> str:
    """Where a citation leads, in words: its label, then its anchor."""
    anchor = citation.get("anchor") or ""
    return f"{citation.get('label') or ''} · {anchor}" if anchor else str(citation.get("label") or "")


def resolved(answer: Data) -> dict[str, Any]:
    """The answer where each number of a statement or citation is replaced by what it points to."""
    said = {item["id"]: item["text"] for item in answer.get("statements") or []}
    places = {item["id"]: place(item) for item in answer.get("citations") or []}
    whole = {key: _pointed(value, said) for key, value in timeless(answer).items() if key not in _NUMBERED}
    whole["citations"] = [{**item, "id": ""} for item in answer.get("citations") or []]
    whole["statements"] = [
        {**item, "id": "", "citations": [places.get(ref, ref) for ref in item.get("citations") or []]}
        for item in answer.get("statements") or []
    ]
    return whole


_NUMBERED = frozenset({"statements", "citations"})


def _pointed(value: Any, said: Mapping[str, str], key: str = "") -> Any:
    if isinstance(value, Mapping):
        return {name: _pointed(inner, said, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [_pointed(inner, said, key) for inner in value]
    return said.get(value, value) if key in _REFERENCES and isinstance(value, str) else value
