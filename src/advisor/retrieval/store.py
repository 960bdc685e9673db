"""The index on disk: written beside the old one, then swapped in whole by one atomic rename.

    var/index/current            name of the folder in use
    var/index/<fingerprint>-…/   manifest, pages, passages, articles, variants, documents, lexical/, lines/, chroma/

A kill at any moment leaves `current` pointing at a whole index, or at none.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from advisor.domain.source import ArticleInfo, Page, Passage, SourceReport, Variant
from advisor.errors import IndexUnusable
from advisor.retrieval.ports import Document

FORMAT = 7
"""Version of the files below; an index of another version is rebuilt, never misread."""

_CURRENT = "current"
_MANIFEST = "manifest.json"
_CHROMA = "chroma"
_ADAPTERS: dict[type, TypeAdapter[Any]] = {
    Page: TypeAdapter(tuple[Page, ...]),
    Passage: TypeAdapter(tuple[Passage, ...]),
    ArticleInfo: TypeAdapter(tuple[ArticleInfo, ...]),
    Variant: TypeAdapter(tuple[Variant, ...]),
    Document: TypeAdapter(tuple[Document, ...]),
    SourceReport: TypeAdapter(tuple[SourceReport, ...]),
}


@dataclass(frozen=True)
class Manifest:
    """What an index was made from and by; `files` are those it must have, with their sizes.

    Of a sentence-transformers model, `revision` is its commit (or the revision asked for) and `model` the hash of
    its own files and prompts: both empty for the embedded encoder. The manifest is written last: a folder that
    has one is whole.
    """

    format: int
    fingerprint: str
    knowledge: str
    encoder: str
    dimension: int
    software: str
    revision: str = ""
    model: str = ""
    files: dict[str, int] = field(default_factory=dict)


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
        """The index in use. Raises IndexUnusable when there is none, or one of another format or not whole."""
        try:
            name = (index / _CURRENT).read_text(encoding="utf-8").strip()
        except (OSError, ValueError) as error:
            raise IndexUnusable("Aucun index n'a encore été fait.", "Lancez « make ingest ».") from error
        return cls.at(index / name)

    @classmethod
    def at(cls, folder: Path) -> Store:
        """The index of a folder. Raises IndexUnusable when it is of another format, or not whole."""
        try:
            manifest = Manifest(**json.loads((folder / _MANIFEST).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError) as error:
            raise IndexUnusable("L'index est abîmé ou d'une autre version.", "Lancez « make ingest ».") from error
        if manifest.format != FORMAT:
            raise IndexUnusable("L'index a été fait par une autre version.", "Lancez « make ingest ».")
        for name, size in manifest.files.items():
            path = folder / name
            if not path.is_file() or (size >= 0 and path.stat().st_size != size):
                raise IndexUnusable(f"L'index est abîmé ({name}).", "Lancez « make ingest ».")
        return cls(folder, manifest)

    @cached_property
    def pages(self) -> dict[tuple[str, str], Page]:
        """Clean pages by source and printed label."""
        return {(page.source, page.label): page for page in _rows(self.folder / "pages.json", Page)}

    @cached_property
    def passages(self) -> dict[str, Passage]:
        """Passages by id, in reading order; those that only repeat others are not among `documents`."""
        return {passage.id: passage for passage in _rows(self.folder / "passages.json", Passage)}

    @cached_property
    def articles(self) -> dict[tuple[str, str], ArticleInfo]:
        """What is known of each article, by code and number."""
        return {(info.code, info.article): info for info in _rows(self.folder / "articles.json", ArticleInfo)}

    @cached_property
    def variants(self) -> tuple[Variant, ...]:
        """Texts of articles that stand in another source too, where they are older; they are not indexed."""
        found: tuple[Variant, ...] = _rows(self.folder / "variants.json", Variant)
        return found

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


def kept_files(store: Store, vectors: bytes, name: str) -> dict[str, Path | bytes]:
    """What must be kept of an index to open it again as it is: its files, and its vectors in a file of that name.

    Chroma's own files change when they are merely opened, and draw their graph at random: they are left out.
    """
    listed = [path for path in store.manifest.files if path.split("/")[0] != _CHROMA]
    sizes = {path: store.manifest.files[path] for path in listed} | {name: len(vectors)}
    manifest = json.dumps(asdict(replace(store.manifest, files=sizes)), sort_keys=True)
    return {**{path: store.folder / path for path in listed}, name: vectors, _MANIFEST: manifest.encode()}


def point(index: Path, name: str) -> None:
    """Says which folder of an index that was kept is the one in use."""
    (index / _CURRENT).write_text(name, encoding="utf-8")


def seal(folder: Path, manifest: Manifest) -> None:
    """Writes the manifest of a finished folder, with its files and their sizes, in one move."""
    files = {
        # Chroma goes on writing in its own files when they are opened: only its database must be there.
        path.relative_to(folder).as_posix(): -1 if path.name == "chroma.sqlite3" else path.stat().st_size
        for path in sorted(folder.rglob("*"))
        if path.is_file() and (path.name == "chroma.sqlite3" or _CHROMA not in path.relative_to(folder).parts)
    }
    draft = folder / f".{_MANIFEST}"
    draft.write_text(json.dumps(asdict(replace(manifest, files=files))), encoding="utf-8")
    draft.replace(folder / _MANIFEST)


def swap_in(index: Path, built: Path) -> None:
    """Makes a finished folder the index in use, then removes the older ones.

    The one it replaces stays until the next time: a running app may still be reading it.
    """
    pointer = index / f".{_CURRENT}.{os.getpid()}"
    pointer.write_text(built.name, encoding="utf-8")
    with pointer.open("rb") as stream:
        os.fsync(stream.fileno())
    previous = _pointed(index)
    pointer.replace(index / _CURRENT)
    for folder in index.iterdir():
        if folder.is_dir() and folder.name not in {built.name, previous}:
            shutil.rmtree(folder, ignore_errors=True)


def sweep(index: Path) -> None:
    """Removes what killed ingests left: folders without a manifest, and pointers never put in place."""
    for path in index.iterdir():
        if path.is_dir() and path.name != _pointed(index) and not (path / _MANIFEST).is_file():
            shutil.rmtree(path, ignore_errors=True)
        elif path.name.startswith(f".{_CURRENT}."):
            path.unlink(missing_ok=True)


def _pointed(index: Path) -> str:
    try:
        return (index / _CURRENT).read_text(encoding="utf-8").strip()
    except OSError:
        return ""
