"""What the figures need of a stored answer, read from its entry once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from advisor.domain.record import Entry

JOURNEYS = {
    "recommendation": "Projet",
    "legal": "Droit",
    "content": "Sources",
    "abstention": "Sans réponse",
    "clarification": "Question en retour",
}
"""The journey of each kind of answer, as shown."""
SILENT = frozenset({"abstention", "clarification"})
"""Kinds of answer that say nothing of substance."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Cited:
    """A citation of a statement: its source, the fiche that carries the locator, the passage shown."""

    source: str
    fiche: str = ""
    passage: str = ""
    place: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class StatementFacts:
    """A statement of an answer: the fiche that says it (empty for a quotation) and its citations."""

    id: str
    text: str
    fiche: str = ""
    citations: tuple[Cited, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class AnswerFacts:
    """An answer: its question, its statements, what it was near."""

    number: int
    moment: str
    kind: str
    question: str
    language: str
    degree: str
    model: str
    statements: tuple[StatementFacts, ...]
    nearby: tuple[str, ...] = ()

    @property
    def week(self) -> str:
        """The ISO week the answer was given in: « 2026-S47 »."""
        year, week, _ = dt.datetime.fromisoformat(self.moment).isocalendar()
        return f"{year}-S{week:02d}"

    @property
    def journey(self) -> str:
        """The journey, as shown."""
        return JOURNEYS.get(self.kind, self.kind)

    @property
    def silent(self) -> bool:
        """Whether it says nothing of substance: an abstention, or a question in return."""
        return self.kind in SILENT


def of_entry(entry: Entry) -> AnswerFacts | None:
    """The facts of an `answer` entry; None for another kind, or once its content was removed."""
    if entry.kind != "answer" or entry.body is None:
        return None
    answer: Mapping[str, Any] = entry.body["answer"]
    cited = {citation["id"]: _cited(citation) for citation in answer["citations"]}
    advice = answer.get("recommendation") or {}
    return AnswerFacts(
        number=entry.number,
        moment=entry.moment,
        kind=answer["kind"],
        question=answer["question"],
        language=answer["language"],
        degree=str(advice.get("degree") or ""),
        model=answer["engine"].get("model") or "",
        statements=tuple(_statement(statement, cited) for statement in answer["statements"]),
        nearby=tuple(card["title"] for card in answer.get("nearby", ())),
    )


def _cited(citation: Mapping[str, Any]) -> Cited:
    place = citation.get("page") or citation.get("section") or ""
    return Cited(
        source=citation["source"], fiche=citation.get("fiche", ""), passage=citation.get("passage_id", ""), place=place
    )


def _statement(statement: Mapping[str, Any], cited: Mapping[str, Cited]) -> StatementFacts:
    kept = tuple(cited[identifier] for identifier in statement["citations"] if identifier in cited)
    return StatementFacts(id=statement["id"], text=statement["text"], fiche=statement.get("fiche", ""), citations=kept)
