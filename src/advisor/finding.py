"""Where the answer to a question stands: passages by their own score and by the fiches that lean on them.

People's words are nearer to what we wrote than to the sources: a fiche found for a question says where in the
sources the answer stands. Without the full texts, the fiches themselves are what is found.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from advisor.answering.book import Library
from advisor.domain.answer import Found
from advisor.domain.fiche import Fiche
from advisor.domain.source import Passage
from advisor.retrieval.analysis import terms
from advisor.retrieval.ports import Hit, Retriever
from advisor.retrieval.ranking import Signals
from advisor.retrieval.reranker import FIRST, Reranker, fused, scaled
from advisor.scoring import Score, probability, values

DEPTH = 60
"""Documents looked at, fiches and passages together."""
TEXTS = ("passage", "article")
ALL = (*TEXTS, "fiche", "obligation", "engagement")
LEANERS, TOGETHER = 5, 3
"""Numbers of fiches, and sum of their scores, that count as 1."""


@dataclass
class _Leaning:
    """What the fiches that lean on a passage give it."""

    leaning: float = 0.0
    stated: float = 0.0
    said: float = 0.0
    first: float = 0.0
    together: float = 0.0
    fiches: dict[str, None] = field(default_factory=dict)


@dataclass(frozen=True)
class _Part:
    """Something a fiche says: whether it is its statement, its terms, and the passages it stands in."""

    statement: bool
    words: frozenset[str]
    passages: tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """A place found: a passage, or a fiche that none carries; the fiche found first that leads there, if any.

    `reranked` is what a reranker gave it beside the others it read, in [0, 1]; None without one.
    """

    ref: str
    fiche: str
    signals: Signals
    log_odds: float
    reranked: float | None = None


class Finder:
    """Ranks the places of an answer, by one score whatever led there."""

    def __init__(
        self,
        retriever: Retriever,
        fiches: Mapping[str, Fiche],
        library: Library,
        passages: Mapping[str, Passage],
        score: Score,
        reranker: Reranker | None = None,
    ) -> None:
        self.retriever = retriever
        self._fiches = fiches
        self._library = library
        self._passages = passages
        self.score = score
        self.reranker = reranker
        self._parts: dict[str, tuple[_Part, ...]] = {}

    def found(self, question: str, limit: int, kinds: Sequence[str] = ALL) -> list[Found]:
        """The best places for a question among the kinds, best first; scores are probabilities."""
        shown = (self._shown(place) for place in self.places(question, kinds)[:limit])
        return [result for result in shown if result]

    def _shown(self, place: Place) -> Found | None:
        stages = {name: round(value, 3) for name, value in values(place.signals).items()}
        if place.reranked is not None:
            stages["reranked"] = round(place.reranked, 3)
        return self.shown(place.ref, round(probability(place.log_odds), 6), place.fiche, stages)

    def places(self, question: str, kinds: Sequence[str] = ALL) -> list[Place]:
        """Every place found for a question with its signals, best first; ties keep the order of ids.

        A reranker, if any, changes the order of the first ones: see `_reranked`.
        """
        hits = self.retriever.search(question, DEPTH, kinds)
        weights = self.retriever.weights(question)
        leaning = self._leaning([hit for hit in hits if self._leans(hit)], weights)
        refs = dict.fromkeys(hit.ref for hit in hits if hit.kind in TEXTS)
        refs |= dict.fromkeys(ref for ref in leaning if ref in self._passages or ref in self._fiches)
        stages = self.retriever.stages(question, list(refs), kinds)
        found = []
        for ref, hit in stages.items():
            signals = _signals(hit, leaning.get(ref, _Leaning()), self._covered(ref, weights))
            led = next((name for name in leaning[ref].fiches if name in self._fiches), "") if ref in leaning else ""
            found.append(Place(ref, led, signals, round(self.score.log_odds(signals), 6)))
        return self._reranked(question, sorted(found, key=lambda place: (-place.log_odds, place.ref)))

    def _reranked(self, question: str, places: list[Place]) -> list[Place]:
        """The places, the first ones in the order that a reranker and the search give together.

        The log-odds stay where they were, rank by rank: what was fitted on them still holds, as does that scores
        go down.
        """
        first = places[:FIRST]
        read = self.reranker.scores(question, [self._whole(place.ref) for place in first]) if self.reranker else None
        if read is None:
            return places
        order, given = fused([place.log_odds for place in first], read), scaled(read)
        moved = [
            replace(first[rank], log_odds=held.log_odds, reranked=round(given[rank], 6))
            for held, rank in zip(first, order, strict=True)
        ]
        return [*moved, *places[FIRST:]]

    def _whole(self, ref: str) -> str:
        """What a reranker reads of a place: where it stands, then its text."""
        passage = self._passages.get(ref)
        if passage:
            return f"{' › '.join(passage.section)}\n{passage.text}".strip()
        return f"{self._fiches[ref].title}\n{self._fiches[ref].statement}"

    def _leaning(self, hits: Sequence[Hit], weights: Mapping[str, float]) -> dict[str, _Leaning]:
        """What the fiches found give each passage.

        A fiche whose text is not there leans on itself, and so does a passage of a document on which no fiche was
        written: the organisation's own must not be found less for that.
        """
        total = sum(weights.values()) or 1.0
        found: dict[str, _Leaning] = {}
        for rank, hit in enumerate(hits, start=1):
            if hit.ref not in self._fiches:
                _lean(found.setdefault(hit.ref, _Leaning()), hit, rank, self._covered(hit.ref, weights), True)
                continue
            for part in self._parts_of(hit.ref):
                share = sum(weights[term] for term in part.words & weights.keys()) / total
                for ref in part.passages or (hit.ref,):
                    _lean(found.setdefault(ref, _Leaning()), hit, rank, share, part.statement)
        return found

    def _leans(self, hit: Hit) -> bool:
        """Whether a document found says by itself where an answer stands."""
        if hit.ref in self._fiches:
            return bool(self._fiches[hit.ref].evidence)
        return hit.source not in self._told_of

    @functools.cached_property
    def _told_of(self) -> frozenset[str]:
        """The sources that fiches tell of; of an organisation's own documents they only ever tell a part."""
        own = {name for name, source in self._library.sources.items() if source.local}
        return frozenset(place.source for fiche in self._fiches.values() for place in fiche.locators()) - own

    def _parts_of(self, fiche: str) -> tuple[_Part, ...]:
        if fiche not in self._parts:
            self._parts[fiche] = tuple(self._read(fiche))
        return self._parts[fiche]

    def _read(self, fiche: str) -> list[_Part]:
        parts = []
        for told in self._fiches[fiche].told():
            placed = (self._library.placing(locator) for locator in told.evidence)
            passages = dict.fromkeys(place.passage_id for place in placed if place and place.passage_id)
            parts.append(_Part(told.part == "statement", frozenset(terms(told.text)), tuple(passages)))
        held = [part for part in parts if part.passages]
        return held or parts[:1]

    def _covered(self, ref: str, weights: Mapping[str, float]) -> float:
        text = self._passages[ref].text if ref in self._passages else self._fiches[ref].statement
        held = set(terms(text))
        return sum(weight for term, weight in weights.items() if term in held) / (sum(weights.values()) or 1.0)

    def shown(self, ref: str, score: float, fiche: str = "", stages: Mapping[str, float] | None = None) -> Found | None:
        """A passage or a fiche as a result, with its score; None for a fiche that no source carries."""
        passage = self._passages.get(ref)
        if passage:
            return Found(
                passage_id=passage.id,
                source=passage.source,
                section=" › ".join(passage.section),
                page=passage.page,
                text=passage.text,
                score=score,
                fiche=fiche,
                stages=dict(stages or {}),
            )
        entry = self._fiches.get(ref)
        if entry is None or not entry.evidence:
            return None
        first = entry.evidence[0]
        return Found(
            passage_id="",
            source=first.source,
            section=first.section,
            page=first.page or first.section,
            text=entry.statement,
            score=score,
            fiche=entry.id,
            stages=dict(stages or {}),
        )


def _lean(found: _Leaning, hit: Hit, rank: int, share: float, statement: bool) -> None:
    found.leaning = max(found.leaning, hit.score)
    found.said = max(found.said, hit.score * share)
    found.first = max(found.first, 1 / rank)
    if statement:
        found.stated = max(found.stated, hit.score)
    if hit.ref not in found.fiches:
        found.fiches[hit.ref] = None
        found.together += hit.score / TOGETHER


def _signals(hit: Hit, leaning: _Leaning, covered: float) -> Signals:
    return Signals(
        own=hit.score,
        lexical=hit.stages["lexical"],
        lines=hit.stages["lines"],
        dense=hit.stages["dense"],
        covered=covered,
        leaning=leaning.leaning,
        stated=leaning.stated,
        said=leaning.said,
        first=leaning.first,
        together=min(1.0, leaning.together),
        leaners=min(1.0, len(leaning.fiches) / LEANERS),
    )
