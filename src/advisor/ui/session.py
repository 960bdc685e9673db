"""The conversation on screen: its turns, what a message or a correction does to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import cast

import streamlit as st

from advisor.domain.answer import Answer
from advisor.domain.fiche import FactDefinition
from advisor.domain.profile import Fact, FactStatus
from advisor.errors import AdvisorError
from advisor.service import Advisor, Conversation
from advisor.ui.words import typo

PROJECT = ("recommendation", "clarification")


@dataclass
class Turn:
    """A message and its answer.

    `conversation` is what a correction revises; `revision` counts the corrections, and `change`
    says what the last one did.
    """

    key: str
    message: str
    answer: Answer
    conversation: Conversation
    revision: int = 0
    change: str = ""
    opened: bool = False

    @property
    def about_project(self) -> bool:
        """Whether the turn advises on a project."""
        return self.answer.kind in PROJECT


@dataclass
class Session:
    """What one browser tab holds."""

    turns: list[Turn] = field(default_factory=list)
    conversation: Conversation = field(default_factory=Conversation)
    refused: tuple[str, str, str] | None = None
    asked: int = 0
    refusals: int = 0


def current() -> Session:
    """The session of this tab."""
    if "session" not in st.session_state:
        st.session_state["session"] = Session()
    return cast(Session, st.session_state["session"])


def restart() -> None:
    """Opens a new project."""
    st.session_state["session"] = Session(asked=current().asked)


def submit(advisor: Advisor, message: str) -> None:
    """Answers a message; a refusal is kept on screen with the message, so that nothing is lost."""
    session = current()
    session.refused = None
    try:
        answer = advisor.ask(message, session.conversation)
    except AdvisorError as error:
        session.refused = (error.message, error.remedy, message)
        session.refusals += 1
        return
    conversation = Conversation((message,))
    if answer.kind in PROJECT:
        session.conversation = conversation = _followed(advisor, answer, message, session.conversation)
    session.asked += 1
    for turn in session.turns:
        turn.opened = False
    session.turns.append(Turn(f"t{session.asked}", message.strip(), answer, conversation))


def _followed(advisor: Advisor, answer: Answer, message: str, known: Conversation) -> Conversation:
    """The conversation the answer is about: the one under way with this message, or a new project."""
    text = message.strip()
    whole = known.said(text)
    if not known.messages or advisor.revise(whole).profile == answer.profile:
        return whole
    return Conversation((text,), known.corrections)


def correct(advisor: Advisor, turn: Turn, fact: Fact) -> None:
    """Sets a fact by hand in the turn's conversation and answers again."""
    definition = advisor.parts.knowledge.facts[fact.name]
    _revise(advisor, turn, turn.conversation.corrected(fact), said(definition, fact))


def uncorrect(advisor: Advisor, turn: Turn, name: str) -> None:
    """Takes back what was set by hand for a fact."""
    kept = tuple(fact for fact in turn.conversation.corrections if fact.name != name)
    label = advisor.parts.knowledge.facts[name].label
    _revise(advisor, turn, Conversation(turn.conversation.messages, kept), f"« {label} » : correction annulée")


def _revise(advisor: Advisor, turn: Turn, conversation: Conversation, said_as: str) -> None:
    session = current()
    session.refused = None
    before = turn.answer
    try:
        answer = advisor.revise(conversation) if turn.about_project else _asked_again(advisor, turn, conversation)
    except AdvisorError as error:
        session.refused = (error.message, error.remedy, "")
        session.refusals += 1
        return
    if session.conversation == turn.conversation:
        session.conversation = conversation
    turn.conversation, turn.answer = conversation, answer
    turn.revision += 1
    turn.change = typo(f"{said_as}. {_moved(before, answer)}")


def _asked_again(advisor: Advisor, turn: Turn, conversation: Conversation) -> Answer:
    """A question of law asked again with what was answered.

    While the service reads no correction in a question of law, the facts are said in words.
    """
    answer = advisor.ask(turn.message, Conversation((), conversation.corrections))
    known = {fact.name for fact in answer.profile if fact.status == "corrected"}
    words = [
        spoken(advisor, advisor.parts.knowledge.facts[fact.name], fact)
        for fact in conversation.corrections
        if fact.name not in known
    ]
    if not words:
        return answer
    return replace(advisor.ask(f"{turn.message} ({' ; '.join(words)})"), question=turn.message)


def spoken(advisor: Advisor, definition: FactDefinition, fact: Fact) -> str:
    """A fact in words that the reader of messages understands as this very fact."""
    if definition.kind == "nombre":
        return f"{fact.number or 0:.0f} {definition.unit}"
    phrases = [
        phrase
        for cue in definition.cues
        if cue.value in fact.values
        for phrase in (cue.label, *cue.phrases)
        if phrase and not set(phrase) & set("*/.")
    ]
    for phrase in phrases:
        read = advisor.parts.reader.facts(phrase)
        if any(found.name == fact.name and found.values == fact.values for found in read):
            return phrase
    return f"{definition.label} : {', '.join(definition.value_label(value) for value in fact.values)}"


def said(definition: FactDefinition, fact: Fact) -> str:
    """A correction in words, for the line that says what it changed."""
    if fact.status is FactStatus.UNKNOWN:
        return f"« {definition.label} » : retiré"
    if definition.kind == "nombre":
        return f"« {definition.label} » : {fact.number:g} {definition.unit}"
    return f"« {definition.label} » : {labels(definition, fact.values)}"


def labels(definition: FactDefinition, values: Sequence[str]) -> str:
    """Values as said to the user."""
    return ", ".join(definition.value_label(value) for value in values)


def _moved(before: Answer, after: Answer) -> str:
    if before.recommendation and after.recommendation:
        old, new = before.recommendation.degree, after.recommendation.degree
        if old is new:
            return f"Le conseil reste : {new.value}."
        return f"Le conseil passe de « {old.value} » à « {new.value} »."
    if after.recommendation:
        return f"Le conseil est maintenant : {after.recommendation.degree.value}."
    if before.verdict != after.verdict:
        return f"La réponse passe de « {before.verdict} » à « {after.verdict} »."
    return "La réponse a été refaite."
