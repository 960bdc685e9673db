"""A new fiche is a draft one can fill: it loads, tells what is missing, and is never served."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from advisor.errors import DataError
from advisor.knowledge import check, loader, template
from advisor.knowledge.loader import KINDS

TODAY = dt.date(2026, 11, 22)


def _written(folder: Path, kind: str) -> Path:
    path = template.path_of(folder, kind, "essai")
    path.parent.mkdir(parents=True)
    path.write_text(template.text(kind, "essai", TODAY), encoding="utf-8")
    return path


@pytest.mark.parametrize("kind", [kind for kind, _ in KINDS.values()])
def test_a_new_fiche_of_each_kind_loads_as_a_draft_and_is_not_served(tmp_path: Path, kind: str) -> None:
    fiche = loader.load_fiche(_written(tmp_path, kind)) if kind not in ("public",) else None
    path = next(tmp_path.rglob("essai.yaml"), None) or _written(tmp_path, kind)
    fiche = loader.load_fiche(path)
    assert fiche.review.state == loader.DRAFT
    assert loader.load([tmp_path]).fiches == {}
    assert list(loader.load([tmp_path], drafts=True).fiches) == [f"{kind}.essai"]


def test_a_draft_is_told_what_is_missing(tmp_path: Path) -> None:
    path = _written(tmp_path, "frein")
    found = [problem for problem in check.structure(loader.load([tmp_path], drafts=True)) if path.name in problem.file]
    assert {"title", "statement", "advice", "questions", "words"} <= {problem.key for problem in found}


@pytest.mark.parametrize("name", ["Mon Frein", "accessibilité", "../ailleurs", "", "a--b", "-a"])
def test_a_name_that_cannot_be_one_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(DataError, match="ce nom ne convient pas"):
        template.path_of(tmp_path, "frein", name)


def test_an_unknown_kind_is_refused_with_those_that_exist(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="frein, levier"):
        template.path_of(tmp_path, "truc", "essai")


def test_a_fiche_that_exists_is_not_written_over(tmp_path: Path) -> None:
    _written(tmp_path, "freins")
    with pytest.raises(DataError, match="existe déjà"):
        template.path_of(tmp_path, "frein", "essai")
