"""A printable document (docx) in French: headings, tables that keep their head, shares drawn as bars."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from advisor.french import typo

INK = "1F3A5F"
"""Colour of titles and of table heads."""
PALE = "E8EEF5"
RULE = "9FB3C8"
BLUE = "#6F9CCB"
_SIZE = (480, 40)
"""Pixels of a bar."""
_TOGETHER = 4
"""First rows of a table that a page does not part from its head."""
_UNPRINTABLE = re.compile(
    "[^\\t\\n\\r\\u0020-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]"
    "|[\\x7f-\\x9f\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069\\ufeff]"
)
"""Characters that XML refuses, and those that would turn the direction of the text around them."""


def printable(text: str) -> str:
    r"""A text of ours or of anybody, ready to be printed: French typography, no character that a file cannot hold.

    >>> printable("L'avis\x00 : « oui »")
    'L’avis\xa0: «\xa0oui\xa0»'
    """
    return typo(_UNPRINTABLE.sub("", text))


@dataclass(frozen=True, kw_only=True, slots=True)
class Bar:
    """A share drawn as a bar with its interval; `said` tells the same in words."""

    share: float
    low: float
    high: float
    said: str


class Printed:
    """A document under way: every text goes through French typography.

    Tables carry a head that is repeated on each page and a title read by screen readers; shares drawn as
    bars stand beside their figures, so that nothing is told by a picture or a colour alone.
    """

    def __init__(self, title: str, subject: str, language: str = "fr-FR") -> None:
        import docx
        from docx.shared import Cm, Pt

        self._document = docx.Document()
        properties = self._document.core_properties
        properties.title, properties.subject, properties.language = printable(title), printable(subject), language
        properties.author, properties.comments = "advisor", ""
        section = self._document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.2)
        section.top_margin = section.bottom_margin = Cm(2)
        normal = self._document.styles["Normal"]
        normal.font.name, normal.font.size = "Liberation Sans", Pt(10)
        normal.paragraph_format.space_after = Pt(6)
        self._tongue(normal, language)
        for name, size in (("Title", 22), ("Heading 1", 15), ("Heading 2", 10.5)):
            self._titled(self._document.styles[name], size)
        self._document.add_heading(printable(title), 0)
        self._footed(section, printable(title))

    def heading(self, text: str, level: int = 1) -> None:
        """A heading."""
        self._document.add_heading(printable(text), level)

    def text(self, text: str, strong: str = "", small: bool = False) -> None:
        """A paragraph, its beginning in bold when `strong` is given."""
        from docx.shared import Pt

        paragraph = self._document.add_paragraph()
        if strong:
            paragraph.add_run(printable(strong) + " ").bold = True
        run = paragraph.add_run(printable(text))
        if small:
            run.font.size = Pt(8.5)

    def items(self, texts: Sequence[str]) -> None:
        """A list."""
        for text in texts:
            self._document.add_paragraph(printable(text), style="List Bullet")

    def table(
        self, title: str, head: Sequence[str], rows: Sequence[Sequence[str | Bar]], widths: Sequence[float]
    ) -> None:
        """A table with its title; `widths` in centimetres. Columns of figures alone are set to the right."""
        from docx.enum.table import WD_ALIGN_VERTICAL
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Cm, Pt

        caption = self._document.add_paragraph(printable(title))
        caption.runs[0].bold = True
        caption.paragraph_format.keep_with_next = True
        caption.paragraph_format.space_before, caption.paragraph_format.space_after = Pt(8), Pt(3)
        table = self._document.add_table(rows=1 + len(rows), cols=len(head))
        table.autofit = False
        figures = [index > 0 and all(_figure(row[index]) for row in rows) for index in range(len(head))]
        for index, width in enumerate(widths):
            table.columns[index].width = Cm(width)
        for rank, held in enumerate((head, *rows)):
            for index, content in enumerate(held):
                cell = table.cell(rank, index)
                cell.width = Cm(widths[index])
                cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
                paragraph = cell.paragraphs[0]
                paragraph.paragraph_format.space_after = Pt(0)
                paragraph.paragraph_format.keep_with_next = rank < min(len(rows), _TOGETHER)
                if figures[index]:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                if isinstance(content, Bar):
                    _drawn(paragraph, content, widths[index] - 0.4)
                else:
                    run = paragraph.add_run(printable(content))
                    run.font.size, run.bold = Pt(9), rank == 0
            whole(table.rows[rank], head=not rank)
        ruled(table, printable(title))
        self._document.add_paragraph().paragraph_format.space_after = Pt(2)

    def bytes(self) -> bytes:
        """The file."""
        held = io.BytesIO()
        self._document.save(held)
        return held.getvalue()

    def _titled(self, style: Any, size: float) -> None:
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
        paragraph.style.font.size = Pt(8)
        paragraph.add_run(f"{title}, page ")
        number = paragraph.add_run()
        for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
            element = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                element.set(qn("w:fldCharType"), kind)
            else:
                element.text = text
            number._r.append(element)


def _figure(content: str | Bar) -> bool:
    return isinstance(content, str) and (not content or content[0].isdigit() or content in {"—", "-"})


def _drawn(paragraph: Any, held: Bar, width: float) -> None:
    """The bar as a picture, with what it shows in words for those who do not see it."""
    from docx.shared import Cm

    shape = paragraph.add_run().add_picture(io.BytesIO(picture(held)), width=Cm(width), height=Cm(0.34))
    properties = shape._inline.docPr
    properties.set("descr", printable(held.said))
    properties.set("title", "")


def picture(held: Bar) -> bytes:
    """A bar from 0 to 1, full up to the share, its interval drawn across; a PNG."""
    from PIL import Image, ImageDraw

    wide, high = _SIZE
    image = Image.new("RGB", _SIZE, f"#{PALE}")
    draw = ImageDraw.Draw(image)
    low, share, top = (round(part * (wide - 1)) for part in (held.low, held.share, held.high))
    draw.rectangle((0, 0, share, high), fill=BLUE)
    draw.line((low, high // 2, top, high // 2), fill=f"#{INK}", width=5)
    for end in (low, top):
        at = min(max(end, 3), wide - 4)
        draw.line((at, high // 5, at, high - high // 5), fill=f"#{INK}", width=6)
    kept = io.BytesIO()
    image.save(kept, "PNG")
    return kept.getvalue()


def whole(row: Any, head: bool) -> None:
    """A row is not cut by the end of a page; the head is repeated on each."""
    from docx.oxml import OxmlElement

    properties = row._tr.get_or_add_trPr()
    for name in ("w:cantSplit", *(("w:tblHeader",) if head else ())):
        properties.append(OxmlElement(name))


def ruled(table: Any, title: str, head: bool = True) -> None:
    """A table told by its title, with thin rules between rows, its head shaded when it has one, and room around."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    space = nsdecls("w")
    rules = "".join(
        f'<w:{side} w:val="single" w:sz="{4 if side == "insideH" else 8}" w:space="0" w:color="{RULE}"/>'
        for side in ("top", "bottom", "insideH")
    )
    margins = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in (("top", 40), ("left", 80), ("bottom", 40), ("right", 80))
    )
    properties = table._tbl.tblPr
    for element in (
        f"<w:tblBorders {space}>{rules}</w:tblBorders>",
        f"<w:tblCellMar {space}>{margins}</w:tblCellMar>",
        f'<w:tblCaption {space} w:val="{escape(title, {chr(34): "&quot;"})}"/>',
    ):
        properties.append(parse_xml(element))
    arranged(properties)
    for cell in table.rows[0].cells if head else ():
        cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:shd {space} w:val="clear" w:fill="{PALE}"/>'))
        arranged(cell._tc.tcPr)


_ORDER = """
    pStyle keepNext keepLines pageBreakBefore tblStyle tcW numPr pBdr tblW gridSpan tblBorders shd tabs spacing ind
    jc tblLayout tblCellMar vAlign tblLook tblCaption
""".split()  # noqa: SIM905 -- a list of names reads better as words


def arranged(properties: Any) -> None:
    """Puts properties in the order that the strictest readers want (ECMA-376 part 1, annex A), for those used here."""

    def rank(element: Any) -> int:
        name = element.tag.rpartition("}")[2]
        return _ORDER.index(name) if name in _ORDER else len(_ORDER)

    properties[:] = sorted(properties, key=rank)
