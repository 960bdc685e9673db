"""A figure as one slide whose boxes and words can be edited."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from advisor.figures.boxes import HEIGHT, INSET, WIDTH, Box, Figure

FONT = "Arial"
INCHES = 13.333
"""Width of a slide in the usual wide format."""
TITLE_ONLY = 5
"""Rank of the layout that has a title and nothing else, in the template of the library."""
MOMENT = (1980, 1, 1, 0, 0, 0)
"""Date written for every part of the file, so that the same figure gives the same bytes."""


def as_pptx(figure: Figure) -> bytes:
    """The figure as a presentation of one slide: a title, shapes, and in the notes what it shows in words."""
    import pptx
    from pptx.util import Inches

    deck = pptx.Presentation()
    deck.slide_width, deck.slide_height = Inches(INCHES), Inches(INCHES * HEIGHT / WIDTH)
    _described(deck.core_properties, figure)
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    title, *others = figure.boxes
    _placed(slide.shapes.title, title)
    _written(slide.shapes.title, title)
    for box in others:
        _drawn(slide, box)
    slide.notes_slide.notes_text_frame.text = figure.alternative
    written = io.BytesIO()
    deck.save(written)
    return _timeless(written.getvalue())


def _described(properties: Any, figure: Figure) -> None:
    import datetime as dt

    properties.title, properties.subject, properties.language = figure.title, figure.alternative[:250], "fr-FR"
    properties.author, properties.last_modified_by, properties.revision = "advisor", "advisor", 1
    properties.created = properties.modified = dt.datetime(*MOMENT)


def _drawn(slide: Any, box: Box) -> None:
    from pptx.enum.shapes import MSO_SHAPE

    if not box.fill:
        shape = slide.shapes.add_textbox(0, 0, 0, 0)
    else:
        shape = slide.shapes.add_shape(MSO_SHAPE.PENTAGON if box.shape == "arrow" else MSO_SHAPE.RECTANGLE, 0, 0, 0, 0)
        shape.fill.solid()
        shape.fill.fore_color.rgb = _colour(box.fill)
        shape.line.fill.background()
        shape.shadow.inherit = False
    _placed(shape, box)
    shape.name = box.text or "Fond"
    if box.text:
        _written(shape, box)


def _placed(shape: Any, box: Box) -> None:
    """Puts a shape where its box is."""
    shape.left, shape.top, shape.width, shape.height = (
        _length(value) for value in (box.x, box.y, box.width, box.height)
    )


def _written(shape: Any, box: Box) -> None:
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
    from pptx.util import Pt

    frame = shape.text_frame
    frame.word_wrap = True
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    side = _length(INSET if box.fill else 0)
    frame.margin_left = frame.margin_right = side
    frame.margin_top = frame.margin_bottom = 0
    paragraph = frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.CENTER if box.align == "middle" else PP_ALIGN.LEFT
    run = paragraph.add_run()
    run.text = box.text
    run.font.size, run.font.bold, run.font.name = Pt(round(box.size * INCHES * 72 / WIDTH)), box.bold, FONT
    run.font.color.rgb = _colour(box.ink)
    run.font.language_id = _french()


def _colour(code: str) -> Any:
    from pptx.dml.color import RGBColor

    return RGBColor(*bytes.fromhex(code.lstrip("#")))  # type: ignore[no-untyped-call]


def _french() -> Any:
    from pptx.enum.lang import MSO_LANGUAGE_ID

    return MSO_LANGUAGE_ID.FRENCH


def _length(points: float) -> int:
    from pptx.util import Inches

    return int(Inches(points * INCHES / WIDTH))


def _timeless(content: bytes) -> bytes:
    """The same file with the same date on all its parts."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as read,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for part in read.infolist():
            info = zipfile.ZipInfo(part.filename, MOMENT)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, read.read(part.filename))
    return written.getvalue()
