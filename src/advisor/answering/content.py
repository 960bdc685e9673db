"""Answers to questions about the sources: the statements that answer, cited in order.

Each candidate is a statement or detail of a fiche, or a sentence of the user's own copy; the best
are those whose place the search found and whose words meet the question's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from advisor.answering.book import Book
from advisor.answering.lists import asks
from advisor.domain.answer import Card
from advisor.domain.fiche import Fiche
from advisor.domain.place import Locator
from advisor.domain.source import Page, Passage, Place
from advisor.text import plain

STATEMENTS = 6
SECOND_SHARE = 0.55
"""A further statement is kept when its score reaches this share of the best one's."""

FIRST_PLACES = 3
"""Passages found first, each of which is heard before any other."""
FIRST_FICHES = 3
"""Fiches found first, each of which speaks once before any speaks again."""
LISTED, NAMED = 3, 0.5
"""Details from which a fiche is a list, and share of the question that its title and statement then hold."""
DISAGREEMENTS = 1
"""What the sources contradict is added to an answer when the fiche that answers first says so."""
CITATIONS = 2
"""Locators shown with a statement, those the search found first."""
SAME = 75.0
"""Likeness (0 to 100, words sorted) from which two statements say the same thing: the better one is kept."""
FICHE, DETAIL_SHARE, MEETS, PLACE, QUOTE = 0.7, 0.8, 0.5, 0.8, 1.0
"""Weights of a fiche found, of its details beside its statement, of words met, of a place found."""

FIGURE = 0.25
"""Weight of a figure kept as data when the question asks how many, how much or when."""
_COUNTED = re.compile(
    r"\b(?:combien|nombre|chiffres?|pourcentage|proportion|part|taux|annees?|quand|dates?|duree|how many|how much|"
    r"how long|when|year|percentage|share|number|figures?)\b|%"
)

Terms = Callable[[str], Sequence[str]]


@dataclass(frozen=True)
class Evidence:
    """What the search found for a question: scores of fiches and passages by ref, in [0, 1]."""

    fiches: Mapping[str, float]
    passages: Mapping[str, float]


@dataclass(frozen=True)
class _Unit:
    score: float
    order: int
    text: str
    evidence: tuple[Locator, ...]
    part: str = ""
    found: float = 0.0
    place: str = ""
    fiche: Fiche | None = None
    passage: Passage | None = None
    span: tuple[int, int] = (0, 0)


class ContentWriter:
    """Writes content answers from fiches and, when they are there, from the full texts."""

    def __init__(
        self,
        fiches: Mapping[str, Fiche],
        terms: Terms,
        placing: Callable[[Locator], Place | None],
        sentences: Callable[[str], list[tuple[int, int]]],
    ) -> None:
        self._fiches = fiches
        self._terms = terms
        self._placing = placing
        self._sentences = sentences

    def write(
        self,
        question: str,
        found: Evidence,
        passages: Mapping[str, Passage],
        pages: Mapping[tuple[str, str], Page],
        book: Book,
    ) -> tuple[str, ...]:
        """Says the answer in the book; returns the ids of its statements, best first."""
        asked = set(self._terms(question))
        units = [
            *self._fiche_units(asked, found, bool(_COUNTED.search(plain(question)))),
            *self._passage_units(asked, found, passages),
        ]
        units.sort(key=lambda unit: (-unit.score, unit.order))
        kept = _kept(units, list(found.passages))
        if asks(question):
            kept = _whole(kept, units, asked, self._terms)
        chosen = _together(self._cautioned(kept, units))
        said = []
        for unit in chosen:
            if unit.fiche is not None:
                said.append(book.say(unit.text, unit.evidence, unit.fiche, "réponse"))
            elif unit.passage is not None:
                page = pages[unit.passage.source, unit.passage.page]
                said.append(book.quote(unit.passage, *unit.span, page.text, "réponse"))
        return tuple(dict.fromkeys(identifier for identifier in said if identifier))

    def _fiche_units(self, asked: set[str], found: Evidence, counted: bool) -> list[_Unit]:
        units: list[_Unit] = []
        for reference, score in found.fiches.items():
            fiche = self._fiches.get(reference)
            if fiche is None:
                continue
            for told in fiche.told():
                placed = sorted(told.evidence, key=lambda locator: -self._held(locator, found))
                held = self._held(placed[0], found) if placed else 0.0
                where = self._placing(placed[0]) if placed else None
                own = score if told.part == "statement" else DETAIL_SHARE * score
                meets = _overlap(asked, self._terms(told.text))
                total = FICHE * own + MEETS * meets + PLACE * held
                if counted and told.part == "figure" and meets:
                    total += FIGURE
                units.append(
                    _Unit(
                        score=total,
                        order=len(units),
                        text=told.text,
                        evidence=tuple(placed[:CITATIONS]),
                        part=told.part,
                        found=score,
                        place=where.passage_id if where else "",
                        fiche=fiche,
                    )
                )
        return units

    @staticmethod
    def _cautioned(chosen: list[_Unit], units: Sequence[_Unit]) -> list[_Unit]:
        """The chosen units, and what the sources contradict in the fiche that answers first."""
        lead = next((unit.fiche for unit in chosen if unit.fiche is not None), None)
        said = [unit for unit in units if unit.part == "disagreement" and lead is not None and unit.fiche is lead]
        return [*chosen, *(unit for unit in said[:DISAGREEMENTS] if unit not in chosen)]

    def _held(self, locator: Locator, found: Evidence) -> float:
        place = self._placing(locator)
        return found.passages.get(place.passage_id, 0.0) if place else 0.0

    def _passage_units(self, asked: set[str], found: Evidence, passages: Mapping[str, Passage]) -> list[_Unit]:
        units: list[_Unit] = []
        for reference, score in found.passages.items():
            passage = passages.get(reference)
            if passage is None:
                continue
            spans = [span for span in self._sentences(passage.text) if len(passage.text[slice(*span)].split()) >= 8]
            scored = [(_overlap(asked, self._terms(passage.text[slice(*span)])), span) for span in spans]
            meets, (start, end) = max(scored, key=lambda item: (item[0], -item[1][0]), default=(0.0, (0, 0)))
            if meets > 0:
                total = QUOTE * score + MEETS * meets
                span = (passage.start + start, passage.start + end)
                text, order = passage.text[start:end], 1000 + len(units)
                units.append(_Unit(total, order, text, (), place=reference, passage=passage, span=span))
        return units

    def nearby(self, found: Evidence, most: int = 4) -> tuple[Card, ...]:
        """Fiches near a question that cannot be answered, as leads."""
        best = sorted(found.fiches.items(), key=lambda item: (-item[1], item[0]))
        kept = [self._fiches[reference] for reference, _ in best if reference in self._fiches][:most]
        return tuple(Card(fiche=fiche.id, title=fiche.title, statements=()) for fiche in kept)


