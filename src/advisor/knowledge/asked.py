"""Questions people ask, and their everyday words, for the passages of the full texts.

Beside the fiches: each entry names a place by page and anchor, and enriches what is searched there.
The gap between the words of the sources and those of the people closes by such writing.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from advisor.domain.fiche import Locator
from advisor.knowledge import yaml_text
from advisor.validation import validated


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """Questions and words for the passage that begins at an anchor of a page."""

    page: str
    anchor: str
    questions: tuple[str, ...]
    words: tuple[str, ...]

    def locator(self, source: str) -> Locator:
        """Where the passage begins, in a source."""
        return Locator(source=source, section="", page=self.page, anchor=self.anchor)

    def text(self) -> str:
        """Everything written for the passage, as searched."""
        return " ".join((*self.questions, *self.words))


_ENTRIES = TypeAdapter(tuple[Asked, ...])


def read(folder: Path) -> dict[str, tuple[Asked, ...]]:
    """The entries by source, one file a source. Raises DataError on the first bad one."""
    found: dict[str, tuple[Asked, ...]] = {}
    for path in sorted(folder.glob("*.yaml")):
        content, _ = yaml_text.read(path)
        found[path.stem] = validated(_ENTRIES, path, content)
    return found
