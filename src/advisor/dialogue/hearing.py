"""What a message does in a conversation, and to which of its projects: phrases first, then what it says and asks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import get_args

from advisor.domain.assistance import Aids
from advisor.domain.dialogue import Act, State
from advisor.service import Advisor
from advisor.text import words
from advisor.understanding import acts, naming
from advisor.understanding.acts import ActReading, Context

DESCRIBES = 12
"""Words from which a message that speaks of other things than the project under way opens another."""
SURE = 0.8
"""Probability from which a statement is taken for words to look up rather than for something added."""
LEAST, UNCERTAIN = 6, 0.5
"""Words, and probability of what a message asks for, from which a list of words is not a description."""
_OPENING = re.compile(
    r"^.{0,40}?\b(?:nouveau|nouvel|autre|deuxi[eè]me|second|troisi[eè]me|new|another|other|third) "
    r"(?:projet|sujet|dossier|chantier|project|topic|case)\b[ :.,;!-]*|^rien [aà] voir[ :.,;!-]*",
    re.IGNORECASE,
)
LIKELY, STATED = 0.5, 0.65
"""Probability from which the model tells what a message does; when it asks nothing and tells facts, that from which it
is not simply something more about the project."""
COURTEOUS = 6
"""Words over which a message is more than a courtesy."""
SETTLED = frozenset(get_args(Act)) - {"ajout", "question"}
"""Acts that the model tells by itself; of the others, what the message says and asks of decides too."""
RETOLD = frozenset(["correction", "hypothese", "nouveau", "retour", "pourquoi-pas"])
"""Acts that a mere statement about the project is easily taken for."""
NEEDING = SETTLED - {"politesse"}
"""Acts that mean nothing without a project."""
_ABOUT = ("domaine", "objet")
_TELLING = frozenset(["but", "delai", "decideur", "marge", "decision", "temps", "reponse", "moyens"])
"""Facts that nobody tells who only looks something up."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What a message does: its act, the rank of the project it speaks of (0: none), and what is left to read.

    `aids` is what a chat model proposes for it.
    """

    act: Act
    reading: ActReading
    rank: int
    text: str
    aids: Aids = field(default_factory=Aids)


def hear(advisor: Advisor, state: State, text: str) -> Heard:
    """What a message does in a conversation."""
    context = _context(state, state.current)
    reading = _read(advisor, text, context)
    if reading.act == "nouveau":
        return Heard("nouveau", reading, 0, _OPENING.sub("", text, count=1).strip())
    if reading.act in {"politesse", "adopter", "abandonner"}:
        return Heard(reading.act, reading, state.current, text)
    named = naming.referred(text, [project.messages for project in state.projects], state.current)
    if named and _moves(text, named, reading, state):
        return _there(advisor, state, named)
    if not state.current:
        return Heard(_alone(reading), reading, 0, text)
    return Heard(_act(advisor, state, text, reading), reading, state.current, text)


def describes(advisor: Advisor, heard: Heard) -> bool:
    """Whether a message that asks nothing tells a project in a few words (« accueil refait, avis voulu, 3 mois »)."""
    if heard.reading.asks or advisor.parts.intents.duty(heard.text):
        return False
    read = {fact.name for fact in advisor.parts.reader.facts(heard.text)}
    if len(read) < 2:
        return False
    vague = len(words(heard.text)) >= LEAST and advisor.intent(heard.text).probability < UNCERTAIN
    return bool(read & _TELLING) or vague


def _read(advisor: Advisor, text: str, context: Context) -> ActReading:
    """What a message does: by its phrases, else by the model when it is sure enough."""
    reading = acts.read_act(text, context)
    if reading.act or not words(text):
        return reading
    without = [] if context.supposing else ["adopter", "abandonner"]
    guess = advisor.parts.acts.read(text, without if context.project else [*without, *NEEDING])
    read = {fact.name for fact in advisor.parts.reader.facts(text)}
    facts = bool(read)
    if "objet" in read and advisor.parts.intents.duty(text):
        return reading  # the law of something else than the project
    tells = not reading.asks and guess.act in RETOLD and facts
    if guess.probability >= LIKELY and context.project and _plainly(guess.act, text, reading.asks, facts):
        return acts.completed(guess.act, "", text, reading.asks)
    if guess.probability < (STATED if tells else LIKELY) or guess.act not in SETTLED:
        return reading
    if guess.act == "politesse" and (reading.asks or len(words(text)) > COURTEOUS):
        return reading
    return acts.completed(guess.act, guess.part or "", text, reading.asks)


def _plainly(act: Act, text: str, asks: bool, facts: bool) -> bool:
    """Whether a message, as the model reads it, merely adds to the project, or merely asks."""
    if act == "ajout":
        return not asks and len(words(text)) < DESCRIBES
    return act == "question" and not facts


def _alone(reading: ActReading) -> Act:
    """Without a project, everything that is not courtesy opens one or asks."""
    return "question" if reading.act == "question" else "nouveau"


def _context(state: State, rank: int) -> Context:
    project = state.projects[rank - 1] if rank else None
    return Context(bool(project), bool(project and project.supposed), state.last)


def _moves(text: str, named: naming.Reference, reading: ActReading, state: State) -> bool:
    """Whether the words that name a project bring the conversation to it."""
    if acts.returns(text):
        return True
    led = named.rest != text
    if named.rank == state.current:
        return False
    return led or (bool(reading.act) and reading.act not in {"ajout", "question"})


def _there(advisor: Advisor, state: State, named: naming.Reference) -> Heard:
    """What a message does once at the project it names."""
    rest = named.rest
    reading = _read(advisor, rest, _context(state, named.rank))
    if reading.act and reading.act not in {"retour", "nouveau", "politesse"}:
        return Heard(reading.act, reading, named.rank, rest)
    tells = len(words(rest)) >= 2 and reading.act != "retour" and bool(advisor.parts.reader.facts(rest))
    return Heard("ajout" if tells and not reading.asks else "retour", reading, named.rank, rest)


def _act(advisor: Advisor, state: State, text: str, reading: ActReading) -> Act:
    if reading.act and reading.act != "correction":
        return reading.act
    if reading.act == "correction" and not reading.asks:
        return "correction"
    facts = advisor.parts.reader.facts(text)
    intent = advisor.intent(text)
    if intent.intent == "projet" and _elsewhere(advisor, state, text):
        return "nouveau"
    if reading.asks:
        return "question"
    if facts or intent.intent == "projet" or _replies(state, text):
        return "ajout"
    if intent.intent in {"droit", "ailleurs"} or intent.probability >= SURE:
        return "question"
    return "ajout"


def _replies(state: State, text: str) -> bool:
    return bool(state.asked) and len(words(text)) <= 3


def _elsewhere(advisor: Advisor, state: State, text: str) -> bool:
    """Whether a description speaks of another field than the project under way."""
    if len(words(text)) < DESCRIBES or state.project is None:
        return False
    reader = advisor.parts.reader
    own = {fact.name: set(fact.values) for message in state.project.messages for fact in reader.facts(message)}
    now = {fact.name: set(fact.values) for fact in reader.facts(text) if fact.name in _ABOUT}
    return bool(now) and all(not (values & own.get(name, set())) for name, values in now.items()) and bool(own)
