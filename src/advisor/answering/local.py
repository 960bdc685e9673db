"""Local rules put into an answer: always said as commitments of the organisation, never as law."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from advisor.answering.book import Book
from advisor.answering.freshness import french
from advisor.answering.legal import ticked
from advisor.domain.answer import ObligationResult, Verdict
from advisor.domain.fiche import FactDefinition
from advisor.domain.local import ENGAGEMENT, RegleLocale
from advisor.domain.outcome import Commitment
from advisor.domain.source import SourceInfo


def pledged(rule: RegleLocale, text: str) -> str:
    """A sentence of a local rule, under the name of who decided it, and when."""
    number = f", n° {rule.reference}" if rule.reference else ""
    decided = f"{rule.body}, {french(rule.decided)}{number}"
    return f"Votre collectivité s'y est engagée ({decided}) : {text[:1].lower()}{text[1:]}"


def commitment_results(
    commitments: Sequence[Commitment],
    book: Book,
    facts: Mapping[str, FactDefinition],
    sources: Mapping[str, SourceInfo],
) -> tuple[ObligationResult, ...]:
    """Commitments as shown: statements cited to the organisation's document, conditions ticked."""
    return tuple(_result(commitment, book, facts, sources) for commitment in commitments)


def _result(
    commitment: Commitment, book: Book, facts: Mapping[str, FactDefinition], sources: Mapping[str, SourceInfo]
) -> ObligationResult:
    rule = commitment.rule
    said = [book.say(pledged(rule, rule.statement), rule.evidence, rule, ENGAGEMENT)]
    said += [book.say(told.text, told.evidence, rule, "engagement-detail") for told in rule.told()[1:]]
    if rule.note:
        said.append(book.say(rule.note, rule.evidence[:1], rule, "note"))
    first = rule.evidence[0]
    source = sources.get(first.source)
    return ObligationResult(
        fiche=rule.id,
        title=rule.title,
        force=ENGAGEMENT,
        code=source.short if source else first.source,
        article=first.section,
        legal_id="",
        verdict=verdict_of(commitment),
        degree=rule.degree,
        bound=rule.bound,
        conditions=ticked(commitment.tested),
        missing=tuple(facts[name].question for name in commitment.missing if name in facts),
        references=(),
        statements=tuple(identifier for identifier in said if identifier),
        timing=rule.timing,
        publicity=rule.publicity,
        report=rule.report,
        consequence=rule.consequence,
        address=source.address if source else "",
        origin="local",
    )


def verdict_of(commitment: Commitment) -> Verdict:
    """oui, non or dépend for the local rule itself."""
    if commitment.truth is None:
        return "dépend"
    return "oui" if commitment.truth else "non"
