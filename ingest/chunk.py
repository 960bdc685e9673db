"""Clean pages to passages of about 80 to 220 words, cut at sentences, never across a page.

The id of a passage comes from its source, page label and text alone: cutting another page otherwise
leaves it as it was.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from advisor.domain.source import Page, Passage
from advisor.text import sentences, trimmed, words
from ingest.outline import CONTENTS

LEAST_WORDS = 80
MOST_WORDS = 220
BEST_WORDS = 160
DUPLICATE_SHARE = 0.8
"""Share of five-word runs above which a passage only repeats others of the same source."""

Span = tuple[int, int]
_BARS = re.compile(r" \| | » |; | • ")


@dataclass(frozen=True)
class _Stretch:
    """Sections of a page cut together, under a path; `words` is their size."""

    path: tuple[str, ...]
    start: int
    end: int
    words: int


def passages(pages: Iterable[Page]) -> list[Passage]:
    """The passages of a document, in reading order, each within one page.

    A section is cut by itself; sections too short to stand alone (a slide's boxes) are put
    together, under what their paths share. A table of contents gives none.
    """
    return [
        passage
        for page in pages
        for passage in _distinct(
            [found for stretch in _stretches(page) for found in _stretch_passages(page, stretch)], page
        )
    ]


def _stretches(page: Page) -> list[_Stretch]:
    bounds = [start for start, _ in page.sections] + [len(page.text)]
    found = [
        _Stretch(path, start, end, len(page.text[start:end].split()))
        for (start, path), end in zip(page.sections, bounds[1:], strict=True)
        if path != (CONTENTS,)
    ]
    while len(found) > 1:
        rank = _next_to_join(found)
        if rank is None:
            break
        found[rank : rank + 2] = [_joined(found[rank], found[rank + 1])]
    return found


def _next_to_join(found: Sequence[_Stretch]) -> int | None:
    """The rank of the first of two neighbours to put together: the shortest pair, one being too short.

    A stretch of a few words (a title and its lead) goes with the next one whatever its size: both
    are then cut together.
    """
    pairs = [
        (left.words + right.words, rank)
        for rank, (left, right) in enumerate(pairwise(found))
        if min(left.words, right.words) < LEAST_WORDS and left.words + right.words <= MOST_WORDS
    ]
    if pairs:
        return min(pairs)[1]
    few = LEAST_WORDS // 4
    return next((min(rank, len(found) - 2) for rank, item in enumerate(found) if item.words < few), None)


def _joined(left: _Stretch, right: _Stretch) -> _Stretch:
    shared = tuple(a for a, b in zip(left.path, right.path, strict=False) if a == b)
    longer = left if left.words >= right.words else right
    few = min(left.words, right.words) < LEAST_WORDS // 4
    path = longer.path if few or not shared else shared
    return _Stretch(path, left.start, right.end, left.words + right.words)


def _stretch_passages(page: Page, stretch: _Stretch) -> list[Passage]:
    spans = [(stretch.start + s, stretch.start + e) for s, e in sentences(page.text[stretch.start : stretch.end])]
    pieces = [piece for span in spans for piece in _pieces(page.text, span)]
    sizes = [len(page.text[start:end].split()) for start, end in pieces]
    return [_passage(page, stretch.path, pieces[first][0], pieces[last - 1][1]) for first, last in _groups(sizes)]


def _pieces(text: str, span: Span) -> list[Span]:
    """A sentence; one longer than a passage (table rows, lists) is cut at its bars, else between words."""
    start, end = span
    if len(text[start:end].split()) <= MOST_WORDS:
        return [span]
    cuts = [start, *(match.end() for match in _BARS.finditer(text, start, end)), end]
    parts = [trimmed(text, left, right) for left, right in pairwise(cuts)]
    return [piece for part in parts if part[0] < part[1] for piece in _even(text, part)]


def _even(text: str, span: Span) -> list[Span]:
    found = [match.span() for match in re.compile(r"\S+").finditer(text, *span)]
    if len(found) <= MOST_WORDS:
        return [span]
    count = -(-len(found) // BEST_WORDS)
    bounds = [round(rank * len(found) / count) for rank in range(count + 1)]
    return [(found[left][0], found[right - 1][1]) for left, right in pairwise(bounds)]


def _groups(sizes: Sequence[int]) -> list[Span]:
    """Ranks [first, last) of the sentences of each passage: the cut whose sizes are nearest the best one.

    Exact, by dynamic programming: `cost[last]` is the least cost of the sentences before `last`.
    """
    cost = [0.0] + [float("inf")] * len(sizes)
    come_from = [0] * (len(sizes) + 1)
    for last in range(1, len(sizes) + 1):
        total = 0
        for first in range(last - 1, -1, -1):
            total += sizes[first]
            if total > MOST_WORDS and first < last - 1:
                break
            here = cost[first] + _unfit(total)
            if here < cost[last]:
                cost[last], come_from[last] = here, first
    groups: list[Span] = []
    last = len(sizes)
    while last:
        groups.append((come_from[last], last))
        last = come_from[last]
    return groups[::-1]


def _unfit(size: int) -> float:
    """How far a size is from the best one; too short costs more than too long."""
    distance = (size - BEST_WORDS) / BEST_WORDS
    return distance * distance + (4 * (LEAST_WORDS - size) / LEAST_WORDS if size < LEAST_WORDS else 0.0)


def _passage(page: Page, path: tuple[str, ...], start: int, end: int) -> Passage:
    return Passage(
        id="",
        source=page.source,
        section=path,
        page=page.label,
        page_index=page.index,
        start=start,
        end=end,
        text=page.text[start:end],
    )


def _distinct(found: Sequence[Passage], page: Page) -> list[Passage]:
    """Passages with their ids; a text twice on a page counts its occurrences."""
    seen: Counter[str] = Counter()
    named = []
    for passage in found:
        occurrence = f"\0{seen[passage.text]}" if seen[passage.text] else ""
        seen[passage.text] += 1
        digest = hashlib.sha256(f"{page.source}\0{page.label}\0{passage.text}{occurrence}".encode()).hexdigest()[:10]
        named.append(replace(passage, id=f"{_slug(page.source)}:{page.label}:{digest}"))
    return named


def _slug(source: str) -> str:
    return "-".join(words(source))[:40] if " " in source else source


def repeats(found: Sequence[Passage]) -> dict[str, str]:
    """Passages of one document that only repeat others, as reprinted slides do, each with its nearest twin.

    A passage is one when nearly all its runs of five words stand in the others that stay, be it over
    several of them (the copy was cut otherwise). Of two copies the shorter goes, else the later.
    """
    runs = [_runs(passage.text) for passage in found]
    held = Counter(run for own in runs for run in own)
    dropped: list[int] = []
    for rank in sorted(range(len(found)), key=lambda rank: (len(runs[rank]), -rank)):
        own = runs[rank]
        if own and sum(held[run] > 1 for run in own) >= DUPLICATE_SHARE * len(own):
            dropped.append(rank)
            held.subtract(own)
    kept = [rank for rank in range(len(found)) if rank not in dropped]
    return {found[rank].id: found[max(kept, key=lambda other: len(runs[rank] & runs[other]))].id for rank in dropped}


def _runs(text: str) -> set[int]:
    tokens = words(text)
    return {hash(tuple(tokens[rank : rank + 5])) for rank in range(len(tokens) - 4)}
