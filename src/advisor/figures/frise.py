"""The frise: the degree of each public at each phase, as a figure read at a glance and put in a slide.

The higher the bar, the greater the share of power; each bar also carries the name of its degree, so that nothing is
told by a colour alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from advisor.domain.answer import Recommendation
from advisor.domain.degree import Degree
from advisor.figures.boxes import HEIGHT, WIDTH, Box, Figure
from advisor.french import capital, typo

TITLE = "Qui associer, à quel degré, à quel moment"
SCALE = "Échelle de Perrin (2015), telle que l'emploie le Département de l'Isère."
COLOURS = {
    Degree.INFORMER: ("#dfeaf0", "#16384a"),
    Degree.CONSULTER: ("#b0cfdd", "#10303f"),
    Degree.CONCERTER: ("#35738f", "#ffffff"),
    Degree.CO_CONSTRUIRE: ("#123f57", "#ffffff"),
}
"""Fill and ink of each degree; each pair reads at more than 4.5 to 1."""
MUTED, PALE, HEAD = "#55606b", "#f5f2eb", "#e7e2d6"
MARGIN, GAP = 48, 12
NAMES = 250
"""Width of the column of publics."""
TOP, FOOT = 196, 586
"""Where the rows begin and end."""
TALLEST = 170
LEAST = 30
"""Height of the lowest bar, which its name fits in."""


@dataclass(frozen=True, slots=True)
class Labels:
    """How phases, publics and degrees are said to the reader, in the order of columns, of rows and of the scale."""

    phases: Mapping[str, str]
    publics: Mapping[str, str]
    degrees: Mapping[Degree, str]


def figure(advice: Recommendation, labels: Labels) -> Figure:
    """The frise of a recommendation."""
    columns = [phase for phase in labels.phases if any(phase in row for row in advice.matrix.values())]
    rows = [public for public in (*labels.publics, *advice.matrix) if public in advice.matrix]
    said = f"Degré conseillé : {advice.degree.value}. Confiance {advice.confidence}."
    drawn = (
        Box(x=MARGIN, y=34, width=WIDTH - 2 * MARGIN, height=44, text=TITLE, size=32, bold=True),
        Box(x=MARGIN, y=80, width=WIDTH - 2 * MARGIN, height=30, text=said, size=20, ink=MUTED),
        *_heads(columns, labels),
        *_rows(advice, list(dict.fromkeys(rows)), columns, labels),
        *_legend(labels),
    )
    return Figure(
        title=typo(TITLE),
        alternative=typo(f"{said} {_in_words(advice, list(dict.fromkeys(rows)), columns, labels)}"),
        boxes=tuple(_set(box) for box in drawn),
    )


def _set(box: Box) -> Box:
    return Box(**{name: getattr(box, name) for name in box.__slots__} | {"text": typo(box.text)})


def _across(columns: int) -> tuple[float, float]:
    """Where the columns begin, and how wide each is."""
    start = MARGIN + NAMES + GAP
    return start, (WIDTH - MARGIN - start - GAP * (columns - 1)) / max(1, columns)


def _heads(columns: list[str], labels: Labels) -> Iterator[Box]:
    """The phases, as arrows that follow one another."""
    start, width = _across(len(columns))
    for rank, phase in enumerate(columns):
        yield Box(
            x=start + rank * (width + GAP),
            y=132,
            width=width,
            height=46,
            text=labels.phases[phase],
            fill=HEAD,
            size=19,
            bold=True,
            align="middle",
            shape="arrow",
        )


def _rows(advice: Recommendation, rows: list[str], columns: list[str], labels: Labels) -> Iterator[Box]:
    """A row for each public: its name, then a bar for each phase, as high as its degree, on a pale ground."""
    start, width = _across(len(columns))
    step = min(TALLEST, (FOOT - TOP) / max(1, len(rows)))
    high = step - GAP
    for rank, public in enumerate(rows):
        top = TOP + rank * step
        name = labels.publics.get(public, public)
        yield Box(x=MARGIN, y=top, width=NAMES, height=high, text=name, size=19, bold=rank == 0)
        for column, phase in enumerate(columns):
            left = start + column * (width + GAP)
            yield Box(x=left, y=top, width=width, height=high, fill=PALE)
            if phase in advice.matrix[public]:
                yield _bar(advice.matrix[public][phase], left, top, width, high)


def _bar(degree: Degree, left: float, top: float, width: float, high: float) -> Box:
    fill, ink = COLOURS[degree]
    tall = LEAST + (high - LEAST) * (degree.rank - 1) / (len(Degree) - 1)
    return Box(
        x=left,
        y=top + high - tall,
        width=width,
        height=tall,
        text=capital(degree.value),
        fill=fill,
        ink=ink,
        size=19,
        bold=True,
        align="middle",
    )


def _legend(labels: Labels) -> Iterator[Box]:
    """The four degrees, lowest first, each with what it means; then where the scale comes from."""
    width = (WIDTH - 2 * MARGIN - GAP * (len(Degree) - 1)) / len(Degree)
    for rank, degree in enumerate(Degree):
        fill, ink = COLOURS[degree]
        left = MARGIN + rank * (width + GAP)
        name = f"{degree.rank}. {capital(degree.value)}"
        yield Box(x=left, y=602, width=width, height=30, text=name, fill=fill, ink=ink, size=17, bold=True)
        yield Box(x=left, y=634, width=width, height=24, text=labels.degrees[degree], size=16, ink=MUTED)
    note = f"Plus la barre est haute, plus les usagers pèsent dans la décision. {SCALE}"
    yield Box(x=MARGIN, y=HEIGHT - 50, width=WIDTH - 2 * MARGIN, height=24, text=note, size=16, ink=MUTED)


def _in_words(advice: Recommendation, rows: list[str], columns: list[str], labels: Labels) -> str:
    said = []
    for public in rows:
        held = advice.matrix[public]
        degrees = ", ".join(f"{labels.phases[phase].lower()} {held[phase].value}" for phase in columns if phase in held)
        said.append(f"{labels.publics.get(public, public)} : {degrees}.")
    return " ".join(said)
