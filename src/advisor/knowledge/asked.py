"""Questions people ask, and their everyday words, beside those that the fiches carry.

Some were written for a place of the full texts, named by page and anchor (one file a source, at the
root and in `courantes/`), some for the facts of a fiche (`fiches/`). They enrich what is searched there
and are shown nowhere: the gap between the words of the sources and those of the people closes by such
writing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from advisor.domain.place import Locator
from advisor.knowledge import yaml_text
from advisor.validation import validated

FOLDER = "asked"
"""Folder of these questions, in the corpus."""
FICHES = "fiches"
"""Folder of the questions written fact by fact."""
PASSAGES, PLAIN = "passages", "courantes"
"""Those who wrote passage by passage: a first author, at the root, and a second, in a folder of that name."""
FACTS, SECOND, LAW = "faits", "second", "droit"
"""Those who wrote fact by fact; files of the last two are named after them."""
AUTHORS = (PASSAGES, PLAIN, FACTS, SECOND, LAW)
"""Who wrote: the questions of one author resemble each other, which counts when the search is measured."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Put:
    """A question as put, and the fiches that state its answer."""

    ask: str
    fiches: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """Questions and words for the passage that begins at an anchor of a page."""

    page: str
    anchor: str
    questions: tuple[str | Put, ...]
    words: tuple[str, ...]

    def locator(self, source: str) -> Locator:
        """Where the passage begins, in a source."""
        return Locator(source=source, section="", page=self.page, anchor=self.anchor)

    def text(self) -> str:
        """Everything written for the passage, as searched."""
        return " ".join((*self.lines(), *self.words))

    def lines(self) -> tuple[str, ...]:
        """The questions, one by one."""
        return tuple(question if isinstance(question, str) else question.ask for question in self.questions)

    def attached(self) -> Iterator[tuple[str, str]]:
        """Fiche and question, for the questions that a fiche answers."""
        for question in self.questions:
            if isinstance(question, Put):
                yield from ((fiche, question.ask) for fiche in question.fiches)


@dataclass(frozen=True, kw_only=True, slots=True)
class OfFiche:
    """Questions written for the facts of a fiche."""

    fiche: str
    questions: tuple[str, ...]


_ENTRIES = TypeAdapter(tuple[Asked, ...])
_OF_FICHES = TypeAdapter(tuple[OfFiche, ...])


def author(path: Path) -> str:
    """Who wrote a file of questions."""
    if path.parent.name == FICHES:
        return next((name for name in (SECOND, LAW) if path.stem.startswith(f"{name}-")), FACTS)
    return PLAIN if path.parent.name == PLAIN else PASSAGES


def read(folder: Path, without: str = "") -> dict[str, tuple[Asked, ...]]:
    """The entries by source, but those of one author. Raises DataError on the first bad one."""
    found: dict[str, tuple[Asked, ...]] = {}
    for path in (*sorted(folder.glob("*.yaml")), *sorted((folder / PLAIN).glob("*.yaml"))):
        if author(path) != without:
            content, _ = yaml_text.read(path)
            found[path.stem] = (*found.get(path.stem, ()), *validated(_ENTRIES, path, content))
    return found


def of_fiches(folder: Path, without: str = "") -> dict[str, tuple[str, ...]]:
    """Every question put for a fiche, in either place and each once, but those of one author.

    Raises DataError on the first bad entry.
    """
    found: dict[str, dict[str, None]] = {}
    for path in sorted((folder / FICHES).glob("*.yaml")):
        if author(path) != without:
            content, _ = yaml_text.read(path)
            for entry in validated(_OF_FICHES, path, content):
                found.setdefault(entry.fiche, {}).update(dict.fromkeys(entry.questions))
    for entries in read(folder, without).values():
        for fiche, question in (pair for entry in entries for pair in entry.attached()):
            found.setdefault(fiche, {}).setdefault(question)
    return {fiche: tuple(questions) for fiche, questions in found.items()}


def unknown(folder: Path, fiches: Iterable[str]) -> list[str]:
    """Ids that questions are put for and that no fiche has."""
    return sorted(set(of_fiches(folder)) - set(fiches))
