"""The frise: everything the matrix says is drawn and said, inside the canvas, in the same bytes each time."""

from __future__ import annotations

import io
import itertools
import xml.etree.ElementTree as ET
import zipfile

import pptx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from advisor.domain.answer import Recommendation
from advisor.domain.degree import Degree
from advisor.figures import picture, slide, svg
from advisor.figures.boxes import HEIGHT, NARROW, WIDE, WIDTH, Box, Figure
from advisor.figures.frise import COLOURS, Labels, figure
from advisor.ui.words import GLOSSES, PHASES, PUBLICS

LABELS = Labels(PHASES, PUBLICS, GLOSSES)
SVG = "{http://www.w3.org/2000/svg}"


def advice(matrix: dict[str, dict[str, Degree]]) -> Recommendation:
    first = next(iter(matrix.values()))
    return Recommendation(
        degree=next(iter(first.values())),
        confidence="forte",
        summary="",
        phases=first,
        matrix=matrix,
        floor=None,
        ceiling=None,
        pull=None,
        reasons=(),
        why_not_more=(),
        why_not_less=(),
        counterfactuals=(),
        alerts=(),
    )


def matrices() -> st.SearchStrategy[dict[str, dict[str, Degree]]]:
    row = st.fixed_dictionaries({phase: st.sampled_from(Degree) for phase in PHASES})
    return st.dictionaries(st.sampled_from(list(PUBLICS)), row, min_size=1)


FULL = {
    public: dict(zip(PHASES, degrees, strict=False))
    for public, degrees in zip(PUBLICS, itertools.permutations(Degree, 3), strict=False)
}


@given(matrices())
def test_every_public_and_phase_is_drawn_inside_the_canvas_and_said(matrix: dict[str, dict[str, Degree]]) -> None:
    drawn = figure(advice(matrix), LABELS)
    bars = [box for box in drawn.boxes if (box.fill, box.ink) in COLOURS.values()]
    assert len(bars) == sum(map(len, matrix.values())) + len(Degree)
    for box in drawn.boxes:
        assert 0 <= box.x <= box.x + box.width <= WIDTH
        assert 0 <= box.y <= box.y + box.height <= HEIGHT
    plain = drawn.alternative.replace("\u00a0", " ").replace("’", "'")
    for public, row in matrix.items():
        for phase, degree in row.items():
            assert (
                f"{PHASES[phase].lower()} {degree.value}"
                in plain.partition(f"{PUBLICS[public]} :")[2].partition(".")[0]
            )


@given(matrices())
def test_a_higher_degree_is_a_higher_bar(matrix: dict[str, dict[str, Degree]]) -> None:
    drawn = figure(advice(matrix), LABELS)
    rank = {pair: degree.rank for degree, pair in COLOURS.items()}
    bars = [box for box in drawn.boxes if (box.fill, box.ink) in rank and box.y < 590]
    for one, other in itertools.combinations(bars, 2):
        ranks = rank[one.fill, one.ink], rank[other.fill, other.ink]
        assert (one.height > other.height) == (ranks[0] > ranks[1])


@given(matrices())
def test_words_stay_in_their_box(matrix: dict[str, dict[str, Degree]]) -> None:
    for box in figure(advice(matrix), LABELS).boxes:
        lines = box.lines() if box.text else ()
        assert len(lines) * box.size <= box.height + 2, box.text
        assert all(len(line) * box.size * (WIDE if box.bold else NARROW) <= box.width for line in lines), box.text


def test_the_svg_has_a_title_an_alternative_and_the_same_bytes_each_time() -> None:
    drawn = figure(advice(FULL), LABELS)
    text = svg.as_svg(drawn)
    root = ET.fromstring(text)  # noqa: S314 -- our own text
    assert root.get("viewBox") == f"0 0 {WIDTH} {HEIGHT}"
    assert root.findtext(f"{SVG}title") == drawn.title
    assert root.findtext(f"{SVG}desc") == drawn.alternative
    assert {"Conception", "Évaluation", "Agents", "Co-construire"} <= {span.text for span in root.iter(f"{SVG}tspan")}
    assert text == svg.as_svg(figure(advice(FULL), LABELS))


def test_what_is_written_is_escaped() -> None:
    drawn = Figure(title="a < b", alternative="c & d", boxes=(Box(x=0, y=0, width=400, height=40, text="<b>"),))
    assert ET.fromstring(svg.as_svg(drawn)).findtext(f"{SVG}title") == "a < b"  # noqa: S314 -- our own text


@pytest.mark.skipif(not picture.has_fonts(), reason="no font on this machine")
def test_the_png_is_sharp_and_shows_the_words() -> None:
    made = picture.as_png(figure(advice(FULL), LABELS))
    assert made is not None
    image = Image.open(io.BytesIO(made))
    assert image.size == (2 * WIDTH, 2 * HEIGHT)
    title = image.convert("L").crop((96, 60, 900, 160))
    assert title.getextrema()[0] < 80  # type: ignore[operator]
    assert made == picture.as_png(figure(advice(FULL), LABELS))


def test_without_a_font_no_picture_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture, "has_fonts", lambda: False)
    assert picture.as_png(figure(advice(FULL), LABELS)) is None


def test_the_slide_can_be_edited_and_says_in_its_notes_what_it_shows() -> None:
    drawn = figure(advice(FULL), LABELS)
    made = slide.as_pptx(drawn)
    deck = pptx.Presentation(io.BytesIO(made))
    assert len(deck.slides) == 1
    page = deck.slides[0]
    assert page.shapes.title.text_frame.text == drawn.title
    assert page.notes_slide.notes_text_frame.text == drawn.alternative
    texts = {shape.text_frame.text for shape in page.shapes if shape.has_text_frame}
    assert {"Conception", "Agents", "Concerter"} <= texts
    assert all(shape.left + shape.width <= deck.slide_width for shape in page.shapes)
    assert deck.core_properties.language == "fr-FR"


def test_the_slide_has_the_same_bytes_each_time_and_no_moment() -> None:
    drawn = figure(advice(FULL), LABELS)
    made = slide.as_pptx(drawn)
    assert made == slide.as_pptx(drawn)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert {part.date_time for part in archive.infolist()} == {slide.MOMENT}
