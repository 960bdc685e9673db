"""Figures on written dialogues: what each message does, and whether each turn is as expected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from advisor.dialogue import Dialogue
from advisor.dialogue.hearing import hear
from advisor.domain.answer import Answer
from advisor.domain.degree import Degree
from advisor.domain.dialogue import State
from advisor.domain.profile import Fact
from advisor.evaluation.report import Report, cases
from advisor.service import Advisor

NEAR = 0.06
"""Share by which a number understood may differ from the one expected (months are not weeks)."""
HELD = ("hypothese", "pourquoi-pas", "partie", "resume", "question", "politesse")
"""Acts after which the advice in force is still the one before."""


def held(advisor: Advisor, folder: Path, report: Report) -> None:
    """Holds every dialogue of `dialogues.yaml`. Cases are in two sets: of `test`, only the figures are told."""
    acts_read(advisor, folder, report)
    path = folder / "dialogues.yaml"
    dialogue = Dialogue(advisor)
    for case in cases(path) if path.exists() else ():
        _held(dialogue, case, report)


PROJECT = (
    "On refait la cour du collège avec les élèves, deux scénarios, la collectivité choisit après discussion, 5 mois",
    "et si la décision était partagée ?",
)
"""A project, and a hypothesis on it, in which single messages are read."""


def acts_read(advisor: Advisor, folder: Path, report: Report) -> None:
    """Reads the single messages of `acts.yaml` in the middle of a conversation."""
    path = folder / "acts.yaml"
    dialogue = Dialogue(advisor)
    told, _ = dialogue.say(State(), PROJECT[0])
    supposing, _ = dialogue.say(told, PROJECT[1])
    for case in cases(path) if path.exists() else ():
        for message in case["messages"]:
            act = hear(advisor, supposing if case.get("supposing") else told, message).act
            named = f"{message} (attendu {case['act']}, lu {act})"
            report.count("message isolé : ce qu'il fait", act == case["act"], named)


def _held(dialogue: Dialogue, case: Mapping[str, Any], report: Report) -> None:
    state, name, whole = State(), f"dialogue ({case['set']})", True
    force: dict[int, Degree | None] = {}
    for rank, turn in enumerate(case["turns"], 1):
        state, answer = dialogue.say(state, turn["say"])
        wrong = list(_wrong(dialogue, turn, state, answer, force))
        told = f"{case['id']}.{rank} {turn['say'][:70]} : {' ; '.join(wrong)}" if case["set"] == "dev" else ""
        report.count(f"{name} : ce que fait le message", answer.move is not None and answer.move.act == turn["act"])
        report.count(f"{name} : tour comme attendu", not wrong, told)
        whole = whole and not wrong
        known = {citation.id for citation in answer.citations}
        for said in answer.statements:
            cited = bool(said.citations) and set(said.citations) <= known
            report.count("dialogue : affirmation citée, citation présente", cited, said.text[:80])
        if answer.move and answer.move.act not in HELD and state.current:
            force[state.current] = answer.recommendation.degree if answer.recommendation else None
    report.count(f"{name} : dialogue entier comme attendu", whole)


def _wrong(
    dialogue: Dialogue, turn: Mapping[str, Any], state: State, answer: Answer, force: Mapping[int, Degree | None]
) -> Iterator[str]:
    """What an answer does otherwise than expected."""
    move = answer.move
    if move is None:
        yield "aucun acte"
        return
    plain = {
        "act": move.act,
        "kind": answer.kind,
        "project": state.current if move.act in {"question", "politesse"} else move.project,
        "part": move.part,
        "for": move.audience,
        "target": move.target.value if move.target else "",
    }
    for name, value in plain.items():
        if name in turn and str(turn[name]) != str(value):
            yield f"{name} {value!r}, attendu {turn[name]!r}"
    degree = answer.recommendation.degree if answer.recommendation else None
    if "degree" in turn and (degree is None or degree.value not in turn["degree"]):
        yield f"degré {degree}, attendu {turn['degree']}"
    if "moves" in turn and (seen := _way(force.get(state.current), degree)) != turn["moves"]:
        yield f"conseil {seen} ({force.get(state.current)} → {degree}), attendu {turn['moves']}"
    yield from _facts(dialogue, turn, state, answer)
    asked = [one.fact for one in move.contradictions]
    wanted = turn.get("asks")
    if wanted == "none" and asked:
        yield f"contradiction dite sur {asked}, aucune attendue"
    if wanted not in {None, "none"} and (not asked if wanted == "any" else wanted not in asked):
        yield f"contradiction dite sur {asked}, attendue sur {wanted}"


def _way(before: Degree | None, after: Degree | None) -> str:
    if before is None or after is None:
        return "unknown"
    return "up" if after.rank > before.rank else "down" if after.rank < before.rank else "stays"


def _facts(dialogue: Dialogue, turn: Mapping[str, Any], state: State, answer: Answer) -> Iterator[str]:
    known: dict[str, tuple[tuple[str, ...], float | None]] = {}
    if state.project:
        project = dialogue.conversation(state.project)
        read = dialogue.advisor.parts.reader.read(project.messages, project.corrections)
        known = {fact.name: (fact.values, fact.number) for fact in read.facts if _known(fact)}
    known |= {one.name: (one.values, one.number) for one in answer.profile if one.status != "unknown"}
    for name, wanted in (turn.get("facts") or {}).items():
        if name not in known or not _fits(wanted, *known[name]):
            yield f"{name} {known.get(name)}, attendu {wanted}"
    for name in turn.get("unset") or ():
        if name in known:
            yield f"{name} encore su ({known[name]})"


def _known(fact: Fact) -> bool:
    return bool(fact.values) or fact.number is not None


def _fits(wanted: Any, values: tuple[str, ...], number: float | None) -> bool:
    """Whether a fact is as written: a number, or values that it holds."""
    if isinstance(wanted, list):
        return set(map(str, wanted)) <= set(values)
    if number is not None:
        return abs(number - float(wanted)) <= NEAR * max(number, float(wanted))
    return str(wanted) in values
