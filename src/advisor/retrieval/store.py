"""The index on disk: written beside the old one, then swapped in whole by one atomic rename.

    var/index/current            name of the folder in use
    var/index/<fingerprint>-…/   manifest, pages, passages, articles, documents, lexical/, chroma/

A kill at any moment leaves `current` pointing at a whole index, or at none.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from advisor.domain.source import ArticleInfo, Page, Passage, SourceReport
from advisor.errors import IndexUnusable
from advisor.retrieval.ports import Document

FORMAT = 4
"""Version of the files below; an index of another version is rebuilt, never misread."""

_CURRENT = "current"
_ADAPTERS: dict[type, TypeAdapter[Any]] = {
    Page: TypeAdapter(tuple[Page, ...]),
    Passage: TypeAdapter(tuple[Passage, ...]),
    ArticleInfo: TypeAdapter(tuple[ArticleInfo, ...]),
    Document: TypeAdapter(tuple[Document, ...]),
    SourceReport: TypeAdapter(tuple[SourceReport, ...]),
}


@dataclass(frozen=True)
class Manifest:
    """What an index was made from and by."""

    format: int
    fingerprint: str
    knowledge: str
    encoder: str
    dimension: int
    software: str


def write_rows(path: Path, rows: Iterable[Any]) -> None:
    """Writes dataclasses as one JSON array."""
    path.write_text(json.dumps([asdict(row) for row in rows], ensure_ascii=False), encoding="utf-8")


def _rows(path: Path, cls: type) -> Any:
    try:
        return _ADAPTERS[cls].validate_json(path.read_bytes())
    except (OSError, ValueError) as error:
        raise IndexUnusable(f"L'index est abîmé ({path.name}).", "Lancez « make ingest ».") from error


class Store:
    """Read access to an index folder; each file is read on first use.

    The models that read messages, trained at ingest, lie in the same folder.
    """

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.folder = folder
        self.manifest = manifest

    @classmethod
    def current(cls, index: Path) -> Store:
        """The index in use. Raises IndexUnusable when there is none, or one of another format."""
        try:
            name = (index / _CURRENT).read_text(encoding="utf-8").strip()
            manifest = Manifest(**json.loads((index / name / "manifest.json").read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError) as error:
            raise IndexUnusable("Aucun index utilisable n'a été trouvé.", "Lancez « make ingest ».") from error
        if manifest.format != FORMAT:
            raise IndexUnusable("L'index a été fait par une autre version.", "Lancez « make ingest ».")
        return cls(index / name, manifest)

    @cached_property
    def pages(self) -> dict[tuple[str, str], Page]:
        """Clean pages by source and printed label."""
        return {(page.source, page.label): page for page in _rows(self.folder / "pages.json", Page)}

    @cached_property
    def passages(self) -> dict[str, Passage]:
        """Passages by id, in reading order."""
        return {passage.id: passage for passage in _rows(self.folder / "passages.json", Passage)}

    @cached_property
    def articles(self) -> dict[tuple[str, str], ArticleInfo]:
        """What is known of each article, by code and number."""
        return {(info.code, info.article): info for info in _rows(self.folder / "articles.json", ArticleInfo)}

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """What is indexed, in the order of the lexical and dense indexes."""
        found: tuple[Document, ...] = _rows(self.folder / "documents.json", Document)
        return found

    @cached_property
    def reports(self) -> tuple[SourceReport, ...]:
        """What became of each source."""
        found: tuple[SourceReport, ...] = _rows(self.folder / "sources.json", SourceReport)
        return found

    def passages_on(self, source: str, page: str) -> Sequence[Passage]:
        """Passages of a page, in order."""
        return self._by_page.get((source, page), ())

    @cached_property
    def _by_page(self) -> dict[tuple[str, str], list[Passage]]:
        found: dict[tuple[str, str], list[Passage]] = {}
        for passage in self.passages.values():
            found.setdefault((passage.source, passage.page), []).append(passage)
        return found


def swap_in(index: Path, built: Path) -> None:
    """Makes a finished folder the index in use, then removes the older ones."""
    pointer = index / f".{_CURRENT}.{os.getpid()}"
    pointer.write_text(built.name, encoding="utf-8")
    with pointer.open("rb") as stream:
        os.fsync(stream.fileno())
    previous = _pointed(index)
    pointer.replace(index / _CURRENT)
    for folder in index.iterdir():
        if folder.is_dir() and folder.name not in {built.name, previous}:
            shutil.rmtree(folder, ignore_errors=True)


def _pointed(index: Path) -> str:
    try:
        return (index / _CURRENT).read_text(encoding="utf-8").strip()
    except OSError:
        return ""
