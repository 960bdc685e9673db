"""Where each document of the catalogue is found on this machine."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from advisor.domain.source import SourceInfo

Kind = Literal["pdf", "text", "markdown", "articles"]
READABLE: dict[str, Kind] = {".pdf": "pdf", ".txt": "text", ".md": "markdown", ".jsonl": "articles"}


@dataclass(frozen=True)
class Located:
    """A source of the catalogue and the file found for it, None when there is none."""

    source: SourceInfo
    file: Path | None
    sha256: str = ""


def sha256_of(path: Path) -> str:
    """Hexadecimal SHA-256 of a file, empty when it cannot be opened (reading it will say why)."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""


def locate(sources: Iterable[SourceInfo], folders: Sequence[Path]) -> list[Located]:
    """The file of each source: by its names, known copies first, else by content under any name.

    An optional source that is not there is left out: nobody misses it.
    """
    files = [
        path
        for folder in folders
        if folder.is_dir()
        for path in sorted(folder.rglob("*"))
        # A name that begins by a dot is a download or a copy under way.
        if path.suffix.lower() in READABLE and not path.name.startswith(".") and path.is_file()
    ]
    hashes: dict[Path, str] = {}
    found = [_located(source, files, hashes) for source in sources]
    return [item for item in found if item.file is not None or not item.source.optional]


def _located(source: SourceInfo, files: list[Path], hashes: dict[Path, str]) -> Located:
    named = list(dict.fromkeys(path for name in source.files for path in files if path.match(name)))
    named.sort(key=lambda path: not path.stat().st_size)
    # The content is looked at under any name only when no name fits: hashing a whole library is slow.
    alike = (path for path in files if READABLE[path.suffix.lower()] == source.kind)
    for path in named or (alike if source.sha256 else ()):
        if _hash(path, hashes) in source.sha256:
            return Located(source, path, hashes[path])
    return Located(source, named[0], _hash(named[0], hashes)) if named else Located(source, None)


def _hash(path: Path, hashes: dict[Path, str]) -> str:
    if path not in hashes:
        hashes[path] = sha256_of(path)
    return hashes[path]
