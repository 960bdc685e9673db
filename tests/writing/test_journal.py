"""What a model wrote goes to the journal whole, once, whatever happens; a replay keeps it and asks no model."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from advisor.audit.replay import Own, replayed
from advisor.audit.stored import read
from advisor.domain.answer import Answer
from advisor.domain.prose import EMBEDDED_PEN
from advisor.journal.store import Journal
from advisor.privacy.masking import Masker
from advisor.recording import Recorder
from advisor.service import Advisor
from tests.model import server as serving
from tests.model.server import Server
from tests.writing import pens
from tests.writing.conftest import ASKED, Making

PERSONAL = "Je m'appelle Camille Durand, 06 12 34 56 78. EHPAD : conseil de la vie sociale obligatoire ?"


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    opened = Journal.open(f"sqlite:///{tmp_path / 'journal.db'}")
    yield opened
    opened.close()


@pytest.fixture
def recorder(advisor_small: Advisor, journal: Journal, writer: Making, server: Server) -> Recorder:
    server.script = pens.honest
    return Recorder(advisor_small, journal, Masker(), writer=writer())


def body(journal: Journal, number: int) -> dict[str, Any]:
    entry = journal.entry(number)
    assert entry is not None
    return dict(entry.body or {})


def test_the_whole_answer_is_journalled_with_what_was_withheld_and_what_it_cost(
    recorder: Recorder, journal: Journal, server: Server
) -> None:
    lie = "Selon l'article L999-1, tout est permis [s1]."
    server.script = lambda asked: f"{lie} {pens.honest(asked)}"
    told = recorder.ask(ASKED[3])
    kept = body(journal, told.receipt.number)["answer"]
    assert told.receipt.recorded
    assert kept["engine"]["model"] == kept["prose"]["pen"] == "openai:essai-7b"
    assert kept["engine"]["prompt"] == "redacteur@1"
    assert kept["prose"]["withheld"][0]["reason"].startswith("article absent")
    assert kept["prose"]["spent"]["tokens_out"] > 0
    assert len(kept["prose"]["sentences"]) == len(told.answer.prose.sentences if told.answer.prose else ())
    stored = read(journal.entry(told.receipt.number))  # type: ignore[arg-type]
    assert stored is not None
    assert stored.answer == told.answer


def test_the_answer_is_there_at_once_and_recorded_once_phrased(
    recorder: Recorder, journal: Journal, server: Server, advisor_small: Advisor
) -> None:
    server.does(serving.slow(0.6, "Rien."))
    advisor_small.ask(ASKED[0])
    begun = time.perf_counter()
    told = recorder.ask(ASKED[0], pen="apart")
    assert time.perf_counter() - begun < 0.55
    assert told.answer.recommendation
    assert told.writing
    assert not told.receipt.recorded
    assert told.writing.wait(5)
    settled = told.writing.settled()
    assert settled.receipt.number == 1
    assert settled.answer.prose
    assert settled.answer.prose.pen == EMBEDDED_PEN
    assert journal.entry(2) is None


def test_who_cannot_wait_settles_and_what_was_verified_is_recorded(
    recorder: Recorder, journal: Journal, server: Server
) -> None:
    server.pause = 0.02
    told = recorder.ask(ASKED[0], pen="apart")
    assert told.writing
    end = time.monotonic() + 5
    while len(told.writing.sentences) < 2 and time.monotonic() < end:
        time.sleep(0.01)
    settled = told.writing.settled()
    prose = settled.answer.prose
    assert prose
    assert len(prose.sentences) >= 2
    assert "interrompue" in prose.notice
    time.sleep(0.3)
    assert journal.entry(2) is None
    assert body(journal, 1)["answer"]["prose"]["notice"] == prose.notice


def test_many_threads_settle_one_record(recorder: Recorder, journal: Journal) -> None:
    told = recorder.ask(ASKED[0], pen="apart")
    assert told.writing
    threads = [threading.Thread(target=told.writing.settled) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert journal.entry(1)
    assert journal.entry(2) is None


def test_what_breaks_in_the_writer_leaves_the_answer_recorded(
    recorder: Recorder, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> Answer:
        raise RuntimeError("essai")

    assert recorder.writer
    monkeypatch.setattr(recorder.writer, "written", broken)
    told = recorder.ask(ASKED[0])
    assert told.receipt.recorded
    assert told.answer.prose
    assert "RuntimeError" in told.answer.prose.notice
    assert told.answer.recommendation


def test_no_personal_datum_leaves_and_the_user_reads_their_own_words(recorder: Recorder, server: Server) -> None:
    told = recorder.ask(PERSONAL)
    assert server.chats()
    assert all("Durand" not in asked.raw and "06 12 34" not in asked.raw for asked in server.chats())
    assert told.answer.question == PERSONAL


def test_the_embedded_pen_asks_nobody(recorder: Recorder, server: Server) -> None:
    assert recorder.ask(ASKED[0], pen="embarquée").answer.prose is None
    assert server.chats() == []


def test_a_replay_keeps_what_was_written_and_asks_no_model(
    recorder: Recorder, journal: Journal, server: Server, advisor_small: Advisor
) -> None:
    told = recorder.ask(ASKED[3])
    asked = len(server.chats())
    entry = journal.entry(told.receipt.number)
    assert entry
    found = replayed(entry, "siennes", Own(advisor_small))
    assert found.same, found.differences
    assert found.after
    assert found.after["prose"] == body(journal, 1)["answer"]["prose"]
    assert len(server.chats()) == asked
