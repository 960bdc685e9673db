"""Where an answer stands, by what users and readers said of it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from advisor.journal.queue import Opinion, Status

WORST = ("faux", "défendable", "juste")
"""Verdicts on the advice, worst first."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A feedback, a verdict or a resolution about an answer or one of its statements (empty: the whole advice).

    `value` is the verdict given, or "oui" and "non" for a feedback that helped or not.
    """

    number: int
    kind: str
    author: str
    statement: str
    value: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What the queue shows of it; see `queue.Row`."""

    feedback: Opinion = ""
    judged: int = 0
    readers: int = 0
    judgement: str = ""
    status: Status = "unread"


def standing(said: Iterable[FollowUp]) -> Standing:
    """Where an answer stands: the last word of each reader on each statement counts.

    Readers are at odds on a statement while their last words differ and no later resolution settles it; a
    verdict given after a resolution opens it again when it is another.
    """
    ordered = sorted(said, key=lambda item: item.number)
    verdicts = [item for item in ordered if item.kind == "verdict"]
    resolutions = {item.statement: item for item in ordered if item.kind == "resolution"}
    last = {(item.statement, item.author): item for item in verdicts}
    readers = len({item.author for item in verdicts})
    return Standing(
        feedback=_opinion([item for item in ordered if item.kind == "feedback"]),
        judged=len(verdicts),
        readers=readers,
        judgement=_judgement(_values("", last.values(), resolutions.get(""))),
        status=_status(list(last.values()), resolutions, readers),
    )


def _opinion(feedback: Sequence[FollowUp]) -> Opinion:
    last = {item.statement: item.value for item in feedback if item.value}
    if "non" in last.values():
        return "negative"
    return "positive" if last else ""


def _values(statement: str, last: Iterable[FollowUp], resolution: FollowUp | None) -> set[str]:
    """The values that hold for a statement: the resolution and what came after it, or the readers' last words."""
    mine = [item for item in last if item.statement == statement]
    if resolution is None:
        return {item.value for item in mine}
    return {resolution.value, *(item.value for item in mine if item.number > resolution.number)}


def _judgement(values: set[str]) -> str:
    return next((value for value in WORST if value in values), "")


def _status(last: Sequence[FollowUp], resolutions: dict[str, FollowUp], readers: int) -> Status:
    statements = {item.statement for item in last}
    if any(len(_values(statement, last, resolutions.get(statement))) > 1 for statement in statements):
        return "disputed"
    if resolutions:
        return "resolved"
    return "read-twice" if readers > 1 else "read" if readers else "unread"
