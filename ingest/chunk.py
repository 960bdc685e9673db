"""Clean pages to passages of about 80 to 220 words, cut at sentences, never across a section."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence

from advisor.domain.source import Page, Passage
from advisor.text import sentences, trimmed, words
from ingest.extract import RawArticle

LEAST_WORDS = 80
MOST_WORDS = 220
DUPLICATE_SHARE = 0.8
"""Share of five-word runs above which a passage only repeats a longer one of the same source."""


def passages(pages: Iterable[Page]) -> list[Passage]:
    """The passages of a document, in reading order, each within one page.

    A section is cut by itself; sections too short to stand alone (a slide's boxes) are put
    together, under what their paths share.
    """
    return [
        passage
        for page in pages
        for path, start, end in _stretches(page)
        for passage in _section_passages(page, path, start, end)
    ]


def _stretches(page: Page) -> list[tuple[tuple[str, ...], int, int]]:
    bounds = [start for start, _ in page.sections] + [len(page.text)]
    found: list[tuple[tuple[str, ...], int, int]] = []
    for (start, path), end in zip(page.sections, bounds[1:], strict=True):
        if found and _together(page.text, found[-1], start, end):
            before, first, _ = found.pop()
            found.append((_shared(before, path), first, end))
        else:
            found.append((path, start, end))
    return found


def _together(text: str, before: tuple[tuple[str, ...], int, int], start: int, end: int) -> bool:
    left, right = len(text[before[1] : before[2]].split()), len(text[start:end].split())
    return min(left, right) < LEAST_WORDS // 2 and left + right <= MOST_WORDS


def _shared(left: tuple[str, ...], right: tuple[str, ...]) -> tuple[str, ...]:
    common = tuple(a for a, b in zip(left, right, strict=False) if a == b)
    return common or left


def _section_passages(page: Page, path: tuple[str, ...], start: int, end: int) -> list[Passage]:
    spans = [(start + s, start + e) for s, e in sentences(page.text[start:end])]
    groups = _groups([(span, len(page.text[slice(*span)].split())) for span in _split_long(page.text, spans)])
    return [_passage(page, path, group[0][0], group[-1][1]) for group in groups]


def _split_long(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Cuts a sentence longer than a passage (table rows, lists) at its bars, else between words."""
    result: list[tuple[int, int]] = []
    for start, end in spans:
        while len(text[start:end].split()) > MOST_WORDS:
            ends = [match.end() for match in re.finditer(r"\S+\s*", text[start:end])]
            reach = start + ends[MOST_WORDS - 1]
            bar = max(text.rfind(" | ", start, reach), text.rfind(" » ", start, reach), text.rfind("; ", start, reach))
            cut = bar + 2 if bar > start + (reach - start) // 2 else reach
            result.append(trimmed(text, start, cut))
            start = cut
        result.append(trimmed(text, start, end))
    return [span for span in result if span[0] < span[1]]


def _groups(sized: Sequence[tuple[tuple[int, int], int]]) -> list[list[tuple[int, int]]]:
    total = sum(size for _, size in sized)
    if not total:
        return []
    target = total / max(1, round(total / ((LEAST_WORDS + MOST_WORDS) / 2)))
    groups: list[list[tuple[int, int]]] = [[]]
    filled = 0
    for span, size in sized:
        if groups[-1] and (filled + size > MOST_WORDS or (filled >= target and filled >= LEAST_WORDS)):
            groups.append([])
            filled = 0
        groups[-1].append(span)
        filled += size
    return _without_short_tail(groups, dict(sized))


def _without_short_tail(
    groups: list[list[tuple[int, int]]], sizes: dict[tuple[int, int], int]
) -> list[list[tuple[int, int]]]:
    if len(groups) > 1:
        tail = sum(sizes[span] for span in groups[-1])
        before = sum(sizes[span] for span in groups[-2])
        if tail < LEAST_WORDS // 2 and tail + before <= MOST_WORDS + LEAST_WORDS // 4:
            groups[-2:] = [groups[-2] + groups[-1]]
    return groups


def _passage(page: Page, path: tuple[str, ...], start: int, end: int) -> Passage:
    text = page.text[start:end]
    key = hashlib.sha256(f"{page.source}\0{page.label}\0{text}".encode()).hexdigest()[:10]
    return Passage(
        id=f"{_slug(page.source)}:{page.label}:{key}",
        source=page.source,
        section=path,
        page=page.label,
        page_index=page.index,
        start=start,
        end=end,
        text=text,
    )


def _slug(source: str) -> str:
    return "-".join(words(source))[:40] if " " in source else source


def article_pages(articles: Sequence[RawArticle]) -> list[Page]:
    """Articles of law as pages: the label is the number, the section path that of the code."""
    return [
        Page(
            source=article.info.code,
            index=rank,
            label=article.info.article,
            text=article.text.strip(),
            sections=((0, article.section),),
        )
        for rank, article in enumerate(articles)
    ]


def without_repeats(found: Sequence[Passage]) -> list[Passage]:
    """Passages of one document without those that repeat a longer one, as reprinted slides do."""
    runs = [_runs(passage.text) for passage in found]
    order = sorted(range(len(found)), key=lambda rank: (-len(runs[rank]), rank))
    holders: dict[tuple[str, ...], list[int]] = {}
    dropped: set[int] = set()
    for rank in order:
        counts: dict[int, int] = {}
        for run in runs[rank]:
            for other in holders.get(run, ()):
                counts[other] = counts.get(other, 0) + 1
        if runs[rank] and counts and max(counts.values()) >= DUPLICATE_SHARE * len(runs[rank]):
            dropped.add(rank)
            continue
        for run in runs[rank]:
            holders.setdefault(run, []).append(rank)
    return [passage for rank, passage in enumerate(found) if rank not in dropped]


def _runs(text: str) -> set[tuple[str, ...]]:
    tokens = words(text)
    return {tuple(tokens[rank : rank + 5]) for rank in range(len(tokens) - 4)}
