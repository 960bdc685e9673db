"""The parsed base is kept by content: the same content gives the same base, another never an older one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from advisor.errors import DataError
from advisor.knowledge import cache, loader
from advisor.knowledge.loader import Knowledge
from advisor.settings import ROOT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small base: the pitfalls and facts of ours."""
    for name in ("freins", "faits"):
        shutil.copytree(ROOT / "corpus" / "knowledge" / name, tmp_path / "fiches" / name)
    return tmp_path / "fiches"


def _kept(runtime: Path) -> list[Path]:
    return sorted((runtime / cache.FOLDER).glob("*"))


def test_the_whole_base_comes_back_the_same(knowledge: Knowledge, tmp_path: Path) -> None:
    folders = [ROOT / "corpus" / "knowledge"]
    first, again = cache.loaded(folders, tmp_path), cache.loaded(folders, tmp_path)
    assert first.fiches == again.fiches == knowledge.fiches
    assert (again.facts, again.files, again.fingerprint) == (knowledge.facts, knowledge.files, knowledge.fingerprint)
    assert list(again.fiches) == list(knowledge.fiches)


def test_a_second_start_parses_nothing(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.loaded([folder], tmp_path)
    monkeypatch.setattr(loader, "load", lambda _folders: pytest.fail("parsed again"))
    assert len(cache.loaded([folder], tmp_path).fiches) > 30


def test_a_changed_fiche_is_read_again_and_the_older_reading_removed(folder: Path, tmp_path: Path) -> None:
    before = cache.loaded([folder], tmp_path)
    path = folder / "freins" / "credibilite.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("review: {", "note: changée\nreview: {"), encoding="utf-8")
    after = cache.loaded([folder], tmp_path)
    assert after.fingerprint != before.fingerprint
    assert after.fiches["frein.credibilite"].note == "changée"
    assert len(_kept(tmp_path)) == 1


@pytest.mark.parametrize("content", [b"", b"{}", b"not json\n[]", b"{}\n" + b"[]\n" * 3])
def test_a_damaged_cache_is_made_again(folder: Path, tmp_path: Path, content: bytes) -> None:
    expected = cache.loaded([folder], tmp_path)
    (path,) = _kept(tmp_path)
    path.write_bytes(content)
    assert cache.loaded([folder], tmp_path).fiches == expected.fiches
    assert path.read_bytes() != content


def test_a_folder_that_cannot_be_written_still_gives_the_base(folder: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder", encoding="utf-8")
    assert cache.loaded([folder], blocked).fiches


def test_a_bad_fiche_is_refused_whatever_was_kept(folder: Path, tmp_path: Path) -> None:
    cache.loaded([folder], tmp_path)
    (folder / "freins" / "credibilite.yaml").write_text("id: [", encoding="utf-8")
    with pytest.raises(DataError):
        cache.loaded([folder], tmp_path)
