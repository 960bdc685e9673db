"""The parsed knowledge base, kept by content: reading 400 YAML files again at each start is waste.

The key is the fingerprint of the fiches and of the code that gives them their shape, so that a
changed fiche or a changed field is never served from an older reading. Kept as JSON and validated
on the way in: nothing executable is loaded. A cache that is absent or damaged is simply made again.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from advisor.domain import condition, fiche, local, procedure, stage
from advisor.domain.fiche import FactDefinition
from advisor.knowledge import loader
from advisor.knowledge.loader import Knowledge

FOLDER = "knowledge"
"""Folder of the cache, in the runtime folder."""
_CLASSES = (*sorted({cls for _, cls in loader.KINDS.values()}, key=lambda cls: cls.__name__), FactDefinition)
_FILES = TypeAdapter(dict[str, str])


def loaded(folders: Sequence[Path], runtime: Path) -> Knowledge:
    """The knowledge base of these folders, from the cache of the runtime folder when it is of this content.

    Raises DataError on the first file that cannot be used. A cache that cannot be written is left
    out: the base is then only read more slowly.
    """
    key = loader.fingerprint(folders)
    path = runtime / FOLDER / f"{key}-{_shape()}.json"
    kept = _read(path, key)
    if kept is not None:
        return kept
    knowledge = loader.load(folders)
    _write(path, knowledge)
    return knowledge


@cache
def _shape() -> str:
    """A fingerprint of the code that defines fiches and conditions."""
    digest = hashlib.sha256()
    for module in (condition, fiche, local, procedure, stage, loader):
        digest.update(Path(str(module.__file__)).read_bytes())
    return digest.hexdigest()[:8]


@cache
def _rows(cls: type) -> TypeAdapter[Any]:
    return TypeAdapter(tuple[cls, ...])  # type: ignore[valid-type]


def _read(path: Path, key: str) -> Knowledge | None:
    try:
        files, *lines = path.read_bytes().splitlines()
        if len(lines) != len(_CLASSES):
            return None
        found = [item for cls, line in zip(_CLASSES, lines, strict=True) for item in _rows(cls).validate_json(line)]
        placed = _FILES.validate_json(files)
    except (OSError, ValueError, ValidationError):
        return None
    facts = {item.name: item for item in found if isinstance(item, FactDefinition)}
    fiches = {item.id: item for item in found if not isinstance(item, FactDefinition)}
    return Knowledge(dict(sorted(fiches.items())), dict(sorted(facts.items())), placed, key)


def _write(path: Path, knowledge: Knowledge) -> None:
    """Writes beside, then moves in place; the readings of other contents are removed."""
    every = [*knowledge.fiches.values(), *knowledge.facts.values()]
    rows = [tuple(item for item in every if type(item) is cls) for cls in _CLASSES]
    lines = [_rows(cls).dump_json(items) for cls, items in zip(_CLASSES, rows, strict=True)]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as written:
            written.write(b"\n".join([_FILES.dump_json(knowledge.files), *lines]))
        for older in path.parent.glob("*.json"):
            older.unlink(missing_ok=True)
        Path(draft).replace(path)
    except OSError:
        return
