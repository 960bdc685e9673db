"""A printable document (docx) in French: headings, tables that keep their head, nothing that is not text."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from advisor.french import typo

INK = "1F3A5F"
"""Colour of titles and of table heads."""
PALE = "E8EEF5"
_BAR = 24
"""Signs of a full bar."""


class Printed:
    """A document under way: every text goes through French typography.

    Tables carry a head that is repeated on each page and a title read by screen readers; shares are
    shown by bars of signs beside their figures, so that nothing is told by an image or a colour alone.
    """

    def __init__(self, title: str, subject: str, language: str = "fr-FR") -> None:
        import docx
        from docx.shared import Cm, Pt

        self._document = docx.Document()
        properties = self._document.core_properties
        properties.title, properties.subject, properties.language = typo(title), typo(subject), language
        properties.author, properties.comments = "advisor", ""
        section = self._document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.2)
        section.top_margin = section.bottom_margin = Cm(2)
        normal = self._document.styles["Normal"]
        normal.font.name, normal.font.size = "Liberation Sans", Pt(10)
        normal.paragraph_format.space_after = Pt(6)
        self._tongue(normal, language)
        for name, size in (("Title", 22), ("Heading 1", 15), ("Heading 2", 12)):
            self._titled(self._document.styles[name], size)
        self._document.add_heading(typo(title), 0)
        self._footed(section, typo(title))

    def heading(self, text: str, level: int = 1) -> None:
        """A heading."""
        self._document.add_heading(typo(text), level)

    def text(self, text: str, strong: str = "", small: bool = False) -> None:
        """A paragraph, its beginning in bold when `strong` is given."""
        from docx.shared import Pt

        paragraph = self._document.add_paragraph()
        if strong:
            paragraph.add_run(typo(strong) + " ").bold = True
        run = paragraph.add_run(typo(text))
        if small:
            run.font.size = Pt(8.5)

    def items(self, texts: Sequence[str]) -> None:
        """A list."""
        for text in texts:
            self._document.add_paragraph(typo(text), style="List Bullet")

    def table(self, title: str, head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
        """A table with its title; `widths` in centimetres. Columns of figures alone are set to the right."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Cm, Pt

        caption = self._document.add_paragraph(typo(title))
        caption.runs[0].bold = True
        caption.paragraph_format.keep_with_next = True
        caption.paragraph_format.space_after = Pt(2)
        table = self._document.add_table(rows=0, cols=len(head))
        table.style, table.autofit = "Table Grid", False
        figures = [all(_figure(row[index]) for row in rows) for index in range(len(head))]
        for rank, texts in enumerate((head, *rows)):
            cells = table.add_row().cells
            for index, cell in enumerate(cells):
                cell.width = Cm(widths[index])
                paragraph = cell.paragraphs[0]
                paragraph.paragraph_format.space_after = Pt(1)
                run = paragraph.add_run(typo(texts[index]))
                run.font.size, run.bold = Pt(9), rank == 0
                if figures[index]:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                if not rank:
                    _shaded(cell, PALE)
            _whole(table.rows[rank], head=not rank)
        _described(table, typo(title))
        self._document.add_paragraph().paragraph_format.space_after = Pt(4)

    def bytes(self) -> bytes:
        """The file."""
        held = io.BytesIO()
        self._document.save(held)
        return held.getvalue()

    def _titled(self, style: Any, size: int) -> None:
        from docx.oxml.ns import qn
        from docx.shared import Pt, RGBColor

        style.font.name, style.font.size, style.font.bold = "Liberation Sans", Pt(size), True
        style.font.color.rgb = RGBColor.from_string(INK)
        fonts = style.element.rPr.rFonts
        for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):  # a theme would win over the name
            fonts.attrib.pop(qn(f"w:{kind}"), None)

    def _tongue(self, style: Any, language: str) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        for properties in (style.element.get_or_add_rPr(), *self._document.styles.element.iter(qn("w:rPr"))):
            held = properties.find(qn("w:lang"))
            if held is None:
                held = OxmlElement("w:lang")
                properties.append(held)
            held.set(qn("w:val"), language)

    def _footed(self, section: Any, title: str) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn
        from docx.shared import Pt

        paragraph = section.footer.paragraphs[0]
        run = paragraph.add_run(f"{title}, page ")
        run.font.size = Pt(8)
        number = paragraph.add_run()
        number.font.size = Pt(8)
        for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
            element = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                element.set(qn("w:fldCharType"), kind)
            else:
                element.text = text
            number._r.append(element)


def bar(share: float, low: float, high: float) -> str:
    """A share as a bar of signs: full up to the low end of the interval, half-tone up to its high end.

    >>> bar(0.5, 0.25, 0.75)
    '██████▓▓▓▓▓▓▒▒▒▒▒▒░░░░░░'
    """
    ends = [round(part * _BAR) for part in (low, share, high)]
    return "█" * ends[0] + "▓" * (ends[1] - ends[0]) + "▒" * (ends[2] - ends[1]) + "░" * (_BAR - ends[2])


def _figure(text: str) -> bool:
    return not text or text[0].isdigit() or text in {"—", "-"}


def _shaded(cell: Any, colour: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), colour)
    cell._tc.get_or_add_tcPr().append(shade)


def _whole(row: Any, head: bool) -> None:
    """A row is not cut by the end of a page; the head is repeated on each."""
    from docx.oxml import OxmlElement

    properties = row._tr.get_or_add_trPr()
    for name in ("w:cantSplit", *(("w:tblHeader",) if head else ())):
        properties.append(OxmlElement(name))


def _described(table: Any, title: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), title)
    table._tbl.tblPr.append(caption)
