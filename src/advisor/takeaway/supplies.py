"""What documents are made with, beside the answer: fiches, facts, templates, the library of sources, the day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from advisor.answering.book import Library
from advisor.domain.answer import Answer, UnderstoodFact
from advisor.domain.condition import Condition, evaluate
from advisor.domain.fiche import FactDefinition, Fiche
from advisor.domain.profile import Fact, FactStatus, Profile
from advisor.service import Parts

_Kind = TypeVar("_Kind", bound=Fiche)
DEGREE = "degre"
"""The advised degree, as a fact that templates may look at."""


@dataclass(frozen=True, kw_only=True)
class Supplies:
    """What documents are made with. `templates` loads them on use; `today` is the date they bear (ISO).

    `told` is all that was said of the project, when it took more than one message.
    """

    fiches: Mapping[str, Fiche]
    facts: Mapping[str, FactDefinition]
    library: Library
    templates: Callable[[], Mapping[str, Fiche]]
    today: str
    told: str = ""

    @classmethod
    def from_parts(cls, parts: Parts, told: str = "") -> Supplies:
        """What a service holds that documents are made with."""
        held = parts.knowledge
        return cls(
            fiches=held.fiches,
            facts=held.facts,
            library=parts.library,
            templates=parts.templates,
            today=parts.today,
            told=told,
        )

    def of(self, cls: type[_Kind]) -> Iterator[_Kind]:
        """The templates of a class, by id."""
        return (fiche for fiche in self.templates().values() if isinstance(fiche, cls))


def profile(answer: Answer) -> Profile:
    """The facts an answer understood, with the advised degree among them."""
    facts = [_fact(fact) for fact in answer.profile]
    if answer.recommendation:
        facts.append(Fact(name=DEGREE, values=(answer.recommendation.degree.value,)))
    return Profile(facts=tuple(facts))


def _fact(fact: UnderstoodFact) -> Fact:
    return Fact(
        name=fact.name, values=fact.values, number=fact.number, words=fact.words, status=FactStatus(fact.status)
    )


def holds(condition: Condition | None, known: Profile) -> bool:
    """Whether a condition is known to hold; without one, it does."""
    return condition is None or evaluate(condition, known) is True


def deduced(condition: Condition | None, known: Profile) -> bool:
    """Whether a condition that holds rests on a fact that was deduced, and that the lead has to confirm."""
    names = condition.facts() if condition else ()
    return any(fact is not None and fact.status is FactStatus.INFERRED for fact in map(known.get, names))
