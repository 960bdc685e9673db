"""Reads a docx as its reader does: every word of it, fields and links included."""

from __future__ import annotations

import io
import re
from typing import Any

import docx
from docx.oxml.ns import qn

TITLES = ("note", "fiche", "contrat", "trame")


def opened(content: bytes) -> Any:
    return docx.Document(io.BytesIO(content))


def paragraphs(document: Any) -> list[str]:
    """The text of every paragraph, those of cells, fields and links included."""
    return [
        "".join(piece.text or "" for piece in paragraph.iter(qn("w:t")))
        for paragraph in document.element.body.iter(qn("w:p"))
    ]


def paragraphs_of(row: Any) -> list[str]:
    """The text of every paragraph of a row of a table."""
    return ["".join(piece.text or "" for piece in held.iter(qn("w:t"))) for held in row._tr.iter(qn("w:p"))]


def text(content: bytes) -> str:
    """All the words, their spaces and apostrophes made ordinary."""
    return plain("\n".join(paragraphs(opened(content))))


def plain(said: str) -> str:
    return re.sub("[\u00a0\u202f]", " ", said).replace("’", "'")


def fields(document: Any) -> list[str]:
    """What is expected in each field to complete."""
    return [
        "".join(piece.text or "" for piece in held.iter(qn("w:t")))
        for held in document.element.body.iter(qn("w:sdt"))
        if held.find(qn("w:sdtPr")).find(qn("w:showingPlcHdr")) is not None
    ]


def marks(document: Any) -> list[int]:
    """The numbers of the sources, in the order they are cited."""
    anchors = (link.get(qn("w:anchor")) for link in document.element.body.iter(qn("w:hyperlink")))
    return [int(anchor.removeprefix("source-")) for anchor in anchors if anchor]


def places(document: Any) -> dict[int, str]:
    """The lines of the list of sources, by number."""
    found = {}
    for start in document.element.body.iter(qn("w:bookmarkStart")):
        paragraph = start.getparent()
        said = "".join(piece.text or "" for piece in paragraph.iter(qn("w:t")))
        found[int(start.get(qn("w:name")).removeprefix("source-"))] = said
    return found


def headings(document: Any) -> list[tuple[int, str]]:
    """The headings, with their level."""
    found = []
    for paragraph in document.paragraphs:
        style = paragraph.style.name
        if style.startswith("Heading") or style == "Title":
            found.append((0 if style == "Title" else int(style.split()[-1]), paragraph.text))
    return found
