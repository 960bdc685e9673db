"""Raw lines to clean pages: characters, broken words, paragraphs, each page with its section tree."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from advisor.domain.source import Page
from ingest.edges import without_edges
from ingest.extract import Line, RawPage
from ingest.outline import CONTENTS, Contents, Outline, contents, key

SHORT = 0.6
"""A line shorter than this share of its page's lines ends a paragraph, or is a label of a figure."""
FULL = 0.92
"""A row of a table or a caption goes on with the next line only when it fills its own."""
KICKER_WORDS = 12
"""Words above the title of a slide (a logo, a series) that belong to that slide, not to the last one."""

_LIGATURES = {letter: unicodedata.normalize("NFKC", letter) for letter in "ﬀﬁﬂﬃﬄﬅﬆ"}
_HYPHENS = str.maketrans({"\u2010": "-", "\u2011": "-", "\u00ad": None})
_BULLET = re.compile(r"^(?:[-•–→▪●◦■*►➢✓]|\d+[.)]|[a-z]\))\s")
_CAPTION = re.compile(r"^(?:Figure|Tableau|Graphique|Carte|Schéma|Encadré)\s+\d+\b", re.IGNORECASE)
_ABBREVIATION = re.compile(r"^[A-ZÀ-Þ][A-ZÀ-Þ0-9 ]{1,11} : ")
_BROKEN = re.compile(r"(?P<head>[\w’'-]*\w)-$")
_TOKEN = re.compile(r"\w+(?:-\w+)*")
# First and second halves of compounds, for a break that the rest of the document does not settle.
_FIRST_HALVES = frozenset(
    [
        *("au", "auto", "bien", "ce", "celle", "celui", "ceux", "ci", "co", "contre", "demi", "elle", "elles", "est"),
        *("eux", "ex", "grand", "haut", "inter", "lui", "médico", "mi", "multi", "non", "peut", "porte", "post"),
        *("pré", "quelques", "rendez", "semi", "socio", "sous", "vice"),
    ]
)
_SECOND_HALVES = frozenset(
    [
        *("ce", "ci", "delà", "dire", "elle", "elles", "il", "ils", "je", "là", "moi", "même", "mêmes", "nous"),
        *("on", "parole", "toi", "tu", "unes", "uns", "vous", "être"),
    ]
)


def clean_pages(source: str, raw: Sequence[RawPage]) -> list[Page]:
    """Clean pages of a document, each with the path of its sections."""
    pages = [replace(page, lines=tuple(map(_clean_line, page.lines))) for page in raw]
    pages = without_edges(pages)
    listed = contents(pages)
    outline = Outline(listed, pages)
    hyphens = Hyphens(pages)
    return [_page(source, page, outline, listed, hyphens) for page in pages]


def _clean_line(line: Line) -> Line:
    """A line of plain characters; a soft hyphen at its end is a hyphen, elsewhere nothing."""
    text = line.text.rstrip()
    text = (text[:-1] + "-" if text.endswith("\u00ad") else text).translate(_HYPHENS)
    kept = "".join(
        _LIGATURES.get(character, character)
        for character in unicodedata.normalize("NFC", text)
        if character == "\t" or unicodedata.category(character) not in {"Cc", "Cf", "Co"}
    )
    spaced = re.sub(r"[ \u00a0\u202f]+", " ", kept)
    return replace(line, text=spaced.strip())


class Hyphens:
    """Tells a word broken at the end of a line from a compound, by how the document writes it elsewhere."""

    def __init__(self, pages: Sequence[RawPage]) -> None:
        self._seen: Counter[str] = Counter()
        for page in pages:
            for line in page.lines:
                self._seen.update(word.lower() for word in _TOKEN.findall(_BROKEN.sub("", line.text)))

    def joined(self, before: str, after: str) -> str | None:
        """Two lines as one when the first ends inside a word, else None."""
        broken = _BROKEN.search(before)
        following = _TOKEN.match(after)
        if not broken or not following:
            return None
        if not after[:1].islower():  # Saint-|Denis, 2015-|2020: capitals and figures are not broken
            return before + after
        head = _TOKEN.findall(broken["head"].lower())[-1]
        tail = following.group().lower()
        compound, word = self._seen[f"{head}-{tail}"], self._seen[head + tail]
        if compound == word == 0:
            keep = head.split("-")[-1] in _FIRST_HALVES or tail.split("-")[0] in _SECOND_HALVES
        else:
            keep = compound > word
        return before + after if keep else before[:-1] + after


