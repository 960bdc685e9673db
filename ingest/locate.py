"""Where each document of the catalogue is found on this machine."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from advisor.domain.source import SourceInfo

READABLE = {".pdf": "pdf", ".txt": "text", ".md": "markdown", ".jsonl": "articles"}


@dataclass(frozen=True)
class Located:
    """A source of the catalogue and the file found for it, None when there is none."""

    source: SourceInfo
    file: Path | None
    sha256: str = ""


def sha256_of(path: Path) -> str:
    """Hexadecimal SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def locate(sources: Iterable[SourceInfo], folders: Sequence[Path]) -> list[Located]:
    """The file of each source: by exact name, then by pattern, then by content under any name."""
    files = [
        path
        for folder in folders
        if folder.is_dir()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix.lower() in READABLE
    ]
    hashes: dict[Path, str] = {}
    return [_located(source, files, hashes) for source in sources]


def _located(source: SourceInfo, files: list[Path], hashes: dict[Path, str]) -> Located:
    for name in source.files:
        for path in files:
            if path.match(name):
                return Located(source, path, _hash(path, hashes))
    for path in files:
        if source.sha256 and _hash(path, hashes) in source.sha256:
            return Located(source, path, hashes[path])
    return Located(source, None)


def _hash(path: Path, hashes: dict[Path, str]) -> str:
    if path not in hashes:
        hashes[path] = sha256_of(path)
    return hashes[path]
