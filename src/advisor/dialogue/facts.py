"""What messages say of a project's facts: what is struck, what contradicts, what replies to a question."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from advisor.domain.answer import Contradiction, Question
from advisor.domain.dialogue import Project
from advisor.domain.fiche import FactDefinition
from advisor.domain.profile import Fact, FactStatus, Profile
from advisor.text import plain, words
from advisor.understanding.measures import durations
from advisor.understanding.reader import ProfileReader

CHECKED = ("decision", "marge", "decideur", "delai", "temps", "reponse", "moyens", "porteur", "population", "montant")
"""Facts of which two values cannot both hold, and that weigh on the advice or on the law."""
NEAR = 0.15
"""Share by which two numbers may differ and still be the same one, said roundly."""
FAR = 2
"""Steps, among a fact's values in order, from which one that was only deduced is contradicted."""
SHORT = 8
"""Words under which a message may be a mere reply."""
LIKE = 88.0
"""Likeness (0 to 100) from which a reply is one of the answers offered."""
_YES = frozenset("oui yes ouais affirmatif tout_a_fait exactement si yep".split())  # noqa: SIM905
_NO = frozenset("non no nan nope pas jamais aucun aucune".split())  # noqa: SIM905


def stated(reader: ProfileReader, project: Project) -> Profile:
    """What the user said of a project, in words or by hand, the later prevailing; nothing deduced."""
    profile = Profile()
    for message in project.messages:
        profile = profile.merged(reader.facts(message))
    for fact in project.corrections:
        profile = profile.with_fact(fact)
    return profile


def struck(reader: ProfileReader, project: Project, facts: Sequence[Fact]) -> Project:
    """The project without the words that said otherwise of some facts, so that nothing is read in them any more.

    A project keeps at least its messages as they stand when nothing else would be left of them.
    """
    kept: list[str] = []
    for message in project.messages:
        text = message
        for said in reader.facts(message):
            now = next((fact for fact in facts if fact.name == said.name), None)
            if now is not None and not _same(said, now):
                text = _without(text, said.words)
        kept.append(text)
    left = tuple(text for text in kept if words(text))
    return replace(project, messages=left or project.messages)


def _without(text: str, runs: Sequence[str]) -> str:
    for run in runs:
        text = text.replace(run, " ")
    return re.sub(r"\s{2,}", " ", re.sub(r"\s+([,.;])", r"\1", text)).strip(" ,;")


def contradicted(reader: ProfileReader, project: Project, message: str) -> list[tuple[Fact, Fact]]:
    """Facts of a message that cannot hold with what was said before: each as said then, and as said now."""
    before, later = stated(reader, project), reader.facts(message)
    known = reader.deduced(before)
    found = []
    for fact in later:
        held = known.get(fact.name)
        if fact.name in CHECKED and held and _clash(reader.definitions[fact.name], held, fact):
            found.append((held, fact))
    return found or _by_deduction(reader, before, later)


def _by_deduction(reader: ProfileReader, before: Profile, later: Sequence[Fact]) -> list[tuple[Fact, Fact]]:
    """What follows from a message against what was said outright."""
    profile = Profile()
    for fact in later:
        profile = profile.with_fact(fact)
    follows = reader.deduced(profile)
    return [
        (held, fact)
        for fact in follows.facts
        if fact.status is FactStatus.INFERRED
        and fact.name in CHECKED
        and (held := before.get(fact.name))
        and _clash(reader.definitions[fact.name], held, fact)
    ]


def _clash(definition: FactDefinition, before: Fact, now: Fact) -> bool:
    if _same(before, now):
        return False
    if FactStatus.INFERRED not in {before.status, now.status} or definition.kind == "nombre":
        return True
    order = list(definition.values())
    return abs(order.index(before.values[0]) - order.index(now.values[0])) >= FAR


def _same(one: Fact, other: Fact) -> bool:
    if one.number is not None and other.number is not None:
        return abs(one.number - other.number) <= NEAR * max(one.number, other.number)
    return one.values == other.values and one.number == other.number


def told(held: Fact, fact: Fact, definition: FactDefinition) -> Contradiction:
    """A contradiction as it is said to the user."""
    return Contradiction(
        fact=fact.name,
        label=definition.label,
        before=value_said(held, definition),
        now=value_said(fact, definition),
        before_words=", ".join(held.words),
        now_words=", ".join(fact.words),
    )


def value_said(fact: Fact, definition: FactDefinition) -> str:
    """A fact's value in words."""
    if fact.number is not None:
        return f"{fact.number:g} {definition.unit}".strip().replace(".", ",")
    return ", ".join(definition.value_label(value) for value in fact.values)


def asked(held: Fact, fact: Fact, definition: FactDefinition) -> Question:
    """A contradiction as a question, each of the two values to click."""
    said = told(held, fact, definition)
    text = f"Vous aviez dit « {said.before} », vous dites maintenant « {said.now} ». Que retenir ?"
    why = f"{definition.label} : en attendant votre réponse, je retiens « {said.now} », dit en dernier."
    values = [(_key(one), value_said(one, definition)) for one in (held, fact)]
    return Question(fact=fact.name, text=text, why=why, options=tuple(values))


def _key(fact: Fact) -> str:
    return fact.values[0] if fact.values else f"{fact.number:g}"


def replied(text: str, names: Sequence[str], definitions: Mapping[str, FactDefinition]) -> tuple[Fact, ...]:
    """The fact that a short message gives in reply to what was just asked, empty when it replies to nothing."""
    held = words(text)
    if not held or len(held) > SHORT:
        return ()
    for name in names:
        definition = definitions.get(name)
        if definition and (found := _reply(text, held, definition)):
            return (found,)
    return ()


def _reply(text: str, held: Sequence[str], definition: FactDefinition) -> Fact | None:
    if definition.kind == "nombre":
        weeks = durations(text)
        if definition.unit != "semaines" or not weeks:
            return None
        return Fact(name=definition.name, number=weeks[-1][0], words=(weeks[-1][1],), status=FactStatus.CORRECTED)
    values = definition.values()
    chosen = ""
    if {"oui", "non"} <= set(values) and len(held) <= 3:
        chosen = "oui" if _YES & set(held) else "non" if _NO & set(held) else ""
    if not chosen:
        likely = {value: fuzz.token_sort_ratio(plain(text), plain(definition.value_label(value))) for value in values}
        best = max(likely, key=lambda value: likely[value], default="")
        chosen = best if best and likely[best] >= LIKE else ""
    if not chosen:
        return None
    return Fact(name=definition.name, values=(chosen,), words=(text.strip(),), status=FactStatus.CORRECTED)
