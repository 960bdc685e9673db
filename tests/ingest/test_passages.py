"""Passages: sizes, exact spans, ids."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from advisor.domain.source import Page
from ingest import chunk, verify
from ingest.read import Corpus
from tests.ingest import pdf
from tests.ingest.conftest import prose


def page_of(*sections: tuple[tuple[str, ...], int], words: int = 13) -> Page:
    """A page of sections (path, number of sentences of so many words)."""
    text, starts = "", []
    for path, count in sections:
        text += "\n\n" if text else ""
        starts.append((len(text), path))
        body = (f"Mot{rank} " + "mot " * (words - 2) + f"fin{rank}{path[-1]}." for rank in range(count))
        text += " ".join(body)
    return Page(source="essai", index=4, label="5", text=text, sections=tuple(starts))


def sizes(page: Page) -> list[int]:
    return [len(passage.text.split()) for passage in chunk.passages([page])]


@pytest.mark.parametrize("count", range(7, 80, 3))
def test_a_section_is_cut_into_passages_of_80_to_220_words(count: int) -> None:
    found = sizes(page_of((("Une",), count)))
    assert sum(found) == 13 * count
    assert all(chunk.LEAST_WORDS <= size <= chunk.MOST_WORDS for size in found)


def test_sizes_hold_whatever_the_sentences() -> None:
    draw = random.Random(7)  # noqa: S311
    for _ in range(200):
        lengths = [draw.randint(3, 60) for _ in range(draw.randint(8, 60))]
        groups = chunk._groups(lengths)
        assert [rank for first, last in groups for rank in range(first, last)] == list(range(len(lengths)))
        assert all(sum(lengths[first:last]) <= chunk.MOST_WORDS for first, last in groups)
        if sum(lengths) >= 300:
            assert all(sum(lengths[first:last]) >= chunk.LEAST_WORDS for first, last in groups)


def test_a_sentence_longer_than_a_passage_is_cut_at_its_bars_else_between_words() -> None:
    table = " | ".join(f"case {rank} de la ligne du tableau" for rank in range(80))
    found = sizes(Page(source="essai", index=0, label="1", text=table, sections=((0, ("T",)),)))
    assert all(chunk.LEAST_WORDS <= size <= chunk.MOST_WORDS for size in found)
    run = "mot " * 500 + "fin"
    found = sizes(Page(source="essai", index=0, label="1", text=run, sections=((0, ("T",)),)))
    assert found
    assert all(chunk.LEAST_WORDS <= size <= chunk.MOST_WORDS for size in found)


def test_sections_long_enough_are_not_mixed() -> None:
    found = chunk.passages([page_of((("A", "x"), 8), (("A", "y"), 8))])
    assert [passage.section for passage in found] == [("A", "x"), ("A", "y")]


def test_sections_too_short_are_put_together_under_what_they_share() -> None:
    found = chunk.passages([page_of((("A", "x"), 4), (("A", "y"), 4), (("A", "z"), 4))])
    assert [passage.section for passage in found] == [("A",)]
    assert 80 <= len(found[0].text.split()) <= 220


def test_a_title_alone_goes_with_what_follows_it() -> None:
    found = chunk.passages([page_of((("A",), 1), (("A", "y"), 30))])
    assert {passage.section for passage in found} == {("A", "y")}
    assert found[0].start == 0


def test_passages_never_cross_a_page(library: Corpus) -> None:
    assert all(passage.text in page.text for passage, page in _with_pages(library))


test_passages_never_cross_a_page = pytest.mark.library(test_passages_never_cross_a_page)


def _with_pages(corpus: Corpus) -> list[tuple[object, Page]]:
    pages = {(page.source, page.label): page for page in corpus.pages}
    return [(passage, pages[passage.source, passage.page]) for passage in corpus.passages]


def test_spans_are_exact_and_ids_unique(read_pdf: Callable[..., Corpus]) -> None:
    boiler = ["Mention légale : ce document est diffusé par le service des études du canton."] * 40
    corpus = read_pdf([[*prose("a", 20), str(1)], boiler, boiler])
    assert verify.faults(corpus.pages, corpus.passages) == []
    assert len({passage.id for passage in corpus.passages}) == len(corpus.passages) > 4


def test_ids_are_stable_and_a_change_elsewhere_leaves_them(read_pdf: Callable[..., Corpus]) -> None:
    pages: list[pdf.Page] = [prose("a", 20), prose("b", 20), prose("c", 20)]
    first = read_pdf(pages).passages
    again = read_pdf(pages).passages
    changed = read_pdf([prose("autre chose", 20), *pages[1:]]).passages
    assert first == again
    before = {passage.id for passage in first if passage.page != "1"}
    assert before == {passage.id for passage in changed if passage.page != "1"}
    assert not {passage.id for passage in first if passage.page == "1"} & {passage.id for passage in changed}


def test_verification_tells_a_passage_out_of_place() -> None:
    page = page_of((("A",), 30))
    good, other = chunk.passages([page])[:2]
    assert verify.faults([page], [good]) == []
    moved = chunk.replace(good, start=good.start + 1)
    assert "pas à sa place" in verify.faults([page], [moved])[0]
    assert "2 fois" in verify.faults([page], [other, other])[0]
    assert "n'existe pas" in verify.faults([], [good])[0]
