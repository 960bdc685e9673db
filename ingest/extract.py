"""Documents to raw lines: PDF by pypdf, text, Markdown, and articles of law as JSON-lines.

A line knows whether it is a heading: in a PDF, when its font is bold or larger than the body's.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from advisor.domain.source import ArticleInfo
from advisor.errors import DocumentUnreadable

PAGE_WORDS = 400
"""Words of a page of a text that has none of its own."""


class Unreadable(DocumentUnreadable):
    """A document that cannot be read, with its state in the closed list of `SourceReport`."""

    def __init__(self, state: str, message: str, remedy: str) -> None:
        super().__init__(message, remedy)
        self.state = state


@dataclass(frozen=True)
class Line:
    """A line of a page; `heading` when it is set as a title."""

    text: str
    heading: bool = False


@dataclass(frozen=True)
class RawPage:
    """A page as printed: its label (the printed number), its rank from 0, its lines, its width over height."""

    index: int
    label: str
    lines: tuple[Line, ...]
    ratio: float = 0.7


@dataclass(frozen=True)
class RawArticle:
    """An article of law as read in a JSON-lines file."""

    info: ArticleInfo
    section: tuple[str, ...]
    text: str


def pdf_pages(path: Path) -> list[RawPage]:
    """The pages of a PDF. Raises Unreadable (chiffré, tronqué, mal-nommé, vide, sans-texte)."""
    head = path.read_bytes()[:1024]
    if not head.strip():
        raise Unreadable("vide", f"{path.name} est vide.", "Téléchargez-le de nouveau.")
    if b"%PDF" not in head:
        raise Unreadable(
            "mal-nommé", f"{path.name} n'est pas un PDF malgré son nom.", "Vérifiez le fichier téléchargé."
        )
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable(
                "chiffré", f"{path.name} est protégé par un mot de passe.", "Fournissez une copie sans mot de passe."
            )
        labels = reader.page_labels
        pages = [_pdf_page(reader, index, labels[index]) for index in range(len(reader.pages))]
    except Unreadable:
        raise
    except (PyPdfError, ValueError, KeyError, OSError, RecursionError) as error:
        raise Unreadable(
            "tronqué", f"{path.name} est incomplet ou abîmé ({type(error).__name__}).", "Téléchargez-le de nouveau."
        ) from error
    if not pages:
        raise Unreadable("vide", f"{path.name} n'a aucune page.", "Téléchargez-le de nouveau.")
    if sum(len(line.text) for page in pages for line in page.lines) < 20 * len(pages):
        raise Unreadable(
            "sans-texte",
            f"{path.name} est une image sans texte (document numérisé).",
            "Passez-le d'abord à la reconnaissance de caractères.",
        )
    return pages


def _pdf_page(reader: PdfReader, index: int, label: str) -> RawPage:
    page = reader.pages[index]
    runs: list[tuple[str, bool, float]] = []

    def visit(text: str, cm: Any, tm: Any, font: Any, size: float) -> None:
        if text.strip("\n"):
            bold = "bold" in str((font or {}).get("/BaseFont", "")).lower()
            runs.append((text, bold, round(float(size) * abs(float(tm[3]) or 1.0) * abs(float(cm[3]) or 1.0), 1)))

    page.extract_text(visitor_text=visit)
    body = _body_size(runs)
    lines: list[Line] = []
    current, bold, large = "", True, True
    for text, is_bold, size in runs:
        for piece in re.split(r"(\n)", text):
            if piece == "\n":
                lines.append(Line(current.strip(), _is_heading(current, bold, large)))
                current, bold, large = "", True, True
            elif piece:
                current += piece
                if piece.strip():
                    bold, large = bold and is_bold, large and size >= 1.15 * body
    lines.append(Line(current.strip(), _is_heading(current, bold, large)))
    box = page.mediabox
    return RawPage(index, label, tuple(line for line in lines if line.text), float(box.width) / float(box.height or 1))


def _body_size(runs: list[tuple[str, bool, float]]) -> float:
    letters: Counter[float] = Counter()
    for text, bold, size in runs:
        if not bold:
            letters[size] += len(text)
    return letters.most_common(1)[0][0] if letters else 0.0


def _is_heading(text: str, bold: bool, large: bool) -> bool:
    clean = text.strip()
    return (bold or large) and 2 < len(clean) < 160 and any(letter.isalpha() for letter in clean)


def text_pages(path: Path, markdown: bool) -> list[RawPage]:
    """A text or Markdown file as pages of about 400 words. Raises Unreadable."""
    data = path.read_bytes()
    if not data.strip():
        raise Unreadable("vide", f"{path.name} est vide.", "Remplissez-le ou retirez-le.")
    if b"\0" in data[:4096]:
        raise Unreadable("mal-nommé", f"{path.name} n'est pas un texte malgré son nom.", "Vérifiez le fichier.")
    try:
        content = data.decode("utf-8")
    except UnicodeDecodeError:
        content = data.decode("cp1252", errors="replace")
    pages: list[RawPage] = []
    lines: list[Line] = []
    count = 0
    for block in re.split(r"\f|\n", content):
        heading = markdown and block.startswith("#")
        if (heading and count > PAGE_WORDS // 2) or count > PAGE_WORDS:
            pages.append(RawPage(len(pages), str(len(pages) + 1), tuple(lines)))
            lines, count = [], 0
        if block.strip():
            lines.append(Line(block.lstrip("# ").strip() if heading else block.strip(), heading))
            count += len(block.split())
    if lines:
        pages.append(RawPage(len(pages), str(len(pages) + 1), tuple(lines)))
    return pages


def articles(path: Path) -> list[RawArticle]:
    """The articles of a JSON-lines file. Raises Unreadable on the first bad line, by its number."""
    found: list[RawArticle] = []
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        if not line.strip():
            continue
        try:
            found.append(_article(json.loads(line)))
        except (ValueError, KeyError, TypeError) as error:
            raise Unreadable(
                "tronqué",
                f"{path.name}, ligne {number} : article illisible ({error}).",
                "Téléchargez le fichier de nouveau.",
            ) from error
    if not found:
        raise Unreadable("vide", f"{path.name} ne contient aucun article.", "Téléchargez-le de nouveau.")
    return found


def _article(row: dict[str, Any]) -> RawArticle:
    origin = str(row.get("origin") or "")
    info = ArticleInfo(
        code=str(row["code"]),
        article=str(row["article"]),
        legi_id=str(row.get("legi_id") or ""),
        valid_from=str(row.get("valid_from") or ""),
        read_on=read_date(origin),
        origin=origin.split(":", 1)[0],
        note=str(row.get("note") or ""),
    )
    return RawArticle(info, tuple(str(part) for part in row.get("section_path") or ()), str(row["text"]))


_MONTHS = {
    name: number
    for number, name in enumerate(
        (
            "janvier",
            "février",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet",
            "août",
            "septembre",
            "octobre",
            "novembre",
            "décembre",
        ),
        1,
    )
}


def read_date(origin: str) -> str:
    """The date of the data named in an origin, as ISO text, empty when it names none.

    >>> read_date("x: fr/a.md (données LEGI au 2026-04-03)")
    '2026-04-03'
    >>> read_date("x: data/seed/b.json (mars 2026)")
    '2026-03-01'
    """
    exact = re.search(r"(\d{4}-\d{2}-\d{2})\)?\s*$", origin) or re.search(r"\b(\d{4}-\d{2}-\d{2})\b", origin)
    if exact:
        return exact.group(1)
    month = re.search(r"\b(" + "|".join(_MONTHS) + r")\s+(\d{4})\b", origin)
    if month:
        return f"{month.group(2)}-{_MONTHS[month.group(1)]:02d}-01"
    start = re.search(r"début (\d{4})", origin)
    return f"{start.group(1)}-01-01" if start else ""
