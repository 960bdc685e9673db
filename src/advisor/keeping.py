"""What a version is made of: all that an answer depends on, gathered to be kept (see `audit.versions`).

- `code`: the program itself;
- `corpus`: fiches, rules, catalogue, thesaurus, weights, and what Légifrance said;
- `local`: the organisation's own fiches;
- `index`: texts, passages, lexical index, vectors, reading models;
- `fiches`: each fiche as data, for the proof of one alone;
- `passages`: the hash of each passage as data, likewise.
"""

from __future__ import annotations

import hashlib
import io
import platform
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np

from advisor import __version__
from advisor.audit.versions import Content, Parts, Versions
from advisor.journal import canonical
from advisor.knowledge import catalogue
from advisor.knowledge.loader import Knowledge
from advisor.legifrance import state
from advisor.retrieval.dense import KEPT, DenseIndex
from advisor.retrieval.store import Store, kept_files
from advisor.settings import Settings

FOLDER = "versions"
"""Folder of the versions, in the runtime folder."""
LIBRARIES = ("bm25s", "numpy", "PyStemmer", "rapidfuzz", "scikit-learn", "scipy", "text2num")
"""Packages that weigh on an answer."""
_PACKAGE = Path(__file__).resolve().parent
_NOT_CODE = frozenset({".pyc", ".so"})


def versions(settings: Settings) -> Versions:
    """The versions kept in the runtime folder."""
    return Versions(settings.data / FOLDER)


def keep(settings: Settings, knowledge: Knowledge, store: Store, dense: DenseIndex | None) -> str:
    """Keeps what the service works with, once, and gives the id of the version.

    Raises OSError when it cannot be written.
    """
    folder = versions(settings)
    small: dict[str, dict[str, Content]] = {
        "code": code(),
        "corpus": _corpus(settings),
        "local": _local(settings.local),
    }
    about = _about(settings)
    key = _key(small, about, store)
    identifier = folder.known(key)
    if identifier:
        return identifier
    parts: Parts = {
        **small,
        "index": kept_files(store, _vectors(dense), KEPT),
        "fiches": {name: canonical.encoded(asdict(fiche)) for name, fiche in knowledge.fiches.items()},
        "passages": {name: canonical.digest(asdict(passage)) for name, passage in store.passages.items()},
    }
    identifier = folder.keep(parts, about)
    folder.learn(key, identifier)
    return identifier


def _about(settings: Settings) -> dict[str, Any]:
    """What is said of a version in its own name: software, libraries, and the settings that weigh on an answer."""
    return {
        "software": __version__,
        "libraries": {
            "python": platform.python_version(),
            **{name: metadata.version(name) for name in LIBRARIES},
        },
        "settings": {
            "encoder": settings.encoder,
            "encoder_revision": settings.encoder_revision,
            "law_max_age_days": settings.law_max_age_days,
            "question_max_characters": settings.question_max_characters,
        },
    }


def code() -> dict[str, Content]:
    """The program itself, file by file."""
    return {
        path.relative_to(_PACKAGE).as_posix(): path
        for path in sorted(_PACKAGE.rglob("*"))
        if path.is_file() and path.suffix not in _NOT_CODE and "__pycache__" not in path.parts
    }


def _corpus(settings: Settings) -> dict[str, Content]:
    documents = [settings.documents / catalogue.LOCAL, settings.documents / state.FOLLOW_UP]
    found = [*settings.corpus.glob("*.yaml"), *settings.knowledge[0].rglob("*.yaml"), *documents]
    return {path.relative_to(settings.corpus).as_posix(): path for path in sorted(found) if path.is_file()}


def _local(folders: Iterable[Path]) -> dict[str, Content]:
    return {
        f"{rank}/{path.relative_to(folder).as_posix()}": path
        for rank, folder in enumerate(folders)
        for path in sorted(folder.rglob("*.yaml"))
    }


def _vectors(dense: DenseIndex | None) -> bytes:
    """The vectors of an index as a file; empty for one too large to keep any."""
    if dense is None:
        return b""
    written = io.BytesIO()
    np.save(written, dense.vectors(), allow_pickle=False)
    return written.getvalue()


def _key(small: dict[str, dict[str, Content]], about: dict[str, Any], store: Store) -> str:
    """What a version is made from, read quickly: the bytes of all that is small, and the manifest of the index."""
    held = {part: hashes(contents) for part, contents in small.items()}
    return canonical.digest([held, about, asdict(store.manifest)])


def hashes(contents: Mapping[str, Content]) -> dict[str, str]:
    """The SHA-256 of each content."""
    return {
        name: content if isinstance(content, str) else hashlib.sha256(_bytes(content)).hexdigest()
        for name, content in contents.items()
    }


def _bytes(content: Path | bytes) -> bytes:
    return content if isinstance(content, bytes) else content.read_bytes()
