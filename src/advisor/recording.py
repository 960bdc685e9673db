"""Between who asks and the service: every answer, error, feedback and correction goes to the journal.

Personal data are masked before anything is written. What is stored of an answer is what the service says of the
masked message, when that is the same answer: nothing the user wrote of persons is then in it, and it can be
replayed as it stands.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Protocol

from advisor.domain.answer import Answer, Found
from advisor.domain.profile import Fact
from advisor.domain.record import Draft
from advisor.errors import AdvisorError
from advisor.journal.ports import Journal
from advisor.journal.queue import Filters
from advisor.service import Advisor, Conversation

CANDIDATES = 30
"""How many results of the search are kept beside an answer, used or not."""
UNKEPT = "Cette réponse n'est pas enregistrée : aucun journal n'est tenu."
NOT_RECORDED = "Cette réponse n'a pas pu être enregistrée dans le journal : {why}"
NOTE = "référence "
"""How the reference of a journalled error stands among its notes."""


class Masked(Protocol):
    """A text without its personal data: what each placeholder stands for, and how many places were masked."""

    @property
    def text(self) -> str:
        """The masked text."""
        ...

    @property
    def originals(self) -> Mapping[str, str]:
        """The words each placeholder stands for."""
        ...

    @property
    def count(self) -> int:
        """The number of places masked."""
        ...


class Masker(Protocol):
    """Masks personal data."""

    def mask(self, text: str, seen: Mapping[str, str] | None = None) -> Masked:
        """The text masked; `seen` holds the originals of earlier texts, whose placeholders are used again."""
        ...

    def covered(self, value: Any, originals: Mapping[str, str]) -> Any:
        """Any JSON value with the originals replaced by their placeholders."""
        ...


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the journal gave back: the entry's number and seal, or what the user is told when nothing was written."""

    number: int = 0
    seal: str = ""
    recorded: bool = False
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Recorded:
    """An answer with its receipt."""

    answer: Answer
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was asked: a message (or the revision of an advice) after others, with facts set by hand."""

    message: str
    history: tuple[str, ...]
    corrections: tuple[Fact, ...]
    revision: bool = False

    @property
    def conversation(self) -> Conversation:
        """What the service is given."""
        messages = (*self.history, self.message) if self.revision and self.message else self.history
        return Conversation(messages, self.corrections)


class Recorder:
    """Asks the service and writes to the journal; without a journal, or when it fails, says so in the receipt.

    `versions` are added to those the service names. `absent` tells why there is no journal. The conversation's
    identifier (`thread`) is random and names nobody.
    """

    def __init__(
        self,
        advisor: Advisor,
        journal: Journal | None,
        masker: Masker,
        versions: Mapping[str, str] | None = None,
        absent: str = UNKEPT,
    ) -> None:
        self.advisor = advisor
        self.journal = journal
        self.versions = dict(versions or {})
        self.absent = "" if journal else absent
        self._masker = masker

    def ask(
        self, message: str, conversation: Conversation | None = None, identifier: str = "", *, thread: str = ""
    ) -> Recorded:
        """As `Advisor.ask`, recorded; an error is recorded too, then raised."""
        known = conversation or Conversation()
        asked = _Asked(message.strip(), known.messages, known.corrections)
        return self._told(asked, lambda: self.advisor.ask(message, conversation, identifier), thread)

    def revise(self, conversation: Conversation, identifier: str = "", *, thread: str = "") -> Recorded:
        """As `Advisor.revise`, recorded; an error is recorded too, then raised."""
        *history, message = conversation.messages or ("",)
        asked = _Asked(message, tuple(history), conversation.corrections, revision=True)
        return self._told(asked, lambda: self.advisor.revise(conversation, identifier), thread)

    def keep(self, answer: Answer, message: str, conversation: Conversation, *, thread: str = "") -> Recorded:
        """Records an answer already given to a message of a conversation, when several asked it together."""
        asked = _Asked(message.strip(), conversation.messages, conversation.corrections)
        return Recorded(answer, self._written(lambda: self._answer(asked, answer, thread)))

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

    def _told(self, asked: _Asked, answer: Callable[[], Answer], thread: str) -> Recorded:
        try:
            told = answer()
        except Exception as error:  # whatever it is, it is journalled and goes on its way
            self._failed(asked, error, thread)
            raise
        return Recorded(told, self._written(lambda: self._answer(asked, told, thread)))

    def _failed(self, asked: _Asked, error: Exception, thread: str) -> None:
        reference = secrets.token_hex(4)

        def draft() -> Draft:
            masked = self._masker.mask(asked.message)
            body = {
                "message": masked.text,
                "error": type(error).__name__,
                "said": self._masker.covered(str(error), masked.originals),
                "reference": reference,
            }
            return Draft(kind="error", body=body, conversation=thread)

        if self._written(draft).recorded:
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
        return Receipt(entry.number, entry.seal, recorded=True)

    def _answer(self, asked: _Asked, answer: Answer, thread: str) -> Draft:
        masked, originals, places = self._masked(asked)
        begun = time.perf_counter()
        found = self.advisor.candidates(_sought(masked, answer), CANDIDATES)
        spent = round((time.perf_counter() - begun) * 1000, 1)
        stored, same = self._stored(masked, originals, answer)
        body = {
            "message": masked.message,
            "history": list(masked.history),
            "corrections": self._masker.covered([asdict(fact) for fact in asked.corrections], originals),
            "revision": asked.revision,
            "turn": self._turn(thread),
            "answer": stored,
            "candidates": _candidates(found, answer),
            "versions": {**self.advisor.parts.versions, **self.versions},
            "settings": self._settings(),
            "timings_ms": {**answer.engine.timings_ms, "candidates": spent},
            "masked": places,
            "replayable": same,
        }
        return Draft(kind="answer", body=body, conversation=thread)

    def _masked(self, asked: _Asked) -> tuple[_Asked, Mapping[str, str], int]:
        """What was asked without its personal data, what the placeholders stand for, and how many there are."""
        originals: Mapping[str, str] = {}
        texts, places = [], 0
        for said in (*asked.history, asked.message):
            masked = self._masker.mask(said, originals)
            texts.append(masked.text)
            originals, places = masked.originals, places + masked.count
        *history, message = texts
        return replace(asked, message=message, history=tuple(history)), originals, places

    def _stored(self, masked: _Asked, originals: Mapping[str, str], answer: Answer) -> tuple[Any, bool]:
        """What is kept of an answer, and whether the masked message gives it as it is."""
        if not originals:
            return asdict(answer), True
        if masked.revision:
            again = self.advisor.revise(masked.conversation, answer.id)
        else:
            again = self.advisor.ask(masked.message, masked.conversation, answer.id)
        kept = asdict(replace(again, engine=answer.engine))
        covered = self._masker.covered(asdict(answer), originals)
        same = bool(self._masker.covered(kept, originals) == covered)
        return (kept, True) if same else (covered, False)

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


def reference_of(error: BaseException) -> str:
    """The reference under which an error was journalled, empty when it was not."""
    notes: Sequence[str] = getattr(error, "__notes__", ())
    return next((note.removeprefix(NOTE) for note in notes if note.startswith(NOTE)), "")


def _sought(asked: _Asked, answer: Answer) -> str:
    """The words an answer was sought by: those of the whole project when it advises on one."""
    whole = asked.revision or answer.recommendation is not None
    return "\n".join((*asked.history, asked.message)) if whole else asked.message


def _candidates(found: Sequence[Found], answer: Answer) -> list[dict[str, Any]]:
    """What the search found, with whether the answer used it."""
    passages = {item.passage_id for item in answer.citations if item.passage_id}
    cards = (*answer.pitfalls, *answer.levers, *answer.practices, *answer.obligations)
    fiches = {item.fiche for item in (*answer.citations, *answer.statements, *cards) if item.fiche}
    return [
        {**asdict(item), "used": item.fiche in fiches if item.fiche else item.passage_id in passages} for item in found
    ]
