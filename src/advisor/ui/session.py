"""The conversation on screen: its turns, what a message or a correction does to them."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

import streamlit as st

from advisor import resuming
from advisor.domain.answer import Answer, Engine
from advisor.domain.dialogue import State
from advisor.domain.fiche import FactDefinition
from advisor.domain.profile import Fact, FactStatus
from advisor.errors import AdvisorError
from advisor.recording import Aided, Pen, Receipt, Recorded, Recorder, reference_of
from advisor.service import Advisor, Conversation
from advisor.ui.aside import Aside
from advisor.ui.words import typo
from advisor.writing.underway import Underway

log = logging.getLogger(__name__)
UNFORESEEN = "Une erreur imprévue a empêché de répondre."
PROJECT = ("recommendation", "clarification")

EMPTIED = Answer(
    id="",
    question="",
    language="fr",
    kind="abstention",
    headline="Le contenu de ce tour a été effacé du journal, passé sa durée de conservation.",
    profile=(),
    recommendation=None,
    pitfalls=(),
    levers=(),
    practices=(),
    verdict=None,
    obligations=(),
    statements=(),
    citations=(),
    questions=(),
    nearby=(),
    engine=Engine(software="", knowledge="", index="", decision="", encoder=""),
)
"""What stands for an answer whose content the journal holds no more."""


@dataclass
class Turn:
    """A message and its answer.

    `conversation` is what a correction revises; `revision` counts the corrections, and `change`
    says what the last one did. `receipt` is what the journal gave back, `told` what the user said of it since.
    `writing` is a model's phrasing under way, shown in `slot`, a place of the page, with the `marks` of that page.
    `reading` is a model reading the message, `read` whether it has; `aided` says what came of it. `before` and `after`
    are the conversation around the message, `corrected` the fact set by hand that is to be recorded with the answer.
    `kept` is false for a turn whose content the journal holds no more.
    """

    key: str
    message: str
    answer: Answer
    conversation: Conversation
    revision: int = 0
    change: str = ""
    opened: bool = False
    receipt: Receipt = field(default_factory=Receipt)
    told: str = ""
    writing: Underway[Recorded] | None = None
    slot: Any = None
    marks: Any = None
    reading: Aside[Aided] | None = None
    read: bool = False
    aided: str = ""
    before: State = field(default_factory=State)
    after: State = field(default_factory=State)
    corrected: Callable[[Receipt], object] | None = None
    kept: bool = True

    @property
    def about_project(self) -> bool:
        """Whether the turn advises on a project."""
        return self.answer.kind in PROJECT and self.rank > 0

    @property
    def rank(self) -> int:
        """The rank of the project that the turn is about, 0 when it is about none."""
        move = self.answer.move
        return move.project if move else 0


@dataclass
class Session:
    """What one browser tab holds; `thread` names its conversation in the journal, and nobody.

    `embedded` when the user wants no model to phrase the answers; `lost` says why the conversation that the address
    names could not be taken up again.
    """

    turns: list[Turn] = field(default_factory=list)
    state: State = field(default_factory=State)
    refused: tuple[str, str, str] | None = None
    asked: int = 0
    refusals: int = 0
    thread: str = field(default_factory=lambda: secrets.token_hex(8))
    embedded: bool = False
    lost: str = ""

    @property
    def conversation(self) -> Conversation:
        """The project under way, as the service reads it."""
        return Conversation.of(self.state.project)


def current() -> Session:
    """The session of this tab."""
    if "session" not in st.session_state:
        st.session_state["session"] = Session()
    return cast(Session, st.session_state["session"])


def restart() -> None:
    """Opens a new project."""
    held = current()
    for turn in held.turns:
        settle(turn)
    st.session_state["session"] = Session(asked=held.asked, embedded=held.embedded)


def settle(turn: Turn) -> None:
    """Takes what was written of a turn's answer and its receipt; a phrasing under way stops here and is recorded."""
    if turn.writing is None:
        return
    recorded = turn.writing.settled()
    turn.writing, turn.answer, turn.receipt = None, recorded.answer, recorded.receipt
    _correction_recorded(turn)


