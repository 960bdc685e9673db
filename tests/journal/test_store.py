"""What is written is read back, in order and once; what is purged is gone and the chain holds."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, make_url, text

from advisor.domain.record import Draft
from advisor.errors import JournalUnusable
from advisor.journal import tables
from advisor.journal.chain import FIRST
from advisor.journal.queue import Filters
from advisor.journal.store import BATCH, Journal
from tests.journal.drafts import answer, feedback, verdict

PERSON = "Zébulon Quarantaine"


def test_an_entry_reads_back_as_it_was_written(journal: Journal) -> None:
    body = {"message": "œuvre « é » 😀 \x00 \u2028", "n": 1.5, "list": [1, None, True], "empty": {}}
    written = journal.append(Draft(kind="error", body=body, conversation="c", author="Lectrice"))
    assert journal.entry(1) == written
    assert written.body == body
    assert (written.number, written.previous, written.author, written.conversation) == (1, FIRST, "Lectrice", "c")
    assert journal.head() == (1, written.seal)
    assert journal.entry(2) is None


def test_an_empty_journal_has_a_head_and_holds(journal: Journal) -> None:
    assert journal.head() == (0, FIRST)
    assert journal.verify().holds
    assert journal.page(Filters()) == []


def test_entries_are_read_by_kind_by_what_they_are_about_by_conversation_and_from_a_number(journal: Journal) -> None:
    journal.extend([answer(conversation="a"), answer(conversation="b"), feedback(1, True), feedback(2, True)])
    journal.extend([verdict(1, "A", "juste"), answer(conversation="a")])

    def numbers(**given: object) -> list[int]:
        return [entry.number for entry in journal.entries(**given)]  # type: ignore[arg-type]

    assert numbers() == [1, 2, 3, 4, 5, 6]
    assert numbers(kinds=("feedback", "verdict")) == [3, 4, 5]
    assert numbers(about=1) == [3, 5]
    assert numbers(conversation="a") == [1, 6]
    assert numbers(after=3, limit=2) == [4, 5]


def test_more_entries_than_are_read_at_once_come_all_and_in_order(journal: Journal) -> None:
    journal.extend([Draft(kind="error", body={"n": number}) for number in range(2 * BATCH + 1)])
    assert [entry.number for entry in journal.entries()] == list(range(1, 2 * BATCH + 2))
    assert len(list(journal.entries(limit=BATCH + 1))) == BATCH + 1
    assert journal.verify().entries == 2 * BATCH + 1


def test_entries_written_together_are_written_all_or_none(journal: Journal) -> None:
    with pytest.raises(ValueError, match="plus ancienne"):
        journal.extend([answer(), feedback(9, True)])
    with pytest.raises(ValueError, match="infini"):
        journal.append(Draft(kind="error", body={"n": float("inf")}))
    assert journal.head() == (0, FIRST)
    assert journal.count(Filters()) == 0


def test_moments_never_go_back_even_when_the_clock_does(url: str) -> None:
    given = iter(["2026-11-22T10:00:00+00:00", "2026-11-22T09:00:00+00:00", "2026-11-22T12:00:00+02:00"])
    journal = Journal.open(url, clock=lambda: dt.datetime.fromisoformat(next(given)))
    moments = [journal.append(answer()).moment for _ in range(3)]
    assert moments == ["2026-11-22T10:00:00.000000+00:00"] * 3
    journal.close()


def test_a_purge_removes_content_everywhere_and_the_chain_still_holds(journal: Journal) -> None:
    journal.extend([answer(f"{PERSON} {number} ?", conversation="c") for number in range(3)])
    journal.extend([verdict(1, "A", "faux"), verdict(2, "A", "juste")])
    written = journal.purge([1, 4, 1, 77], "demande de la personne", before="2026-01-01", author="Délégué")
    assert written is not None
    assert (written.kind, written.author) == ("purge", "Délégué")
    assert written.body == {"numbers": [1, 4], "reason": "demande de la personne", "before": "2026-01-01"}
    purged = journal.entry(1)
    assert purged is not None
    assert (purged.body, purged.salt) == (None, None)
    report = journal.verify()
    assert (report.holds, report.purged) == (True, 2)
    assert journal.drift() == 0
    [line] = journal.page(Filters(numbers=(1,)))
    assert (line.purged, line.question, line.headline, line.sources, line.status) == (True, "", "", (), "unread")
    assert journal.count(Filters(words="zebulon")) == 2
    assert journal.purge([1, 4, 6], "encore") is None


def test_what_was_purged_is_no_longer_in_the_files_of_the_database(tmp_path: Path) -> None:
    journal = Journal.open(f"sqlite:///{tmp_path / 'journal.db'}")
    journal.extend([answer(f"{PERSON} ?"), answer("Une autre ?")])
    journal.purge([1], "essai")
    kept = b"".join(file.read_bytes() for file in tmp_path.glob("journal.db*"))
    for trace in ("Zébulon", "zebulon", "Quarantaine", "quarantaine"):
        assert trace.encode() not in kept
    assert b"Une autre" in kept
    journal.close()


def test_the_queue_drawn_again_is_the_same(journal: Journal) -> None:
    journal.extend([answer(sources=("a", "b")), answer("Autre ?"), Draft(kind="error", body={"message": "x"})])
    journal.extend([feedback(1, False), verdict(1, "A", "juste"), verdict(1, "B", "faux")])
    journal.purge([2], "essai")
    everything = Filters(kinds=("", "recommendation", "error"))
    before = journal.page(everything)
    journal.draw_again()
    assert journal.page(everything) == before
    assert journal.drift() == 0


def test_a_queue_drawn_by_another_version_is_drawn_again_on_opening(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = Journal.open(url)
    journal.append(answer())
    journal.close()
    engine = create_engine(_driven(url))
    with engine.begin() as connection:
        connection.execute(text("UPDATE state SET value = '0' WHERE name = 'projection'"))
        connection.execute(text("UPDATE answers SET headline = 'ancien'"))
    engine.dispose()
    again = Journal.open(url)
    assert [row.headline for row in again.page(Filters())] == ["Degré conseillé : consulter."]
    again.close()


def test_the_migrations_make_the_tables_the_code_describes(journal: Journal, url: str) -> None:
    engine = create_engine(_driven(url))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": _ours})
        assert compare_metadata(context, tables.metadata) == []
    engine.dispose()


def test_a_journal_of_a_later_version_is_refused(url: str) -> None:
    Journal.open(url).close()
    engine = create_engine(_driven(url))
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(JournalUnusable, match="plus récente"):
        Journal.open(url)


@pytest.mark.parametrize("address", ["sqlite://", "sqlite:///:memory:", "mysql://a@b/c", "n'importe quoi", ""])
def test_an_address_that_keeps_nothing_or_is_not_known_is_refused(address: str) -> None:
    with pytest.raises(JournalUnusable, match="ADVISOR_JOURNAL") as refused:
        Journal.open(address)
    assert "sqlite:///" in refused.value.remedy


def test_a_password_is_never_said() -> None:
    with pytest.raises(JournalUnusable) as refused:
        Journal.open("postgresql://compte:motdepasse@/base?host=/nulle/part")
    assert "motdepasse" not in str(refused.value)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "occupé").write_text("un fichier")
    with pytest.raises(JournalUnusable, match="dossier"):
        Journal.open(f"sqlite:///{tmp_path / 'occupé' / 'journal.db'}")


def test_a_file_that_is_not_a_journal_is_told(tmp_path: Path) -> None:
    (tmp_path / "journal.db").write_text("ceci n'est pas une base de données, mais un texte assez long" * 30)
    with pytest.raises(JournalUnusable, match="not a database"):
        Journal.open(f"sqlite:///{tmp_path / 'journal.db'}")


def test_a_disk_that_is_full_loses_nothing_written_before(tmp_path: Path) -> None:
    journal = Journal.open(f"sqlite:///{tmp_path / 'journal.db'}")
    written = [journal.append(answer(statements=40)) for _ in range(3)]
    source = (
        "import resource, signal, sys; from advisor.journal.store import Journal; "
        "from advisor.errors import JournalUnusable; from tests.journal.drafts import answer\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); journal = Journal.open(sys.argv[1])\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (262144, 262144))\n"
        "try:\n    [journal.append(answer(statements=400)) for _ in range(50)]\n"
        "except JournalUnusable as error:\n    print(error.message)\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", source, f"sqlite:///{tmp_path / 'journal.db'}"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert "ne répond pas" in done.stdout, done.stderr
    assert [journal.entry(entry.number) for entry in written] == written
    assert journal.verify().holds
    assert journal.append(answer()).number == journal.verify().entries
    journal.close()


def _driven(url: str) -> str:
    parsed = make_url(url)
    driven = parsed if parsed.drivername == "sqlite" else parsed.set(drivername="postgresql+psycopg")
    return driven.render_as_string(hide_password=False)


def _ours(_object: object, name: str | None, kind: str, *_: object) -> bool:
    return kind != "table" or not (name or "").startswith(("answer_words", "sqlite_", "alembic_"))
