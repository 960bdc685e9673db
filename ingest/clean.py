"""Raw lines to clean pages: running heads, page numbers, hyphenation, ligatures, outline."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from advisor.domain.source import Page
from advisor.text import plain
from ingest.extract import Line, RawPage

EDGE = 3
"""Lines at the top and bottom of a page where a running head or a page number may stand."""

_TOC_LINE = re.compile(r"^(?P<title>.{3,150}?)\s*(?:\||\.{3,}|…+|\t)\s*(?P<page>\d{1,4})$")
_COMPOUNDS = {
    "non",
    "co",
    "vice",
    "contre",
    "mi",
    "semi",
    "sous",
    "ex",
    "post",
    "pré",
    "multi",
    "socio",
    "médico",
    "celui",
    "celle",
    "ceux",
    "c",
    "est",
}
_BULLET = re.compile(r"^(?:[-•–→▪●*]|\d+[.)])\s")


def clean_pages(source: str, raw: Sequence[RawPage]) -> list[Page]:
    """Clean pages of a document, each with the path of its sections."""
    stripped = [_without_edges(page, _running_heads(raw)) for page in raw]
    toc = table_of_contents(stripped)
    outline = _Outline(toc, slides=bool(raw) and raw[0].ratio > 1.1)
    return [_page(source, page, outline) for page in stripped]


def _running_heads(raw: Sequence[RawPage]) -> set[str]:
    seen: Counter[str] = Counter()
    for page in raw:
        edges = (*page.lines[:EDGE], *page.lines[-EDGE:])
        seen.update({_shape(line.text) for line in edges if not line.heading})
    least = max(3, len(raw) // 4)
    return {shape for shape, count in seen.items() if count >= least and len(shape) < 90}


def _shape(text: str) -> str:
    return re.sub(r"\d+", "0", plain(text))


def _without_edges(page: RawPage, heads: set[str]) -> RawPage:
    last = len(page.lines) - 1
    kept = [
        line
        for rank, line in enumerate(page.lines)
        if not (min(rank, last - rank) < EDGE and _is_edge(line, page, heads))
    ]
    return RawPage(page.index, page.label, tuple(kept), page.ratio)


def _is_edge(line: Line, page: RawPage, heads: set[str]) -> bool:
    text = line.text.strip()
    if re.fullmatch(r"(?:page\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?", text, re.IGNORECASE):
        return (
            text.split("/")[0].strip().removeprefix("Page").strip() in {page.label, str(page.index + 1)} or "/" in text
        )
    return not line.heading and _shape(text) in heads


def table_of_contents(pages: Sequence[RawPage]) -> dict[str, bool]:
    """Titles of the table of contents in folded words; True for those set in capitals (chapters)."""
    titles: dict[str, bool] = {}
    for page in pages[:15]:
        pending = ""
        entries: dict[str, bool] = {}
        for line in page.lines:
            text = f"{pending} {line.text}".strip()
            match = _TOC_LINE.match(text)
            if match:
                title = match["title"].strip()
                entries[_key(title)] = title.upper() == title
                pending = ""
            else:
                pending = text if not line.heading and len(text) < 150 and entries else ""
        if len(entries) >= 5:
            titles.update(entries)
    return titles


def _key(title: str) -> str:
    """A title as compared: folded words, with the noise of some copies (utilisateur for usager) undone."""
    return " ".join(re.findall(r"[a-z0-9]+", plain(title))).replace("utilisateur", "usager")


class _Outline:
    """Follows the headings of a document and gives the section path of what comes next."""

    def __init__(self, toc: dict[str, bool], slides: bool) -> None:
        self.toc = toc
        self.slides = slides
        self.base: tuple[str, ...] = ()
        self.path: tuple[str, ...] = ()

    def promoted(self, line: Line) -> Line:
        """The line, as a heading when it is a chapter of the table of contents set like the text."""
        is_chapter = self.path and self.toc.get(_key(line.text)) and line.text.upper() != line.text
        return Line(line.text, heading=True) if is_chapter else line

    def titles(self, run: Sequence[str]) -> list[str]:
        """Heading lines that follow one another, joined when a title was broken over two lines."""
        titles: list[str] = []
        index = 0
        while index < len(run):
            taken = 1
            for size in (3, 2):
                joined = " ".join(run[index : index + size])
                if index + size <= len(run) and (
                    _key(joined) in self.toc or (not self.toc and _continues(run[index : index + size]))
                ):
                    taken = size
                    break
            titles.append(" ".join(run[index : index + taken]))
            index += taken
        return titles

    def enter(self, titles: Sequence[str], page_top: bool) -> tuple[str, ...]:
        """The section path after headings that follow one another."""
        chapter = next((rank for rank, title in enumerate(titles) if self.toc.get(_key(title))), None)
        if self.path and _key(titles[-1]) == _key(self.path[-1]):
            return self.path
        if self.toc:
            if chapter is not None:
                self.base = (titles[chapter],)
            self.path = (*self.base, titles[-1]) if self.base != (titles[-1],) else self.base
        elif len(titles) > 1 or page_top:
            self.base = tuple(titles[:-1])
            self.path = tuple(titles)
        else:
            self.path = (*self.base, *titles)
        return self.path


def _continues(run: Sequence[str]) -> bool:
    return all(part[:1].islower() for part in run[1:])


def _page(source: str, page: RawPage, outline: _Outline) -> Page:
    text = ""
    sections: list[tuple[int, tuple[str, ...]]] = [(0, outline.path)]
    lines = [outline.promoted(line) for line in _without_stray_heads(page.lines)]
    for is_heading, group in groupby(lines, key=lambda line: line.heading):
        run = [_characters(line.text) for line in group]
        if is_heading:
            titles = outline.titles(run)
            path = outline.enter(titles, page_top=outline.slides and not text)
            if text:
                text += "\n\n"
                sections.append((len(text), path))
            else:
                sections = [(0, path)]
            text += "\n".join(titles)
        else:
            text += ("\n" if text else "") + _paragraphs(run)
    return Page(source=source, index=page.index, label=page.label, text=text, sections=tuple(sections))


def _without_stray_heads(lines: Sequence[Line]) -> list[Line]:
    """Drops a short line caught between two headings: a logo or a label, not a text."""
    return [
        line
        for rank, line in enumerate(lines)
        if line.heading
        or len(line.text.split()) > 4
        or not (0 < rank < len(lines) - 1 and lines[rank - 1].heading and lines[rank + 1].heading)
    ]


def _characters(text: str) -> str:
    kept = "".join(
        unicodedata.normalize("NFKC", character) if character in "ﬀﬁﬂﬃﬄﬅﬆ" else character
        for character in text
        if character == "\t" or unicodedata.category(character) not in {"Cc", "Cf", "Co"}
    )
    return re.sub(r"[ \t\u00a0\u202f]+", " ", kept).strip()


def _paragraphs(lines: Sequence[str]) -> str:
    text = ""
    for line in lines:
        if not line:
            continue
        if not text:
            text = line
        elif re.search(r"\w-$", text) and line[:1].islower():
            before = re.search(r"(\w+)-$", text)
            keep = before and before.group(1).lower() in _COMPOUNDS
            text = text + line if keep else text[:-1] + line
        elif _BULLET.match(line) or " | " in line or text.endswith(" :"):
            text += "\n" + line
        else:
            text += " " + line
    return text
