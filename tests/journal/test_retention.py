"""What is past its time, or asked to be erased, leaves the journal; the chain still holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from advisor import settings
from advisor.domain.record import Draft, Entry, EntryKind
from advisor.errors import SettingInvalid
from advisor.journal import retention
from advisor.journal.queue import Filters
from advisor.journal.store import Journal

START = dt.datetime(2026, 1, 1, 8, tzinfo=dt.UTC)
WORD = "zorglub"


class Clock:
    """A clock set by hand."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> dt.datetime:
        return self.now

    def wait(self, days: float) -> None:
        self.now += dt.timedelta(days=days)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def journal(url: str, clock: Clock) -> Iterator[Journal]:
    kept = Journal.open(url, clock)
    yield kept
    kept.close()


def wrote(journal: Journal, kind: EntryKind = "answer", about: int = 0, conversation: str = "", said: str = "") -> int:
    body = {"message": f"{WORD} {said}", "answer": {"question": f"{WORD} {said}", "headline": f"titre {WORD}"}}
    return journal.append(Draft(kind=kind, body=body, about=about, conversation=conversation)).number


def emptied(entry: Entry | None) -> list[int]:
    assert entry is not None
    assert entry.kind == "purge"
    assert entry.body is not None
    return list(entry.body["numbers"])


def test_what_is_older_than_the_days_kept_is_emptied_and_the_chain_holds(journal: Journal, clock: Clock) -> None:
    old = [wrote(journal, said=str(number)) for number in range(3)]
    clock.wait(20)
    young = wrote(journal)
    clock.wait(10.5)
    purge = retention.purge_past(journal, 30, clock.now)
    assert emptied(purge) == old
    assert all(entry.body is None for number in old if (entry := journal.entry(number)))
    kept = journal.entry(young)
    assert kept is not None
    assert kept.body is not None
    report = journal.verify()
    assert report.holds
    assert report.purged == 3
    assert purge is not None
    assert purge.body == {
        "numbers": old,
        "reason": "durée de conservation dépassée (30 jours)",
        "before": "2026-01-01T20:00:00.000000+00:00",
    }


def test_nothing_is_emptied_twice_nor_when_everything_is_kept(journal: Journal, clock: Clock) -> None:
    wrote(journal)
    clock.wait(40)
    assert retention.purge_past(journal, 0, clock.now) is None
    assert retention.purge_past(journal, 30, clock.now) is not None
    assert retention.purge_past(journal, 30, clock.now) is None
    assert journal.head()[0] == 2


def test_what_speaks_of_an_emptied_entry_is_emptied_with_it(journal: Journal, clock: Clock) -> None:
    answer, other = wrote(journal), wrote(journal)
    clock.wait(29)
    verdict = wrote(journal, "verdict", about=answer)
    answered = wrote(journal, "resolution", about=verdict)
    apart = wrote(journal, "verdict", about=wrote(journal))
    clock.wait(2)
    assert emptied(retention.purge_past(journal, 30, clock.now)) == [answer, other, verdict, answered]
    kept = journal.entry(apart)
    assert kept is not None
    assert kept.body is not None
    assert journal.verify().holds


def test_a_conversation_is_erased_with_what_was_said_of_it_and_nothing_else(journal: Journal) -> None:
    mine = [wrote(journal, conversation="aaa"), wrote(journal, conversation="aaa")]
    theirs = wrote(journal, conversation="bbb")
    mine.append(wrote(journal, "feedback", about=mine[0], conversation="aaa"))
    mine.append(wrote(journal, "verdict", about=mine[1]))
    purge = retention.erase(journal, "aaa", "demande de la personne")
    assert emptied(purge) == mine
    assert journal.page(Filters(words=WORD))[0].number == theirs
    assert journal.count(Filters(words=WORD)) == 1
    assert retention.erase(journal, "aaa") is None
    assert retention.erase(journal, "") is None
    assert journal.verify().holds


def test_nothing_of_what_was_removed_is_left_in_the_files(tmp_path: Path) -> None:
    journal = Journal.open(f"sqlite:///{tmp_path}/journal.db")
    for number in range(30):
        wrote(journal, conversation="aaa", said="x" * 300 * number)
    retention.erase(journal, "aaa")
    left = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    journal.close()
    assert WORD.encode() not in left


def test_the_keeping_works_at_most_once_a_day(journal: Journal, clock: Clock) -> None:
    keeping = retention.Keeping(journal, 1, clock)
    wrote(journal)
    assert keeping.apply() is None
    clock.wait(1.5)
    assert emptied(keeping.apply()) == [1]
    wrote(journal)
    clock.wait(0.9)
    assert keeping.apply() is None
    clock.wait(0.9)
    assert emptied(keeping.apply()) == [3]
    assert retention.Keeping(journal, 0, clock).apply() is None


@given(st.lists(st.sampled_from(["write", "about", "wait", "purge", "erase"]), max_size=14))
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
def test_any_sequence_of_writes_and_purges_leaves_a_chain_that_holds(
    tmp_path_factory: pytest.TempPathFactory, steps: list[str]
) -> None:
    clock = Clock()
    journal = Journal.open(f"sqlite:///{tmp_path_factory.mktemp('any')}/journal.db", clock)
    seals: dict[int, str] = {}
    for step in steps:
        if step == "write":
            wrote(journal, conversation=f"c{journal.head()[0] % 2}")
        elif step == "about":
            wrote(journal, "feedback", about=journal.head()[0])
        elif step == "wait":
            clock.wait(20)
        elif step == "purge":
            retention.purge_past(journal, 30, clock.now)
        else:
            retention.erase(journal, "c0")
        seals[journal.head()[0]] = journal.head()[1]
    report = journal.verify({number: seal for number, seal in seals.items() if number})
    journal.close()
    assert report.holds, report.broken


def test_the_days_kept_are_a_setting_and_zero_keeps_everything() -> None:
    assert settings.read({}).journal_days == settings.JOURNAL_DAYS
    assert settings.read({"ADVISOR_JOURNAL_DAYS": "0"}).journal_days == 0
    assert settings.read({"ADVISOR_JOURNAL_DAYS": "400"}).journal_days == 400
    with pytest.raises(SettingInvalid, match=r"ADVISOR_JOURNAL_DAYS.*positif, ou 0"):
        settings.read({"ADVISOR_JOURNAL_DAYS": "-3"})
