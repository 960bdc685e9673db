"""What a reader may see of the verdicts on an answer, and where verdicts call for something to be done."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.audit.facts import AnswerFacts
from advisor.audit.judging import Held, Item, Judgements, Resolution, Verdict


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """An item as one reader may see it.

    `others` stays empty until the reader has given a verdict; `hidden` then tells how many other readers
    already have. `held` is None as long as others are hidden.
    """

    item: Item
    mine: Verdict | None
    others: tuple[Verdict, ...]
    hidden: int
    held: Held | None
    resolution: Resolution | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Disagreement:
    """An item on which readers differ, with the last verdict of each."""

    item: Item
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """An item found wrong: what holds, and the last verdict of each reader."""

    item: Item
    answer: AnswerFacts
    held: Held
    verdicts: tuple[Verdict, ...]


WRONG = frozenset({"faux", "non soutenu"})
"""Verdicts that call for a correction."""


def fault(judgements: Judgements, item: Item, answer: AnswerFacts) -> Fault | None:
    """The fault of an item; None when nobody found it wrong."""
    held = judgements.held(item)
    if held is None or held.value not in WRONG:
        return None
    return Fault(item=item, answer=answer, held=held, verdicts=tuple(judgements.last(item).values()))


def reading(judgements: Judgements, item: Item, reader: str) -> Reading:
    """An item as a reader may see it."""
    last = judgements.last(item)
    mine = last.get(reader)
    others = judgements.revealed(item, reader)
    hidden = len([name for name in last if name != reader]) - len(others)
    seen = mine is not None or not last
    return Reading(
        item=item,
        mine=mine,
        others=others,
        hidden=hidden,
        held=judgements.held(item) if seen else None,
        resolution=judgements.resolution(item) if seen else None,
    )
