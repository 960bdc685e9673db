"""Proves what a rule of law says of its articles, of its durations and of other rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from graphlib import CycleError, TopologicalSorter

from advisor import articles
from advisor.domain.condition import Condition
from advisor.domain.fiche import Obligation
from advisor.domain.procedure import PRECEDES, Relation, Step
from advisor.knowledge.loader import Knowledge
from advisor.knowledge.parts import parts


def problems(rule: Obligation, knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """Keys and messages where a rule names an article it does not refer to, or a rule that is not in the base."""
    held = {articles.key(reference.article) for reference in rule.references}
    parted: tuple[tuple[str, Condition | Step | Relation], ...] = (
        *parts(rule, Condition),
        *parts(rule, Step),
        *parts(rule, Relation),
    )
    for key, part in parted:
        if part.article and articles.key(part.article) not in held:
            yield f"{key}.article", f"l'article « {part.article} » n'est pas dans les références de la fiche."
    for key, step in parts(rule, Step):
        if step.length < 1 or not step.evidence:
            yield key, "une durée est d'au moins 1 et renvoie à l'article qui la fixe."
    linked = [(f"{key}.to", relation.to) for key, relation in parts(rule, Relation)]
    for key, identifier in (*linked, *([("instead_of", rule.instead_of)] if rule.instead_of else [])):
        if identifier == rule.id or not isinstance(knowledge.fiches.get(identifier), Obligation):
            yield key, f"« {identifier} » n'est pas une autre obligation de la base."
    if rule.since and rule.until and rule.since >= rule.until:
        yield "until", "la fin de validité précède son début."


def circle(rules: Iterable[Obligation]) -> list[str]:
    """Rules that precede one another in a circle, of which no calendar could be drawn; none when all is well."""
    graph = {rule.id: [other.to for other in rule.relations if other.kind == PRECEDES] for rule in rules}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return [str(name) for name in error.args[1]]
    return []
