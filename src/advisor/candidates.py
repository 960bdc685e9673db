"""What a search found beside an answer, as the journal keeps it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from advisor.domain.answer import Answer, Found


def kept(found: Sequence[Found], answer: Answer) -> list[dict[str, Any]]:
    """What the search found, with whether the answer used it."""
    passages = {item.passage_id for item in answer.citations if item.passage_id}
    fiches = {item.fiche for item in answer.citations} | {item.fiche for item in answer.statements}
    fiches |= {item.fiche for item in (*answer.pitfalls, *answer.levers, *answer.practices)}
    fiches |= {item.fiche for item in answer.obligations}
    return [
        {**asdict(item), "used": item.fiche in fiches if item.fiche else item.passage_id in passages} for item in found
    ]
