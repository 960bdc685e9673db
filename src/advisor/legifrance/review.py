"""From the follow-up to what it means for the fiches: what is still good, what must be read again, and where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from advisor.domain.fiche import Obligation, Reference
from advisor.domain.freshness import Freshness, Outcome
from advisor.legifrance.state import Entry, FollowUp, Key
from advisor.text import find_run


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A fiche to read again, for one article.

    `version` is the day of the text it was written on, `since` the day the article changed; `lost` are the
    anchors of the fiche that do not stand once in the new text, None when that text is not at hand.
    """

    fiche: str
    title: str
    code: str
    article: str
    version: str
    outcome: Outcome
    since: str
    reason: str
    lost: tuple[str, ...] | None


def freshnesses(obligations: Iterable[Obligation], follow_up: FollowUp) -> dict[tuple[str, str, str], Freshness]:
    """What Légifrance said of each reference, by code, article and date read; nothing for what it was not asked."""
    found = {}
    for obligation in obligations:
        for reference in obligation.references:
            entry = follow_up.entries.get((reference.code, reference.article))
            known = _freshness(reference, entry) if entry and entry.asked else None
            if known:
                found[reference.code, reference.article, reference.version] = known
    return found


def _freshness(reference: Reference, entry: Entry) -> Freshness | None:
    reading = next((reading for reading in entry.readings if reading.version == reference.version), None)
    outcome: Outcome = reading.outcome if reading else _by_dates(reference.version, entry)
    if outcome == "non vérifié":
        return None
    since = entry.valid_to if outcome == "abrogé" else entry.valid_from if outcome == "modifié" else ""
    return Freshness(outcome=outcome, checked=entry.asked, since=since)


def _by_dates(version: str, entry: Entry) -> Outcome:
    """The outcome for a fiche read again since the refresh: its new date of reading decides."""
    if entry.outcome in {"abrogé", "introuvable"}:
        return entry.outcome
    if not version or not entry.valid_from or version > entry.asked:
        return "non vérifié"
    return "inchangé" if version >= entry.valid_from else "modifié"


def reviews(
    obligations: Iterable[Obligation], follow_up: FollowUp, texts: Mapping[Key, Mapping[str, Any]]
) -> list[Review]:
    """The fiches to read again, in order of id; `texts` are the rows received from Légifrance."""
    held = list(obligations)
    known = freshnesses(held, follow_up)
    found = []
    for obligation in sorted(held, key=lambda held: held.id):
        for reference in obligation.references:
            freshness = known.get((reference.code, reference.article, reference.version))
            if freshness and freshness.to_review:
                found.append(_review(obligation, reference, freshness, follow_up, texts))
    return found


def _review(
    obligation: Obligation,
    reference: Reference,
    freshness: Freshness,
    follow_up: FollowUp,
    texts: Mapping[Key, Mapping[str, Any]],
) -> Review:
    key = (reference.code, reference.article)
    readings = follow_up.entries[key].readings
    row = texts.get(key) if freshness.outcome == "modifié" else None
    return Review(
        fiche=obligation.id,
        title=obligation.title,
        code=reference.code,
        article=reference.article,
        version=reference.version,
        outcome=freshness.outcome,
        since=freshness.since,
        reason=next((reading.reason for reading in readings if reading.version == reference.version), ""),
        lost=tuple(lost_anchors(obligation, key, str(row["text"]))) if row else None,
    )


def lost_anchors(obligation: Obligation, key: Key, text: str) -> Iterator[str]:
    """The anchors of a fiche in an article that do not stand exactly once in a text: the rule of `knowledge check`."""
    for anchor in dict.fromkeys(
        locator.anchor for locator in obligation.locators() if (locator.source, locator.section) == key
    ):
        if anchor and len(find_run(anchor, text)) != 1:
            yield anchor
