"""Verdicts of law put into an answer, with the age of every text said."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from advisor.answering.book import Book
from advisor.answering.freshness import french, referenced
from advisor.answering.verdicts import of_rule
from advisor.domain.answer import EXCEPTION, Calendar, CalendarLine, Card, ConditionResult, LegalStep, ObligationResult
from advisor.domain.combination import Combination
from advisor.domain.fiche import Detail, FactDefinition, Obligation
from advisor.domain.freshness import Freshnesses
from advisor.domain.outcome import Outcome, Tested
from advisor.domain.procedure import BEFORE
from advisor.domain.schedule import Schedule

DETAILS = 4
"""Details of a rule shown, those that speak of the question first."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What a rule is shown with: definitions of facts, date and age of the texts, and the cut of a text in terms."""

    facts: Mapping[str, FactDefinition]
    today: str
    max_age_days: int
    freshness: Freshnesses
    terms: Callable[[str], Sequence[str]]


def obligation_results(
    outcomes: Sequence[Outcome], combination: Combination, book: Book, question: str, desk: Desk
) -> tuple[ObligationResult, ...]:
    """Outcomes as shown, with what each does to the others."""
    shown = {outcome.obligation.id for outcome in outcomes}
    return tuple(_result(outcome, combination, shown, book, question, desk) for outcome in outcomes)


def _result(
    outcome: Outcome, combination: Combination, shown: Collection[str], book: Book, question: str, desk: Desk
) -> ObligationResult:
    """An outcome as shown: statements cited to the articles, conditions ticked, dates said."""
    obligation, facts = outcome.obligation, desk.facts
    statements = [book.say(obligation.statement, obligation.evidence, obligation, "obligation")]
    statements += [
        book.say(detail.text, detail.evidence, obligation, "obligation-detail")
        for detail in _telling(obligation, question, desk.terms)
    ]
    if obligation.note:
        statements.append(book.say(obligation.note, obligation.evidence[:1], obligation, "note"))
    relations = [
        book.say(relation.text, relation.evidence or obligation.evidence[:1], obligation, "relation")
        for relation in obligation.relations
        if relation.to in shown
    ]
    relations += [_conflict(obligation, book) for pair in combination.conflicts if obligation.id in pair]
    waived = combination.waived.get(obligation.id)
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
        references=tuple(
            referenced(reference, desk.freshness, desk.today, desk.max_age_days) for reference in obligation.references
        ),
        statements=tuple(identifier for identifier in statements if identifier),
        timing=obligation.timing,
        steps=tuple(
            LegalStep(what=step.what, said=step.said(), place=step.place, article=step.article)
            for step in sorted(obligation.steps, key=lambda step: (step.place != BEFORE, step.order))
        ),
        relations=tuple(identifier for identifier in relations if identifier),
        waived_by=waived[0] if waived else "",
        publicity=obligation.publicity,
        report=obligation.report,
        consequence=obligation.consequence,
        address=first.address,
    )


def _conflict(obligation: Obligation, book: Book) -> str:
    """That a prohibition and a duty meet on one subject: said on both, settled by neither."""
    words = "Un texte interdit ici ce qu'un autre impose : faites trancher ce point par un juriste avant d'agir."
    return book.say(words, obligation.evidence[:1], obligation, "relation")


def _telling(obligation: Obligation, question: str, terms: Callable[[str], Sequence[str]]) -> list[Detail]:
    """The details that hold most of the question's terms, in the order of the fiche."""
    asked = set(terms(question))
    near = {rank: len(asked & set(terms(detail.text))) for rank, detail in enumerate(obligation.details)}
    kept = sorted(near, key=lambda rank: (-near[rank], rank))[:DETAILS]
    return [obligation.details[rank] for rank in sorted(kept)]


def nearest_rule(outcome: Outcome | None, book: Book, english: bool) -> tuple[Card, ...]:
    """The rule nearest to a question that none answers, as a card that says on what it would hold; none without one."""
    if outcome is None:
        return ()
    rule = outcome.obligation
    said = book.say(rule.statement, rule.evidence, rule, "obligation")
    if not said:
        return ()
    subject = rule.trigger.text or rule.title
    only = "The nearest rule; it holds only if" if english else "Règle la plus proche ; elle ne vaut que si"
    why = f"{only}{':' if english else ''} {subject}."
    return (Card(fiche=rule.id, title=rule.title, statements=(said,), why=why),)


def calendar(schedule: Schedule, rules: Mapping[str, Obligation]) -> Calendar:
    """A schedule as shown."""
    lines = tuple(
        CalendarLine(
            fiche=slot.obligation,
            title=rules[slot.obligation].title,
            what=slot.step.what,
            said=slot.step.said(),
            article=slot.step.article,
            start=slot.start.isoformat(),
            end=slot.end.isoformat(),
            place=slot.step.place,
        )
        for slot in (*schedule.before, *schedule.after)
    )
    return Calendar(
        decision=schedule.decision.isoformat(), start=schedule.start.isoformat(), short=schedule.short, lines=lines
    )


def _conditions(outcome: Outcome) -> tuple[ConditionResult, ...]:
    dated = () if outcome.in_force else (_out_of_time(outcome.obligation),)
    return dated + ticked(outcome.tested)


def ticked(tests: Sequence[Tested]) -> tuple[ConditionResult, ...]:
    """Conditions as shown, ticked, crossed or open; those without words are left out."""
    return tuple(
        ConditionResult(
            text=(EXCEPTION if tested.exception else "") + tested.condition.text,
            truth=tested.ticked,
            article=tested.condition.article,
            fact=next(iter(tested.condition.facts()), ""),
        )
        for tested in tests
        if tested.condition.text
    )


def _out_of_time(obligation: Obligation) -> ConditionResult:
    """That a rule is not in force on the date looked at, with the time it is in force."""
    since = f" depuis le {french(obligation.since)}" if obligation.since else ""
    until = f" jusqu'au {french(obligation.until)}" if obligation.until else ""
    return ConditionResult(text=f"la règle est en vigueur{since}{until}", truth="non remplie")
