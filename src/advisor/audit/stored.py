"""A stored answer as an auditor reads it: what was asked, answered, found, and with which versions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from advisor.domain.answer import Answer
from advisor.domain.record import Entry

_ANSWER = TypeAdapter(Answer)


@dataclass(frozen=True, kw_only=True, slots=True)
class Stored:
    """An answer and its circumstances, from the body of its entry.

    `history` holds the messages of the project under way before this one, `corrections` the facts set by hand;
    `candidates` what the search had found, used or not; `masked` how many pieces of personal data were taken out.
    """

    number: int
    moment: str
    conversation: str
    seal: str
    message: str
    turn: int
    answer: Answer
    candidates: tuple[Mapping[str, Any], ...]
    versions: Mapping[str, Any]
    settings: Mapping[str, Any]
    timings_ms: Mapping[str, Any]
    corrections: tuple[Mapping[str, Any], ...]
    history: tuple[str, ...]
    masked: int


def read(entry: Entry) -> Stored | None:
    """The answer of an entry; None when it is no answer, was emptied, or has a form this version cannot read."""
    body = entry.body
    if entry.kind != "answer" or body is None:
        return None
    try:
        answer = _ANSWER.validate_python(body["answer"])
    except (ValidationError, KeyError):
        return None
    return Stored(
        number=entry.number,
        moment=entry.moment,
        conversation=entry.conversation,
        seal=entry.seal,
        message=str(body.get("message", answer.question)),
        turn=int(body.get("turn", 0)),
        answer=answer,
        candidates=tuple(body.get("candidates", ())),
        versions=body.get("versions", {}),
        settings=body.get("settings", {}),
        timings_ms=body.get("timings_ms", {}),
        corrections=tuple(body.get("corrections", ())),
        history=tuple(body.get("history", ())),
        masked=int(body.get("masked", 0)),
    )


def opinion(about: Iterable[Entry]) -> Literal["", "positive", "negative"]:
    """What the user last said of an answer as a whole; empty when nothing was said."""
    said = [entry.body.get("helpful") for entry in about if entry.kind == "feedback" and entry.body is not None]
    last = next((helpful for helpful in reversed(said) if helpful is not None), None)
    return "" if last is None else "positive" if last else "negative"
