"""Reads something slow in a thread of its own, so that whoever waits for it is never held beyond a deadline."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


class Late(Exception):
    """Nothing came in time: `first` when not even a first item did."""

    def __init__(self, first: bool) -> None:
        super().__init__("late")
        self.first = first


@dataclass(frozen=True)
class Call:
    """One reading under way: when it must be over, and whether it was given up (`clock` gives the hour, in seconds)."""

    end: float
    silence: float
    given_up: threading.Event = field(default_factory=threading.Event)
    clock: Callable[[], float] = time.monotonic

    def left(self) -> float:
        """Seconds left, 0 at least."""
        return max(0.0, self.end - self.clock())

    @property
    def over(self) -> bool:
        """Whether nobody waits any more."""
        return self.given_up.is_set() or self.left() <= 0.0


@dataclass(frozen=True)
class _Item(Generic[T]):
    value: T


@dataclass(frozen=True)
class _End:
    error: BaseException | None = None


def bounded(call: Call, read: Callable[[], Iterator[T]]) -> Iterator[T]:
    """What `read` gives, item by item, as it comes.

    Raises Late when an item is longer to come than the silence allowed, or when the call's end has passed; what
    `read` raises is raised here. The thread is told to give up as soon as nobody listens: see `Call.over`.
    """
    held: queue.SimpleQueue[_Item[T] | _End] = queue.SimpleQueue()
    threading.Thread(target=_work, args=(call, read, held), name="modele", daemon=True).start()
    first = True
    try:
        while True:
            try:
                got = held.get(timeout=min(call.silence, call.left()))
            except queue.Empty:
                raise Late(first) from None
            if isinstance(got, _End):
                if got.error is not None:
                    raise got.error
                return
            first = False
            yield got.value
    finally:
        call.given_up.set()


def _work(call: Call, read: Callable[[], Iterator[T]], held: queue.SimpleQueue[_Item[T] | _End]) -> None:
    try:
        for value in read():
            if call.over:
                break
            held.put(_Item(value))
        held.put(_End())
    except BaseException as error:  # it is for whoever waits, in another thread
        held.put(_End(error))
