"""What the journal holds: entries written once, each sealed to the one before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

EntryKind = Literal[
    "answer",  # an answer given, abstentions and clarifications included
    "error",  # a message that ended in an error
    "feedback",  # the user's word on an answer or on one of its statements
    "correction",  # a fact the user set by hand
    "assistance",  # what a chat model proposed beside an answer, what was not taken, and what it cost
    "sample",  # a sample drawn for reading
    "verdict",  # a reader's verdict on a statement or on the advice
    "resolution",  # what readers who differed agreed on
    "purge",  # entries whose content was removed, and why
]


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """An entry to be written.

    `about` is the number of the entry it speaks of (0: none), `conversation` a random identifier that
    names nobody, `author` the reader who signs (empty for the product and for users). `body` holds
    only what JSON holds.
    """

    kind: EntryKind
    body: Mapping[str, Any]
    about: int = 0
    conversation: str = ""
    author: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """An entry as written; numbers go 1, 2, 3… without a hole.

    `moment` is ISO 8601, UTC, to the microsecond. `seal` is the SHA-256, in hexadecimal, of the
    canonical JSON of everything else but `body` and `salt`; it takes in the body through
    `body_hash`, SHA-256 of the salt followed by the canonical body, and the whole past through `previous`, the
    seal of the entry before (64 zeros for the first). A purge removes `body` and `salt` (None): the
    chain stays verifiable, and the content cannot be guessed from its hash.
    """

    number: int
    moment: str
    kind: EntryKind
    about: int
    conversation: str
    author: str
    previous: str
    body_hash: str
    seal: str
    salt: str | None
    body: Mapping[str, Any] | None = field(default=None)
