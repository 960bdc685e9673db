"""Versions kept: every content once, nothing altered unseen, nothing needed ever removed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.audit import check_bundle, merkle
from advisor.audit.versions import Versions
from advisor.errors import VersionUnusable

PARTS = {
    "corpus": {"knowledge/a.yaml": b"un", "knowledge/b.yaml": b"deux", "copie.yaml": b"un"},
    "index": {"pages.json": b"[]"},
}


@pytest.fixture
def versions(tmp_path: Path) -> Versions:
    return Versions(tmp_path / "versions")


@given(st.dictionaries(st.text(min_size=1, max_size=8), st.binary(max_size=8), min_size=1, max_size=40), st.data())
def test_any_leaf_climbs_to_the_root_by_its_own_path_alone(contents: dict[str, bytes], data: st.DataObject) -> None:
    leaves = merkle.leaves({name: value.hex() for name, value in contents.items()})
    rank = data.draw(st.integers(0, len(leaves) - 1))
    path = [bytes.fromhex(step) for step in merkle.path(leaves, rank)]
    climbed = check_bundle.climbed
    assert climbed(leaves[rank], rank, len(leaves), path).hex() == merkle.root(leaves)
    for other in range(len(leaves)):
        if other != rank:
            assert climbed(leaves[other], other, len(leaves), path).hex() != merkle.root(leaves)
    assert climbed(leaves[rank], rank, len(leaves), [*path, b"\0" * 32]).hex() != merkle.root(leaves)
    assert climbed(leaves[rank], rank + len(leaves), len(leaves), path) == b""


def test_the_tree_is_that_of_the_standard() -> None:
    """The roots of the test vectors of RFC 6962's reference implementation, whose leaves are raw data."""
    import hashlib

    data = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    leaves = [hashlib.sha256(b"\0" + bytes.fromhex(item)).digest() for item in data]
    assert merkle.root(leaves[:1]) == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert merkle.root(leaves[:3]) == "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"
    assert merkle.root(leaves) == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    assert merkle.root([]) == merkle.EMPTY


def test_what_is_kept_comes_back_as_it_was(versions: Versions, tmp_path: Path) -> None:
    identifier = versions.keep(PARTS, {"software": "1"})
    assert versions.version(identifier)["software"] == "1"
    versions.unpack(identifier, "corpus", tmp_path / "ouvert")
    assert (tmp_path / "ouvert" / "knowledge" / "b.yaml").read_bytes() == b"deux"
    assert versions.named(identifier, "index", "pages.json") == b"[]"
    assert list(versions.faults(identifier)) == []


def test_the_same_content_is_the_same_version_and_is_written_once(versions: Versions) -> None:
    first = versions.keep(PARTS, {"software": "1"})
    written = sorted(path for path in versions.folder.rglob("*") if path.is_file())
    assert versions.keep(PARTS, {"software": "1"}) == first
    assert sorted(path for path in versions.folder.rglob("*") if path.is_file()) == written
    assert len(list(versions.folder.glob("contents/*/*"))) == 3, "« un » n'est gardé qu'une fois"
    other = versions.keep({**PARTS, "index": {"pages.json": b"[1]"}}, {"software": "1"})
    assert other != first
    assert len(list(versions.folder.glob("contents/*/*"))) == 4


def test_a_content_listed_by_its_hash_alone_is_proved_and_not_kept(versions: Versions) -> None:
    identifier = versions.keep({"passages": {"p1": "a" * 64}}, {})
    leaf = versions.leaf(identifier, "passages", "p1")
    assert leaf is not None
    assert leaf.digest == "a" * 64
    assert versions.leaf(identifier, "passages", "p2") is None
    assert list(versions.faults(identifier)) == []


@pytest.mark.parametrize("what", ["version", "tree", "content"])
@pytest.mark.parametrize("how", ["altered", "lost"])
def test_whatever_is_altered_or_lost_is_found(versions: Versions, tmp_path: Path, what: str, how: str) -> None:
    identifier = versions.keep(PARTS, {"software": "1"})
    held = {
        "version": versions.folder / f"{identifier}.json",
        "tree": next(iter(sorted(versions.folder.glob("trees/*.json")))),
        "content": next(iter(sorted(versions.folder.glob("contents/*/*")))),
    }[what]
    if how == "lost":
        held.unlink()
    else:
        data = bytearray(held.read_bytes())
        data[len(data) // 2] ^= 1
        held.write_bytes(bytes(data))
    assert list(versions.faults(identifier))
    with pytest.raises(VersionUnusable):
        _unpack_all(versions, identifier, tmp_path / "ouvert")


def _unpack_all(versions: Versions, identifier: str, folder: Path) -> None:
    for part in PARTS:
        versions.unpack(identifier, part, folder / part)


def test_a_name_that_leaves_its_folder_is_refused(versions: Versions, tmp_path: Path) -> None:
    identifier = versions.keep({"corpus": {"../../dehors.yaml": b"x"}}, {})
    with pytest.raises(VersionUnusable, match="altéré"):
        versions.unpack(identifier, "corpus", tmp_path / "ouvert")
    assert not (tmp_path.parent / "dehors.yaml").exists()


@pytest.mark.parametrize("identifier", ["", "0" * 64, "../../etc/passwd", "z" * 64])
def test_a_version_that_is_not_kept_is_said(versions: Versions, identifier: str) -> None:
    with pytest.raises(VersionUnusable, match="conservée"):
        versions.version(identifier)


def test_pruning_removes_what_nothing_needs_and_nothing_else(versions: Versions) -> None:
    old = versions.keep({**PARTS, "index": {"pages.json": b"[0]"}}, {"software": "1"})
    kept = versions.keep(PARTS, {"software": "2"})
    assert versions.prune({kept}) == 1
    assert versions.ids() == [kept]
    assert list(versions.faults(kept)) == []
    assert len(list(versions.folder.glob("contents/*/*"))) == 3
    with pytest.raises(VersionUnusable):
        versions.version(old)


def test_pruning_removes_nothing_when_a_version_to_keep_is_damaged(versions: Versions) -> None:
    kept = versions.keep(PARTS, {"software": "2"})
    versions.keep({"index": {"pages.json": b"[0]"}}, {"software": "1"})
    shutil.rmtree(versions.folder / "trees")
    before = sorted(versions.folder.rglob("*"))
    with pytest.raises(VersionUnusable):
        versions.prune({kept})
    assert sorted(versions.folder.rglob("*")) == before


def test_a_key_leads_to_a_version_only_as_long_as_it_is_kept(versions: Versions) -> None:
    identifier = versions.keep(PARTS, {})
    key = "f" * 64
    assert versions.known(key) == ""
    versions.learn(key, identifier)
    assert versions.known(key) == identifier
    (versions.folder / f"{identifier}.json").unlink()
    assert versions.known(key) == ""
