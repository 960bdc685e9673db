"""Text and Markdown files to raw pages.

A form feed ends a page, as in texts drawn from a PDF; else pages of about 400 words are cut between
paragraphs, so that a citation can say where in a long text it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from ingest.extract import Line, RawPage, Unreadable, content

PAGE_WORDS = 400
"""Words of a page of a text that has none of its own."""

_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_RULE = re.compile(r"^\s*([-*_=])(?:\s*\1){2,}\s*$")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)\s]*(?:\s+\"[^\"]*\")?\)")
_MARKS = re.compile(r"(\*\*|__|`)(?=\S)(.+?)(?<=\S)\1")


def decoded(path: Path) -> str:
    """The text of a file, in UTF-8 or else in the old Western encoding. Raises Unreadable."""
    data = content(path)
    if b"\0" in data[:4096] or data.lstrip().startswith(b"%PDF"):
        raise Unreadable(
            "mal-nommé",
            f"{path.name} n'est pas un texte en UTF-8 malgré son nom.",
            "Vérifiez son type, ou enregistrez-le en UTF-8.",
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def text_pages(path: Path) -> list[RawPage]:
    """The pages of a plain text. Raises Unreadable."""
    text = decoded(path)
    if text.lstrip()[:15].lower().startswith(("<!doctype html", "<html")):
        raise Unreadable(
            "mal-nommé", f"{path.name} est une page web.", "Enregistrez-en le texte seul, ou imprimez-la en PDF."
        )
    if "\f" in text.strip():
        parts = text.strip("\f\n").split("\f")
        return [RawPage(rank, str(rank + 1), _with_breaks(part.split("\n"))) for rank, part in enumerate(parts)]
    return _paged(_with_breaks(text.split("\n")))


def markdown_pages(path: Path) -> list[RawPage]:
    """The pages of a Markdown text, its headings known by their marks. Raises Unreadable."""
    text = re.sub(r"\A---\n.*?\n---\n", "", decoded(path).replace("\r\n", "\n"), flags=re.DOTALL)
    lines: list[Line] = []
    fenced = False
    for raw in text.split("\n"):
        fenced ^= raw.lstrip().startswith(("```", "~~~"))
        lines.extend(_markdown_line(raw, lines, fenced))
    return _paged(tuple(lines))


def _markdown_line(raw: str, before: list[Line], fenced: bool) -> list[Line]:
    """The line, if it says something; a rule under a line makes that line a heading."""
    if raw.lstrip().startswith(("```", "~~~")):
        return [Line("")]
    heading = None if fenced else _HEADING.match(raw.strip())
    if heading:
        return [Line(_unmarked(heading[2]), heading=True, size=float(7 - len(heading[1])))] if heading[2] else []
    rule = None if fenced else _RULE.match(raw)
    if rule:
        if rule[1] in "=-" and before and before[-1].text and not before[-1].heading:
            before[-1] = Line(before[-1].text, heading=True, size=6.0 if rule[1] == "=" else 5.0)
        return []
    return [Line(_unmarked(raw.strip()))]


def _unmarked(text: str) -> str:
    return _MARKS.sub(r"\2", _LINK.sub(r"\1", text.removeprefix("> ")))


def _with_breaks(rows: Iterable[str]) -> tuple[Line, ...]:
    return tuple(Line(row.strip()) for row in rows)


def _paged(lines: tuple[Line, ...]) -> list[RawPage]:
    """Lines as pages, cut at a heading once half full, else at the paragraph once full."""
    groups: list[list[Line]] = [[]]
    count = 0
    for line in lines:
        cut = PAGE_WORDS / 2 if line.heading else PAGE_WORDS
        if count > cut and (line.heading or not line.text or count > 2 * PAGE_WORDS):
            groups.append([])
            count = 0
        groups[-1].append(line)
        count += len(line.text.split())
    kept = [group for group in groups if any(line.text for line in group)]
    return [RawPage(rank, str(rank + 1), tuple(group), printed=False) for rank, group in enumerate(kept)]
