"""From the message to the file of the journal: no personal data is written, and what is past its time leaves."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from advisor import wiring
from advisor.errors import QuestionRefused
from advisor.evaluation.masking import labelled
from advisor.journal.retention import Keeping
from advisor.journal.store import Journal
from advisor.recording import Recorder
from advisor.service import Advisor
from advisor.settings import ROOT, Settings

TEXTS = [case for case in labelled(ROOT / "tests" / "evaluation") if case.places]
MESSAGE = "Mme Lefebvre (06 39 98 01 02) veut qu'on refasse l'accueil avec les habitants, rien n'est arrêté."


class Clock:
    now = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def journal(tmp_path: Path, clock: Clock) -> Iterator[Journal]:
    kept = Journal.open(f"sqlite:///{tmp_path}/journal.db", clock)
    yield kept
    kept.close()


@pytest.fixture
def recorder(advisor_small: Advisor, small_settings: Settings, journal: Journal, clock: Clock) -> Recorder:
    masker = wiring.masker(small_settings, advisor_small)
    return Recorder(advisor_small, journal, masker, keeping=Keeping(journal, 30, clock))


def written(tmp_path: Path) -> bytes:
    return b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.name.startswith("journal.db"))


def test_the_user_reads_their_own_words_and_the_journal_holds_none(
    recorder: Recorder, journal: Journal, tmp_path: Path
) -> None:
    recorded = recorder.ask(MESSAGE, thread="c")
    assert recorded.answer.question == MESSAGE
    assert recorded.receipt.recorded
    entry = journal.entry(recorded.receipt.number)
    assert entry is not None
    assert entry.body is not None
    assert entry.body["message"] == MESSAGE.replace("Lefebvre", "[personne 1]").replace(
        "06 39 98 01 02", "[téléphone 1]"
    )
    assert entry.body["masked"] == 2
    assert b"Lefebvre" not in written(tmp_path)
    assert b"06 39 98" not in written(tmp_path)


def test_feedback_and_errors_are_masked_too(recorder: Recorder, tmp_path: Path) -> None:
    number = recorder.ask("Qui siège au CVS ?", thread="c").receipt.number
    recorder.feedback(number, False, "incomplet", "demandez à Mme Lefebvre, lefebvre@exemple.fr", thread="c")
    with pytest.raises(QuestionRefused):
        recorder.ask("Mme Lefebvre demande. " * 1000, thread="c")
    assert b"efebvre" not in written(tmp_path)


def test_no_personal_data_of_the_labelled_texts_reaches_the_file(recorder: Recorder, tmp_path: Path) -> None:
    for case in TEXTS[::4]:
        recorder.ask(case.text)
    kept = written(tmp_path).decode(errors="replace")
    told = [case.text[start:end] for case in TEXTS[::4] for start, end, kind in case.places if kind != "personne"]
    assert len(told) >= 15
    assert [words for words in told if words in kept] == []


def test_what_the_journal_says_of_each_message_holds_no_name(recorder: Recorder, journal: Journal) -> None:
    for case in TEXTS[1::6]:
        number = recorder.ask(case.text).receipt.number
        entry = journal.entry(number)
        assert entry is not None
        assert entry.body is not None
        answer = entry.body["answer"]
        said = json.dumps(
            [entry.body["message"], answer["question"], answer["headline"], answer["profile"]], ensure_ascii=False
        )
        assert [case.text[start:end] for start, end, _ in case.places if case.text[start:end] in said] == [], case.id


def test_what_is_past_its_time_leaves_while_the_assistant_serves(
    recorder: Recorder, journal: Journal, clock: Clock
) -> None:
    recorder.ask("Qui siège au CVS ?")
    clock.now += dt.timedelta(days=31)
    recorded = recorder.ask("Et au conseil de quartier ?")
    assert recorded.receipt.recorded
    assert not recorded.receipt.notice
    assert [(entry.kind, entry.body is None) for entry in journal.entries()] == [
        ("answer", True),
        ("answer", False),
        ("purge", False),
    ]
    assert journal.verify().holds
