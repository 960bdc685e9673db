"""Between who asks and the service: every answer, error, feedback and correction goes to the journal.

Personal data are masked before the service itself reads a message: its answer holds none, is stored as it stands and
can be replayed to the letter. The user is shown the same answer with their own words put back. A name or a telephone
number tells nothing of a project, and an unknown word would even lead a question astray.
"""

from __future__ import annotations

import functools
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

from pydantic import TypeAdapter

from advisor import aiding, candidates
from advisor.assisting.assistant import Assistant, Helped
from advisor.dialogue import Dialogue
from advisor.domain.answer import Answer
from advisor.domain.assistance import Aids
from advisor.domain.dialogue import State
from advisor.domain.profile import Fact
from advisor.domain.record import Draft
from advisor.errors import AdvisorError
from advisor.journal.ports import Journal
from advisor.journal.queue import Filters
from advisor.journal.retention import Keeping
from advisor.privacy.masking import Masker, covered, restored
from advisor.service import Advisor, Conversation
from advisor.text import PLACEHOLDER
from advisor.writing.underway import Underway
from advisor.writing.writer import Writer

CANDIDATES = 30
"""How many results of the search are kept beside an answer, used or not."""
UNKEPT = "Cette réponse n'est pas enregistrée : aucun journal n'est tenu."
NOT_RECORDED = "Cette réponse n'a pas pu être enregistrée dans le journal : {why}"
NOT_PURGED = "Le contenu trop ancien du journal n'a pas pu être retiré : {why}"
Pen = Literal["attendue", "apart", "embarquée"]
"""Whether a model's phrasing is waited for, goes on apart while the answer is shown, or is not asked for."""
PATIENCE = 660.0
"""Seconds a phrasing is waited for at most: beyond the longest wait that the settings allow."""
NOTE = "référence "
"""How the reference of a journalled error stands among its notes."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the journal gave back: the entry's number and seal, or what the user is told when nothing was written."""

    number: int = 0
    seal: str = ""
    recorded: bool = False
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Recorded:
    """An answer with its receipt, which comes later while a model phrases it (`writing`)."""

    answer: Answer
    receipt: Receipt
    writing: Underway[Recorded] | None = None