def _correction_recorded(turn: Turn) -> None:
    """Records the correction that a turn's answer follows, once that answer is."""
    record, turn.corrected = turn.corrected, None
    if record and turn.receipt.recorded:
        record(turn.receipt)


def _pen() -> Pen:
    """Whether a model phrases the answers of this tab, apart, while they are read."""
    return "embarquée" if current().embedded else "apart"


def submit(recorder: Recorder, message: str) -> None:
    """Answers a message; a refusal is kept on screen with the message, so that nothing is lost."""
    session = current()
    session.refused = None
    for turn in session.turns:
        settle(turn)
        turn.reading = None
    try:
        before = session.state
        session.state, recorded = recorder.say(before, message, thread=session.thread, pen=_pen())
    except Exception as error:  # whatever it is, the user keeps the message and is told what to do
        _refuse(session, error, message)
        return
    answer = recorded.answer
    conversation = _about(answer, message, session)
    session.asked += 1
    session.lost = ""
    for turn in session.turns:
        turn.opened = False
    key = f"t{session.asked}"
    turn = Turn(key, message.strip(), answer, conversation, receipt=recorded.receipt, writing=recorded.writing)
    turn.before, turn.after = before, session.state
    session.turns.append(turn)


def _refuse(session: Session, error: Exception, message: str) -> None:
    """Keeps what the user is told of an error, and a message to send again."""
    session.refusals += 1
    if isinstance(error, AdvisorError):
        session.refused = (error.message, error.remedy, message)
        return
    log.exception("Réponse impossible")
    reference = reference_of(error)
    named = f" en donnant la référence {reference}" if reference else ""
    session.refused = (UNFORESEEN, f"Réessayez ; si cela revient, prévenez l'équipe{named}.", message)


def _about(answer: Answer, message: str, session: Session) -> Conversation:
    """What a correction of an answer revises: the project it is about, else the question alone."""
    return session.conversation if answer.move and answer.move.project else Conversation((message.strip(),))


def resume(recorder: Recorder, thread: str) -> None:
    """Takes up again the conversation of an identifier; what cannot be is said, and another begins."""
    try:
        found = resuming.resumed(recorder.journal, thread)
    except AdvisorError as error:
        st.session_state["session"] = Session(lost=f"{error.message} {error.remedy}")
        return
    session = Session(state=found.state, thread=thread, asked=len(found.turns))
    session.turns = [_resumed(rank, kept) for rank, kept in enumerate(found.turns, 1)]
    st.session_state["session"] = session


def _resumed(rank: int, kept: resuming.Kept) -> Turn:
    """A turn as the journal keeps it."""
    project = kept.after.project
    about = kept.answer.move.project if kept.answer and kept.answer.move else 0
    held = Conversation.of(project) if about else Conversation((kept.message,))
    answer = kept.answer or EMPTIED
    return Turn(f"t{rank}", kept.message, answer, held, receipt=kept.receipt, kept=kept.answer is not None, read=True)


def read_again(recorder: Recorder, turn: Turn) -> None:
    """Has a model read the last turn's message, apart: once, and not when the user wants no model."""
    held = current()
    turn.read = True
    if held.embedded or turn.writing or not recorder.may_aid(turn.answer):
        return
    first, pen, thread = Recorded(turn.answer, turn.receipt), _pen(), held.thread
    before, message = turn.before, turn.message
    turn.reading = Aside(lambda: recorder.aided_turn(before, message, first, thread=thread, pen=pen)).start()


def take(turn: Turn) -> None:
    """Takes what a model proposed for a turn; the page stays where the user is reading it."""
    aside, turn.reading = turn.reading, None
    aided = aside.result if aside else None
    if aided is None:
        return
    if aided.notice:
        turn.aided = f"Le modèle n'a rien pu proposer. {aided.notice}"
    if aided.recorded is None:
        return
    held = current()
    if aided.state is not None and held.state == turn.after:
        held.state = turn.after = aided.state
        turn.conversation = _about(aided.recorded.answer, turn.message, held)
    turn.answer, turn.receipt, turn.told = aided.recorded.answer, aided.recorded.receipt, ""
    turn.writing = aided.recorded.writing
    turn.aided = _proposed(turn.answer)


