"""What a model wrote, kept by the hash of all that made it: the same request is asked once.

The raw text is kept, never its verification: it is verified again each time, so that what lies in a file is trusted no
more than what comes from the network.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

MOST = 500
"""Texts kept; the oldest leave first. At 2 kB each, a megabyte."""
LONGEST = 20_000
"""Characters of a text that is kept."""


def key(*parts: str) -> str:
    """The hash of what made a text: prompt, model, messages, settings."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


class Cache:
    """A folder of texts; one that cannot be read or written is as good as none."""

    def __init__(self, folder: Path, most: int = MOST) -> None:
        self._folder = folder
        self._most = most

    def get(self, name: str) -> str | None:
        """The text kept under a key, None when there is none."""
        try:
            held = json.loads((self._folder / f"{name}.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        text = held.get("text") if isinstance(held, dict) else None
        return text if isinstance(text, str) and len(text) <= LONGEST else None

    def put(self, name: str, text: str) -> None:
        """Keeps a text, whole or not at all, and lets the oldest go."""
        if len(text) > LONGEST:
            return
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            handle, path = tempfile.mkstemp(dir=self._folder, suffix=".part")
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump({"text": text}, file, ensure_ascii=False)
            Path(path).replace(self._folder / f"{name}.json")
            self._bounded()

    def _bounded(self) -> None:
        held = sorted(self._folder.glob("*.json"), key=lambda path: (path.stat().st_mtime_ns, path.name))
        for path in _beyond(held, self._most):
            path.unlink(missing_ok=True)


def _beyond(held: Sequence[Path], most: int) -> Sequence[Path]:
    return held[: max(0, len(held) - most)]