@dataclass(frozen=True, slots=True)
class Aided:
    """What came of asking a chat model for proposals: the answer given again when they add something, else None.

    `aids` is what it proposed, for the conversation to go on with; `notice` says why it failed, in French. `state` is
    the conversation after that answer, when it is one of several turns.
    """

    recorded: Recorded | None = None
    aids: Aids = field(default_factory=Aids)
    notice: str = ""
    state: State | None = None


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked once masked: the conversation the service is given, the last message, what was put aside."""

    message: str
    conversation: Conversation
    originals: Mapping[str, str]
    places: int
    revision: bool = False

    @property
    def history(self) -> tuple[str, ...]:
        """The messages before the last one."""
        return self.conversation.messages[:-1] if self.revision else self.conversation.messages


@dataclass(frozen=True, slots=True)
class _Again:
    """An answer given again with what a model proposes, and the conversation around it when it was one."""

    asked: _Asked
    told: Answer
    before: State | None = None
    after: State | None = None

    def dialogue(self) -> Mapping[str, Any] | None:
        """The conversation before and after, as the journal keeps it."""
        return _turned(self.before, self.after) if self.before and self.after else None


class Recorder:
    """Asks the service and writes to the journal; without a journal, or when it fails, says so in the receipt.

    `versions` are added to those the service names. `absent` tells why there is no journal. The conversation's
    identifier (`thread`) is random and names nobody. `keeping` empties what is past its time, once a day. `writer`
    phrases the answers; `assistant` is the chat model that may propose facts and wordings, for `aided` alone.
    """

    def __init__(
        self,
        advisor: Advisor,
        journal: Journal | None,
        masker: Masker,
        versions: Mapping[str, str] | None = None,
        absent: str = UNKEPT,
        keeping: Keeping | None = None,
        assistant: Assistant | None = None,
        writer: Writer | None = None,
    ) -> None:
        self.advisor = advisor
        self.dialogue = Dialogue(advisor)
        self.journal = journal
        self.versions = dict(versions or {})
        self.absent = "" if journal else absent
        self.assistant = assistant
        self._masker = masker
        self._keeping = keeping
        self.writer = writer

    def ask(
        self,
        message: str,
        conversation: Conversation | None = None,
        identifier: str = "",
        *,
        thread: str = "",
        pen: Pen = "attendue",
    ) -> Recorded:
        """As `Advisor.ask`, recorded; an error is recorded too, then raised.

        `pen`: the writer is waited for, phrases the answer while it is already shown (it is recorded once it is done),
        or is not asked.
        """
        asked = self._masked(conversation or Conversation(), message)
        return self._told(asked, lambda: self.advisor.ask(asked.message, asked.conversation, identifier), thread, pen)

    def say(
        self, state: State, message: str, identifier: str = "", *, thread: str = "", pen: Pen = "attendue"
    ) -> tuple[State, Recorded]:
        """As `Dialogue.say`, recorded with the conversation before and after; an error is recorded too, then raised.

        `pen` is as for `ask`; the conversation goes on without waiting for it.
        """
        asked, held = self._masked_state(state, message)
        turned: list[State] = []

        def answer() -> Answer:
            after, told = self.dialogue.say(held, asked.message, identifier)
            turned.append(after)
            return told

        recorded = self._told(asked, answer, thread, pen, lambda: _turned(held, turned[0]))
        return _state_of(asdict(turned[0]), asked.originals), recorded

    def revise(
        self,
        conversation: Conversation,
        identifier: str = "",
        *,
        thread: str = "",
        state: State | None = None,
        pen: Pen = "attendue",
    ) -> Recorded:
        """As `Advisor.revise`, recorded, with the `state` of the whole conversation once the fact is set.

        An error is recorded too, then raised. `pen` is as for `ask`.
        """
        asked = self._masked(conversation)
        held = self._masked_state(state)[1] if state else None
        return self._told(
            asked,
            lambda: self.advisor.revise(asked.conversation, identifier),
            thread,
            pen,
            lambda: {"after": asdict(held)} if held else None,
        )

    def tried(self, conversation: Conversation) -> Answer:
        """What `revise` would answer, without a word in the journal: to see whether a message changes anything."""
        asked = self._masked(conversation)
        return self._shown(self.advisor.revise(asked.conversation), asked)

    def may_aid(self, answer: Answer) -> bool:
        """Whether a model is there to propose something for an answer."""
        return aiding.role(self.assistant, answer) is not None

    def aided(
        self,
        conversation: Conversation,
        first: Recorded,
        identifier: str = "",
        *,
        thread: str = "",
        pen: Pen = "attendue",
    ) -> Aided:
        """An answer given again with what a chat model proposes, when there is one and it adds something.

        `conversation` is the one that `first` answers, its message included. What leaves for the model is masked; what
        it proposed, what was not taken and what it cost are recorded, whatever comes of it. `pen` is as for `ask`: an
        answer that says the same as `first` keeps what was written of it.
        """
        asked = self._masked(conversation)

        def again(aids: Aids) -> _Again:
            once_more = self._masked(*aiding.again(conversation, aids, first.answer.kind))
            return _Again(once_more, self._answered(once_more, identifier))

        return self._proposed(asked.conversation.messages, asked.originals, first, again, thread, pen)

    def aided_turn(
        self,
        before: State,
        message: str,
        first: Recorded,
        identifier: str = "",
        *,
        thread: str = "",
        pen: Pen = "attendue",
    ) -> Aided:
        """As `aided`, for `first` that `say` gave to a message after the conversation `before`.

        The project that the message told of keeps what was read; the conversation goes on from `state`.
        """
        if not self.may_aid(first.answer):
            return Aided()
        asked, held = self._masked_state(before, message)
        project = self.dialogue.say(held, asked.message)[0].project
        about = bool(first.answer.move and first.answer.move.project)
        messages = project.messages if project and about else (asked.message,)

        def again(aids: Aids) -> _Again:
            after, told = self.dialogue.say(held, asked.message, identifier, aids)
            known = replace(asked, conversation=replace(asked.conversation, aids=aids))
            return _Again(known, told, held, after)

        return self._proposed(messages, asked.originals, first, again, thread, pen)

    def _proposed(
        self,
        messages: Sequence[str],
        originals: Mapping[str, str],
        first: Recorded,
        again: Callable[[Aids], _Again],
        thread: str,
        pen: Pen,
    ) -> Aided:
        """Asks a model, then for the answer `again` with what it proposes; both recorded."""
        helped = aiding.helped(self.assistant, messages, first.answer)
        if helped is None:
            return Aided()
        turn = again(helped.aids) if helped.aids else None
        became, number = turn.told.assisted if turn else None, first.receipt.number
        self._written(lambda: aiding.entry(helped, became, originals, number, thread))
        return self._added(helped, first, turn, thread, pen)

    def _added(self, helped: Helped, first: Recorded, turn: _Again | None, thread: str, pen: Pen) -> Aided:
        """The answer given again, recorded when it adds something to the first."""
        shown = self._shown(turn.told, turn.asked) if turn else None
        if turn is None or shown is None or not aiding.adds(shown, first.answer):
            return Aided(None, helped.aids, helped.notice)
        kept = aiding.phrased_alike(shown, first.answer)
        recorded = self._told(turn.asked, lambda: turn.told, thread, "embarquée" if kept else pen, turn.dialogue)
        after = _state_of(asdict(turn.after), turn.asked.originals) if turn.after else None
        return Aided(replace(recorded, answer=kept) if kept else recorded, helped.aids, state=after)

    def _answered(self, asked: _Asked, identifier: str) -> Answer:
        if asked.revision:
            return self.advisor.revise(asked.conversation, identifier)
        return self.advisor.ask(asked.message, asked.conversation, identifier)

    def masked(self, text: str) -> str:
        """What a reader of the journal writes, without personal data."""
        return self._masker.mask(text).text

    def feedback(
        self,
        number: int,
        helpful: bool | None,
        reason: str = "",
        text: str = "",
        statement: str = "",
        *,
        thread: str = "",
    ) -> Receipt:
        """The user's word on an answer (by its number in the journal) or on one of its statements."""

        def draft() -> Draft:
            said = self._masker.mask(text.strip()).text
            body = {"helpful": helpful, "reason": reason, "text": said, "statement": statement}
            return Draft(kind="feedback", body=body, about=number, conversation=thread)

        return self._written(draft)

    def correction(self, fact: Fact, before: int, after: int, *, thread: str = "") -> Receipt:
        """A fact the user set by hand; `before` and `after` are the numbers of the answers around it."""
        body = {
            "fact": fact.name,
            "values": list(fact.values),
            "number": fact.number,
            "before": before,
            "after": after,
        }
        return self._written(lambda: Draft(kind="correction", body=body, about=before, conversation=thread))

    # --- what is written -------------------------------------------------------------------------------------------

    def _told(
        self,
        asked: _Asked,
        answer: Callable[[], Answer],
        thread: str,
        pen: Pen,
        dialogue: Callable[[], Mapping[str, Any] | None] = lambda: None,
    ) -> Recorded:
        try:
            told = answer()
        except Exception as error:  # whatever it is, it is journalled and goes on its way
            self._failed(asked, error, thread)
            raise

        def record(written: Answer) -> Recorded:
            receipt = self._written(lambda: self._answer(asked, written, thread, dialogue()))
            return Recorded(self._shown(written, asked), receipt)

        if self.writer is None or pen == "embarquée" or not self.writer.may_write(told):
            return record(told)
        writing = Underway(self.writer, told, record).start()
        if pen == "attendue":
            writing.wait(PATIENCE)
            return writing.settled()
        return Recorded(self._shown(told, asked), Receipt(), writing)

    def _shown(self, answer: Answer, asked: _Asked) -> Answer:
        """An answer with the user's own words put back."""
        if not asked.originals:
            return answer
        return _reader().validate_python(_walked(asdict(answer), lambda text: restored(text, asked.originals)))

    def _failed(self, asked: _Asked, error: Exception, thread: str) -> None:
        reference = secrets.token_hex(4)
        body = {
            "message": asked.message,
            "error": type(error).__name__,
            "said": covered(str(error), asked.originals),
            "reference": reference,
        }
        if self._written(lambda: Draft(kind="error", body=body, conversation=thread)).recorded:
            error.add_note(f"{NOTE}{reference}")

    def _written(self, draft: Callable[[], Draft]) -> Receipt:
        """Writes an entry; whatever fails on the way is told to the user, who keeps the answer."""
        if self.journal is None:
            return Receipt(notice=self.absent)
        try:
            entry = self.journal.append(draft())
        except AdvisorError as error:
            return Receipt(notice=NOT_RECORDED.format(why=error))
        except Exception as error:  # an answer is never lost for want of a journal; the kind of failure is said
            return Receipt(notice=NOT_RECORDED.format(why=f"échec imprévu ({type(error).__name__})."))
        return Receipt(entry.number, entry.seal, recorded=True, notice=self._purged())

    def _purged(self) -> str:
        """Empties what is past its time, when the day has come; what the user is told when that fails."""
        try:
            if self._keeping:
                self._keeping.apply()
        except AdvisorError as error:
            return NOT_PURGED.format(why=error)
        return ""

    def _answer(self, asked: _Asked, answer: Answer, thread: str, dialogue: Mapping[str, Any] | None) -> Draft:
        begun = time.perf_counter()
        found = self.advisor.candidates(_sought(asked, answer), CANDIDATES)
        spent = round((time.perf_counter() - begun) * 1000, 1)
        body = {
            "message": asked.message,
            "history": list(asked.history),
            "corrections": [asdict(fact) for fact in asked.conversation.corrections],
            "revision": asked.revision,
            "aids": asdict(asked.conversation.aids) if asked.conversation.aids else {},
            "turn": self._turn(thread),
            "answer": asdict(answer),
            "candidates": candidates.kept(found, answer),
            "versions": {**self.advisor.parts.versions, **self.versions},
            "settings": self._settings(),
            "timings_ms": {**answer.engine.timings_ms, "candidates": spent},
            "masked": asked.places,
            **({"dialogue": dialogue} if dialogue else {}),
        }
        return Draft(kind="answer", body=body, conversation=thread)

    def _masked(self, conversation: Conversation, message: str | None = None) -> _Asked:
        """A conversation, and the message that follows it if any, without personal data.

        A person keeps the same placeholder from one message to the next.
        """
        originals: Mapping[str, str] = {}
        texts, places = [], 0
        for said in (*conversation.messages, *(() if message is None else (message.strip(),))):
            masked = self._masker.mask(said, originals)
            texts.append(masked.text)
            originals, places = masked.originals, places + masked.count
        corrections = tuple(
            replace(fact, words=tuple(covered(fact.words, originals))) for fact in conversation.corrections
        )
        last = texts[-1] if texts else ""
        aids = conversation.aids
        if aids and originals:
            aids = _aids().validate_python(covered(asdict(aids), originals))
        known = Conversation(tuple(texts if message is None else texts[:-1]), corrections, aids)
        return _Asked(last, known, originals, places, revision=message is None)

    def _masked_state(self, state: State, message: str | None = None) -> tuple[_Asked, State]:
        """A conversation without personal data, and what is asked in it: its project under way, the message."""
        kept = [text for project in state.projects for text in project.messages]
        originals: Mapping[str, str] = {found: found for text in kept for found in PLACEHOLDER.findall(text)}
        places, projects = 0, []
        for project in state.projects:
            texts = []
            for said in project.messages:
                masked = self._masker.mask(said, originals)
                originals, places = masked.originals, places + masked.count
                texts.append(masked.text)
            projects.append(replace(project, messages=tuple(texts)))
        last = self._masker.mask((message or "").strip(), originals)
        covering = {key: said for key, said in last.originals.items() if key != said}
        held = _state_of(covered(asdict(replace(state, projects=tuple(projects))), covering), {})
        known = replace(Conversation.of(held.project), aids=Aids())  # those of the project stand in the conversation
        return _Asked(last.text, known, covering, places + last.count), held

    def _turn(self, thread: str) -> int:
        if not thread or self.journal is None:
            return 1
        return self.journal.count(Filters(conversation=thread)) + 1

    def _settings(self) -> dict[str, Any]:
        parts = self.advisor.parts
        return {
            "today": parts.today,
            "encoder": parts.versions.get("encoder", ""),
            "law_max_age_days": parts.law_max_age_days,
            "question_max_characters": parts.question_max_characters,
        }


