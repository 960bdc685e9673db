"""A hypothesis beside the advice in force: what moves, in statements that both advices make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from advisor.answering.book import Book, Library
from advisor.domain.answer import Answer, Comparison, Statement, UnderstoodFact
from advisor.domain.fiche import Fiche
from advisor.domain.place import Locator

COMPARED = ("alerte", "raison", "pas-plus", "loi")
"""Roles of the statements whose coming or going tells what a hypothesis changes."""
SHOWN = 4


def compared(
    base: Answer,
    tried: Answer,
    supposed: Sequence[UnderstoodFact],
    library: Library,
    fiches: Mapping[str, Fiche],
    pending: bool = True,
) -> tuple[Answer, Comparison]:
    """The answer of a hypothesis, holding also what the advice in force says and it does not; and the comparison."""
    before, after = _telling(base), _telling(tried)
    said = {statement.text for statement in after}
    gone = [statement for statement in before if statement.text not in said]
    come = [statement.id for statement in after if statement.text not in {held.text for held in before}]
    book = Book(library, tried)
    kept = [said_again(statement, base, book, fiches, f"avant:{statement.role}") for statement in gone[:SHOWN]]
    whole = replace(tried, statements=book.statements, citations=book.citations)
    return whole, Comparison(
        supposed=tuple(supposed),
        before=base.recommendation.degree if base.recommendation else None,
        after=tried.recommendation.degree if tried.recommendation else None,
        gone=tuple(identifier for identifier in kept if identifier),
        come=tuple(come[:SHOWN]),
        pending=pending,
    )


def said_again(
    statement: Statement,
    answer: Answer,
    book: Book,
    fiches: Mapping[str, Fiche],
    role: str,
    subject: str = "",
    text: str = "",
) -> str:
    """A statement of another answer said in a book, on the same passages; returns its id, empty without its fiche."""
    fiche = fiches.get(statement.fiche)
    if fiche is None:
        return ""
    places = {citation.id: citation for citation in answer.citations}
    evidence = [
        Locator(source=one.source, section=one.section, page=one.page, anchor=one.anchor)
        for identifier in statement.citations
        if (one := places.get(identifier))
    ]
    return book.say(text or statement.text, evidence, fiche, role, subject)


def _telling(answer: Answer) -> list[Statement]:
    return [statement for statement in answer.statements if statement.role in COMPARED]
