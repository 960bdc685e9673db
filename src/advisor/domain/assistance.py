"""What a chat model proposes beside the engine, and what becomes of it: never a degree, a verdict or an article."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.domain.profile import Fact


@dataclass(frozen=True, kw_only=True, slots=True)
class Aids:
    """What a model proposed for a message, once checked: an input of the answer, kept with it to replay it.

    `facts` were read in the words they carry; `wordings` say the question otherwise, for the search alone.
    """

    facts: tuple[Fact, ...] = ()
    wordings: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.facts or self.wordings)


@dataclass(frozen=True, kw_only=True, slots=True)
class Suggestion:
    """A fact that a model read and that would count: it is asked, with the words it comes from, never assumed."""

    fact: str
    values: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Disagreement:
    """A fact that a model reads otherwise than it is known: journalled, never shown as advice."""

    fact: str
    known: tuple[str, ...]
    proposed: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Assisted:
    """What became of a model's proposals in an answer.

    `kept` names the facts it filled, which were unknown and move neither the advice nor the law; `to_confirm` holds
    those that would.
    """

    kept: tuple[str, ...] = ()
    to_confirm: tuple[Suggestion, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    wordings: tuple[str, ...] = ()
