"""Asks a model to read a project or to word a question otherwise; what fails leaves the answer as it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from advisor.assisting import reading, rephrasing
from advisor.assisting.reading import Refused
from advisor.chat.ports import Chat, Limit, Message, Meter, Usage
from advisor.domain.assistance import Aids
from advisor.domain.fiche import FactDefinition
from advisor.errors import ModelFailed
from advisor.model_settings import READER, REPHRASER
from advisor.prompting.files import Prompt

TOKENS = {READER: 1200, REPHRASER: 200}
"""Tokens of an answer of each role, at most."""
PROMPTS = {READER: "lecteur", REPHRASER: "reformulateur"}
"""The prompt of each role, by its id."""


@dataclass(frozen=True, slots=True)
class Helped:
    """What a model gave for a message: `aids` once checked, `refused` what was not taken, `notice` why it failed."""

    role: str
    model: str
    prompt: str
    aids: Aids = field(default_factory=Aids)
    refused: tuple[Refused, ...] = ()
    usage: Usage = field(default_factory=Usage)
    notice: str = ""


class Assistant:
    """A model in the roles that propose. It is given masked texts only: see `recording`."""

    def __init__(
        self, chat: Chat, prompts: Mapping[str, Prompt], roles: Sequence[str], facts: Sequence[FactDefinition]
    ) -> None:
        self.chat = chat
        self._prompts = {role: prompts[PROMPTS[role]] for role in (READER, REPHRASER) if role in roles}
        self._facts = reading.asked(facts)

    def does(self, role: str) -> bool:
        """Whether the model has a role."""
        return role in self._prompts

    def read(self, messages: Sequence[str]) -> Helped:
        """The facts a model reads in the messages of a project."""
        text = "\n".join(messages)
        given = {"faits": reading.listed(self._facts), "message": text}
        answer, helped = self._asked(READER, reading.schema(), given)
        if answer is None:
            return helped
        found = reading.taken(answer, self._facts, text)
        return replace(helped, aids=Aids(facts=found.facts), refused=found.refused)

    def rephrase(self, question: str) -> Helped:
        """Other wordings of a question."""
        answer, helped = self._asked(REPHRASER, rephrasing.SCHEMA, {"question": question})
        if answer is None:
            return helped
        return replace(helped, aids=Aids(wordings=rephrasing.taken(answer, question)))

    def _asked(
        self, role: str, schema: Mapping[str, Any], given: Mapping[str, str]
    ) -> tuple[dict[str, Any] | None, Helped]:
        prompt, meter = self._prompts[role], Meter()
        messages = [Message(who, text) for who, text in prompt.rendered(**given)]
        limit = Limit(min(TOKENS[role], self.chat.limit.tokens), self.chat.limit.first, self.chat.limit.total)
        answer, notice = None, ""
        try:
            answer = self.chat.structured(messages, schema, limit, meter)
        except ModelFailed as error:
            notice = str(error)
        return answer, Helped(role, self.chat.name, prompt.name, usage=meter.usage, notice=notice)
