"""The documents of the shared library: pages, sections, passages, repeats."""

from __future__ import annotations

import pytest

from advisor.domain.source import Page
from advisor.text import find_run
from ingest import chunk, verify
from ingest.outline import CONTENTS
from ingest.read import Corpus

pytestmark = pytest.mark.library

THESIS, SYNTHESIS = "robinet-2024", "club-territoires-2024"
CHAPTER = "La culture usagers, une démarche au défi des besoins des directeur.ice.s"


def page_of(library: Corpus, source: str, label: str) -> Page:
    return next(page for page in library.pages if (page.source, page.label) == (source, label))


def test_every_document_is_read_with_its_pages(library: Corpus) -> None:
    assert [(report.id, report.state, report.pages) for report in library.reports] == [
        (THESIS, "indexé", 81),
        (SYNTHESIS, "indexé", 42),
        ("reglementation", "indexé", 822),
    ]
    assert all(page.label == str(page.index + 1) for page in library.pages if page.source in {THESIS, SYNTHESIS})


def test_every_passage_stands_where_it_says_under_an_id_of_its_own(library: Corpus) -> None:
    assert verify.faults(library.pages, library.passages) == []


def test_passages_have_the_size_asked_for_wherever_their_section_allows(library: Corpus) -> None:
    sizes = [(passage, len(passage.text.split())) for passage in library.passages]
    assert all(size <= chunk.MOST_WORDS for _, size in sizes)
    short = {(passage.source, passage.page) for passage, size in sizes if size < chunk.LEAST_WORDS}
    whole = {
        key: sum(size for passage, size in sizes if (passage.source, passage.page) == key)
        for key in short
        if key[0] in {THESIS, SYNTHESIS}
    }
    assert len(whole) < 30
    assert sum(total > 2 * chunk.MOST_WORDS for total in whole.values()) <= 4


@pytest.mark.parametrize(
    ("source", "label", "path"),
    [
        (THESIS, "64", (CHAPTER, "Co-construire")),
        (THESIS, "12", ("Impulser une culture usagers, un projet en construction",)),
        (
            THESIS,
            "36",
            ("Présentation du terrain", "Le Département « providence »", "...Transmis à entité politique..."),
        ),
        (THESIS, "4", (CONTENTS,)),
        (
            SYNTHESIS,
            "12",
            (
                "Synthèse",
                "Des freins à",
                "Créer un terrain",
                "Représentativité",
            ),
        ),
        (SYNTHESIS, "3", ("Démarche de recherche",)),
    ],
)
def test_pages_open_in_the_section_they_belong_to(
    library: Corpus, source: str, label: str, path: tuple[str, ...]
) -> None:
    # Titles are given by how they begin: a long one, whole, would be a sentence of the source.
    found = page_of(library, source, label).sections[0][1]
    assert len(found) == len(path)
    assert all(title.startswith(begun) for title, begun in zip(found, path, strict=True))


def test_a_title_broken_over_two_lines_is_one(library: Corpus) -> None:
    titles = {title for page in library.pages for _, path in page.sections for title in path}
    assert "L'empowerment, vecteur d'une nouvelle place des usager.e.s dans les services publics" in titles
    assert "usager.e.s dans les services publics" not in titles


def test_page_numbers_are_not_in_the_text(library: Corpus) -> None:
    for page in library.pages:
        if page.source in {THESIS, SYNTHESIS}:
            assert not page.text.endswith(f"\n{page.label}")
            assert not page.text.endswith(f" {page.label}") or page.text.endswith(("2024", "Loiret"))


def test_slides_printed_again_in_the_synthesis_are_indexed_once(library: Corpus) -> None:
    indexed = [passage for passage in library.indexed() if passage.source == SYNTHESIS]
    assert library.repeated
    for anchor in ("mode de contact induit des biais", "littéralement leur espace de vie"):
        assert sum(bool(find_run(anchor, page.text)) for page in library.pages if page.source == SYNTHESIS) == 2
        assert sum(bool(find_run(anchor, passage.text)) for passage in indexed) == 1


def test_a_table_of_contents_gives_no_passage(library: Corpus) -> None:
    assert not {passage.page for passage in library.passages if passage.source == THESIS} & {"4", "5"}


def test_an_article_is_a_page_under_its_number(library: Corpus) -> None:
    article = page_of(library, "Code de l'urbanisme", "L103-2")
    assert article.sections[0][1][0] == "Partie législative"
    assert any(info.article == "L103-2" and info.read_on for info in library.articles)
