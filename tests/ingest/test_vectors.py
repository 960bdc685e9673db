"""The vectors kept by text: what is encoded again, what is not, and what a kill or a damaged file costs."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from advisor.retrieval.ports import Vectors
from ingest import vectors as vectors_of
from ingest.vectors import FOLDER, MODELS, VectorCache
from tests.ingest.conftest import Tiny


class Counting:
    """Encodes a text as its length and first letters; remembers what it was given."""

    def __init__(self, shift: float = 0.0, fails_after: int = 10**6) -> None:
        self.seen: list[str] = []
        self.shift = shift
        self.fails_after = fails_after

    def __call__(self, texts: Sequence[str], told: Callable[[int], None]) -> Vectors:
        if len(self.seen) >= self.fails_after:
            raise KeyboardInterrupt
        self.seen += texts
        told(len(texts))
        rows = np.array([[len(text) + self.shift, ord(text[0]), 1.0] for text in texts], dtype=np.float32)
        unit: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit


def made(folder: Path, texts: Sequence[str], encode: Counting, model: str = "un", chunk: int = 64) -> Vectors:
    return VectorCache(folder, [model], 3, chunk).vectors(texts, encode, lambda _done, _total: None)


TEXTS = ["avis", "guichet", "accueil", "guichet"]


def test_only_what_is_new_is_encoded_and_the_vectors_are_the_same(tmp_path: Path) -> None:
    first, second = Counting(), Counting()
    before = made(tmp_path, TEXTS, first)
    assert first.seen == ["guichet", "accueil", "avis"]
    after = made(tmp_path, [*TEXTS, "neuf"], second)
    assert second.seen == ["avis", "neuf"]  # the first one known is encoded again, to know the model by
    assert np.array_equal(before, after[:4])
    assert np.array_equal(after, made(tmp_path / "sans", [*TEXTS, "neuf"], Counting()))


def test_progress_counts_what_has_to_be_encoded(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    VectorCache(tmp_path, ["un"], 3, 2).vectors(TEXTS, Counting(), lambda *said: told.append(said))
    assert told == [(2, 3), (3, 3)]


def test_a_killed_encoding_takes_up_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors_of, "EVERY", 0.0)
    with pytest.raises(KeyboardInterrupt):
        made(tmp_path, TEXTS, Counting(fails_after=2), chunk=1)
    again = Counting()
    found = made(tmp_path, TEXTS, again)
    assert again.seen == ["guichet", "avis"]
    assert np.array_equal(found, Counting()(TEXTS, lambda _done: None))


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 puis plus rien", None])
def test_a_damaged_file_is_made_again(tmp_path: Path, damage: bytes | None) -> None:
    made(tmp_path, TEXTS, Counting())
    (path,) = (tmp_path / FOLDER).glob("*.npz")
    if damage is None:
        np.savez(path, hashes=np.zeros((1, 32), np.uint8), vectors=np.zeros((1, 7), np.float32))
    else:
        path.write_bytes(damage)
    again = Counting()
    made(tmp_path, TEXTS, again)
    assert again.seen == ["guichet", "accueil", "avis"]


def test_vectors_that_the_model_no_longer_gives_are_made_again(tmp_path: Path) -> None:
    made(tmp_path, TEXTS, Counting())
    other = Counting(shift=500.0)
    found = made(tmp_path, TEXTS, other)
    assert other.seen == ["avis", "guichet", "accueil", "avis"]
    assert np.array_equal(found, other(TEXTS, lambda _done: None))


def test_two_models_never_share_vectors_and_the_oldest_is_swept(tmp_path: Path) -> None:
    for model in ("un", "deux", "trois"):
        each = Counting()
        made(tmp_path, TEXTS, each, model)
        assert len(each.seen) == 3
    assert len(list((tmp_path / FOLDER).iterdir())) == MODELS
    last = Counting()
    made(tmp_path, TEXTS, last, "deux")
    assert last.seen == ["avis"]


def test_what_is_kept_stays_bounded(tmp_path: Path) -> None:
    counter = itertools.count()
    for _ in range(6):
        made(tmp_path, [f"texte {next(counter)}" for _ in range(4)], Counting())
    (path,) = (tmp_path / FOLDER).glob("*.npz")
    with np.load(path) as file:
        assert len(file["hashes"]) == 8


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("un fichier à la place du dossier", encoding="utf-8")
    assert made(tmp_path, TEXTS, Counting()).shape == (4, 3)


def test_one_changed_fiche_does_not_encode_everything_again(
    tiny: Tiny, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from advisor.knowledge import loader
    from ingest import build as build_of

    monkeypatch.setenv("ADVISOR_ENCODER", str(model))
    first = tiny.build()
    path = tiny.corpus / "knowledge" / "freins" / "accessibilite.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("title: ", "title: Autrement, ", 1), encoding="utf-8")
    read, steps = tiny.settings(), []
    second = build_of.build(tiny.located(), loader.load(read.knowledge), read, lambda what, _: steps.append(what))
    changed = {document.indexed() for document in second.documents} - {item.indexed() for item in first.documents}
    assert 1 <= len(changed) < len(second.documents) / 4
    assert [what for what in steps if "encodés" in what][-1].endswith(
        f"{len(changed)} textes encodés sur {len(changed)}"
    )
