"""Why a degree is not advised, and what it would take: what holds it, each reason on its criterion's evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from advisor.answering.book import Book
from advisor.answering.digest import named
from advisor.answering.project import TO_CONFIRM
from advisor.domain.decision import Applied, Barrier
from advisor.domain.degree import Degree
from advisor.domain.fiche import Degre, FactDefinition, Fiche
from advisor.domain.profile import Fact, Profile

REASONS = 3
HELD, SOUGHT, IMPOSED, ASKED = "Ce qui l'empêche", "Ce que vous cherchez", "Ce que la loi impose", "Ce que veut dire"
WHY = "Pourquoi ce degré"


@dataclass(frozen=True)
class Standing:
    """The degree asked about, the one advised, what stands between them, and the profile it was read in."""

    target: Degree
    advised: Degree
    barrier: Barrier
    profile: Profile


def explain(standing: Standing, fiches: Mapping[str, Fiche], book: Book) -> tuple[str, ...]:
    """Says in a book what keeps a degree from being advised, or why it is; returns the ids of the statements."""
    target, advised, held = standing.target, standing.advised, standing.barrier
    said: list[str] = []
    if held.floor:
        rule = fiches[held.floor.obligation]
        said.append(book.say(rule.statement, rule.evidence, rule, "pourquoi-pas", IMPOSED))
    if target.rank > advised.rank:
        said += _effects(held.ceilings, standing.profile, book, HELD)
    if not said and target is not advised:
        said += _effects(_away(held.pulls, standing), standing.profile, book, SOUGHT)
    said.append(_asked(target, fiches, book))
    return tuple(identifier for identifier in dict.fromkeys(said) if identifier)


def headline(standing: Standing, found: Sequence[Fact] | None, facts: Mapping[str, FactDefinition]) -> str:
    """The answer in one sentence: whether the degree is within reach, and by which change."""
    target = standing.target.value
    if standing.target is standing.advised:
        return f"{target.capitalize()} : c'est bien le degré conseillé."
    if standing.barrier.floor:
        floor = standing.barrier.floor.degree.value
        return f"Pas {target} : la loi impose au moins « {floor} » au projet tel que vous le décrivez."
    if not found:
        return f"Pas {target} : aucun petit changement du projet n'y mène ; voici ce qui s'y oppose."
    changes = " ; ".join(_change(fact, facts[fact.name]) for fact in found)
    if standing.target.rank < standing.advised.rank:
        low = f"{target.capitalize()} resterait en deçà de ce que le projet permet."
        return f"{low} Ce degré ne serait le bon qu'à cette condition : {changes}."
    many = "ces conditions réunies" if len(found) > 1 else "cette condition"
    return f"Pas {target} en l'état. Il le deviendrait à {many} : {changes}."


def _change(fact: Fact, definition: FactDefinition) -> str:
    """A change of fact, in words."""
    label = definition.label[:1].lower() + definition.label[1:]
    if fact.number is not None:
        return f"{label}, au moins {fact.number:g} {definition.unit}"
    return f"{label}, {', '.join(definition.value_label(value) for value in fact.values)}"


def _away(pulls: Sequence[Applied], standing: Standing) -> list[Applied]:
    """What is sought that leads elsewhere than the degree asked about, on the side of the advised one."""
    higher = standing.advised.rank > standing.target.rank
    return [item for item in pulls if item.effect.degree and (item.effect.degree.rank > standing.target.rank) == higher]


def _effects(items: Sequence[Applied], profile: Profile, book: Book, subject: str) -> list[str]:
    """Says the reasons of effects; one that rests on a deduced fact asks instead of stating."""
    kept: dict[str, Applied] = {}
    for item in items:
        if item.effect.reason:
            kept.setdefault(_reason(item, profile), item)
    return [
        book.say(reason, item.effect.evidence or item.critere.evidence, item.critere, "pourquoi-pas", subject)
        for reason, item in list(kept.items())[:REASONS]
    ]


def _reason(item: Applied, profile: Profile) -> str:
    reason = item.effect.reason
    return f"{TO_CONFIRM}{reason[:1].lower()}{reason[1:]}" if item.deduced(profile) else reason


def _asked(target: Degree, fiches: Mapping[str, Fiche], book: Book) -> str:
    """What the degree asks of the authority: who holds the decision."""
    fiche = next((one for one in fiches.values() if isinstance(one, Degre) and one.degree is target), None)
    detail = next((one for one in fiche.details if one.aspect == "décision"), None) if fiche else None
    if fiche is None or detail is None:
        return ""
    return book.say(
        named(detail.text, detail.aspect), detail.evidence, fiche, "pourquoi-pas", f"{ASKED} « {target.value} »"
    )
