"""What the rest of the product sees of a chat model, whatever serves it."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol


@dataclass(frozen=True, slots=True)
class Message:
    """What is said to a model, and as whom."""

    role: Literal["system", "user", "assistant"]
    text: str


@dataclass(frozen=True, slots=True)
class Limit:
    """How long an answer may be, and how long one waits: for its first token, then for its last (seconds).

    No silence within an answer lasts longer than the wait for its first token.
    """

    tokens: int
    first: float
    total: float


@dataclass(frozen=True, slots=True)
class Usage:
    """What calls to a model cost.

    `requests` counts what was sent, tries included; `estimated` is true when a server did not count its tokens (four
    characters are then taken for one). `first_ms` is the wait for the first token of the first call, 0 when none came.
    """

    requests: int = 0
    prompt_tokens: int = 0
    answer_tokens: int = 0
    estimated: bool = False
    first_ms: float = 0.0
    total_ms: float = 0.0


class Meter:
    """Adds up what several calls cost; may be read while a call goes on."""

    def __init__(self) -> None:
        self._usage = Usage()
        self._lock = threading.Lock()

    @property
    def usage(self) -> Usage:
        """What was spent so far."""
        return self._usage

    def add(self, spent: Usage) -> None:
        """Adds the cost of a call."""
        with self._lock:
            known = self._usage
            self._usage = Usage(
                requests=known.requests + spent.requests,
                prompt_tokens=known.prompt_tokens + spent.prompt_tokens,
                answer_tokens=known.answer_tokens + spent.answer_tokens,
                estimated=known.estimated or spent.estimated,
                first_ms=known.first_ms or spent.first_ms,
                total_ms=round(known.total_ms + spent.total_ms, 1),
            )


class Chat(Protocol):
    """A chat model, asked at temperature 0.

    Both calls raise a `ModelFailed` (see `advisor.errors`), never later than the total time of their limit: the one
    given, else the one set. `meter` receives what a call cost, even when it fails.
    """

    @property
    def name(self) -> str:
        """The model, as it is set: `provider:model`."""
        ...

    @property
    def host(self) -> str:
        """Where what is said goes: the host of the endpoint, or the provider when no address is set."""
        ...

    @property
    def limit(self) -> Limit:
        """The limit that is set."""
        ...

    def stream(
        self, messages: Sequence[Message], limit: Limit | None = None, meter: Meter | None = None
    ) -> Iterator[str]:
        """The answer, piece by piece as it comes; closing the iterator gives up the rest."""
        ...

    def structured(
        self,
        messages: Sequence[Message],
        schema: Mapping[str, Any],
        limit: Limit | None = None,
        meter: Meter | None = None,
    ) -> dict[str, Any]:
        """The answer as an object that conforms to a JSON schema. Raises ModelBroken when it does not."""
        ...
