"""Elements of WordprocessingML that python-docx does not make: content controls, marks, edges, bookmarks.

Office Open XML, ECMA-376 part 1: 17.5.2 (content controls), 17.16.22 (hyperlink), 17.13.6 (bookmarks),
17.3.1.24 (edges), 17.3.1.31 (ground); check boxes are the Word 2010 extension (MS-DOCX, 2.5.4).
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit
from xml.sax.saxutils import escape, quoteattr

from advisor.printed import INK

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
TO_FILL = "FFF1B8"
"""Ground of a field to complete."""
SMALL = 8


def _parsed(text: str) -> Any:
    from docx.oxml import parse_xml

    return parse_xml(text)


def _size(points: float) -> str:
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>' if points else ""


def field(hint: str, rank: int, size: float = 0) -> Any:
    """A field that one click selects whole, and that a screen reader names by what is expected there.

    It holds rich text: LibreOffice does not show the ground of a field of plain text.
    """
    name = quoteattr(f"À compléter : {hint}"[:64])
    shown = f'<w:shd w:val="clear" w:color="auto" w:fill="{TO_FILL}"/>'
    return _parsed(
        f'<w:sdt {_W}><w:sdtPr><w:alias w:val={name}/><w:tag w:val="champ-{rank}"/><w:id w:val="{1000 + rank}"/>'
        "<w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r>"
        f'<w:rPr>{_size(size)}{shown}</w:rPr><w:t xml:space="preserve">[{escape(hint)}]</w:t>'
        "</w:r></w:sdtContent></w:sdt>"
    )


def box() -> Any:
    """A box that one ticks by a click."""
    font = '<w:rFonts w:ascii="MS Gothic" w:hAnsi="MS Gothic" w:eastAsia="MS Gothic"/>'
    states = "".join(
        f'<w14:{name} w14:val="{code}" w14:font="MS Gothic"/>'
        for name, code in (("checkedState", "2612"), ("uncheckedState", "2610"))
    )
    return _parsed(
        f'<w:sdt {_W} {_W14}><w:sdtPr><w14:checkbox><w14:checked w14:val="0"/>{states}</w14:checkbox></w:sdtPr>'
        f"<w:sdtContent><w:r><w:rPr>{font}</w:rPr><w:t>☐</w:t></w:r></w:sdtContent></w:sdt>"
    )


def mark(number: int) -> Any:
    """The number of a source, which leads to its line in the list."""
    look = f'<w:rPr><w:color w:val="{INK}"/>{_size(SMALL)}</w:rPr>'
    return _parsed(
        f'<w:hyperlink {_W} w:anchor="source-{number}" w:history="1"><w:r>{look}'
        f'<w:t xml:space="preserve">\u00a0[{number}]</w:t></w:r></w:hyperlink>'
    )


def link(text: str, target: str, size: float) -> Any:
    """Words that lead to an address; `target` is the id of the relation that holds it."""
    look = f'<w:rPr><w:color w:val="{INK}"/>{_size(size)}<w:u w:val="single"/></w:rPr>'
    return _parsed(
        f'<w:hyperlink {_W} {_R} r:id="{target}" w:history="1"><w:r>{look}'
        f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:hyperlink>'
    )


def address(given: str) -> str:
    """An address of the web, empty when it is something else: no other kind is made a link."""
    parts = urlsplit(given)
    return given if parts.scheme in {"http", "https"} and parts.netloc else ""


def bookmark(paragraph: Any, name: str, identifier: int) -> None:
    """Makes a paragraph a place that marks lead to."""
    start = _parsed(f'<w:bookmarkStart {_W} w:id="{identifier}" w:name="{name}"/>')
    at = 1 if paragraph.pPr is not None else 0
    paragraph.insert(at, start)
    paragraph.append(_parsed(f'<w:bookmarkEnd {_W} w:id="{identifier}"/>'))


def edge(colour: str) -> Any:
    """A thick line on the left of a paragraph."""
    return _parsed(f'<w:pBdr {_W}><w:left w:val="single" w:sz="24" w:space="8" w:color="{colour}"/></w:pBdr>')


def ground(colour: str) -> Any:
    """The ground of a paragraph or of a cell."""
    return _parsed(f'<w:shd {_W} w:val="clear" w:color="auto" w:fill="{colour}"/>')
