"""The bench of peers judges by the place and says what could not be measured; no peer is installed here."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from advisor.settings import ROOT

PAGES = [
    {"source": "a", "page": "1", "text": "La mairie consulte les habitants avant chaque chantier du centre."},
    {"source": "a", "page": "2", "text": "Un budget de dix euros finance la peinture des bancs."},
    {"source": "b", "page": "1", "text": "Les agents testent le guichet pendant un mois."},
]
GOLD = [
    ("qui la mairie consulte avant un chantier ?", ("a", "1", "consulte les habitants")),
    ("combien finance la peinture des bancs", ("a", "2", "budget de dix euros")),
    ("quand les agents testent le guichet", ("b", "1", "testent le guichet")),
    ("la peinture des bancs vient de quel budget", ("a", "2", "budget de dix euros")),
    ("les agents du guichet", ("a", "1", "consulte les habitants")),
]


@pytest.fixture
def peers(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(ROOT / "bench")
    import peers

    return peers


def test_an_engine_is_measured_in_processes_of_its_own(peers: Any, tmp_path: Path) -> None:
    cases = [peers.Case(question, "dev", (gold,)) for question, gold in GOLD]
    row = peers.compared("BM25 nu (bm25s)", cases, PAGES * 4, tmp_path / "run", sys.executable, 1)
    assert not row.reason
    assert row.sets["dev"]["hit1"] == 0.8  # the last question is put elsewhere than its gold
    assert row.cold_seconds > 0
    assert row.memory > 1
    assert "BM25 nu" in "\n".join(peers.lines_of([row]))


def test_a_peer_that_is_not_there_is_said_with_its_reason(peers: Any, tmp_path: Path) -> None:
    cases = [peers.Case(question, "dev", (gold,)) for question, gold in GOLD]
    absent = peers.compared("txtai dense", cases, PAGES, tmp_path / "0", str(tmp_path / "python"), 1)
    missing = peers.compared("LangChain BM25 500/50", cases, PAGES, tmp_path / "1", sys.executable, 1)
    printed = "\n".join(peers.lines_of([absent, missing]))
    assert "txtai dense : pas mesuré, non installé" in printed
    assert "LangChain BM25 500/50 : pas mesuré, ModuleNotFoundError" in printed


def test_a_piece_is_right_on_its_page_with_its_anchor_only(peers: Any) -> None:
    case = peers.Case("?", "dev", (("a", "1", "consulte les habitants"),))
    assert peers.holds(PAGES[0], case)
    assert not peers.holds({**PAGES[0], "page": "2"}, case)
    assert not peers.holds({**PAGES[0], "text": "La mairie consulte"}, case)


def test_no_figure_is_told_of_a_handful_of_questions(peers: Any) -> None:
    cases = [peers.Case("?", "test", (("a", "1", "x"),))]
    assert peers._figures(cases, [[]], "test") == {}