def _state_of(data: Mapping[str, Any], originals: Mapping[str, str]) -> State:
    """A conversation from its data, with the user's own words put back."""
    said = _walked(data, lambda text: restored(text, originals)) if originals else data
    return _states().validate_python(said)


def _turned(before: State, after: State) -> Mapping[str, Any]:
    return {"before": asdict(before), "after": asdict(after)}


@functools.cache
def _aids() -> TypeAdapter[Aids]:
    return TypeAdapter(Aids)


@functools.cache
def _states() -> TypeAdapter[State]:
    return TypeAdapter(State)


@functools.cache
def _reader() -> TypeAdapter[Answer]:
    """What makes an answer of its fields; slow to make, and only needed where something was masked."""
    return TypeAdapter(Answer)


def reference_of(error: BaseException) -> str:
    """The reference under which an error was journalled, empty when it was not."""
    notes: Sequence[str] = getattr(error, "__notes__", ())
    return next((note.removeprefix(NOTE) for note in notes if note.startswith(NOTE)), "")


def _sought(asked: _Asked, answer: Answer) -> str:
    """The words an answer was sought by: those of the whole project when it advises on one."""
    whole = asked.revision or answer.recommendation is not None
    return "\n".join((*asked.history, asked.message)) if whole else asked.message


def _walked(value: Any, change: Callable[[str], str]) -> Any:
    """A value with a change made to each of its texts."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: _walked(inner, change) for key, inner in value.items()}
    return [_walked(inner, change) for inner in value] if isinstance(value, list | tuple) else value
