"""The index: rebuilt when it must be, never otherwise, whole whatever happens."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from advisor.errors import DataError, IndexUnusable
from advisor.retrieval.dense import DenseIndex
from advisor.retrieval.lexical import LexicalIndex
from advisor.retrieval.store import Store
from advisor.settings import ROOT
from ingest import build as build_of
from ingest.verify import index_faults
from tests.ingest.conftest import Tiny, prose


def folders(tiny: Tiny) -> list[str]:
    return sorted(path.name for path in tiny.settings().index.iterdir() if path.is_dir())


def opened(tiny: Tiny) -> Store:
    """The index in use, everything in it read."""
    store = Store.current(tiny.settings().index)
    refs = [document.ref for document in store.documents]
    assert index_faults(store) == []
    assert LexicalIndex.open(store.folder / "lexical").size == len(refs)
    DenseIndex.open(store.folder / "chroma", "", store.manifest.fingerprint, refs)
    return store


def touch_notes(tiny: Tiny, subject: str) -> None:
    (tiny.library / "notes.md").write_text("# Notes\n\n" + "\n".join(prose(subject)), encoding="utf-8")


def test_an_index_holds_pages_passages_articles_and_fiches(tiny: Tiny) -> None:
    store = tiny.build()
    assert {report.state for report in store.reports} == {"indexé"}
    assert {document.kind for document in store.documents} == {"passage", "article", "fiche", "obligation"}
    assert store.articles.keys() == {("Code des essais", "L1")}
    assert store.passages_on("rapport", "2")[0].section == ("Accueil",)
    opened(tiny)


def test_an_unchanged_corpus_is_not_rebuilt(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    first = tiny.build().folder
    before = (first.stat().st_ino, (first / "manifest.json").stat().st_mtime_ns)
    monkeypatch.setattr(build_of, "read_corpus", lambda *_: pytest.fail("relu"))
    again = tiny.build().folder
    assert again == first
    assert before == (again.stat().st_ino, (again / "manifest.json").stat().st_mtime_ns)


def edit_knowledge(tiny: Tiny) -> None:
    path = tiny.corpus / "knowledge" / "freins" / "accessibilite.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "\n# relu\n", encoding="utf-8")


def add_source(tiny: Tiny) -> None:
    rows = yaml.safe_load((tiny.corpus / "sources.yaml").read_text(encoding="utf-8"))
    rows.append({**rows[0], "id": "autre", "files": ["autre.pdf"]})
    (tiny.corpus / "sources.yaml").write_text(yaml.safe_dump(rows), encoding="utf-8")


@pytest.mark.parametrize(
    "change",
    [
        lambda tiny: touch_notes(tiny, "autre sujet"),
        lambda tiny: (tiny.library / "notes.md").unlink(),
        edit_knowledge,
        add_source,
    ],
)
def test_a_change_of_what_it_is_made_of_rebuilds(tiny: Tiny, change: Callable[[Tiny], object]) -> None:
    first = tiny.build().manifest.fingerprint
    change(tiny)
    assert tiny.build().manifest.fingerprint != first


def edit_manifest(store: Store, **fields: object) -> None:
    path = store.folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | fields), encoding="utf-8")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda store: edit_manifest(store, format=1),
        lambda store: edit_manifest(store, unknown="field"),
        lambda store: edit_manifest(store, fingerprint="0000"),
        lambda store: (store.folder / "manifest.json").write_text("{", encoding="utf-8"),
        lambda store: (store.folder / "pages.json").unlink(),
        lambda store: (store.folder / "documents.json").write_text("[]", encoding="utf-8"),
        lambda store: (store.folder / "chroma" / "chroma.sqlite3").unlink(),
    ],
)
def test_an_index_of_another_version_or_damaged_is_rebuilt(tiny: Tiny, spoil: Callable[[Store], object]) -> None:
    first = tiny.build()
    spoil(first)
    again = tiny.build()
    assert again.folder != first.folder
    opened(tiny)


@pytest.mark.parametrize("library", ["chromadb", "scikit-learn"])
def test_an_index_made_by_another_version_of_a_library_is_rebuilt(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    first = tiny.build().folder
    version = build_of.metadata.version
    monkeypatch.setattr(build_of.metadata, "version", lambda name: "0" if name == library else version(name))
    assert tiny.build().folder != first


def test_the_index_before_the_last_stays_for_those_who_read_it_and_older_ones_go(tiny: Tiny) -> None:
    made = []
    for subject in ("un", "deux", "trois"):
        touch_notes(tiny, subject)
        made.append(tiny.build().folder.name)
    assert folders(tiny) == sorted(made[1:])


def test_a_failure_leaves_the_index_in_use_and_nothing_beside(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    first = tiny.build().folder.name
    touch_notes(tiny, "autre")
    with monkeypatch.context() as patch:
        patch.setattr(build_of, "_write_models", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            tiny.build()
    assert folders(tiny) == [first]
    assert opened(tiny).folder.name == first


def test_what_killed_ingests_left_is_removed_even_when_nothing_is_rebuilt(tiny: Tiny) -> None:
    first = tiny.build().folder
    (first.parent / "abcd-left").mkdir()
    (first.parent / "abcd-left" / "pages.json").write_text("[", encoding="utf-8")
    (first.parent / ".current.99999").write_text("abcd-left", encoding="utf-8")
    tiny.build()
    assert folders(tiny) == [first.name]
    assert not (first.parent / ".current.99999").exists()


def test_an_index_finished_but_never_put_in_place_is_put_in_place(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    first = tiny.build()
    (first.folder.parent / "current").unlink()
    monkeypatch.setattr(build_of, "read_corpus", lambda *_: pytest.fail("relu"))
    assert tiny.build().folder == first.folder


MOMENTS = ("pages.json", "lexical", "chroma/chroma.sqlite3", "manifest.json")


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_kill_leaves_a_usable_index_and_the_next_ingest_succeeds(tiny: Tiny, moment: str) -> None:
    old = tiny.build().manifest.fingerprint
    touch_notes(tiny, "après")
    index = tiny.settings().index
    known = set(folders(tiny))
    running = started()
    try:
        wait_for(lambda: any((path / moment).exists() for path in new_folders(index, known)), running)
    finally:
        os.kill(running.pid, signal.SIGKILL)
        running.wait()
    store = opened(tiny)
    assert moment == "manifest.json" or store.manifest.fingerprint == old
    assert store.manifest.fingerprint == old or "après" in "".join(page.text for page in store.pages.values())
    assert tiny.build().manifest.fingerprint != old
    assert len(folders(tiny)) <= 2
    opened(tiny)


def started() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "ingest", "--quiet"],
        cwd=ROOT,
        env=dict(os.environ),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def new_folders(index: Path, known: set[str]) -> list[Path]:
    return [path for path in index.iterdir() if path.is_dir() and path.name not in known]


def wait_for(seen: Callable[[], bool], running: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 30
    while not seen() and running.poll() is None:
        if time.monotonic() > end:
            pytest.fail("l'ingest n'est pas allé jusque là")
        time.sleep(0.0005)


def test_a_second_ingest_waits_for_the_first_and_says_so(tiny: Tiny) -> None:
    index = tiny.settings().index
    index.mkdir(parents=True)
    told: list[str] = []
    with (index / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        thread = threading.Thread(target=lambda: build_here(tiny, told))
        thread.start()
        while not told and thread.is_alive():
            time.sleep(0.005)
        assert "attente" in told[0]
        assert not (index / "current").exists()
        fcntl.flock(lock, fcntl.LOCK_UN)
    thread.join()
    opened(tiny)


def build_here(tiny: Tiny, told: list[str]) -> None:
    from advisor.knowledge import loader

    settings = tiny.settings()
    build_of.build(tiny.located(), loader.load(settings.knowledge), settings, lambda what, _: told.append(what))


def test_a_folder_that_cannot_be_written_is_said_plainly(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    in_the_way = tiny.root / "fichier"
    in_the_way.write_text("x", encoding="utf-8")
    monkeypatch.setenv("ADVISOR_DATA", str(in_the_way / "var"))
    with pytest.raises(IndexUnusable, match="ne peut pas être écrit dans"):
        tiny.build()


def test_a_full_disk_is_said_plainly(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(build_of, "write_rows", full)
    with pytest.raises(IndexUnusable, match="disque est plein"):
        tiny.build()
    assert folders(tiny) == []


def test_missing_training_texts_are_said_plainly(tiny: Tiny) -> None:
    (tiny.corpus / "training" / "projets.yaml").unlink()
    with pytest.raises(DataError, match=r"projets\.yaml"):
        tiny.build()
