"""What a figure is made of: boxes with their text, in points of a canvas of 1280 × 720."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

WIDTH, HEIGHT = 1280, 720
NARROW, WIDE = 0.53, 0.57
"""Mean width of a letter beside its size, in ordinary and in bold type of the usual sans serif fonts."""
LEADING = 1.22
INSET = 14.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Box:
    """A box and its text. Without a `fill` only the text shows; `shape` is a rectangle or an arrow to the right.

    The text stands in the middle of the box's height; `align` places it across.
    """

    x: float
    y: float
    width: float
    height: float
    text: str = ""
    fill: str = ""
    ink: str = "#16242e"
    size: float = 18
    bold: bool = False
    align: Literal["left", "middle"] = "left"
    shape: Literal["rectangle", "arrow"] = "rectangle"

    def lines(self) -> tuple[str, ...]:
        """The text cut where the box ends; a word longer than the box stays whole."""
        inner = self.width - (2 * INSET if self.fill else 0)
        most = max(1, int(inner / (self.size * (WIDE if self.bold else NARROW))))
        lines: list[str] = []
        for word in self.text.split(" "):
            if lines and len(lines[-1]) + 1 + len(word) <= most:
                lines[-1] += f" {word}"
            else:
                lines.append(word)
        return tuple(lines)


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """A figure whole: its title, what it shows in words for those who do not see it, and its boxes.

    The first box is the title as drawn.
    """

    title: str
    alternative: str
    boxes: tuple[Box, ...]
