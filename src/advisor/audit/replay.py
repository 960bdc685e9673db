"""A stored answer asked again, on the versions it was made with or on today's: the same bytes, or what changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Protocol

from pydantic import TypeAdapter

from advisor.audit.compare import differences, same
from advisor.audit.difference import Difference
from advisor.audit.resolved import as_data, rephrased
from advisor.dialogue import Dialogue
from advisor.domain.assistance import Aids
from advisor.domain.dialogue import State
from advisor.domain.profile import Fact
from advisor.domain.record import Entry
from advisor.errors import AdvisorError, NoProof
from advisor.service import Advisor, Conversation

On = Literal["siennes", "aujourd'hui"]
"""The versions an answer is replayed on: its own, or today's."""
_STATE = TypeAdapter(State)
_FACTS = TypeAdapter(tuple[Fact, ...])
_AIDS = TypeAdapter(Aids)


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """What gave an answer: the message, what was said before it, the facts set by hand, the day.

    `revision` is for an advice given again after a correction, without a new message. `state` is the whole
    conversation before the message, when it was one. `aids` is what a chat model had proposed, which is taken as it
    was: no replay asks a model. Plain data: a request may be sent to another process.
    """

    message: str
    history: tuple[str, ...]
    corrections: tuple[Mapping[str, Any], ...]
    today: str
    identifier: str
    revision: bool = False
    aids: Mapping[str, Any] = field(default_factory=dict)
    state: Mapping[str, Any] | None = None

    def conversation(self) -> Conversation:
        """The conversation the message came in; for a revision, the message is its last."""
        messages = (*self.history, self.message) if self.revision and self.message else self.history
        return Conversation(messages, _FACTS.validate_python(self.corrections), _AIDS.validate_python(self.aids))


@dataclass(frozen=True, kw_only=True, slots=True)
class Replay:
    """What a replay gave; `same` when the bytes are those stored, timings apart.

    On today's versions, what the engine says of itself is left apart too: it may well be all that changed.
    `after` is the answer given now; None when none could be, `notes` then says why. `version` is what the
    answer was replayed on (empty when it is not a version kept).
    """

    number: int
    on: On
    same: bool
    before: Mapping[str, Any]
    after: Mapping[str, Any] | None
    differences: tuple[Difference, ...] = ()
    version: str = ""
    notes: tuple[str, ...] = ()


class Answering(Protocol):
    """Something that answers requests: this very process, or the program as it was."""

    def answers(self, requests: Sequence[Request]) -> list[Mapping[str, Any]]:
        """The answers, as data, in order. Raises AdvisorError."""
        ...


class Own:
    """Answers with a service of this process, at the day of each request."""

    def __init__(self, advisor: Advisor) -> None:
        self._advisor = advisor
        self._dated: dict[str, Advisor] = {}

    def answers(self, requests: Sequence[Request]) -> list[Mapping[str, Any]]:
        """The answers, as data, in order. Raises AdvisorError."""
        return [self.answer(request) for request in requests]

    def answer(self, request: Request) -> dict[str, Any]:
        """One answer, as data. Raises AdvisorError."""
        advisor = self._at(request.today)
        if request.revision:
            return as_data(advisor.revise(request.conversation(), request.identifier))
        if request.state is not None:
            state = _STATE.validate_python(request.state)
            aids = _AIDS.validate_python(request.aids)
            return as_data(Dialogue(advisor).say(state, request.message, request.identifier, aids)[1])
        return as_data(advisor.ask(request.message, request.conversation(), request.identifier))

    def _at(self, today: str) -> Advisor:
        parts = self._advisor.parts
        if not today or today == parts.today:
            return self._advisor
        if today not in self._dated:
            self._dated[today] = Advisor(replace(parts, today=today))
        return self._dated[today]


def request_of(entry: Entry) -> Request:
    """What gave the answer of an entry. Raises NoProof when it is not an answer, or was purged."""
    body = entry.body
    if entry.kind != "answer":
        raise NoProof(f"L'entrée n° {entry.number} n'est pas une réponse.", "Donnez le numéro d'une réponse.")
    if body is None:
        raise NoProof(f"Le contenu de l'entrée n° {entry.number} a été purgé.", "Il ne peut plus être rejoué.")
    settings = body.get("settings") or {}
    return Request(
        message=str(body["message"]),
        history=tuple(body.get("history") or ()),
        corrections=tuple(body.get("corrections") or ()),
        today=str(settings.get("today") or ""),
        identifier=str(body["answer"]["id"]),
        revision=bool(body.get("revision")),
        aids=dict(body.get("aids") or {}),
        state=(body.get("dialogue") or {}).get("before"),
    )


def version_of(entry: Entry) -> str:
    """The version an answer was made with; empty when none was kept."""
    return str(((entry.body or {}).get("versions") or {}).get("snapshot") or "")


def replayed(entry: Entry, on: On, answering: Answering, version: str = "", today: str = "") -> Replay:
    """The answer of an entry asked again. Raises NoProof when the entry has none.

    `today` replaces the day of the answer when it is given.
    """
    request = request_of(entry)
    before = as_data((entry.body or {})["answer"])
    notes = _notes(entry)
    try:
        made = answering.answers([replace(request, today=today or request.today)])[0]
    except AdvisorError as error:
        failed = f"Le rejeu n'a pas donné de réponse : {error}"
        return Replay(
            number=entry.number, on=on, same=False, before=before, after=None, version=version, notes=(*notes, failed)
        )
    after = rephrased(made, before)
    notes += _local(before, after)
    found = differences(before, after, versions=on == "siennes")
    alike = same(before, after)
    if not found and not alike:
        notes = (*notes, "Les versions ont changé depuis ; la réponse, elle, est restée la même.")
    return Replay(
        number=entry.number,
        on=on,
        same=not found,
        before=before,
        after=after,
        differences=found,
        version=version,
        notes=notes,
    )


def _local(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    """That the organisation's own rules were not the same, or are not here: what differs may come from there."""
    was, now = ((answer.get("engine") or {}).get("local", "") for answer in (before, after))
    if was == now:
        return ()
    if not now:
        return ("La réponse tenait compte de règles locales (ADVISOR_LOCAL) qui ne sont pas sur cette machine.",)
    if not was:
        return ("Des règles locales (ADVISOR_LOCAL) ont été ajoutées depuis cette réponse.",)
    return ("Les règles locales (ADVISOR_LOCAL) ont changé depuis cette réponse.",)


def _notes(entry: Entry) -> tuple[str, ...]:
    body = entry.body or {}
    masked = int(body.get("masked") or 0)
    if not masked:
        return ()
    what = f"{masked} donnée(s) personnelle(s) masquée(s) : le rejeu porte sur le message masqué"
    if body.get("replayable", True):
        return (f"{what}, qui donnait la même réponse.",)
    return (f"{what}, qui ne donne pas la même réponse que l'original : un écart peut venir de là.",)
