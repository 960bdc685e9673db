"""How much of the personal data of labelled texts is masked, and how much is masked for nothing.

A text of `privacy.yaml` marks its personal data [[type|words]]. Words left readable count as missed, even a part
of them; a masked stretch that touches none is needless. Of the set `test` no failure is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from advisor.evaluation.report import Report, cases
from advisor.privacy.masking import Masker

FILE = "privacy.yaml"
_LABEL = re.compile(r"\[\[(?P<kind>\w+)\|(?P<words>.*?)\]\]", re.S)


@dataclass(frozen=True)
class Labelled:
    """A text and the places of its personal data: [start, end) and type."""

    id: str
    set: str
    text: str
    places: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True)
class Figures:
    """How many personal data there are, those missed and the words masked for nothing, each with its case."""

    places: int
    missed: tuple[tuple[str, str], ...]
    needless: tuple[tuple[str, str], ...]

    @property
    def recall(self) -> float:
        """Share of the personal data that is masked."""
        return 1 - len(self.missed) / self.places

    @property
    def precision(self) -> float:
        """Share of what is masked that is personal data."""
        found = self.places - len(self.missed)
        return found / (found + len(self.needless))


def labelled(folder: Path) -> list[Labelled]:
    """The labelled texts of a folder, none when it has no such file."""
    path = folder / FILE
    return [_read(case) for case in cases(path)] if path.exists() else []


def measured(masker: Masker, texts: Sequence[Labelled]) -> Figures:
    """What a masker finds of labelled texts."""
    missed = [(case.id, words) for case in texts for words in unmasked(masker, case)]
    needless = [(case.id, words) for case in texts for words in _needless(masker, case)]
    return Figures(sum(len(case.places) for case in texts), tuple(missed), tuple(needless))


def masked(masker: Masker, folder: Path, report: Report) -> None:
    """Adds the figures of the masking to a report."""
    texts = labelled(folder)
    for chosen in dict.fromkeys(case.set for case in texts):
        figures = measured(masker, [case for case in texts if case.set == chosen])
        found = figures.places - len(figures.missed)
        told = [f"{case} « {words} »" if chosen != "test" else "" for case, words in figures.missed]
        vain = [f"{case} « {words} »" if chosen != "test" else "" for case, words in figures.needless]
        for met, name in [*((True, "") for _ in range(found)), *((False, name) for name in told)]:
            report.count(f"masquage ({chosen}) : donnée personnelle masquée", met, name)
        for met, name in [*((True, "") for _ in range(found)), *((False, name) for name in vain)]:
            report.count(f"masquage ({chosen}) : ce qui est masqué est personnel", met, name)


def unmasked(masker: Masker, case: Labelled) -> Iterator[str]:
    """The personal data of a text that stay readable, even in part."""
    hidden = {index for span in masker.spans(case.text) for index in range(span.start, span.end)}
    for start, end, _ in case.places:
        if any(case.text[index].isalnum() and index not in hidden for index in range(start, end)):
            yield case.text[start:end]


def _needless(masker: Masker, case: Labelled) -> Iterator[str]:
    for span in masker.spans(case.text):
        if not any(start < span.end and span.start < end for start, end, _ in case.places):
            yield case.text[span.start : span.end]


def _read(row: Mapping[str, Any]) -> Labelled:
    text, places, end = "", [], 0
    for match in _LABEL.finditer(row["text"]):
        text += row["text"][end : match.start()]
        places.append((len(text), len(text) + len(match["words"]), match["kind"]))
        text += match["words"]
        end = match.end()
    return Labelled(row["id"], row["set"], text + row["text"][end:], tuple(places))
