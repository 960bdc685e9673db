"""A document to hand out (docx): fields one clicks to fill, boxes to tick, marks of sources, callouts, tables."""

from __future__ import annotations

import datetime as dt
import io
import itertools
import zipfile
from collections.abc import Sequence
from typing import Any, Literal

from advisor.domain.answer import Alert
from advisor.printed import INK, PALE, Printed, arranged, printable, ruled, whole
from advisor.takeaway import elements
from advisor.takeaway.pieces import Field, Link, Mark, Piece, Strong, Team, Text, pieces
from advisor.takeaway.sources import Sources

TEAM = "◇"
"""The sign of what the team proposes, by no source."""
WIDTH = 16.6
"""Room between the margins, in centimetres."""
TONES: dict[str, tuple[str, str]] = {
    "grave": ("B3261E", "FBEAE9"),
    "attention": ("9A6700", "FFF6E0"),
    "calme": (INK, PALE),
}
"""Edge and ground of a callout."""
_TOGETHER = 3
"""First rows of a table that a page does not part from its head."""


class Sheet(Printed):
    """A document under way. Cells, items and paragraphs take texts made of pieces; see `pieces`.

    The same calls give the same bytes: the file bears the date of the document, never that of the clock.
    """

    def __init__(self, title: str, subject: str, today: str, size: float = 10) -> None:
        from docx.shared import Pt

        super().__init__(title, subject)
        self._document.styles["Normal"].font.size = Pt(size)
        self._fields = itertools.count(1)
        self._today = dt.datetime.fromisoformat(today)
        properties = self._document.core_properties
        properties.created = properties.modified = self._today
        properties.last_modified_by, properties.revision = "advisor", 1

    def legend(self, team: bool = False) -> None:
        """What the signs of the document mean; `team` when it holds proposals of the team."""
        said: list[Piece] = [Field("comme ceci"), " : à compléter. [1] : source, en fin de document."]
        if team:
            said.append(f" {TEAM} : proposition de l'équipe, sans source, à adapter.")
        self.para(said, small=True)

    def para(self, text: Text, small: bool = False, together: bool = False, style: str = "") -> Any:
        """A paragraph; `together` keeps it with what follows."""
        paragraph = self._document.add_paragraph(style=style or None)
        self.write(paragraph, text, 8.5 if small else 0)
        paragraph.paragraph_format.keep_with_next = together
        return paragraph

    def bullets(self, texts: Sequence[Text]) -> None:
        """A list."""
        for text in texts:
            self._close(self.para(text, style="List Bullet"))

    def boxes(self, texts: Sequence[Text]) -> None:
        """A list of things to tick."""
        from docx.shared import Cm

        for text in texts:
            paragraph = self._document.add_paragraph()
            paragraph._p.append(elements.box())
            paragraph.add_run("\t")
            self.write(paragraph, text)
            layout = paragraph.paragraph_format
            layout.left_indent, layout.first_line_indent = Cm(0.7), Cm(-0.7)
            layout.tab_stops.add_tab_stop(Cm(0.7))
            self._close(paragraph)

    def options(self, texts: Sequence[Text]) -> None:
        """Short answers to tick, one beside the other."""
        paragraph = self._document.add_paragraph()
        for rank, text in enumerate(texts):
            paragraph.add_run("\u2003" if rank else "")
            paragraph._p.append(elements.box())
            self.write(paragraph, ["\u00a0", *pieces(text)])

    def alert(self, alert: Alert, statement: Text) -> None:
        """An alert: its title, why it is raised here, what the sources say."""
        title, _, why = alert.title.partition(". ")
        self.callout(title.rstrip("."), [*([why] if why else []), statement], alert.severity)

    def callout(self, title: str, texts: Sequence[Text], tone: Literal["grave", "attention", "calme"]) -> None:
        """A few lines put forward by an edge and a ground, their title in bold."""
        from docx.shared import Cm, Pt

        edge, ground = TONES[tone]
        lines: list[Text] = [*([[Strong(title)]] if title else []), *texts]
        for rank, text in enumerate(lines):
            paragraph = self.para(text, together=rank < len(lines) - 1)
            paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Cm(0.3)
            paragraph.paragraph_format.space_after = Pt(8 if rank == len(lines) - 1 else 0)
            paragraph._p.get_or_add_pPr().append(elements.edge(edge))
            paragraph._p.get_or_add_pPr().append(elements.ground(ground))
            arranged(paragraph._p.pPr)

    def grid(
        self,
        title: str,
        head: Sequence[str],
        rows: Sequence[Sequence[Text]],
        widths: Sequence[float],
        named: bool = False,
        caption: bool = True,
        tall: float = 0,
    ) -> Any:
        """A table whose title is read by screen readers.

        `named` when the first cell of a row names it; `tall` is the least height of a row, to write in by hand.
        """
        from docx.shared import Cm, Pt

        if caption:
            said = self.para([Strong(title)], together=True)
            said.paragraph_format.space_before, said.paragraph_format.space_after = Pt(6), Pt(3)
        table = self.blank(len(rows) + bool(head), widths)
        for rank, cells in enumerate((*([head] if head else []), *rows)):
            top = bool(head) and not rank
            for index, text in enumerate(cells):
                bold = top or (named and not index)
                self._cell(table, rank, index, [Strong(str(text))] if bold and isinstance(text, str) else text)
                layout = table.cell(rank, index).paragraphs[0].paragraph_format
                layout.keep_with_next = rank < min(len(rows), _TOGETHER)
            whole(table.rows[rank], head=top)
            if tall and not top:
                table.rows[rank].height = Cm(tall)
        ruled(table, printable(title), head=bool(head))
        self.gap()
        return table

    def sources(self, held: Sources, title: str = "Sources") -> None:
        """The list of sources, each reached by its marks, then the documents they are from."""
        listed = list(held.listed())
        if not listed:
            return
        self.heading(title)
        for item in listed:
            anchors = " ; ".join(f"« {anchor} »" for anchor in item.anchors)
            tail = f" : chercher {anchors}" if anchors else ""
            name = Link(item.label, item.address) if item.address else item.label
            paragraph = self.para([f"[{item.number}] ", name, f"{tail}."], small=True)
            elements.bookmark(paragraph._p, f"source-{item.number}", item.number)
            self._close(paragraph)
        self.para([Strong("Où les lire")], small=True, together=True)
        for name, address in held.addresses().items():
            self._close(self.para([f"{name} : ", Link(address, address)], small=True))

    def chapter(self, text: str) -> None:
        """A heading that begins a page."""
        self.heading(text)
        self._document.paragraphs[-1].paragraph_format.page_break_before = True

    def bytes(self) -> bytes:
        """The file, the same for the same document."""
        return steady(super().bytes(), self._today)

    def blank(self, rows: int, widths: Sequence[float]) -> Any:
        """An empty table; `widths` in centimetres."""
        from docx.shared import Cm

        table = self._document.add_table(rows=rows, cols=len(widths))
        table.autofit = False
        for index, width in enumerate(widths):
            table.columns[index].width = Cm(width)
            for cell in table.columns[index].cells:
                cell.width = Cm(width)
        return table

    def _cell(self, table: Any, rank: int, index: int, text: Text) -> None:
        """A cell; a line break in its text begins a paragraph."""
        cell = table.cell(rank, index)
        for line, part in enumerate(_lines(text)):
            paragraph = cell.paragraphs[0] if not line else cell.add_paragraph()
            self.write(paragraph, part, 9)
            self.tight(paragraph)

    def write(self, paragraph: Any, text: Text, size: float = 0, white: bool = False) -> None:
        """Puts pieces in a paragraph."""
        from docx.shared import Pt, RGBColor

        for piece in pieces(text):
            if isinstance(piece, Field):
                paragraph._p.append(elements.field(printable(piece.hint), next(self._fields), size))
            elif isinstance(piece, Mark):
                paragraph._p.append(elements.mark(piece.number))
            elif isinstance(piece, Link):
                self._link(paragraph, piece, size)
            else:
                run = paragraph.add_run(_plain(piece))
                run.bold = True if isinstance(piece, Strong) else None
                if isinstance(piece, Team):
                    run.font.color.rgb = RGBColor.from_string("6B7A89")
                if white:
                    run.font.color.rgb = RGBColor.from_string("FFFFFF")
                if size:
                    run.font.size = Pt(size)

    def _link(self, paragraph: Any, link: Link, size: float) -> None:
        from docx.opc.constants import RELATIONSHIP_TYPE

        address = elements.address(link.address)
        if not address:
            paragraph.add_run(printable(link.text))
            return
        target = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        said = link.text if link.text == link.address else printable(link.text)
        paragraph._p.append(elements.link(said, target, size or 8.5))

    def gap(self) -> None:
        """A little room."""
        from docx.shared import Pt

        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.paragraph_format.line_spacing = Pt(8)

    def _close(self, paragraph: Any) -> None:
        from docx.shared import Pt

        paragraph.paragraph_format.space_after = Pt(3)

    def tight(self, paragraph: Any) -> None:
        """Leaves no room under a paragraph."""
        from docx.shared import Pt

        paragraph.paragraph_format.space_after = Pt(0)


def _plain(piece: str | Strong | Team) -> str:
    if isinstance(piece, Team):
        return f"\u00a0{TEAM}"
    return printable(piece if isinstance(piece, str) else piece.text)


def _lines(text: Text) -> list[list[Piece]]:
    """The pieces of a cell, line by line."""
    lines: list[list[Piece]] = [[]]
    for piece in pieces(text):
        if isinstance(piece, str):
            first, *rest = piece.split("\n")
            lines[-1] += [first] if first else []
            lines += [[part] if part else [] for part in rest]
        else:
            lines[-1].append(piece)
    return lines


def steady(content: bytes, day: dt.datetime) -> bytes:
    """An archive whose members all bear a day, in their order: the same members give the same bytes."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as steady_:
        for name in given.namelist():
            member = zipfile.ZipInfo(name, day.timetuple()[:6])
            member.compress_type = zipfile.ZIP_DEFLATED
            steady_.writestr(member, given.read(name))
    return kept.getvalue()
