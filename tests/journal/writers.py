"""Writers that append to one journal until they are killed: run as a command, in a process of its own.

python tests/journal/writers.py URL FOLDER WRITERS KILLS SEED

Each writer notes in a file of its own, in FOLDER, every entry the journal acknowledged, and nothing before. The parent
kills one at random moments (SIGKILL) and starts another in its place.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from advisor.domain.record import Draft
from advisor.errors import JournalUnusable
from advisor.journal.store import Journal
from tests.journal.drafts import answer

LONGEST_WAIT = 0.05
"""Seconds at most between an entry acknowledged and the next kill."""


def main(url: str, folder: Path, writers: int, kills: int, seed: int) -> None:
    """Starts the writers, kills as many as asked, then the rest."""
    chance = random.Random(seed)  # noqa: S311 -- moments to kill at, not a secret
    alive = [_start(url, folder, seed, index) for index in range(writers)]
    _wait_until(lambda: sum(1 for file in folder.glob("*.acks") if file.stat().st_size) == writers)
    for index in range(writers, writers + kills):
        before = _acknowledged(folder)
        _wait_until(lambda before=before: _acknowledged(folder) > before)  # type: ignore[misc]
        time.sleep(chance.uniform(0, LONGEST_WAIT))
        _kill(alive.pop(chance.randrange(len(alive))))
        alive.append(_start(url, folder, seed, index))
    for victim in alive:
        _kill(victim)


def _acknowledged(folder: Path) -> int:
    """How much was acknowledged so far, in bytes of notes."""
    return sum(file.stat().st_size for file in folder.glob("*.acks"))


def _wait_until(condition: Callable[[], bool]) -> None:
    """Waits as long as a slow machine needs: what is tried is what happens, never how fast."""
    until = time.monotonic() + 120
    while not condition():
        if time.monotonic() > until:
            raise TimeoutError("the writers write no more")
        time.sleep(0.002)


def _kill(victim: int) -> None:
    os.kill(victim, signal.SIGKILL)
    _, status = os.waitpid(victim, 0)
    if not os.WIFSIGNALED(status):
        raise RuntimeError(f"writer {victim} ended by itself: {status}")


def _start(url: str, folder: Path, seed: int, index: int) -> int:
    child = os.fork()
    if child:
        return child
    try:
        _write(url, folder / f"{index}.acks", random.Random(seed * 1000 + index))  # noqa: S311
    finally:
        os._exit(1)


def _write(url: str, file: Path, chance: random.Random) -> None:
    """Appends answers, feedback and now and then a purge, until killed."""
    notes = os.open(file, os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    journal = Journal.open(url)
    mine: list[int] = []
    while True:
        try:
            entry = journal.purge([mine.pop()], "essai") if mine and chance.random() < 0.03 else None
            if entry is None:
                entry = journal.append(_draft(mine, chance))
        except JournalUnusable as error:  # its turn did not come in time: nothing was acknowledged
            if "locked" not in str(error):
                raise
            continue
        if entry.kind == "answer":
            mine.append(entry.number)
        os.write(notes, f"{entry.number}:{entry.seal}\n".encode())


def _draft(mine: list[int], chance: random.Random) -> Draft:
    if mine and chance.random() < 0.3:
        said = {"helpful": chance.random() < 0.5, "reason": "", "text": "é" * chance.randrange(50), "statement": ""}
        return Draft(kind="feedback", body=said, about=chance.choice(mine))
    return answer(f"Question {chance.random()} ?", statements=chance.randrange(12))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), *(int(argument) for argument in sys.argv[3:6]))
