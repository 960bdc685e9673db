"""Results of a search brought together by place: a passage, and the fiches that lean on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from advisor.answering.book import Library
from advisor.domain.answer import Found
from advisor.domain.fiche import Fiche
from advisor.domain.source import Passage

LEANING = 0.3
"""Share of a fiche's score that raises the passages it rests on: the best of those that lean on each."""


def fused(
    found: Sequence[Found], fiches: Mapping[str, Fiche], library: Library, passages: Mapping[str, Passage]
) -> list[Found]:
    """Passages by their own score, raised by the fiches that lean on them; fiches alone where no text is.

    Scores are brought to [0, 1]; equal ones keep the order of ids.
    """
    own = {item.passage_id: item.score for item in found if item.passage_id}
    leaning: dict[str, float] = {}
    kept: dict[str, Found] = {item.passage_id: item for item in found if item.passage_id}
    for item in found:
        if item.passage_id:
            continue
        places = [place for locator in fiches[item.fiche].evidence if (place := library.placing(locator))]
        for place in places:
            leaning[place.passage_id] = max(leaning.get(place.passage_id, 0.0), LEANING * item.score)
            if place.passage_id in passages and place.passage_id not in kept:
                passage = passages[place.passage_id]
                kept[place.passage_id] = Found(
                    passage_id=passage.id,
                    source=passage.source,
                    section=" › ".join(passage.section),
                    page=passage.page,
                    text=passage.text,
                    score=0.0,
                    fiche=item.fiche,
                )
        if not places:
            kept[item.fiche] = item
            own[item.fiche] = item.score
    raised = {key: own.get(key, 0.0) + leaning.get(key, 0.0) for key in kept}
    ordered = sorted(kept, key=lambda key: (-raised[key], key))
    top = max(raised.values(), default=1.0) or 1.0
    return [replace(kept[key], score=round(raised[key] / top, 6)) for key in ordered]
