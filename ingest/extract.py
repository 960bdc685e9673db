"""A PDF to raw lines, by pypdf; text, Markdown and articles are read by `plain` and `law`.

A line knows whether it is a heading (its font is bold, or larger than the body's) and its size.
"""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pypdf import PdfReader
from pypdf.errors import DependencyError

from advisor.errors import DocumentUnreadable

State = Literal["illisible", "vide", "chiffré", "sans-texte", "tronqué", "mal-nommé"]

LARGE = 1.15
"""A line this many times larger than the body is a heading."""
BOLD_WEIGHT = 600
"""Weight of a font descriptor (400 is normal, 700 bold) from which a font is bold."""
LEAST_LETTERS = 20
"""Letters a page must hold on average; below, the document is a picture of a text."""
AGAIN = "Téléchargez-le de nouveau."

_FORCE_BOLD = 1 << 18
# pypdf tells every oddity of a file on stderr, in the middle of the progress bar; ours are in the report.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


class Unreadable(DocumentUnreadable):
    """A document that cannot be read, with its state in the closed list of `SourceReport`."""

    def __init__(self, state: State, message: str, remedy: str) -> None:
        super().__init__(message, remedy)
        self.state: State = state


@dataclass(frozen=True)
class Line:
    """A line of a page; `heading` when it is set as a title, in letters of `size` points (0 when unknown)."""

    text: str
    heading: bool = False
    size: float = 0.0


@dataclass(frozen=True)
class RawPage:
    """A page as printed: its label, its rank from 0, its lines, its width over height.

    `printed` pages have edges, where running heads and page numbers stand; a page cut out of a
    flowing text has none.
    """

    index: int
    label: str
    lines: tuple[Line, ...]
    ratio: float = 0.7
    printed: bool = True


def content(path: Path) -> bytes:
    """The bytes of a file. Raises Unreadable (illisible, vide)."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Unreadable(
            "illisible", f"{path.name} ne peut pas être lu ({error.strerror}).", "Vérifiez ses droits d'accès."
        ) from error
    if not data.strip(b"\0 \t\r\n"):
        raise Unreadable("vide", f"{path.name} est vide.", "Remplacez-le par une copie complète, ou retirez-le.")
    return data


def pdf_pages(path: Path) -> list[RawPage]:
    """The pages of a PDF. Raises Unreadable."""
    data = content(path)
    if b"%PDF" not in data[:1024]:
        raise Unreadable(
            "mal-nommé",
            f"{path.name} n'est pas un PDF malgré son nom.",
            "Ouvrez-le : c'est souvent une page web enregistrée à la place. Téléchargez le PDF lui-même.",
        )
    # pypdf mends a file cut short as well as it can and would silently give the first pages only.
    if b"%%EOF" not in data.rstrip(b"\0 \t\r\n")[-2048:]:
        raise Unreadable("tronqué", f"{path.name} est incomplet : la fin du fichier manque.", AGAIN)
    try:
        pages = _pages(path, data)
    except Unreadable:
        raise
    except DependencyError as error:
        raise _encrypted(path) from error
    except Exception as error:  # pypdf raises whatever a damaged object makes of its code
        raise Unreadable("tronqué", f"{path.name} est abîmé ({type(error).__name__}).", AGAIN) from error
    if not pages:
        raise Unreadable("vide", f"{path.name} n'a aucune page.", AGAIN)
    if sum(len(line.text) for page in pages for line in page.lines) < LEAST_LETTERS * len(pages):
        raise Unreadable(
            "sans-texte",
            f"{path.name} est une image sans texte (document numérisé).",
            "Passez-le d'abord à la reconnaissance de caractères (par exemple avec « ocrmypdf »).",
        )
    return pages


def _encrypted(path: Path) -> Unreadable:
    return Unreadable(
        "chiffré",
        f"{path.name} est protégé par un mot de passe ou chiffré.",
        "Fournissez une copie sans protection (imprimez-le en PDF depuis un lecteur).",
    )


def _pages(path: Path, data: bytes) -> list[RawPage]:
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise _encrypted(path)
    labels = reader.page_labels
    fonts: dict[int, bool] = {}
    return [_page(page, index, labels[index], fonts) for index, page in enumerate(reader.pages)]


@dataclass(frozen=True)
class _Run:
    """Letters set in one font."""

    text: str
    bold: bool
    size: float


def _page(page: Any, index: int, label: str, fonts: dict[int, bool]) -> RawPage:
    runs: list[_Run] = []

    def visit(text: str, cm: Any, tm: Any, font: Any, size: float) -> None:
        if text.strip("\n"):
            scale = (abs(float(tm[3])) or 1.0) * (abs(float(cm[3])) or 1.0)
            runs.append(_Run(text, _is_bold(font, fonts), round(float(size) * scale, 1)))
        elif text:
            runs.append(_Run("\n", False, 0.0))

    page.extract_text(visitor_text=visit)
    box = page.mediabox
    ratio = float(box.width) / float(box.height or 1)
    if int(page.get("/Rotate") or 0) % 180 == 90:
        ratio = 1 / ratio
    return RawPage(index, label, _lines(runs), ratio)


def _is_bold(font: Any, known: dict[int, bool]) -> bool:
    """Whether a font is bold, by its name or its descriptor (some producers give fonts no name)."""
    if font is None:
        return False
    if id(font) not in known:
        known[id(font)] = "bold" in str(font.get("/BaseFont", "")).lower() or _has_weight(font)
    return known[id(font)]


def _has_weight(font: Mapping[str, Any]) -> bool:
    below = font.get("/DescendantFonts")
    holder = below[0].get_object() if below else font
    descriptor = holder.get("/FontDescriptor")
    if descriptor is None:
        return False
    descriptor = descriptor.get_object()
    return bool(
        int(descriptor.get("/FontWeight") or 0) >= BOLD_WEIGHT or int(descriptor.get("/Flags") or 0) & _FORCE_BOLD
    )


def _lines(runs: Sequence[_Run]) -> tuple[Line, ...]:
    body = _body_size(runs)
    lines: list[Line] = []
    parts: list[_Run] = []
    for run in [*runs, _Run("\n", False, 0.0)]:
        for piece in re.split(r"(\n)", run.text):
            if piece == "\n":
                lines.append(_line(parts, body))
                parts = []
            elif piece:
                parts.append(_Run(piece, run.bold, run.size))
    return tuple(line for line in lines if line.text)


def _line(parts: Sequence[_Run], body: float) -> Line:
    text = "".join(part.text for part in parts).strip()
    said = [part for part in parts if part.text.strip()]
    bold, large = all(part.bold for part in said), all(part.size >= LARGE * body for part in said)
    size = max((part.size for part in said), default=0.0)
    is_title = (bold or large) and 2 < len(text) < 160 and any(letter.isalpha() for letter in text)
    return Line(text, is_title, size)


def _body_size(runs: Sequence[_Run]) -> float:
    letters: Counter[float] = Counter()
    for run in runs:
        if not run.bold:
            letters[run.size] += len(run.text.strip())
    return letters.most_common(1)[0][0] if letters else 0.0
