"""A conversation taken up again from the journal: its answers as they were shown, and where it stood.

The journal keeps messages without personal data: what is shown again is what was kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from advisor.domain.answer import Answer
from advisor.domain.dialogue import Project, State
from advisor.domain.profile import Fact
from advisor.domain.record import Entry
from advisor.errors import ConversationLost
from advisor.journal.ports import Journal
from advisor.recording import Receipt

_ANSWER = TypeAdapter(Answer)
_STATE = TypeAdapter(State)
_FACTS = TypeAdapter(tuple[Fact, ...])
_THREAD = re.compile(r"[0-9a-f]{16}")
PROJECT = ("recommendation", "clarification")


@dataclass(frozen=True, slots=True)
class Kept:
    """A turn as the journal keeps it; `answer` is None when its content was emptied or is of a form not read any more.

    `after` is the conversation once the turn was over.
    """

    message: str
    answer: Answer | None
    receipt: Receipt
    after: State


@dataclass(frozen=True, slots=True)
class Resumed:
    """A conversation as it stood: its turns in order, and its state."""

    turns: tuple[Kept, ...]
    state: State


def resumed(journal: Journal | None, thread: str) -> Resumed:
    """The conversation of an identifier. Raises ConversationLost when there is none to resume, JournalUnusable."""
    if journal is None:
        raise ConversationLost(
            "Cette conversation ne peut pas être reprise : aucun journal n'est tenu.",
            "Recommencez en décrivant votre projet.",
        )
    if not _THREAD.fullmatch(thread):
        raise ConversationLost("L'adresse ne désigne aucune conversation.", "Vérifiez-la, ou commencez ici.")
    turns: list[Kept] = []
    state = State()
    for entry in journal.entries(kinds=("answer",), conversation=thread):
        kept = _turn(entry, state)
        state = kept.after
        body = entry.body or {}
        _placed(turns, kept, bool(body.get("revision") or body.get("aids")))
    if not turns:
        raise ConversationLost(
            "Le journal ne contient rien de cette conversation.", "Vérifiez l'adresse, ou commencez ici."
        )
    return Resumed(tuple(turns), state)


def _placed(turns: list[Kept], kept: Kept, revision: bool) -> None:
    """Adds a turn; one given again, after a correction or a model's proposals, takes the place of the first."""
    rank = next((rank for rank in reversed(range(len(turns))) if turns[rank].message == kept.message), None)
    if revision and rank is not None:
        turns[rank] = kept
    else:
        turns.append(kept)


def _turn(entry: Entry, before: State) -> Kept:
    receipt = Receipt(entry.number, entry.seal, recorded=True)
    body = entry.body
    if body is None:
        return Kept("", None, receipt, before)
    try:
        answer = _ANSWER.validate_python(body["answer"])
    except (ValidationError, KeyError):
        return Kept(str(body.get("message", "")), None, receipt, before)
    return Kept(str(body.get("message", answer.question)), answer, receipt, _after(body, answer, before))


def _after(body: Mapping[str, Any], answer: Answer, before: State) -> State:
    """The conversation after a turn, drawn from the project's messages when the turn was kept without it."""
    held = (body.get("dialogue") or {}).get("after")
    try:
        if held is not None:
            return _STATE.validate_python(held)
        if answer.kind not in PROJECT:
            return before
        messages = (*map(str, body.get("history") or ()), str(body.get("message", "")))
        return State().opened(Project(messages=messages, corrections=_FACTS.validate_python(body.get("corrections"))))
    except ValidationError:
        return before
