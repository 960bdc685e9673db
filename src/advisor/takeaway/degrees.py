"""The degrees in a document: their scale, and the place of each public at each phase."""

from __future__ import annotations

from typing import Any

from advisor.domain.answer import Recommendation
from advisor.domain.degree import Degree
from advisor.french import capital
from advisor.labels import GLOSSES, PHASES, PUBLICS
from advisor.printed import INK, PALE, arranged, ruled, whole
from advisor.takeaway import elements
from advisor.takeaway.pieces import Strong
from advisor.takeaway.sheet import WIDTH, Sheet

SHADES: dict[Degree, tuple[str, str]] = {
    Degree.INFORMER: ("DFEAF0", "16384A"),
    Degree.CONSULTER: ("B0CFDD", "10303F"),
    Degree.CONCERTER: ("35738F", "FFFFFF"),
    Degree.CO_CONSTRUIRE: ("123F57", "FFFFFF"),
}
"""Ground and ink of each degree, those of the page."""


def scale(sheet: Sheet, advice: Recommendation) -> None:
    """The four degrees side by side, the advised one full, the floor and the ceiling written on theirs."""
    table = sheet.blank(1, [WIDTH / 4] * 4)
    for index, degree in enumerate(Degree):
        _step(sheet, table.cell(0, index), degree, advice)
    whole(table.rows[0], head=False)
    ruled(table, "Échelle des degrés d'implication", head=False)
    sheet.gap()


def _step(sheet: Sheet, cell: Any, degree: Degree, advice: Recommendation) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    on = degree is advice.degree
    own = getattr(advice, "floor_origin", None) == "local"
    floor = "plancher de votre collectivité" if own else "plancher légal"
    said = {"conseillé": on, floor: advice.floor is degree, "plafond": advice.ceiling is degree}
    notes = ", ".join(word for word, true in said.items() if true)
    lines = [f"{degree.rank}. {capital(degree.value)}", GLOSSES[degree], *([f"({notes})"] if notes else [])]
    cell._tc.get_or_add_tcPr().append(elements.ground(INK if on else PALE))
    for rank, line in enumerate(lines):
        paragraph = cell.add_paragraph() if rank else cell.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        sheet.write(paragraph, line if rank else [Strong(line)], 8 if rank else 9.5, white=on)
        sheet.tight(paragraph)


def matrix(sheet: Sheet, advice: Recommendation) -> None:
    """The degree of each public at each phase; the stronger the degree, the darker its cell."""
    columns = [phase for phase in PHASES if phase in advice.phases]
    rows = [
        [PUBLICS.get(public, public), *(_named(degrees.get(phase)) for phase in columns)]
        for public, degrees in advice.matrix.items()
    ]
    widths = (5.2, *[(WIDTH - 5.2) / len(columns)] * len(columns))
    head = ("Public", *(PHASES[phase] for phase in columns))
    table = sheet.grid("Degré par public et par phase", head, rows, widths, named=True, caption=False)
    for row, degrees in enumerate(advice.matrix.values(), 1):
        for column, phase in enumerate(columns, 1):
            if phase in degrees:
                _shaded(table.cell(row, column), degrees[phase])


def _shaded(cell: Any, degree: Degree) -> None:
    from docx.shared import RGBColor

    ground, ink = SHADES[degree]
    cell._tc.get_or_add_tcPr().append(elements.ground(ground))
    arranged(cell._tc.tcPr)
    for run in cell.paragraphs[0].runs:
        run.font.color.rgb = RGBColor.from_string(ink)


def _named(degree: Degree | None) -> str:
    return capital(degree.value) if degree else "—"