def _page(source: str, page: RawPage, outline: Outline, listed: Contents, hyphens: Hyphens) -> Page:
    if page.index in listed.pages:
        text = "\n".join(line.text for line in page.lines if line.text)
        return Page(source=source, index=page.index, label=page.label, text=text, sections=((0, (CONTENTS,)),))
    width = _width(page.lines)
    text = ""
    sections: list[tuple[int, tuple[str, ...]]] = [(0, outline.path)]
    entered = False
    for is_heading, group in groupby(_lines(page.lines, outline), key=lambda line: line.heading):
        run = list(group)
        if not is_heading:
            body = _paragraphs([line.text for line in run], width, hyphens)
            text += ("\n" if text and body else "") + body
            continue
        titles = outline.titles(run)
        path = outline.enter(titles, page_top=not entered)
        if not text or (outline.slides and not entered and len(text.split()) <= KICKER_WORDS):
            sections = [(0, path)]
            text += "\n" if text else ""
        else:
            text += "\n\n"
            sections.append((len(text), path))
        text += "\n".join(title.text for title in titles)
        entered = True
    return Page(source=source, index=page.index, label=page.label, text=text, sections=tuple(sections))


def _lines(lines: Sequence[Line], outline: Outline) -> list[Line]:
    """Lines with their true rank: chapters set like text are headings, bold paragraphs are not."""
    promoted = [outline.promoted(line) for line in lines]
    found: list[Line] = []
    for (is_heading, _), group in groupby(promoted, key=lambda line: (line.heading, line.heading and line.size)):
        run = list(group)
        demoted = is_heading and _is_bold_text(run, outline)
        found.extend(replace(line, heading=False) if demoted else line for line in run)
    return _with_kickers_first(found) if outline.slides else found


def _with_kickers_first(lines: Sequence[Line]) -> list[Line]:
    """Lines of a slide, a short one caught between two titles (a logo, a series) put above them."""
    found: list[Line] = []
    for rank, line in enumerate(lines):
        at = len(found)
        if _is_caught(lines, rank):
            while at and found[at - 1].heading:
                at -= 1
        found.insert(at, line)
    return found


def _is_bold_text(run: Sequence[Line], outline: Outline) -> bool:
    """Whether lines set as titles are a paragraph set in bold: long lines on end, or one long sentence."""
    joined = " ".join(line.text for line in run)
    if key(joined) in outline.toc or any(key(line.text) in outline.toc for line in run):
        return False
    full = len(run) >= 3 and all(len(line.text) >= 50 for line in run[:-1])
    return full or (len(run) == 2 and len(joined.split()) > 14 and joined.endswith((".", ";", ",")))


def _is_caught(lines: Sequence[Line], rank: int) -> bool:
    if lines[rank].heading or len(lines[rank].text.split()) > 4:
        return False
    return 0 < rank < len(lines) - 1 and lines[rank - 1].heading and lines[rank + 1].heading


def _width(lines: Sequence[Line]) -> float:
    """Characters of a full line of the page; 0 when it has too few lines to tell."""
    lengths = sorted(len(line.text) for line in lines if not line.heading and line.text)
    return float(lengths[int(0.8 * len(lengths))]) if len(lengths) >= 5 else 0.0


def _paragraphs(lines: Sequence[str], width: float, hyphens: Hyphens) -> str:
    """Lines of one section as paragraphs, one a line; words broken at the end of a line are mended."""
    parts: list[str] = []
    ended = True
    for line in lines:
        if not line:
            ended = True
            continue
        if ended and parts and line[:1].islower() and not parts[-1].endswith((".", "!", "?", ":", "…")):
            ended = False  # a sentence goes on after a figure or an odd break
        mended = hyphens.joined(parts[-1], line) if parts else None
        if mended is not None:
            parts[-1] = mended
        elif ended or _starts(line) or _is_apart(line, parts[-1]) or parts[-1].endswith(" :"):
            parts.append(line)
        else:
            parts[-1] += " " + line
        whole = " | " in line or _CAPTION.match(line)
        ended = len(line) < (FULL if whole else SHORT) * width
    return "\n".join(parts)


def _starts(line: str) -> bool:
    return bool(_BULLET.match(line) or _CAPTION.match(line) or _ABBREVIATION.match(line))


def _is_apart(line: str, before: str) -> bool:
    """Whether a line opens a row of a table, or is a figure's label after the end of a sentence."""
    bars = line.count(" | ")
    if line.startswith("| ") or (bars and before.count(" | ") in {0, bars}):
        return True
    is_label = len(line) <= 8 and not any(letter.isalpha() for letter in line)
    return is_label and before.endswith((".", "!", "?", "…", "%"))
