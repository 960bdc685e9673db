"""A cross-encoder made on the spot, saved and reloaded: what it changes in the order, and what happens without it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from advisor import wiring
from advisor.cli import main
from advisor.retrieval import reranker as reranking
from advisor.retrieval.model_files import find
from advisor.retrieval.reranker import FIRST, Reranker, fused, scaled
from advisor.service import Advisor
from tests.ingest import tiny_models
from tests.ingest.conftest import Tiny

QUESTION = "les habitants donnent leur avis sur le choix"
LIKED = tiny_models.LIKED


def opened(folder: Path) -> Reranker:
    return Reranker(find(str(folder), "", reranking.ORGANISATION))


def order(advisor: Advisor) -> list[tuple[str, str]]:
    return [(found.passage_id, found.fiche) for found in advisor.search(QUESTION, 100).passages]


@pytest.fixture
def plain(tiny: Tiny) -> Advisor:
    """The service on an index, without a reranker."""
    tiny.build()
    return wiring.build(tiny.settings())


@pytest.fixture
def ranked(plain: Advisor, tiny: Tiny, cross_model: Path, monkeypatch: pytest.MonkeyPatch) -> Advisor:
    """The service on the same index, with the reranker; nothing loaded yet."""
    assert plain.notices == ()
    monkeypatch.setenv("ADVISOR_RERANKER", str(cross_model))
    return wiring.build(tiny.settings())


def test_a_model_saved_and_reloaded_scores_pairs_by_what_they_say(cross_model: Path) -> None:
    found = opened(cross_model).scores("avis des habitants", ["les notes du canton", f"accueil {LIKED}", "le choix"])
    assert found is not None
    assert found[1] > 0.9 > 0.1 > max(found[0], found[2])
    assert found == opened(cross_model).scores(
        "avis des habitants", ["les notes du canton", f"accueil {LIKED}", "le choix"]
    )


@pytest.mark.parametrize("first", [6, FIRST])
def test_the_first_places_are_reordered_by_both_scores_and_the_others_stay(
    plain: Advisor, ranked: Advisor, first: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("advisor.finding.FIRST", first)
    before, after = plain.parts.finder.places(QUESTION), ranked.parts.finder.places(QUESTION)
    assert 6 < len(before) < FIRST
    assert {place.ref for place in before[:first]} == {place.ref for place in after[:first]}
    assert [place.ref for place in before[first:]] == [place.ref for place in after[first:]]
    assert [place.log_odds for place in before] == [place.log_odds for place in after]
    assert [place.ref for place in before[:first]] != [place.ref for place in after[:first]]
    texts = {place.ref: ranked.parts.finder._whole(place.ref) for place in after}
    ranks = {place.ref: rank for rank, place in enumerate(before)}
    liked = [place for place in after[:first] if LIKED in texts[place.ref]]
    assert liked
    assert min(place.reranked or 0.0 for place in liked) > 0.5
    risen = sum(ranks[place.ref] - rank for rank, place in enumerate(after[:first]) if LIKED in texts[place.ref])
    assert risen > 0


def test_a_search_shows_what_the_reranker_gave_and_scores_still_go_down(
    plain: Advisor, ranked: Advisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("advisor.finding.FIRST", 6)
    found = ranked.search(QUESTION, 100).passages
    assert [item.score for item in found] == sorted((item.score for item in found), reverse=True)
    assert all("reranked" in item.stages for item in found[:6])
    assert all("reranked" not in item.stages for item in (*found[6:], *plain.search(QUESTION, 100).passages))


def test_two_services_give_the_same_order(ranked: Advisor, tiny: Tiny) -> None:
    assert order(ranked) == order(ranked) == order(wiring.build(tiny.settings()))


def test_the_reranker_is_loaded_only_on_first_use_and_named_in_the_answer(
    ranked: Advisor, tiny: Tiny, cross_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    load = reranking._loaded
    monkeypatch.setattr(reranking, "_loaded", lambda files: calls.append(files.name) or load(files))
    ranked = wiring.build(tiny.settings())
    assert calls == []
    assert ranked.ask("quels articles du Code des essais ?").engine.encoder.endswith(f"{cross_model}@" + digest(ranked))
    ranked.search(QUESTION)
    ranked.search(QUESTION)
    ranked.search("une autre question sur les notes")
    assert calls == [str(cross_model)]


def digest(advisor: Advisor) -> str:
    assert advisor.parts.finder.reranker is not None
    return advisor.parts.finder.reranker.name.rsplit("@", 1)[1]


def test_questions_asked_at_once_are_all_answered(ranked: Advisor) -> None:
    questions = [f"avis des habitants sur {word}" for word in ("guichet", "accueil", "notes", "choix")] * 2
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda text: [item.passage_id for item in ranked.search(text).passages], questions))
    assert found[:4] == found[4:]
    assert ranked.notices == ()


def left_plain(advisor: Advisor, expected: list[tuple[str, str]], said: str) -> None:
    assert order(advisor) == expected
    assert len(advisor.notices) == 1
    for words in (said, "L'ordre des passages est celui de la recherche.", "ADVISOR_RERANKER"):
        assert words in advisor.notices[0]
    assert "+" not in advisor.ask(QUESTION).engine.encoder


@pytest.mark.parametrize("name", ["absent", "organisation/cross-encodeur-absent"])
def test_a_reranker_that_is_not_there_leaves_the_plain_order_with_a_notice(
    plain: Advisor, tiny: Tiny, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tiny.root / "cache"))
    monkeypatch.setenv("ADVISOR_RERANKER", str(tiny.root / name) if name == "absent" else name)
    left_plain(wiring.build(tiny.settings()), order(plain), name)


def test_the_command_says_it_apart_from_the_result(
    plain: Advisor, tiny: Tiny, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = CliRunner().invoke(main, ["search", "--json", QUESTION])
    monkeypatch.setenv("ADVISOR_RERANKER", str(model))
    done = CliRunner().invoke(main, ["search", "--json", QUESTION])
    assert (expected.exit_code, expected.stderr) == (done.exit_code, "") == (0, "")
    assert done.stdout == expected.stdout
    assert "n'est pas un cross-encodeur" in done.stderr


@pytest.mark.parametrize("broken", ["model.safetensors", "config.json", "tokenizer.json"])
def test_a_broken_folder_leaves_the_plain_order_with_a_notice(
    plain: Advisor, tiny: Tiny, cross_model: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    folder = tiny.root / "cross"
    shutil.copytree(cross_model, folder)
    (folder / broken).write_bytes((folder / broken).read_bytes()[:20])
    monkeypatch.setenv("ADVISOR_RERANKER", str(folder))
    left_plain(wiring.build(tiny.settings()), order(plain), str(folder))


def test_weights_that_give_no_numbers_leave_the_plain_order_with_a_notice(
    plain: Advisor, tiny: Tiny, cross_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from safetensors.numpy import load_file, save_file

    folder = tiny.root / "cross"
    shutil.copytree(cross_model, folder)
    weights = load_file(folder / "model.safetensors")
    spoiled = {name: np.full_like(value, np.nan) for name, value in weights.items()}
    save_file(spoiled, folder / "model.safetensors", metadata={"format": "pt"})
    monkeypatch.setenv("ADVISOR_RERANKER", str(folder))
    left_plain(wiring.build(tiny.settings()), order(plain), "ne donne pas de nombres")


def test_a_model_without_a_head_that_scores_is_refused(
    plain: Advisor, tiny: Tiny, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADVISOR_RERANKER", str(model))
    left_plain(wiring.build(tiny.settings()), order(plain), "n'est pas un cross-encodeur")
    monkeypatch.setenv("ADVISOR_RERANKER", str(model.parent / "bert"))  # a bare model, whose head would be random
    left_plain(wiring.build(tiny.settings()), order(plain), "n'est pas un cross-encodeur")


def test_a_model_that_gives_several_scores_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("sentence_transformers")
    found = opened(tiny_models.cross_encoder(tmp_path, labels=3))
    assert found.scores("avis", ["le guichet"]) is None
    assert "3 scores" in found.notices[0]


def test_a_model_saved_by_transformers_alone_is_read(tmp_path: Path, cross_model: Path) -> None:
    """As most cross-encoders are published: without the files of sentence-transformers."""
    folder = tmp_path / "cross"
    kept = {"config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json"}
    shutil.copytree(cross_model, folder, ignore=lambda _, names: [name for name in names if name not in kept])
    texts = ["les notes", f"le {LIKED}"]
    found = opened(folder).scores("avis", texts)
    assert found is not None
    assert found == opened(cross_model).scores("avis", texts)


def test_without_the_libraries_the_remedy_is_said(cross_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    found = opened(cross_model)
    assert found.scores("avis", ["le guichet"]) is None
    assert "make models" in found.notices[0]
    assert found.name == ""


@pytest.mark.parametrize(
    ("own", "read", "expected"),
    [
        ([4.0, 2.0, 0.0], [0.0, 0.0, 0.0], [0, 1, 2]),  # a reranker that says nothing changes nothing
        ([4.0, 2.0, 0.0], [-3.0, 9.0, -3.0], [1, 0, 2]),
        ([4.0, 3.9, -9.0], [0.1, 0.2, 0.9], [1, 0, 2]),  # far behind for the search, its vote is not enough
        ([1.0, 1.0], [0.5, 0.5], [0, 1]),
        ([1.0], [0.3], [0]),
        ([], [], []),
    ],
)
def test_both_scores_have_an_equal_voice(own: Sequence[float], read: Sequence[float], expected: list[int]) -> None:
    assert fused(own, read) == expected
    assert fused(own, [10 * score - 4 for score in read]) == expected  # the scale of a model does not matter
    assert all(0.0 <= score <= 1.0 for score in scaled(read))
