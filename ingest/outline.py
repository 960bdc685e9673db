"""The section tree of a document, followed heading by heading.

Levels come from the sizes of the headings where the document has several on one page; else from the
table of contents, whose chapters are set in capitals; else from the order of the headings.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from advisor.text import plain
from ingest.edges import SLIDES
from ingest.extract import Line, RawPage

CONTENTS = "Table des matières"
"""Section of the pages that only list the others; they are kept but not cut into passages."""

_ENTRY = re.compile(r"^(?P<title>.{3,150}?)\s*(?:\||(?:\.\s?){3,}|…+|\t)\s*(?P<page>\d{1,4})$")
_BARE_ENTRY = re.compile(r"^(?P<title>\D.{2,150}?)\s+(?P<page>\d{1,4})$")
_CONTENTS_TITLE = {"table des matieres", "sommaire", "contents", "table of contents"}
_FRONT, _BACK = 15, 10
_LEAST_ENTRIES = 5


@dataclass
class Contents:
    """The table of contents: titles in folded words, True for chapters; ranks of its pages."""

    titles: dict[str, bool] = field(default_factory=dict)
    pages: set[int] = field(default_factory=set)


def key(title: str) -> str:
    """A title as compared: folded words, with the noise of some copies (utilisateur for usager) undone."""
    return " ".join(re.findall(r"[a-z0-9]+", plain(title))).replace("utilisateur", "usager")


def contents(pages: Sequence[RawPage]) -> Contents:
    """The table of contents found at the front or at the back of a document."""
    found = Contents()
    titled = False
    for rank, page in enumerate(pages):
        if _FRONT <= rank < len(pages) - _BACK:
            titled = False
            continue
        titled = any(key(line.text) in _CONTENTS_TITLE for line in page.lines) or titled
        entries, taken = _entries(page, titled)
        if len(entries) < _LEAST_ENTRIES:
            titled = False
            continue
        found.titles.update(entries)
        if taken > len(page.lines) / 2:
            found.pages.add(page.index)
    return found


def _entries(page: RawPage, titled: bool) -> tuple[dict[str, bool], int]:
    """Entries of a page, and how many of its lines they take. Bare entries count under a title only."""
    entries: dict[str, bool] = {}
    pending = ""
    taken = waiting = 0
    for line in page.lines:
        text = f"{pending} {line.text}".strip()
        match = _ENTRY.match(text) or (_BARE_ENTRY.match(text) if titled else None)
        if match:
            title = match["title"].strip()
            entries[key(title)] = title.upper() == title
            pending, taken, waiting = "", taken + waiting + 1, 0
        else:
            keeps = not line.heading and len(text) < 150 and bool(entries)
            pending, waiting = (text, waiting + 1) if keeps else ("", 0)
    return entries, taken


class Outline:
    """Follows the headings of a document and gives the section path of what comes next."""

    def __init__(self, found: Contents, pages: Sequence[RawPage]) -> None:
        self.toc = found.titles
        self.slides = bool(pages) and pages[0].ratio > SLIDES
        self.path: tuple[str, ...] = ()
        self._base: tuple[str, ...] = ()
        self._stack: list[tuple[float, str]] = []
        self._sized = self._has_levels(pages, found.pages)

    @staticmethod
    def _has_levels(pages: Sequence[RawPage], listed: set[int]) -> bool:
        """Whether sizes tell levels: several pages each set headings in several sizes."""
        mixed = 0
        for page in pages:
            sizes = [line.size for line in page.lines if line.heading and line.size and page.index not in listed]
            mixed += bool(sizes) and max(sizes) > 1.04 * min(sizes)
        return mixed >= 2 or (mixed == 1 and (len(pages) < 4 or not pages[0].printed))

    def promoted(self, line: Line) -> Line:
        """The line, as a heading when it is a chapter of the table of contents set like the text."""
        is_chapter = self.path and self.toc.get(key(line.text)) and line.text.upper() != line.text
        return Line(line.text, heading=True, size=line.size) if is_chapter else line

    def titles(self, run: Sequence[Line]) -> list[Line]:
        """Heading lines that follow one another, joined when a title was broken over two or three."""
        titles: list[Line] = []
        index = 0
        while index < len(run):
            size = next((size for size in (3, 2) if self._is_one(run[index : index + size], size)), 1)
            joined = " ".join(line.text for line in run[index : index + size])
            titles.append(Line(joined, heading=True, size=run[index].size))
            index += size
        return titles

    def _is_one(self, parts: Sequence[Line], size: int) -> bool:
        if len(parts) < size:
            return False
        if key(" ".join(part.text for part in parts)) in self.toc:
            return True
        continues = all(part.text[:1].islower() and abs(part.size - parts[0].size) < 0.2 for part in parts[1:])
        return continues and not any(key(part.text) in self.toc for part in parts)

    def enter(self, titles: Sequence[Line], page_top: bool) -> tuple[str, ...]:
        """The section path after titles that follow one another; `page_top` when they head their page."""
        if self.path and key(titles[-1].text) == key(self.path[-1]):
            return self.path
        texts = [title.text for title in titles]
        if self._sized:
            self._enter_sized(titles)
        elif self.toc:
            self._enter_listed(texts)
        elif len(texts) > 1 or (page_top and self.slides):
            # A slide's title holds what follows on it; of several, the last is the first of its boxes.
            self._base = tuple(texts[:-1] or texts)
            self.path = tuple(texts)
        else:
            self.path = (*self._base, *texts)
        return self.path

    def _enter_sized(self, titles: Sequence[Line]) -> None:
        for title in titles:
            size = float("inf") if self.toc.get(key(title.text)) else title.size
            while self._stack and self._stack[-1][0] <= 1.04 * size:
                self._stack.pop()
            self._stack.append((size, title.text))
        self.path = tuple(text for _, text in self._stack)

    def _enter_listed(self, texts: Sequence[str]) -> None:
        """A chapter opens a path; a run of titles goes down; a title that begins by … goes on beside the last."""
        chapter = next((rank for rank, text in enumerate(texts) if self.toc.get(key(text))), None)
        if chapter is not None:
            self._base = (texts[chapter],)
            self.path = tuple(texts[chapter:])
            return
        goes_on = len(texts) == 1 and texts[0].startswith(("...", "…")) and len(self.path) > len(self._base)
        self.path = (*(self.path[:-1] if goes_on else self._base), *texts)
