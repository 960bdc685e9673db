"""Sections of a document that no fiche cites are found, unless a reason is given."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from advisor.domain.place import Locator
from advisor.domain.source import Page, Passage
from advisor.errors import DataError
from advisor.knowledge import coverage, proof
from advisor.knowledge.coverage import Hole
from advisor.knowledge.loader import Knowledge
from advisor.service import Advisor
from advisor.settings import ROOT
from tests.samples import notion

TEXT = "Les usagers parlent les premiers ici. Le bilan vient ensuite pour tous."
PAGE = Page(
    source="memoire",
    index=1,
    label="1",
    text=TEXT,
    sections=((0, ("Un",)), (0, ("Un", "Avant")), (TEXT.index("Le bilan"), ("Deux",))),
)
PAGES = {("memoire", "1"): PAGE}


def _passage(identifier: str, path: tuple[str, ...], start: int, end: int) -> Passage:
    return Passage(
        id=identifier,
        source="memoire",
        section=path,
        page="1",
        page_index=1,
        start=start,
        end=end,
        text=TEXT[start:end],
    )


CUT = TEXT.index("Le bilan")
PASSAGES = [_passage("a", ("Un", "Avant"), 0, CUT), _passage("b", ("Deux",), CUT, len(TEXT))]


def _base(anchor: str) -> Knowledge:
    place = Locator(source="memoire", section="Avant", page="1", anchor=anchor)
    fiche = notion(evidence=(place,))
    return Knowledge({fiche.id: fiche}, {}, {fiche.id: "concepts/essai.yaml"}, "")


def test_a_section_is_covered_by_what_is_cited_under_it() -> None:
    found = coverage.sections(_base("parlent les premiers"), "memoire", PAGES, PASSAGES)
    told = {section.path: (section.covered, section.cited, section.passages) for section in found}
    assert told == {("Un",): (True, 1, 1), ("Un", "Avant"): (True, 1, 1), ("Deux",): (False, 0, 1)}


def test_a_hole_fails_unless_it_is_explained() -> None:
    base = _base("parlent les premiers")
    bare = coverage.sections(base, "memoire", PAGES, PASSAGES)
    assert [problem.key for problem in coverage.problems(bare, ())] == ["Deux"]
    hole = Hole(source="memoire", section="Deux", reason="Table des matières.")
    told = coverage.sections(base, "memoire", PAGES, PASSAGES, (hole,))
    assert coverage.problems(told, (hole,)) == []
    assert any("Table des matières." in line for line in coverage.table(told))


@pytest.mark.parametrize("section", ["Un", "Trois"])
def test_a_reason_for_a_section_that_needs_none_is_told(section: str) -> None:
    hole = Hole(source="memoire", section=section, reason="Sans objet.")
    other = Hole(source="memoire", section="Deux", reason="Table des matières.")
    found = coverage.sections(_base("parlent les premiers"), "memoire", PAGES, PASSAGES, (hole, other))
    assert [problem.key for problem in coverage.problems(found, (hole, other))] == [section]


def test_a_document_that_is_not_at_hand_has_no_section() -> None:
    base = _base("parlent les premiers")
    hole = Hole(source="memoire", section="Deux", reason="Table des matières.")
    assert coverage.sections(base, "memoire", {}, []) == []
    assert coverage.problems([], (hole,)) == []


def test_an_anchor_found_twice_covers_nothing() -> None:
    twice = replace(PAGE, text=TEXT.replace("pour tous", "parlent les premiers"))
    found = coverage.sections(_base("parlent les premiers"), "memoire", {("memoire", "1"): twice}, PASSAGES)
    assert not any(section.covered for section in found)


def test_a_bad_list_of_holes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "lacunes.yaml"
    path.write_text("- {source: memoire, section: Deux}\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"lacunes\.yaml"):
        coverage.holes(path)
    assert coverage.holes(tmp_path / "absent.yaml") == ()


@pytest.mark.library
def test_the_two_documents_have_no_unexplained_hole(knowledge: Knowledge, advisor_full: Advisor) -> None:
    texts = advisor_full.parts.texts
    explained = coverage.holes(ROOT / "corpus" / coverage.EXPLAINED)
    for source in proof.READ_WHOLE:
        found = coverage.sections(knowledge, source, texts.pages, list(texts.passages.values()), explained)
        assert found
        assert [problem.key for problem in coverage.problems(found, [h for h in explained if h.source == source])] == []
