"""Answers as the journal stores them, made from the answer's own classes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from advisor.domain.answer import Answer, Card, Check, Citation, Engine, Kind, Statement
from advisor.domain.record import Draft, Entry
from advisor.journal.ports import Journal


def statement(
    identifier: str, *sources: str, fiche: str = "", status: str = "supported"
) -> tuple[Statement, list[Citation]]:
    """A statement of a fiche, and one citation a source."""
    cited = [
        Citation(
            id=f"{identifier}-{rank}",
            source=source,
            source_title=source,
            section="1",
            page=str(rank + 1),
            anchor="",
            label=source,
            address="",
            fiche=fiche,
            passage_id=f"{source}:{rank + 1}",
        )
        for rank, source in enumerate(sources)
    ]
    check = Check(status=status, by="essai")  # type: ignore[arg-type]
    said = Statement(
        id=identifier, text=f"Énoncé {identifier}.", citations=tuple(c.id for c in cited), check=check, fiche=fiche
    )
    return said, cited


def answer(
    question: str = "Faut-il consulter ?",
    kind: Kind = "content",
    said: Sequence[tuple[Statement, list[Citation]]] = (),
    nearby: Sequence[str] = (),
    model: str | None = None,
) -> Answer:
    """An answer with these statements."""
    return Answer(
        id="r",
        question=question,
        language="fr",
        kind=kind,
        headline="Titre",
        profile=(),
        recommendation=None,
        pitfalls=(),
        levers=(),
        practices=(),
        verdict=None,
        obligations=(),
        statements=tuple(one for one, _ in said),
        citations=tuple(citation for _, cited in said for citation in cited),
        questions=(),
        nearby=tuple(Card(fiche=f"f.{title}", title=title, statements=()) for title in nearby),
        engine=Engine(software="0", knowledge="k", index="i", decision="d", encoder="e", model=model),
    )


def put(journal: Journal, *answers: Answer) -> list[Entry]:
    """Writes answers in a journal."""
    return [
        journal.append(Draft(kind="answer", body={"message": given.question, "turn": 1, "answer": asdict(given)}))
        for given in answers
    ]
