"""A figure as SVG: the same figure always gives the same bytes."""

from __future__ import annotations

from xml.sax.saxutils import escape

from advisor.figures.boxes import HEIGHT, INSET, LEADING, WIDTH, Box, Figure

FONTS = "'Source Sans 3', 'Source Sans Pro', Marianne, 'Liberation Sans', Arial, Helvetica, 'DejaVu Sans', sans-serif"
POINT = 16
"""How far the arrows point."""


def as_svg(figure: Figure) -> str:
    """The figure as a document of its own, with its title and its alternative for screen readers."""
    shapes = "\n".join(_box(box) for box in figure.boxes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'role="img" aria-labelledby="frise-title frise-desc" font-family="{FONTS}" xml:lang="fr">\n'
        f'<title id="frise-title">{escape(figure.title)}</title>\n'
        f'<desc id="frise-desc">{escape(figure.alternative)}</desc>\n'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>\n{shapes}\n</svg>\n'
    )


def _box(box: Box) -> str:
    return _ground(box) + _text(box)


def _ground(box: Box) -> str:
    if not box.fill:
        return ""
    x, y, right, bottom = box.x, box.y, box.x + box.width, box.y + box.height
    if box.shape == "arrow":
        points = [(x, y), (right - POINT, y), (right, (y + bottom) / 2), (right - POINT, bottom), (x, bottom)]
        return f'<polygon points="{" ".join(f"{_n(left)},{_n(top)}" for left, top in points)}" fill="{box.fill}"/>'
    size = f'width="{_n(box.width)}" height="{_n(box.height)}"'
    return f'<rect x="{_n(x)}" y="{_n(y)}" {size} rx="4" fill="{box.fill}"/>'


def _text(box: Box) -> str:
    lines = box.lines() if box.text else ()
    if not lines:
        return ""
    step = box.size * LEADING
    first = box.y + box.height / 2 - step * (len(lines) - 1) / 2 + box.size * 0.35
    x = box.x + (box.width / 2 if box.align == "middle" else INSET if box.fill else 0)
    anchor = ' text-anchor="middle"' if box.align == "middle" else ""
    weight = ' font-weight="600"' if box.bold else ""
    spans = "".join(
        f'<tspan x="{_n(x)}" y="{_n(first + rank * step)}">{escape(line)}</tspan>' for rank, line in enumerate(lines)
    )
    return f'<text font-size="{_n(box.size)}" fill="{box.ink}"{weight}{anchor}>{spans}</text>'


def _n(value: float) -> str:
    """A coordinate, to the tenth.

    >>> _n(12.0), _n(12.34)
    ('12', '12.3')
    """
    return f"{value:.1f}".removesuffix(".0")
