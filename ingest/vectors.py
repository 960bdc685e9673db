"""Vectors already made by a model, kept by text: one changed fiche does not encode everything again.

    var/vecteurs/<model>.npz     hashes of the texts and their vectors, row by row

The name of the file says the model: the hash of its own files, of what it puts before a text, and the versions of
the libraries that run it. A file that is damaged, or whose vectors the model no longer gives, is made
again; one that cannot be written is left out.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np

from advisor.retrieval.ports import Vectors

FOLDER = "vecteurs"
MODELS = 2
"""Models whose vectors are kept: going back to the former one is then quick."""
BEYOND = 2
"""Rows kept for each text of the index: what a former state held may come back."""
CHUNK = 64
"""Texts encoded between two looks at the time, unless told otherwise."""
EVERY = 60.0
"""Seconds of work that a kill may lose."""
SAME = 0.999
"""Cosine from which a text encoded again has the vector that was kept."""

Encode = Callable[[Sequence[str], Callable[[int], None]], Vectors]


class VectorCache:
    """The vectors of one model, said by all they depend on (`model`), in a runtime folder."""

    def __init__(self, runtime: Path, model: Sequence[str], dimension: int, chunk: int = CHUNK) -> None:
        key = hashlib.sha256("\0".join(model).encode()).hexdigest()[:16]
        self._path = runtime / FOLDER / f"{key}.npz"
        self._dimension = dimension
        self._chunk = chunk

    def vectors(self, texts: Sequence[str], encode: Encode, told: Callable[[int, int], None]) -> Vectors:
        """The vector of each text: kept, or made by `encode`, which hears of progress; `told` how many of how many.

        What is new is written as the work goes, so that a killed ingest takes up where it was.
        """
        keys = [hashlib.sha256(text.encode()).digest() for text in texts]
        kept = self._read()
        if not self._holds(kept, dict(zip(keys, texts, strict=True)), encode):
            kept = {}
        former, kept = kept, {key: kept[key] for key in keys if key in kept}
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in kept}
        lacking = sorted(new.items(), key=lambda item: -len(item[1]))  # what is encoded together is of like length
        saved = time.monotonic()
        for start in range(0, len(lacking), self._chunk):
            some = lacking[start : start + self._chunk]
            made = encode([text for _, text in some], partial(_further, told, start, len(lacking)))
            kept |= {key: vector for (key, _), vector in zip(some, made, strict=True)}
            if time.monotonic() - saved >= EVERY:
                self._write(kept | former)
                saved = time.monotonic()
        self._write({**kept, **{key: former[key] for key in former if key not in kept}}, BEYOND * len(kept))
        return np.array([kept[key] for key in keys], dtype=np.float32).reshape(len(keys), self._dimension)

    def _holds(self, kept: dict[bytes, Vectors], texts: dict[bytes, str], encode: Encode) -> bool:
        """Whether the model still gives a vector that was kept: weights missing from its files are drawn anew."""
        known = next((key for key in texts if key in kept), None)
        if known is None:
            return True
        again = encode([texts[known]], lambda _done: None)[0]
        return bool(np.allclose(again, kept[known], atol=1e-6) or float(again @ kept[known]) >= SAME)

    def _read(self) -> dict[bytes, Vectors]:
        try:
            with np.load(self._path, allow_pickle=False) as file:
                hashes, vectors = file["hashes"], file["vectors"]
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            return {}
        if vectors.shape != (len(hashes), self._dimension) or not np.isfinite(vectors).all():
            return {}
        return {bytes(row): vector for row, vector in zip(hashes, vectors.astype(np.float32), strict=True)}

    def _write(self, kept: dict[bytes, Vectors], limit: int | None = None) -> None:
        """Writes beside, then moves in place, at most `limit` rows; models used longest ago are swept."""
        rows = list(kept.items())[:limit]
        if not rows:
            return
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            handle, draft = tempfile.mkstemp(prefix=".", suffix=".part", dir=self._path.parent)
            with os.fdopen(handle, "wb") as stream:
                np.savez(
                    stream,
                    hashes=np.array([list(key) for key, _ in rows], dtype=np.uint8),
                    vectors=np.array([vector for _, vector in rows], dtype=np.float32),
                )
            Path(draft).replace(self._path)
            self._sweep()
        except OSError:
            return

    def _sweep(self) -> None:
        """Removes the drafts of killed ingests, and the models used longest ago; the ingest runs alone."""
        for left in self._path.parent.glob(".*.part"):
            left.unlink(missing_ok=True)
        others = [path for path in self._path.parent.glob("*.npz") if path != self._path]
        for old in sorted(others, key=lambda path: (path.stat().st_mtime_ns, path.name))[: -(MODELS - 1)]:
            old.unlink(missing_ok=True)


def _further(told: Callable[[int, int], None], begun: int, total: int, done: int) -> None:
    told(begun + done, total)