def _overlap(asked: set[str], terms: Sequence[str]) -> float:
    """Share of the question's terms that a text holds, tempered for long texts."""
    if not asked or not terms:
        return 0.0
    return len(asked & set(terms)) / len(asked) / (1 + max(0, len(terms) - 60) / 120)


def _same(text: str, other: str) -> bool:
    return fuzz.token_sort_ratio(text, other) >= SAME


def _kept(units: Sequence[_Unit], places: Sequence[str]) -> list[_Unit]:
    if not units:
        return []
    limit = SECOND_SHARE * units[0].score
    kept: list[_Unit] = []
    for unit in [*_placed(units, places), *_firsts(units), *(unit for unit in units if unit.score >= limit)]:
        if len(kept) == STATEMENTS:
            break
        if (
            unit not in kept
            and not any(_same(unit.text, other.text) for other in kept)
            and sum(unit.fiche is not None and unit.fiche is other.fiche for other in kept) < 3
        ):
            kept.append(unit)
    return kept


def _whole(kept: Sequence[_Unit], units: Sequence[_Unit], asked: set[str], terms: Terms) -> list[_Unit]:
    """The kept units, where the fiche that lists what is asked says all it has, first and in its own order."""
    lists = {unit.fiche.id: unit.fiche for unit in kept if unit.fiche is not None and len(unit.fiche.details) >= LISTED}
    named = {name: _overlap(asked, terms(f"{fiche.title} {fiche.statement}")) for name, fiche in lists.items()}
    lead = max(named, key=lambda name: named[name], default="")
    if not lead or named[lead] < NAMED:
        return list(kept)
    said = sorted((unit for unit in units if unit.fiche is lists[lead]), key=lambda unit: unit.order)
    whole = [unit for unit in said if unit.part in {"statement", "detail"}]
    return [*whole, *(unit for unit in kept if unit.fiche is not lists[lead])]


def _together(units: Sequence[_Unit]) -> list[_Unit]:
    """The units with those of one fiche side by side, fiches and quotations in the order of their first."""
    groups: dict[str, list[_Unit]] = {}
    for unit in units:
        groups.setdefault(unit.fiche.id if unit.fiche else unit.text, []).append(unit)
    return [unit for group in groups.values() for unit in group]


def _placed(units: Sequence[_Unit], places: Sequence[str]) -> list[_Unit]:
    """The best unit of each of the places found first, in their order."""
    best: dict[str, _Unit] = {}
    for unit in units:  # best first
        best.setdefault(unit.place, unit)
    return [best[place] for place in places[:FIRST_PLACES] if place in best]


def _firsts(units: Sequence[_Unit]) -> list[_Unit]:
    """The best unit of each of the fiches found first, in the order the search gave them."""
    best: dict[str, _Unit] = {}
    for unit in units:  # best first
        if unit.fiche is not None:
            best.setdefault(unit.fiche.id, unit)
    found = sorted(best.values(), key=lambda unit: -unit.found)[:FIRST_FICHES]
    return [unit for unit in found if unit.found >= SECOND_SHARE * found[0].found]
