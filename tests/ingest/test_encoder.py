"""A sentence-transformers model in place of the embedded encoder; what happens when it is not there."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

from advisor import wiring
from advisor.errors import EncoderUnavailable, IndexUnusable
from advisor.knowledge import loader
from advisor.models import encoder_files, loaded
from advisor.retrieval.dense import DenseIndex, EmbeddedEncoder, SentenceTransformerEncoder
from advisor.retrieval.model_files import AS_THE_MODEL_SAYS, MEMORY, Prompts, find
from advisor.retrieval.store import Store
from ingest import build as build_of
from ingest import encode
from tests.ingest import tiny_models
from tests.ingest.conftest import Tiny

QUESTION = "avis des habitants sur le guichet"


def opened(folder: Path, prompts: Prompts = AS_THE_MODEL_SAYS, batch: int = 32) -> SentenceTransformerEncoder:
    return SentenceTransformerEncoder(find(str(folder), "", "personne"), prompts, batch)


def copied(model: Path, tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of a model that a test may break, set as the encoder."""
    folder = tiny.root / "modele"
    shutil.copytree(model, folder)
    monkeypatch.setenv("ADVISOR_ENCODER", str(folder))
    return folder


def test_a_model_is_loaded_from_its_folder_and_gives_unit_vectors(model: Path) -> None:
    encoder = opened(model)
    vectors = encoder.encode(["les habitants donnent leur avis", "le guichet", ""])
    assert encoder.dimension == 16
    assert vectors.shape == (3, 16)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)


