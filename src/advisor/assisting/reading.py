"""The role of reader: what is asked of the model, and which of the facts it proposes are taken.

A fact is taken when it is one we know, with a value we know, and when the words it comes from stand in the user's own
text; figures are left to the engine, which reads them exactly.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from advisor.domain.fiche import FactDefinition
from advisor.domain.profile import Fact, FactStatus
from advisor.text import PLACEHOLDER, find_run, plain

MOST_FACTS = 40
"""Facts of an answer that are looked at."""
MOST_WORDS = 30
"""Words in which a fact may be read: more is the whole message, which shows nothing."""
TELLING = 4
"""Letters of the longest of these words, at least: « le » or « et » show nothing."""
KINDS = ("choix", "liste")
"""Kinds of facts that are asked: figures are not."""

TWICE = "deux valeurs pour un seul choix"


@dataclass(frozen=True, slots=True)
class Refused:
    """A fact that was proposed and not taken, and why."""

    fact: str
    value: str
    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class Read:
    """The facts taken, and those that were not."""

    facts: tuple[Fact, ...]
    refused: tuple[Refused, ...] = ()


def asked(definitions: Iterable[FactDefinition]) -> tuple[FactDefinition, ...]:
    """The facts that a model is asked about."""
    return tuple(definition for definition in definitions if definition.kind in KINDS)


def schema() -> dict[str, Any]:
    """The form of the answer: each fact with its value and the words it is read in.

    Names and values are checked one by one afterwards: an unknown one loses its fact, not the whole answer.
    """
    properties = {
        "fait": {"type": "string"},
        "valeur": {"type": "string"},
        "mots": {"type": "string"},
    }
    one = {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "properties": {"faits": {"type": "array", "items": one}},
        "required": ["faits"],
        "additionalProperties": False,
    }


def listed(definitions: Sequence[FactDefinition]) -> str:
    """The facts and their values, as the model is told them."""
    return "\n".join(_line(definition) for definition in definitions)


def _line(definition: FactDefinition) -> str:
    values = " ; ".join(f"{value} = {definition.value_label(value)}" for value in definition.values())
    several = " (plusieurs valeurs possibles, une par entrée)" if definition.kind == "liste" else ""
    return f"- {definition.name} : {definition.label}{several}. Valeurs : {values}"


def taken(answer: Mapping[str, Any], definitions: Sequence[FactDefinition], text: str) -> Read:
    """The facts of a model's answer that hold in the user's text, one per name, in the order they are asked."""
    known = {definition.name: definition for definition in definitions}
    found: dict[str, list[tuple[str, str]]] = {}
    refused: list[Refused] = []
    for row in list(answer["faits"])[:MOST_FACTS]:
        name, value, said = (str(row[key]) for key in ("fait", "valeur", "mots"))
        words = _located(said, text)
        reason = _refusal(known.get(name), value, said, words)
        if reason:
            refused.append(Refused(name, value, said[:200], reason))
        elif (value, words) not in found.setdefault(name, []):
            found[name].append((value, words))
    facts = []
    for definition in definitions:
        held = found.get(definition.name, [])
        if definition.kind == "choix" and len({value for value, _ in held}) > 1:
            refused += [
                Refused(definition.name, value, words, "deux valeurs pour un seul choix") for value, words in held
            ]
        elif held:
            facts.append(_fact(definition, held))
    return Read(tuple(facts), tuple(refused))


def reasons(refused: Iterable[Refused]) -> dict[str, int]:
    """How many facts were not taken, by reason."""
    return dict(sorted(Counter(item.reason for item in refused).items()))


def _fact(definition: FactDefinition, held: Sequence[tuple[str, str]]) -> Fact:
    given = {value for value, _ in held}
    return Fact(
        name=definition.name,
        values=tuple(value for value in definition.values() if value in given),
        words=tuple(dict.fromkeys(words for _, words in held)),
        status=FactStatus.INFERRED,
    )


def _refusal(definition: FactDefinition | None, value: str, said: str, words: str) -> str:
    if definition is None:
        return "fait inconnu"
    if value not in definition.values():
        return "valeur inconnue"
    if not words:
        return "mots absents du message"
    told = plain(PLACEHOLDER.sub(" ", words)).split()
    if len(told) > MOST_WORDS or max((len(word) for word in told), default=0) < TELLING:
        return "mots qui ne montrent rien"
    return ""


def _located(said: str, text: str) -> str:
    """The user's own words for those that are quoted, empty when they do not stand there one after another."""
    places = find_run(said, text)
    return text[slice(*places[0])] if places else ""
