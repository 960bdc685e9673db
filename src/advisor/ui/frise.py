"""The frise on the page, and its downloads: SVG, PNG, and a slide that can be edited."""

from __future__ import annotations

import base64
from collections.abc import Callable

import streamlit as st

from advisor.domain.answer import Recommendation
from advisor.figures import picture, slide, svg
from advisor.figures.boxes import HEIGHT, WIDTH, Figure
from advisor.figures.frise import Labels, figure
from advisor.ui.session import Turn
from advisor.ui.words import GLOSSES, PHASES, PUBLICS, attribute

PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
LABELS = Labels(PHASES, PUBLICS, GLOSSES)


def of(advice: Recommendation) -> Figure:
    """The frise of a recommendation, in the words of the page."""
    return figure(advice, LABELS)


def drawn(advice: Recommendation) -> str:
    """The frise as an image. The table beside it says the same to screen readers, and on a phone takes its place."""
    held = of(advice)
    image = base64.b64encode(svg.as_svg(held).encode()).decode()
    size = f'width="{WIDTH}" height="{HEIGHT}"'
    return f'<img class="frise" src="data:image/svg+xml;base64,{image}" {size} alt="{attribute(held.alternative)}">'


def downloads(turn: Turn, advice: Recommendation) -> None:
    """The frise to take away; the PNG only where the machine has a font to write it with."""
    held = of(advice)
    with st.container(horizontal=True, gap="small", key=f"frise-{turn.key}"):
        _button(
            turn, "La frise en diapositive (PPTX)", "pptx", PPTX, lambda: slide.as_pptx(held), ":material/slideshow:"
        )
        if picture.has_fonts():
            _button(turn, "En image (PNG)", "png", "image/png", lambda: picture.as_png(held) or b"", ":material/image:")
        _button(turn, "En dessin (SVG)", "svg", "image/svg+xml", lambda: svg.as_svg(held), ":material/shapes:")


def _button(turn: Turn, label: str, end: str, kind: str, data: Callable[[], str | bytes], icon: str) -> None:
    st.download_button(
        label,
        data,
        file_name=f"frise-{turn.answer.id}.{end}",
        mime=kind,
        key=f"frise-{end}-{turn.key}-{turn.revision}",
        icon=icon,
        type="tertiary",
        on_click="ignore",
    )
