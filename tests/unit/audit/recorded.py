"""Answers put in a journal as the recorder puts them, for tests that need many or odd ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from advisor.domain.profile import Fact
from advisor.domain.record import Draft, Entry
from advisor.journal.store import Journal
from advisor.service import Advisor, Conversation


def record(
    journal: Journal,
    advisor: Advisor,
    message: str,
    history: Sequence[str] = (),
    corrections: Sequence[Fact] = (),
    revision: bool = False,
) -> Entry:
    """The entry of an answer."""
    known = Conversation(tuple(history), tuple(corrections))
    answer = advisor.revise(known.said(message)) if revision else advisor.ask(message, known)
    body = {
        "message": message,
        "history": list(history),
        "corrections": [asdict(fact) for fact in corrections],
        "revision": revision,
        "turn": 1,
        "answer": asdict(answer),
        "candidates": [],
        "versions": dict(advisor.parts.versions),
        "settings": {"today": advisor.parts.today},
        "timings_ms": {},
        "masked": 0,
    }
    return journal.append(Draft(kind="answer", body=body))


def verdict(
    journal: Journal, about: int, value: str, statement: str = "", author: str = "Relectrice A", comment: str = ""
) -> Entry:
    """The entry of a verdict."""
    body = {
        "statement": statement,
        "value": value,
        "comment": comment,
        "proposal": None,
        "sample": 0,
        "blind": False,
    }
    return journal.append(Draft(kind="verdict", about=about, author=author, body=body))
