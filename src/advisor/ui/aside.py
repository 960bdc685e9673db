"""Something slow done in a thread of its own while the page stays usable; left alone, it goes on to its end."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")
log = logging.getLogger(__name__)


class Aside(Generic[T]):
    """One call; `result` is what it gave, None when it failed or is not over."""

    def __init__(self, call: Callable[[], T]) -> None:
        self._call = call
        self._done = threading.Event()
        self.result: T | None = None

    def start(self) -> Aside[T]:
        """Begins."""
        threading.Thread(target=self._work, name="lecture", daemon=True).start()
        return self

    def wait(self, seconds: float) -> bool:
        """Waits for the end, so long at most; whether it came."""
        return self._done.wait(seconds)

    def _work(self) -> None:
        try:
            self.result = self._call()
        except Exception:  # the answer on screen stands; the log says why
            log.exception("Lecture par le modèle impossible")
        finally:
            self._done.set()
