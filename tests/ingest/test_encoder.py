"""A sentence-transformers model in place of the embedded encoder; what happens when it is not there."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from advisor import wiring
from advisor.errors import EncoderUnavailable, IndexUnusable
from advisor.knowledge import loader
from advisor.retrieval.dense import DenseIndex, EmbeddedEncoder, SentenceTransformerEncoder, encoder_for
from ingest import build as build_of
from tests.ingest.conftest import Tiny

WORDS = ["les", "habitants", "du", "canton", "donnent", "leur", "avis", "sur", "accueil", "guichet", "choix", "phrase"]


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of 16 dimensions with weights drawn once: a real one in everything but its size."""
    pytest.importorskip("sentence_transformers")
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer import modules
    from transformers import BertConfig, BertModel, BertTokenizerFast

    folder = tmp_path_factory.mktemp("model")
    bare = folder / "bert"
    bare.mkdir()
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS, *"abcdefghijklmnopqrstuvwxyz"]
    (bare / "vocab.txt").write_text("\n".join(vocabulary), encoding="utf-8")
    torch.manual_seed(0)
    sizes = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 32}
    BertModel(BertConfig(vocab_size=len(vocabulary), max_position_embeddings=64, **sizes)).save_pretrained(bare)
    BertTokenizerFast(str(bare / "vocab.txt")).save_pretrained(bare)
    words = modules.Transformer(str(bare), max_seq_length=64)
    SentenceTransformer(modules=[words, modules.Pooling(16)]).save(str(folder / "whole"))
    return folder / "whole"


def test_a_model_is_loaded_from_its_folder_and_gives_unit_vectors(model: Path) -> None:
    encoder = encoder_for(str(model), "")
    vectors = encoder.encode(["les habitants donnent leur avis", "le guichet", ""])
    assert isinstance(encoder, SentenceTransformerEncoder)
    assert encoder.dimension == 16
    assert vectors.shape == (3, 16)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)


def test_an_index_is_made_and_searched_with_a_model(tiny: Tiny, model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADVISOR_ENCODER", str(model))
    store = tiny.build()
    assert (store.manifest.encoder, store.manifest.dimension) == (str(model), 16)
    refs = [document.ref for document in store.documents]
    dense = DenseIndex.open(store.folder / "chroma", "", store.manifest.fingerprint, refs)
    said = store.documents[0]
    vector = encoder_for(str(model), "").encode([f"{said.title} {said.section} {said.body} {said.asked}"])[0]
    assert int(dense.scores(vector, 5).argmax()) == 0
    advisor = wiring.build(tiny.settings())
    assert not advisor.parts.notices
    assert advisor.parts.retriever.search("avis des habitants sur le guichet")


def test_another_encoder_makes_another_index(tiny: Tiny, model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = tiny.build()
    monkeypatch.setenv("ADVISOR_ENCODER", str(model))
    assert tiny.build().manifest.fingerprint != first.manifest.fingerprint


def test_another_model_in_the_same_folder_makes_another_index(
    tiny: Tiny, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tiny.root / "modele"
    shutil.copytree(model, folder)
    monkeypatch.setenv("ADVISOR_ENCODER", str(folder))
    first = build_of.fingerprint(tiny.located(), loader.load(tiny.settings().knowledge), tiny.settings())
    (folder / "model.safetensors").write_bytes(b"autres poids")
    again = build_of.fingerprint(tiny.located(), loader.load(tiny.settings().knowledge), tiny.settings())
    assert first != again


def test_a_model_that_is_not_there_is_said_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("sentence_transformers")
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(EncoderUnavailable) as caught:
        encoder_for("organisation/modele-absent", "")
    assert "organisation/modele-absent" in caught.value.message
    assert "ADVISOR_ENCODER=embedded" in caught.value.remedy


def test_ingest_without_its_model_ends_with_1_and_what_to_do(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("sentence_transformers")
    monkeypatch.setenv("ADVISOR_ENCODER", str(tiny.root / "absent"))
    done = tiny.run()
    assert done.exit_code == 1
    assert "ADVISOR_ENCODER=embedded" in done.output
    assert "Traceback" not in done.output


def test_a_model_gone_since_the_ingest_leaves_words_alone_with_a_notice(
    tiny: Tiny, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = tiny.root / "modele"
    moved.symlink_to(model)
    monkeypatch.setenv("ADVISOR_ENCODER", str(moved))
    tiny.build()
    moved.unlink()
    advisor = wiring.build(tiny.settings())
    assert len(advisor.parts.notices) == 1
    assert "mots seuls" in advisor.parts.notices[0]
    assert advisor.parts.retriever.search("avis des habitants sur le guichet")


def test_counting_once_gives_the_same_vectors_as_twice() -> None:
    texts = ["Les usager·e·s donnent leur avis.", "", "L'accueil à Vif, l'accueil !"]
    twice = EmbeddedEncoder().fit(texts)
    assert np.array_equal(EmbeddedEncoder().fit_encode(texts), twice.encode(texts))


def test_a_server_that_does_not_answer_is_said_plainly(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(*_: object) -> None:
        raise ValueError("Could not connect to a Chroma server.")

    monkeypatch.setattr("advisor.retrieval.dense._client", silent)
    monkeypatch.setenv("ADVISOR_CHROMA", "http://127.0.0.1:9")
    with pytest.raises(IndexUnusable, match=r"serveur Chroma http://127\.0\.0\.1:9"):
        tiny.build()


def test_part_of_a_collection_left_by_a_killed_ingest_is_written_over(tiny: Tiny, tmp_path: Path) -> None:
    vectors = np.eye(3, 16, dtype=np.float32)
    DenseIndex.build(tmp_path / "chroma", "", "nom", ["a", "b"], vectors[::-1][:2])
    index = DenseIndex.build(tmp_path / "chroma", "", "nom", ["a", "b", "c"], vectors)
    assert [int(index.scores(vector, 1).argmax()) for vector in vectors] == [0, 1, 2]
    assert build_of.up_to_date(tiny.settings(), "nom") is None
