"""Verdicts of law put into an answer, with the age of every text said."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from advisor.answering.book import Book
from advisor.answering.freshness import referenced
from advisor.domain.answer import ConditionResult, ObligationResult, Verdict
from advisor.domain.fiche import FactDefinition
from advisor.domain.freshness import Freshnesses
from advisor.domain.outcome import Outcome
from advisor.text import plain


def verdict_of(outcome: Outcome) -> Verdict:
    """oui, non or dépend; what is only allowed is never said to be due."""
    if outcome.truth is None:
        return "dépend"
    if outcome.truth is False:
        return "non"
    return "oui" if outcome.obligation.binds else "dépend"


_ASKS_DUTY = re.compile(
    r"oblig|impos|\bfaut\b|doit on|dois je|devons|\bdoit\b|\bmust\b|required|\bduty\b|\btenus?\b|"
    r"mandatory|need to|have to|compulsory|exig|bound"
)
_ASKS_BAN = re.compile(r"interdi|forbid|pas le droit|illegal|prohibit|not allowed")


def verdict_as_put(chosen: Sequence[Outcome], question: str) -> Verdict:
    """The verdict for a question as it is put.

    What is only allowed is not due; what is not forbidden is allowed.
    """
    if not chosen:
        return "non"
    first = chosen[0]
    line = re.sub(r"[-']", " ", plain(question))
    if _ASKS_BAN.search(line) and first.obligation.force != "interdiction":
        return "non"
    if first.obligation.instead_of and first.truth is True:
        return "non"
    verdict = verdict_of(first)
    if not first.obligation.binds and verdict == "dépend" and _ASKS_DUTY.search(line):
        return "non"
    return verdict


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
        verdict=verdict_of(outcome),
        degree=obligation.degree,
        bound=obligation.bound,
        conditions=_conditions(outcome),
        missing=tuple(facts[name].question for name in outcome.missing if name in facts),
        references=tuple(referenced(reference, freshness, today, max_age_days) for reference in obligation.references),
        statements=tuple(identifier for identifier in statements if identifier),
        timing=obligation.timing,
        minimum_days=obligation.minimum_days,
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