def test_an_index_is_made_and_searched_with_a_model(tiny: Tiny, model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADVISOR_ENCODER", str(model))
    store = tiny.build()
    assert (store.manifest.encoder, store.manifest.dimension) == (str(model), 16)
    assert store.manifest.model == find(str(model), "", "personne").digest
    refs = [document.ref for document in store.documents]
    dense = DenseIndex.open(store.folder / "chroma", "", store.manifest.fingerprint, refs)
    said = store.documents[0]
    vector = opened(model).encode([said.indexed()])[0]
    assert int(dense.scores(vector, 5).argmax()) == 0
    advisor = wiring.build(tiny.settings())
    assert not advisor.notices
    assert advisor.parts.retriever.search(QUESTION)


def test_another_encoder_makes_another_index(tiny: Tiny, model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = tiny.build()
    monkeypatch.setenv("ADVISOR_ENCODER", str(model))
    assert tiny.build().manifest.fingerprint != first.manifest.fingerprint


def test_another_model_in_the_same_folder_makes_another_index(
    tiny: Tiny, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = copied(model, tiny, monkeypatch)
    first = build_of.fingerprint(tiny.located(), loader.load(tiny.settings().knowledge), tiny.settings())
    (folder / "model.safetensors").write_bytes(b"autres poids")
    again = build_of.fingerprint(tiny.located(), loader.load(tiny.settings().knowledge), tiny.settings())
    assert first != again


def test_the_same_model_copied_again_or_its_page_changed_makes_no_other_index(
    tiny: Tiny, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = copied(model, tiny, monkeypatch)
    first = find(str(folder), "", "personne", tiny.root).digest
    shutil.rmtree(folder)
    shutil.copytree(model, folder, copy_function=shutil.copyfile)
    (folder / "README.md").write_text("Une autre page.", encoding="utf-8")
    assert find(str(folder), "", "personne", tiny.root).digest == first
    assert len((tiny.root / MEMORY).read_text(encoding="utf-8").split(",")) == 2


def test_the_hash_of_a_model_is_remembered_and_read_again_when_its_memory_is_damaged(
    model: Path, tmp_path: Path
) -> None:
    first = find(str(model), "", "personne", tmp_path).digest
    remembered = tmp_path / MEMORY
    remembered.write_text(remembered.read_text(encoding="utf-8").replace(first, "deja-su"), encoding="utf-8")
    assert find(str(model), "", "personne", tmp_path).digest == "deja-su"
    remembered.write_text("{", encoding="utf-8")
    assert find(str(model), "", "personne", tmp_path).digest == first


def test_texts_are_encoded_by_batches_and_the_progress_is_told(model: Path) -> None:
    texts = ["le guichet " * length for length in (1, 5, 3, 2, 4)]
    told: list[int] = []
    few = opened(model, batch=2).encode(texts, told.append)
    assert told == [2, 4, 5]
    assert np.allclose(few, opened(model).encode(texts), atol=1e-5)


def test_the_progress_of_an_ingest_counts_the_texts(tiny: Tiny, model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADVISOR_ENCODER", str(model))
    monkeypatch.setenv("ADVISOR_ENCODER_BATCH", "4")
    steps: list[tuple[str, float]] = []
    read = tiny.settings()
    store = build_of.build(tiny.located(), loader.load(read.knowledge), read, lambda *said: steps.append(said))
    encoded = [what for what, _ in steps if "encodés" in what]
    total = len({document.indexed() for document in store.documents})
    assert encoded[0] == f"Index dense : 4 textes encodés sur {total}"
    assert encoded[-1] == f"Index dense : {total} textes encodés sur {total}"
    shares = [share for what, share in steps if "encodés" in what]
    assert shares == sorted(shares)
    assert encode.BEGUN < shares[0] <= shares[-1] == pytest.approx(encode.DONE)


def test_the_prompts_of_a_model_are_put_before_questions_and_passages(tmp_path: Path, model: Path) -> None:
    prompted = opened(tiny_models.bi_encoder(tmp_path, {"query": "query ", "passage": "passage "}))
    plain = opened(model)  # same weights, no prompt
    assert prompted.prompts == Prompts("query ", "passage ")
    assert np.allclose(prompted.encode(["le guichet"]), plain.encode(["passage le guichet"]), atol=1e-5)
    assert np.allclose(prompted.encode_query("le guichet"), plain.encode(["query le guichet"])[0], atol=1e-5)
    assert not np.allclose(prompted.encode(["le guichet"])[0], prompted.encode_query("le guichet"), atol=1e-3)


def test_prefixes_that_are_set_replace_those_of_the_model(
    tiny: Tiny, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADVISOR_ENCODER", str(model))
    first = tiny.build()
    monkeypatch.setenv("ADVISOR_ENCODER_PASSAGE_PREFIX", "passage ")
    with pytest.raises(IndexUnusable, match="autre encodeur"):
        wiring.build(tiny.settings())
    second = tiny.build()
    assert second.manifest.model != first.manifest.model
    encoder = loaded(tiny.settings(), encoder_files(tiny.settings()))
    assert np.allclose(encoder.encode(["le guichet"]), opened(model).encode(["passage le guichet"]), atol=1e-5)
    assert not wiring.build(tiny.settings()).notices


@pytest.mark.parametrize(
    ("name", "own", "expected"),
    [
        ("intfloat/multilingual-e5-small", {"query": "", "document": ""}, Prompts("query: ", "passage: ")),
        ("/modeles/e5-base", {}, Prompts("query: ", "passage: ")),
        ("intfloat/multilingual-e5-small", {"query": "q: "}, Prompts("q: ", "")),
        ("intfloat/multilingual-e5-large-instruct", {}, Prompts()),
        ("Snowflake/snowflake-arctic-embed-l-v2.0", {"query": "query: "}, Prompts("query: ", "")),
        ("autre/modele5-e", {"query": "", "document": ""}, Prompts()),
    ],
)
def test_the_prefixes_of_a_family_that_does_not_say_them_are_known(
    name: str, own: dict[str, str | None], expected: Prompts
) -> None:
    assert Prompts().over(name, own) == expected
    assert Prompts("mien ").over(name, own).query == "mien "


def test_an_index_of_another_model_is_said_and_not_opened(
    tiny: Tiny, model: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ADVISOR_ENCODER", str(model))
    tiny.build()
    other = tiny_models.bi_encoder(tmp_path / "autre", seed=1)
    monkeypatch.setenv("ADVISOR_ENCODER", str(other))
    with pytest.raises(IndexUnusable) as caught:
        wiring.build(tiny.settings())
    assert str(model) in caught.value.message
    assert str(other) in caught.value.message
    assert tiny.build().manifest.encoder == str(other)
    assert not wiring.build(tiny.settings()).notices


def test_other_weights_in_the_folder_of_the_index_are_seen_when_it_is_opened(
    tiny: Tiny, model: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = copied(model, tiny, monkeypatch)
    tiny.build()
    other = tiny_models.bi_encoder(tmp_path / "autre", seed=1)
    shutil.copy(other / "model.safetensors", folder / "model.safetensors")
    with pytest.raises(IndexUnusable, match="autre encodeur"):
        wiring.build(tiny.settings())


def test_an_index_of_a_model_is_not_opened_by_the_embedded_encoder(
    tiny: Tiny, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADVISOR_ENCODER", str(model))
    tiny.build()
    monkeypatch.delenv("ADVISOR_ENCODER")
    with pytest.raises(IndexUnusable, match="embedded"):
        wiring.build(tiny.settings())


def test_weights_missing_from_a_folder_leave_words_alone_with_a_notice(
    tiny: Tiny, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Transformers draws at random the weights it does not find: twice the same files, two models."""
    from safetensors.numpy import load_file, save_file

    folder = copied(model, tiny, monkeypatch)
    weights = load_file(folder / "model.safetensors")
    kept = {name: value for name, value in weights.items() if "attention" not in name and "embeddings" not in name}
    save_file(kept, folder / "model.safetensors", metadata={"format": "pt"})
    tiny.build()
    advisor = wiring.build(tiny.settings())
    assert "ne redonne pas les vecteurs" in advisor.notices[0]
    assert advisor.ask(QUESTION).engine.encoder == "aucun"
    assert advisor.parts.retriever.search(QUESTION)


@pytest.mark.parametrize("broken", ["model.safetensors", "config.json", "tokenizer.json", "modules.json"])
def test_a_folder_that_is_there_but_broken_is_said_plainly(
    tiny: Tiny, model: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    folder = copied(model, tiny, monkeypatch)
    (folder / broken).write_bytes((folder / broken).read_bytes()[:20])
    done = tiny.run()
    assert done.exit_code == 1
    assert "ne peut pas être chargé" in done.output
    assert "ADVISOR_ENCODER=embedded" in done.output
    assert "Traceback" not in done.output
    with pytest.raises(IndexUnusable):
        Store.current(tiny.settings().index)


def test_weights_that_give_no_numbers_are_said_plainly(
    tiny: Tiny, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from safetensors.numpy import load_file, save_file

    folder = copied(model, tiny, monkeypatch)
    weights = load_file(folder / "model.safetensors")
    spoiled = {name: np.full_like(value, np.nan) for name, value in weights.items()}
    save_file(spoiled, folder / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(EncoderUnavailable, match="ne donne pas de nombres"):
        tiny.build()


def test_a_model_that_fails_on_a_text_is_said_plainly(model: Path) -> None:
    encoder = opened(model)
    encoder._model[0].max_seq_length = 512  # more tokens than the model has places for: torch raises
    with pytest.raises(EncoderUnavailable, match="a échoué") as caught:
        encoder.encode(["le guichet " * 200])
    assert "ADVISOR_ENCODER_BATCH" in caught.value.remedy


def test_a_model_that_fails_on_a_question_leaves_words_alone_with_a_notice(
    tiny: Tiny, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADVISOR_ENCODER", str(model))
    tiny.build()
    advisor = wiring.build(tiny.settings())
    advisor.parts.retriever._encoder._model[0].max_seq_length = 512
    hits = advisor.parts.retriever.search(f"{QUESTION} " * 60)
    assert hits
    assert {hit.stages["dense"] for hit in hits} == {0.0}
    (notice,) = advisor.notices
    assert "mots seuls" in notice


def test_a_cross_encoder_is_refused_as_an_encoder(
    tiny: Tiny, cross_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADVISOR_ENCODER", str(cross_model))
    with pytest.raises(EncoderUnavailable, match="ADVISOR_RERANKER") as caught:
        tiny.build()
    assert "cross-encodeur" in caught.value.message


def test_the_service_makes_its_index_without_the_model_that_is_not_there_and_says_so(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADVISOR_ENCODER", str(tiny.root / "absent"))
    advisor = wiring.ready(tiny.settings())
    assert "L'index a été fait sans le modèle" in advisor.notices[0]
    assert advisor.ask(QUESTION).engine.encoder.startswith("embedded")


def test_without_the_libraries_the_remedy_is_said(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(EncoderUnavailable, match="make models"):
        opened(model)


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
    assert len(advisor.notices) == 1
    assert "mots seuls" in advisor.notices[0]
    assert "ADVISOR_ENCODER=embedded" in advisor.notices[0]
    assert advisor.parts.retriever.search(QUESTION)


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
