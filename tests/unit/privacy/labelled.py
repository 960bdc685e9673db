"""The labelled texts: [[type|words]] taken out, and where they stood."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from advisor.knowledge import yaml_text
from advisor.privacy.masking import Masker
from advisor.settings import ROOT

_LABEL = re.compile(r"\[\[(\w+)\|(.*?)\]\]", re.S)
PATH = ROOT / "tests" / "evaluation" / "privacy.yaml"


@dataclass(frozen=True)
class Labelled:
    """A text and the places [start, end) of its personal data."""

    id: str
    set: str
    text: str
    places: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True)
class Figures:
    """What a masker found of the labelled texts, and what it masked for nothing."""

    places: int
    missed: tuple[str, ...]
    needless: tuple[str, ...]

    @property
    def recall(self) -> float:
        return 1 - len(self.missed) / self.places

    @property
    def precision(self) -> float:
        found = self.places - len(self.missed)
        return found / (found + len(self.needless))


def labelled() -> list[Labelled]:
    """Every labelled text."""
    return [_read(row) for row in yaml_text.read(PATH)[0]]


def measured(masker: Masker, cases: list[Labelled]) -> Figures:
    """Words left readable count as missed, even a part of them; a masked stretch that touches none is needless."""
    missed, needless = [], []
    for case in cases:
        spans = masker.spans(case.text)
        hidden = {index for span in spans for index in range(span.start, span.end)}
        for start, end, _ in case.places:
            if any(case.text[index].isalnum() and index not in hidden for index in range(start, end)):
                missed.append(f"{case.id} : {case.text[start:end]}")
        for span in spans:
            if not any(start < span.end and span.start < end for start, end, _ in case.places):
                needless.append(f"{case.id} : {case.text[span.start : span.end]}")
    return Figures(sum(len(case.places) for case in cases), tuple(missed), tuple(needless))


def _read(row: dict[str, Any]) -> Labelled:
    text, places, end = "", [], 0
    for match in _LABEL.finditer(row["text"]):
        text += row["text"][end : match.start()]
        places.append((len(text), len(text) + len(match[2]), match[1]))
        text += match[2]
        end = match.end()
    return Labelled(row["id"], row["set"], text + row["text"][end:], tuple(places))
