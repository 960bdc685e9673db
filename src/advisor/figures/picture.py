"""A figure as PNG, for those whose tools do not open SVG."""

from __future__ import annotations

from functools import cache

from advisor.figures.boxes import HEIGHT, WIDTH, Box, Figure
from advisor.figures.svg import as_svg

SCALE = 2
"""Pixels for a point: sharp on a projector."""


def as_png(figure: Figure) -> bytes | None:
    """The figure as PNG; None on a machine without any font, where its words would be missing."""
    return _drawn(figure) if has_fonts() else None


@cache
def has_fonts() -> bool:
    """Whether text is drawn on this machine: a letter leaves a mark on the page."""
    box = Box(x=0, y=0, width=WIDTH, height=HEIGHT, size=200)
    blank, marked = (Figure(title="", alternative="", boxes=(_with(box, text),)) for text in ("", "M"))
    return _drawn(blank) != _drawn(marked)


def _with(box: Box, text: str) -> Box:
    return Box(x=box.x, y=box.y, width=box.width, height=box.height, size=box.size, text=text)


def _drawn(figure: Figure) -> bytes:
    import resvg_py

    return bytes(resvg_py.svg_to_bytes(svg_string=as_svg(figure), width=WIDTH * SCALE, height=HEIGHT * SCALE))