def _proposed(answer: Answer) -> str:
    """What a model added, in a line."""
    became = answer.assisted
    if became is None:
        return ""
    if became.wordings:
        said = ", ".join(f"« {wording} »" for wording in became.wordings)
        return f"La recherche a aussi porté sur {said}, proposé par le modèle."
    read = {fact.name: f"{fact.label} : {', '.join(fact.value_labels)}" for fact in answer.profile}
    said = " ; ".join(read[name] for name in became.kept if name in read)
    asked = " Une de ses lectures changerait la réponse : elle vous est demandée." if became.to_confirm else ""
    return f"Lu aussi par le modèle, sans effet sur le conseil : {said}.{asked}" if said else asked.strip()


def correct(recorder: Recorder, turn: Turn, fact: Fact) -> None:
    """Sets a fact by hand in the turn's conversation and answers again."""
    definition = recorder.advisor.parts.knowledge.facts[fact.name]
    _revise(recorder, turn, turn.conversation.corrected(fact), said(definition, fact), fact)


def uncorrect(recorder: Recorder, turn: Turn, name: str) -> None:
    """Takes back what was set by hand for a fact."""
    kept = tuple(fact for fact in turn.conversation.corrections if fact.name != name)
    label = recorder.advisor.parts.knowledge.facts[name].label
    back = Fact(name=name, status=FactStatus.UNKNOWN)
    conversation = replace(turn.conversation, corrections=kept)
    _revise(recorder, turn, conversation, f"« {label} » : correction annulée", back)


def _revise(recorder: Recorder, turn: Turn, conversation: Conversation, said_as: str, fact: Fact) -> None:
    """Answers again after a fact was set or taken back, and records both the answer and the correction."""
    session = current()
    session.refused = None
    settle(turn)
    turn.reading, turn.aided = None, ""
    before = turn.answer
    live = turn.rank == session.state.current and turn.conversation == session.conversation
    try:
        state, recorded = _again(recorder, turn, conversation, session)
    except Exception as error:  # as in `submit`
        _refuse(session, error, "")
        return
    if turn.receipt.recorded:
        number, thread = turn.receipt.number, session.thread
        turn.corrected = lambda receipt: recorder.correction(fact, number, receipt.number, thread=thread)
    if live:
        session.state = state
    turn.conversation, turn.answer, turn.receipt, turn.told = conversation, recorded.answer, recorded.receipt, ""
    turn.writing = recorded.writing
    if turn.writing is None:
        _correction_recorded(turn)
    turn.revision += 1
    turn.change = typo(f"{said_as}. {_moved(before, recorded.answer)}")


def _again(recorder: Recorder, turn: Turn, conversation: Conversation, session: Session) -> tuple[State, Recorded]:
    """The answer of a turn once a fact was set, and the conversation as it then stands."""
    if not turn.rank:
        return session.state, _asked_again(recorder, turn, conversation, session.thread)
    state = recorder.dialogue.revised(session.state, turn.rank, conversation.corrections)
    if turn.answer.kind in PROJECT:
        return state, recorder.revise(conversation, thread=session.thread, state=state, pen=_pen())
    return recorder.say(state, turn.message, thread=session.thread, pen=_pen())


def _asked_again(recorder: Recorder, turn: Turn, conversation: Conversation, thread: str) -> Recorded:
    """A question of law asked again with what was answered.

    While the service reads no correction in a question of law, the facts are said in words.
    """
    advisor = recorder.advisor
    known = Conversation((), conversation.corrections)
    tried = advisor.ask(turn.message, known)
    read = {fact.name for fact in tried.profile if fact.status == "corrected"}
    words = [
        spoken(advisor, advisor.parts.knowledge.facts[fact.name], fact)
        for fact in conversation.corrections
        if fact.name not in read
    ]
    if not words:
        return recorder.ask(turn.message, known, thread=thread, pen="embarquée")
    recorded = recorder.ask(f"{turn.message} ({' ; '.join(words)})", thread=thread, pen="embarquée")
    return replace(recorded, answer=replace(recorded.answer, question=turn.message))


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
