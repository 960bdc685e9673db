"""A chat model behind LangChain, held to its time and asked again once at most.

Fields of a request that some servers do not know (the seed, the count of tokens, the form of the answer) are sent
first; a server that refuses them (400, 422) is asked again without, and so from then on.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from advisor.chat import failures
from advisor.chat.failures import Failure
from advisor.chat.ports import Limit, Message, Meter, Usage
from advisor.chat.running import Call, Late, bounded
from advisor.chat.thinking import spoken
from advisor.chat.transport import CURRENT
from advisor.errors import ModelBroken, ModelFailed

if TYPE_CHECKING:
    from langchain_core.language_models.chat_models import BaseChatModel
    from langchain_core.messages import BaseMessage

TRIES = 2
"""Times a failing call is made, the first included."""
CHARACTERS_BY_TOKEN = 4
"""What a token is worth when the server does not count them."""
LONGEST_TOKEN = 10
"""Characters by token asked for beyond which an answer is oversized: the server does not keep to the limit."""
FENCE = re.compile(r"^```(?:json)?\s*|\s*```$")
AS_JSON = "Réponds par un seul objet JSON, sans rien d'autre, conforme à ce schéma JSON :\n{schema}"


@dataclass(frozen=True)
class Options:
    """Fields of a request that a server may not know: whether to send them."""

    counted: bool = True
    formed: bool = True


@dataclass
class _Told:
    """What came of one call so far."""

    started: float
    requests: int = 0
    characters: int = 0
    first_ms: float = 0.0
    finish: str = ""
    counts: dict[str, int] = field(default_factory=dict)

    def read(self, chunk: Any) -> str:
        """The text of a chunk; what it says of the answer is kept."""
        counts = getattr(chunk, "usage_metadata", None)
        if counts:
            self.counts = {name: int(counts.get(name) or 0) for name in ("input_tokens", "output_tokens")}
        about = getattr(chunk, "response_metadata", None) or {}
        self.finish = str(about.get("finish_reason") or about.get("stop_reason") or self.finish)
        return chunk.text if isinstance(chunk.text, str) else str(chunk.text())


class LangChainChat:
    """A chat model of LangChain as a `Chat` (see `ports`).

    `request` gives the fields of a request: from the limit, the options and a schema, if any, keyword arguments of
    `BaseChatModel.stream`. `says_finish` is whether the server always says why an answer ends: else it was cut.
    """

    def __init__(
        self,
        model: BaseChatModel,
        name: str,
        host: str,
        limit: Limit,
        request: Callable[[Limit, Options, Mapping[str, Any] | None], dict[str, Any]],
        options: Options,
        says_finish: bool = False,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.name = name
        self.host = host
        self.limit = limit
        self._model = model
        self._request = request
        self._says_finish = says_finish
        self._options = options
        self._clock = clock
        self._sleep = sleep

    def stream(
        self, messages: Sequence[Message], limit: Limit | None = None, meter: Meter | None = None
    ) -> Iterator[str]:
        """The answer, piece by piece; see `Chat.stream`."""
        return self._asked(messages, limit or self.limit, meter or Meter(), None)

    def structured(
        self,
        messages: Sequence[Message],
        schema: Mapping[str, Any],
        limit: Limit | None = None,
        meter: Meter | None = None,
    ) -> dict[str, Any]:
        """The answer as an object; see `Chat.structured`."""
        text = "".join(self._asked(messages, limit or self.limit, meter or Meter(), schema))
        return conforming(text, schema)

    # --- one call, made again when that may help -------------------------------------------------------------------

    def _asked(
        self, messages: Sequence[Message], limit: Limit, meter: Meter, schema: Mapping[str, Any] | None
    ) -> Iterator[str]:
        told = _Told(self._clock())
        end = told.started + limit.total
        try:
            yield from self._tried(messages, limit, end, told, schema)
        finally:
            meter.add(self._usage(messages, told))

    def _tried(
        self, messages: Sequence[Message], limit: Limit, end: float, told: _Told, schema: Mapping[str, Any] | None
    ) -> Iterator[str]:
        tries = 0
        while True:
            call = Call(end, limit.first, clock=self._clock)
            failed: Failure | None = None
            try:
                yield from self._read(call, messages, limit, told, schema)
            except Late as error:
                waited = limit.first if call.left() > 0 else limit.total
                failed = Failure(failures.late(error.first and not told.characters, waited))
            except Exception as error:  # whatever LangChain, a provider's library or the network raises
                failed = failures.failure(error)
            # Raised here, out of the handlers: the exception that a library raised may hold the key, or what was sent.
            if failed is None:
                return
            if not self._again(failed, told, schema):
                tries += 1
                wait = failed.again
                if wait is None or tries >= TRIES or told.characters or self._clock() + wait >= end:
                    raise failed.error
                self._sleep(wait)

    def _again(self, failed: Failure, told: _Told, schema: Mapping[str, Any] | None) -> bool:
        """Whether to ask at once without a field that the server may not know."""
        if not failed.unknown_field or told.characters:
            return False
        if self._options.counted:
            self._options = Options(counted=False, formed=self._options.formed)
            return True
        if self._options.formed and schema is not None:
            self._options = Options(counted=False, formed=False)
            return True
        return False

    def _read(
        self,
        call: Call,
        messages: Sequence[Message],
        limit: Limit,
        told: _Told,
        schema: Mapping[str, Any] | None,
    ) -> Iterator[str]:
        """One request: its answer, or what went wrong."""
        told.requests += 1
        asked = self._messages(messages, schema)
        fields = self._request(limit, self._options, schema)
        most = limit.tokens * LONGEST_TOKEN
        pieces = bounded(call, lambda: self._chunks(call, asked, fields, told))
        begun = False
        for piece in spoken(self._counted(pieces, told)):
            begun = True
            yield piece
            if told.characters > most:
                raise failures.oversized()
        if told.finish == "content_filter":
            raise failures.withheld()
        if self._says_finish and not told.finish:
            raise failures.cut() if told.characters else failures.unreadable()
        if not begun:
            raise failures.empty()

    def _counted(self, pieces: Iterator[str], told: _Told) -> Iterator[str]:
        for piece in pieces:
            if piece:
                told.first_ms = told.first_ms or round((self._clock() - told.started) * 1000, 1)
                told.characters += len(piece)
                yield piece

    def _chunks(self, call: Call, asked: list[BaseMessage], fields: Mapping[str, Any], told: _Told) -> Iterator[str]:
        """The texts of the chunks, read in a thread of their own. Nothing is traced to an outside service."""
        from langsmith import tracing_context

        CURRENT.set(call)
        with tracing_context(enabled=False):
            for chunk in self._model.stream(asked, **fields):
                text = told.read(chunk)
                if text:
                    yield text

    def _messages(self, messages: Sequence[Message], schema: Mapping[str, Any] | None) -> list[BaseMessage]:
        from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

        kinds = {"system": SystemMessage, "user": HumanMessage, "assistant": AIMessage}
        asked: list[BaseMessage] = [kinds[message.role](content=message.text) for message in messages]
        if schema is not None and not self._options.formed:
            asked.append(SystemMessage(content=AS_JSON.format(schema=json.dumps(schema, ensure_ascii=False))))
        return asked

    def _usage(self, messages: Sequence[Message], told: _Told) -> Usage:
        sent = sum(len(message.text) for message in messages)
        return Usage(
            requests=told.requests,
            prompt_tokens=told.counts.get("input_tokens", -(-sent // CHARACTERS_BY_TOKEN)),
            answer_tokens=told.counts.get("output_tokens", -(-told.characters // CHARACTERS_BY_TOKEN)),
            estimated=not told.counts,
            first_ms=told.first_ms,
            total_ms=round((self._clock() - told.started) * 1000, 1),
        )


def conforming(text: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    """The object written in an answer. Raises ModelBroken when it is not JSON, or does not conform to the schema."""
    from jsonschema import Draft202012Validator

    try:
        found = json.loads(FENCE.sub("", text.strip()))
    except (ValueError, RecursionError):
        raise _formless("il n'est pas du JSON") from None
    if not isinstance(found, dict):
        raise _formless("ce n'est pas un objet")
    error = next(Draft202012Validator(schema).iter_errors(found), None)
    if error is not None:
        raise _formless(f"« {'.'.join(str(part) for part in error.absolute_path) or 'objet'} » n'est pas conforme")
    return found


def _formless(why: str) -> ModelFailed:
    return ModelBroken(
        f"Le modèle n'a pas répondu sous la forme demandée : {why}.",
        f"Prenez un modèle qui sait remplir un schéma JSON ; {failures.CHECK}",
    )
