"""Entries as the recorder writes them, made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from advisor.domain.record import Draft


def answer(
    question: str = "Faut-il consulter les usagers ?",
    *,
    kind: str = "recommendation",
    degree: str = "consulter",
    confidence: str = "moyenne",
    verdict: str = "",
    check: str = "supported",
    domains: Sequence[str] = ("social",),
    sources: Sequence[str] = ("robinet-2024",),
    language: str = "fr",
    model: str | None = None,
    headline: str = "",
    statements: int = 2,
    turn: int = 1,
    conversation: str = "",
) -> Draft:
    """An answer with what the queue reads of it."""
    said = [
        {
            "id": f"s{number}",
            "text": f"Énoncé {number} sur la concertation des usager·e·s.",
            "citations": [f"c{number % len(sources)}"] if sources else [],
            "check": {"status": check, "by": "words"},
            "fiche": f"frein.essai-{number}",
        }
        for number in range(statements)
    ]
    cited = [
        {"id": f"c{number}", "source": source, "fiche": "", "passage_id": f"{source}-{number}"}
        for number, source in enumerate(sources)
    ]
    advice = {"degree": degree, "confidence": confidence} if kind == "recommendation" else None
    whole: dict[str, Any] = {
        "question": question,
        "language": language,
        "kind": kind,
        "headline": headline or f"Degré conseillé : {degree}.",
        "profile": [{"name": "domaine", "values": list(domains)}],
        "recommendation": advice,
        "verdict": verdict or None,
        "statements": said,
        "citations": cited,
        "engine": {"model": model, "timings_ms": {"total": 12.5}},
    }
    return Draft(kind="answer", body={"message": question, "turn": turn, "answer": whole}, conversation=conversation)


def verdict(about: int, author: str, value: str, statement: str = "") -> Draft:
    """A reader's verdict."""
    body = {"statement": statement, "value": value, "comment": "", "proposal": None, "sample": 0, "blind": True}
    return Draft(kind="verdict", body=body, about=about, author=author)


def resolution(about: int, value: str, statement: str = "") -> Draft:
    """What readers who differed agreed on."""
    body = {"statement": statement, "value": value, "comment": "", "between": []}
    return Draft(kind="resolution", body=body, about=about, author="A et B")


def feedback(about: int, helpful: bool | None, statement: str = "") -> Draft:
    """A user's word."""
    return Draft(
        kind="feedback", body={"helpful": helpful, "reason": "", "text": "", "statement": statement}, about=about
    )
