"""What a chat model proposed, held to what it may not move: the advice, and what the law says of the project."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from advisor.answering.draft import Finish
from advisor.domain.answer import UnderstoodFact
from advisor.domain.assistance import Aids, Assisted
from advisor.domain.decision import Decision
from advisor.domain.outcome import Commitment, Outcome
from advisor.domain.profile import Profile
from advisor.understanding.proposed import Merged

MODEL = "modèle"
"""Who read a fact that only a chat model proposed."""


def advice(outcomes: Sequence[Outcome], commitments: Sequence[Commitment], decided: Decision) -> object:
    """What a user is told of the advice, of the law and of local rules: what no proposal of a model may move."""
    return (
        decided.degree,
        decided.floor,
        decided.ceiling,
        decided.pull,
        decided.phases,
        decided.matrix,
        decided.confidence,
        [alert.alert for alert in decided.alerts],
        [(outcome.obligation.id, outcome.truth) for outcome in outcomes],
        [(commitment.rule.id, commitment.truth) for commitment in commitments],
    )


def signed(understood: Sequence[UnderstoodFact], read: Profile) -> tuple[UnderstoodFact, ...]:
    """Facts as shown; those that are not `read` without a model, or follow from one it filled, said to be its own."""
    return tuple(fact if read.get(fact.name) else replace(fact, by=MODEL) for fact in understood)


def assisted(aids: Aids, merged: Merged | None = None) -> Assisted | None:
    """What became of the proposals; None when there were none."""
    if merged is not None and aids.facts:
        return Assisted(kept=merged.kept, to_confirm=merged.to_confirm, disagreements=merged.disagreements)
    return Assisted(wordings=aids.wordings) if merged is None and aids.wordings else None


def ended(finish: Finish, became: Assisted | None) -> Finish:
    """The same end, saying what became of what a model proposed."""
    return finish if became is None else lambda milliseconds: replace(finish(milliseconds), assisted=became)
