"""What a model read and that would count, put to the user as a question: the words it comes from, the reading first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from advisor.answering.project import QUESTIONS, question
from advisor.domain.answer import Question
from advisor.domain.assistance import Suggestion
from advisor.domain.fiche import FactDefinition
from advisor.domain.profile import Fact

BY_MODEL = "Lu par le modèle, à confirmer : rien n'en dépend encore. "
CLICKABLE = 6
"""Answers of a question that offers few of them beside the one that was read."""


def questions(
    suggestions: Sequence[Suggestion],
    filled: Sequence[Fact],
    others: Sequence[Question],
    facts: Mapping[str, FactDefinition],
) -> tuple[Question, ...]:
    """The suggestions as questions, then those of the engine on other facts; two at most.

    A suggestion on a fact that the engine asks about comes first, in its place; so does a fact that a model `filled`
    and that the engine asks all the same.
    """
    asked = {item.fact for item in others}
    held = [Suggestion(fact=fact.name, values=fact.values, words=fact.words) for fact in filled if fact.name in asked]
    read = [item for item in (*suggestions, *held) if item.fact in facts]
    first = [item for item in read if item.fact in asked] + [item for item in read if item.fact not in asked]
    made = [_confirm(facts[item.fact], item) for item in first]
    named = {item.fact for item in made}
    return (*made, *(item for item in others if item.fact not in named))[:QUESTIONS]


def _confirm(definition: FactDefinition, item: Suggestion) -> Question:
    labels = ", ".join(definition.value_label(value) for value in item.values)
    words = " … ".join(item.words)
    plain = question(definition)
    rest = tuple(option for option in plain.options if option[0] not in item.values)
    read = tuple((value, definition.value_label(value)) for value in item.values)
    few = read if definition.kind == "liste" and len(plain.options) > CLICKABLE else (*read, *rest)
    return Question(
        fact=definition.name,
        text=f"Vous écrivez « {words} ». {definition.label} : faut-il comprendre « {labels} » ?",
        why=BY_MODEL + definition.why,
        options=few,
    )
