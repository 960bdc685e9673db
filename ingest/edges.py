"""What a printer adds around the text of a page: its number, running heads and feet.

The number printed on a page is the one people quote. It is read off the pages themselves, because a
file often has a cover more than the printed book (HAL adds one) and labels of its own seldom say so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from advisor.text import plain
from ingest.extract import Line, RawPage

DEPTH = 3
"""Lines at the top and bottom of a page where a running head or a page number may stand."""
LEAST_PAGES = 3
"""Pages a line must head before it is taken for a running head."""
MOST_OF = 0.4
"""Share of the pages that a line must head to be taken for a running head wherever they are."""
LONGEST = 110
"""Characters of the longest running head."""
SLIDES = 1.1
"""Width over height from which pages are slides, whose repeated titles say where one stands."""

_NUMBER = re.compile(
    r"[\s|–—-]*(?:page\s*|p\.\s*)?(?P<page>\d{1,4})(?P<total>\s*(?:/|sur|of)\s*\d{1,4})?[\s|–—-]*", re.IGNORECASE
)
_AT_AN_END = re.compile(r"^(?P<first>\d{1,4})\b(?!\s*[°%.,)])|\b(?P<last>\d{1,4})\s*(?:/\s*\d{1,4}\s*)?$")


def without_edges(raw: Sequence[RawPage]) -> list[RawPage]:
    """Pages under their printed numbers, without running heads, feet and page numbers."""
    pages = relabelled(raw)
    heads = _running_heads(pages)
    return [_stripped(page, heads.get(page.index, frozenset())) for page in pages]


def relabelled(raw: Sequence[RawPage]) -> list[RawPage]:
    """Pages whose label is the number printed on them; labels of the file where none is printed."""
    offset = _offset(raw)
    if offset is None:
        own = {page.label for page in raw}
        return list(raw) if len(own) == len(raw) else [replace(page, label=str(page.index + 1)) for page in raw]
    return [replace(page, label=_label(page, page.index + offset)) for page in raw]


def _label(page: RawPage, number: int) -> str:
    """The printed number; before page 1, the file's own label when it is not a number (i, ii…)."""
    if number >= 1:
        return str(number)
    return page.label if page.label and not page.label.isdigit() else f"couv{page.index + 1}"


def _offset(raw: Sequence[RawPage]) -> int | None:
    """What is added to the rank of a page to give its number, when enough pages agree on it."""
    votes: Counter[int] = Counter()
    said = [page for page in raw if page.printed and page.lines]
    for page in said:
        votes.update({number - page.index for number in _numbers(page)})
    if not votes:
        return None
    # At equal votes, the offset nearest to the rank: 1 when the first page is page 1.
    best = max(votes, key=lambda offset: (votes[offset], -abs(offset - 1)))
    return best if votes[best] >= max(LEAST_PAGES, 0.4 * len(said)) else None


def _numbers(page: RawPage) -> set[int]:
    found: set[int] = set()
    for _, line in _edge_lines(page):
        alone = _NUMBER.fullmatch(line.text)
        if alone:
            found.add(int(alone["page"]))
        elif len(line.text) < LONGEST:
            found.update(int(match["first"] or match["last"]) for match in _AT_AN_END.finditer(line.text))
    return found


def _edge_lines(page: RawPage) -> Iterable[tuple[int, Line]]:
    """Lines that may be an edge, with their distance to the nearest end of the page."""
    last = len(page.lines) - 1
    for rank, line in enumerate(page.lines):
        depth = min(rank, last - rank)
        if depth < DEPTH:
            yield depth, line


def _shape(text: str, page: RawPage) -> str:
    """A line as compared from page to page: folded, its page number left out.

    Other digits stay: « Fiche action 3 » is not the running head of « Fiche action 4 ».
    """
    numbers = "|".join(re.escape(number) for number in {page.label.lower(), str(page.index + 1)})
    return re.sub(rf"^(?:{numbers})\b|\b(?:{numbers})(?:\s*/\s*\d+)?$", "", plain(text)).strip()


def _running_heads(pages: Sequence[RawPage]) -> dict[int, frozenset[str]]:
    """For each page, by rank, the shapes of its lines that are running heads there."""
    places: dict[tuple[str, bool], list[int]] = {}
    printed = [page for page in pages if page.printed]
    for page in printed:
        seen = {
            (_shape(line.text, page), line.heading)
            for depth, line in _edge_lines(page)
            if len(line.text) < LONGEST and (depth < 2 or not line.heading)
        }
        for key in seen:
            places.setdefault(key, []).append(page.index)
    slides = bool(printed) and printed[0].ratio > SLIDES
    found: dict[int, set[str]] = {}
    for (shape, heading), ranks in places.items():
        if any(letter.isalpha() for letter in shape):
            for rank in _repeated(ranks, len(printed), heading, slides):
                found.setdefault(rank, set()).add(shape)
    return {rank: frozenset(shapes) for rank, shapes in found.items()}


def _repeated(ranks: Sequence[int], pages: int, heading: bool, slides: bool) -> list[int]:
    """The pages where a line met at these ranks is a running head.

    Either it heads a good share of the document, or it goes on from page to page (or every other
    page, as left and right heads do). The first of those that go on, or are set as titles, may be
    the title itself and stays.
    """
    if len(ranks) >= max(LEAST_PAGES, MOST_OF * pages):
        return list(ranks[1:]) if heading else list(ranks)
    return [] if heading and slides else _followed(ranks)


def _followed(ranks: Sequence[int]) -> list[int]:
    """Ranks that go on from page to page, without the first of each run."""
    runs: list[list[int]] = []
    for rank in ranks:
        if runs and rank - runs[-1][-1] <= 2:
            runs[-1].append(rank)
        else:
            runs.append([rank])
    return [rank for run in runs if len(run) >= LEAST_PAGES for rank in run[1:]]


def _stripped(page: RawPage, heads: frozenset[str]) -> RawPage:
    if not page.printed:
        return page
    edges = {id(line) for _, line in _edge_lines(page)}
    kept = [line for line in page.lines if id(line) not in edges or not _is_edge(line, page, heads)]
    return replace(page, lines=tuple(kept))


def _is_edge(line: Line, page: RawPage, heads: frozenset[str]) -> bool:
    number = _NUMBER.fullmatch(line.text)
    if number:
        return number["page"] in {page.label, str(page.index + 1)} or bool(number["total"])
    return _shape(line.text, page) in heads
