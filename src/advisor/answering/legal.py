"""Verdicts of law put into an answer, with the age of every text said."""

from __future__ import annotations

from collections.abc import Mapping

from advisor.answering.book import Book
from advisor.answering.freshness import referenced
from advisor.answering.verdicts import of_rule
from advisor.domain.answer import ConditionResult, LegalStep, ObligationResult
from advisor.domain.fiche import FactDefinition
from advisor.domain.freshness import Freshnesses
from advisor.domain.outcome import Outcome
from advisor.domain.procedure import BEFORE


def obligation_result(
    outcome: Outcome,
    book: Book,
    facts: Mapping[str, FactDefinition],
    today: str,
    max_age_days: int,
    freshness: Freshnesses,
) -> ObligationResult:
    """An outcome as shown: statements cited to the articles, conditions ticked, dates said."""
    obligation = outcome.obligation
    statements = [book.say(obligation.statement, obligation.evidence, obligation, "obligation")]
    statements += [
        book.say(detail.text, detail.evidence, obligation, "obligation-detail") for detail in obligation.details[:4]
    ]
    if obligation.note:
        statements.append(book.say(obligation.note, obligation.evidence[:1], obligation, "note"))
    first = obligation.references[0]
    return ObligationResult(
        fiche=obligation.id,
        title=obligation.title,
        force=obligation.force,
        code=first.code,
        article=first.article,
        legal_id=first.legi_id,
        verdict=of_rule(outcome),
        degree=obligation.degree,
        bound=obligation.bound,
        conditions=_conditions(outcome),
        missing=tuple(facts[name].question for name in outcome.missing if name in facts),
        references=tuple(referenced(reference, freshness, today, max_age_days) for reference in obligation.references),
        statements=tuple(identifier for identifier in statements if identifier),
        timing=obligation.timing,
        steps=tuple(
            LegalStep(what=step.what, said=step.said(), place=step.place, article=step.article)
            for step in sorted(obligation.steps, key=lambda step: (step.place != BEFORE, step.order))
        ),
        publicity=obligation.publicity,
        report=obligation.report,
        consequence=obligation.consequence,
        address=first.address,
    )


def _conditions(outcome: Outcome) -> tuple[ConditionResult, ...]:
    return tuple(
        ConditionResult(
            text=("Sauf si " if tested.exception else "") + tested.condition.text,
            truth=tested.ticked,
            article=tested.condition.article,
            fact=next(iter(tested.condition.facts()), ""),
        )
        for tested in outcome.tested
        if tested.condition.text
    )
