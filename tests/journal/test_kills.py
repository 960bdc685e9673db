"""What the journal acknowledged is never lost, whoever dies while writing."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from advisor.journal.queue import Filters
from advisor.journal.store import Journal
from advisor.settings import ROOT
from tests.journal.drafts import answer, feedback

SEED = 8


@pytest.mark.parametrize(("writers", "kills"), [(20, 100), (2, 40)])
def test_kills_at_random_moments_lose_nothing_acknowledged_and_leave_a_chain_that_holds(
    url: str, tmp_path: Path, writers: int, kills: int
) -> None:
    # With two writers, one dies in the middle of its transaction half of the time.
    noted = tmp_path / "acks"
    noted.mkdir()
    Journal.open(url).close()
    command = [sys.executable, "-m", "tests.journal.writers", url, str(noted), *map(str, (writers, kills, SEED))]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")])}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-2000:]

    acknowledged = [line.split(":") for file in noted.glob("*.acks") for line in file.read_text().splitlines()]
    seals = {int(number): seal for number, seal in acknowledged}
    journal = Journal.open(url)
    entries = {entry.number: entry for entry in journal.entries()}
    assert len(seals) == len(acknowledged)  # no number was given twice
    assert len(seals) >= writers + kills
    assert {number: entries[number].seal for number in seals} == seals
    # Killed between the commit and its acknowledgement, a writer leaves at most one more entry.
    assert len(entries) - len(seals) <= writers + kills
    report = journal.verify(seals)
    assert report.broken is None
    assert report.entries == len(entries)
    assert report.purged == sum(entry.body is None for entry in entries.values())
    assert journal.drift() == 0
    journal.close()


def test_threads_that_write_at_once_make_one_chain(journal: Journal) -> None:
    journal.append(answer())
    drafts = [answer(f"Question {number}") if number % 2 else feedback(1, True) for number in range(60)]
    with ThreadPoolExecutor(12) as pool:
        written = list(pool.map(journal.append, drafts))
    assert sorted(entry.number for entry in written) == list(range(2, 62))
    assert journal.verify().holds
    assert journal.drift() == 0


def test_processes_that_open_a_new_journal_at_once_make_it_together(url: str) -> None:
    source = (
        "import sys; from advisor.journal.store import Journal; from tests.journal.drafts import answer; "
        "Journal.open(sys.argv[1]).append(answer())"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")])}
    several = [
        subprocess.Popen([sys.executable, "-c", source, url], cwd=ROOT, env=environment, stderr=subprocess.PIPE)
        for _ in range(6)
    ]
    failures = [process.communicate(timeout=120)[1].decode() for process in several]
    assert failures == [""] * 6
    journal = Journal.open(url)
    assert journal.verify().entries == 6
    assert journal.count(Filters()) == 6
    journal.close()
