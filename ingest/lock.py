"""One process at a time in a folder, and the drafts it writes there before moving them in place.

The lock falls with its process, however it ends; the drafts of a process killed are removed by the next.
"""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

DRAFT = ".part"


@contextmanager
def alone(folder: Path, waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Waits for the other process that holds the folder, after saying so by `waiting`."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting()
            fcntl.flock(lock, fcntl.LOCK_EX)
        for left in folder.glob(f".*{DRAFT}"):
            left.unlink(missing_ok=True)
        yield


@contextmanager
def draft(folder: Path) -> Iterator[Path]:
    """An empty hidden file of the folder, to be filled then moved; removed if it was not."""
    handle, name = tempfile.mkstemp(prefix=".", suffix=DRAFT, dir=folder)
    os.close(handle)
    path = Path(name)
    path.chmod(0o644)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)
