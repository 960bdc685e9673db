"""PDF to clean pages: characters, edges, page numbers, section tree."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from advisor.domain.place import Locator
from advisor.domain.source import Page
from advisor.retrieval import documents
from ingest import chunk, clean, extract
from ingest.extract import Line, RawPage
from ingest.read import Corpus
from tests.ingest import pdf
from tests.ingest.conftest import prose
from tests.ingest.pdf import bold, h1, h2

Read = Callable[..., Corpus]


def paths(page: Page) -> list[tuple[str, ...]]:
    return [path for _, path in page.sections]


def labels(corpus: Corpus) -> list[str]:
    return [page.label for page in corpus.pages]


def book(count: int, first: int = 1, head: str = "Bâtir une culture usagers") -> list[pdf.Page]:
    """Pages under one running head, their number at the foot."""
    return [[head, *prose(f"la page {rank}"), str(rank)] for rank in range(first, first + count)]


def test_a_line_bold_or_larger_than_the_body_is_a_heading(tmp_path: Path) -> None:
    path = pdf.write(tmp_path / "a.pdf", [[h1("Grand titre"), *prose("x", 3), bold("Titre gras"), *prose("y", 3)]])
    lines = extract.pdf_pages(path)[0].lines
    assert [line.text for line in lines if line.heading] == ["Grand titre", "Titre gras"]
    assert [line.size for line in lines if line.heading] == [18.0, 11.0]


def test_running_heads_and_page_numbers_are_left_out(read_pdf: Read) -> None:
    corpus = read_pdf(book(6))
    for page in corpus.pages:
        assert "Bâtir une culture usagers" not in page.text
        assert page.text.startswith("Phrase 1 sur la page")
        assert page.text.endswith("numéro 12.")


def test_left_and_right_running_heads_that_change_with_the_chapter_are_left_out(read_pdf: Read) -> None:
    pages: list[pdf.Page] = []
    for chapter in ("Premier chapitre du livre", "Second chapitre du livre"):
        for rank in range(10):
            head = "Le titre du livre" if rank % 2 else chapter
            pages.append([head, *prose(f"le point {rank} ({chapter[:2]})"), f"Service études - {len(pages) + 1}"])
    corpus = read_pdf(pages)
    told = "\n".join(page.text for page in corpus.pages)
    assert "Service études" not in told
    assert "Le titre du livre" not in told
    assert max(told.count("Premier chapitre"), told.count("Second chapitre")) <= 1


def test_titles_numbered_in_a_row_are_not_running_heads(read_pdf: Read) -> None:
    corpus = read_pdf([[f"Fiche action numéro {rank * 7}", *prose(f"l'action {rank}")] for rank in range(1, 7)])
    assert [page.text.split("\n")[0][:15] for page in corpus.pages] == ["Fiche action nu"] * 6


def test_a_line_repeated_on_three_slides_stays_once(read_pdf: Read) -> None:
    slides = [[h1("Méthode"), "Trois façons de recueillir", h1(f"{rank}/ Étape"), *prose("z", 6)] for rank in (1, 2, 3)]
    slides += [[h1(f"Titre {rank}"), *prose(f"sujet {rank}", 6)] for rank in range(6)]
    told = [page.text for page in read_pdf(slides, pdf.SLIDE).pages]
    assert [text.count("Trois façons") for text in told[:3]] == [1, 0, 0]


def test_pages_bear_the_number_printed_on_them_when_the_file_has_one_more_cover(read_pdf: Read) -> None:
    corpus = read_pdf([["HAL Id: dumas-1", "Submitted on 4 Sep 2024"], ["Mémoire de stage"], *book(6, first=2)])
    assert labels(corpus) == ["couv1", "1", "2", "3", "4", "5", "6", "7"]
    assert [page.index for page in corpus.pages] == list(range(8))


@pytest.mark.parametrize("foot", ["{}", "- {} -", "Page {}", "{} / 40", "p. {}", "Page {} sur 40", "Suzy Robinet | {}"])
def test_page_numbers_are_known_in_their_usual_forms(read_pdf: Read, foot: str) -> None:
    corpus = read_pdf([["Couverture"], *([*prose(f"sujet {rank}"), foot.format(rank)] for rank in range(1, 6))])
    assert labels(corpus)[1:] == ["1", "2", "3", "4", "5"]
    assert corpus.pages[3].text.endswith("numéro 12.")


def test_years_at_the_foot_are_not_page_numbers(read_pdf: Read) -> None:
    corpus = read_pdf([[*prose(f"sujet {rank}"), "2024"] for rank in range(1, 6)])
    assert labels(corpus) == ["1", "2", "3", "4", "5"]


def test_labels_of_the_file_are_kept_when_no_number_is_printed(tmp_path: Path) -> None:
    writer = pdf.document([prose(f"sujet {rank}") for rank in range(4)])
    pdf.number_pages(writer, [(0, "/r"), (2, "/D")])
    writer.write(tmp_path / "a.pdf")
    pages = clean.clean_pages("a", extract.pdf_pages(tmp_path / "a.pdf"))
    assert [page.label for page in pages] == ["i", "ii", "1", "2"]


def test_labels_given_twice_by_the_file_are_replaced_by_ranks(tmp_path: Path) -> None:
    writer = pdf.document([prose(f"sujet {rank}") for rank in range(4)])
    pdf.number_pages(writer, [(0, "/D"), (2, "/D")])
    writer.write(tmp_path / "a.pdf")
    pages = clean.clean_pages("a", extract.pdf_pages(tmp_path / "a.pdf"))
    assert [page.label for page in pages] == ["1", "2", "3", "4"]


def test_ligatures_are_spelt_out(read_pdf: Read) -> None:
    assert (
        "afin de définir les flux" in read_pdf([["aﬁn de déﬁnir les ﬂux de tous les usagers du service"]]).pages[0].text
    )


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["la partici-", "pation des habitants"], "la participation des habitants"),
        (["la partici\u00ad", "pation des habitants"], "la participation des habitants"),
        (["le non-", "recours aux droits"], "le non-recours aux droits"),
        (["le rendez-", "vous du jeudi"], "le rendez-vous du jeudi"),
        (["c'est-à-", "dire tout le monde"], "c'est-à-dire tout le monde"),
        (["la ville de Saint-", "Denis en été"], "la ville de Saint-Denis en été"),
        (["la période 2015-", "2020 en bref"], "la période 2015-2020 en bref"),
        (["un porte-monnaie, un porte-", "monnaie encore"], "un porte-monnaie, un porte-monnaie encore"),
        (["le savoir-faire ; un savoir-", "faire ancien"], "le savoir-faire ; un savoir-faire ancien"),
        (["les usagers -", "les nôtres"], "les usagers - les nôtres"),
    ],
)
def test_words_broken_at_the_end_of_a_line_are_mended(lines: list[str], expected: str) -> None:
    raw = [RawPage(0, "1", tuple(Line(text) for text in lines))]
    assert clean.clean_pages("a", raw)[0].text == expected


def test_accents_written_apart_and_odd_spaces_are_put_right() -> None:
    raw = [RawPage(0, "1", (Line("De\u0301partement\u00a0: l\u200be  «\u202fvrai\u202f»\x00 texte"),))]
    assert clean.clean_pages("a", raw)[0].text == "Département : le « vrai » texte"


def test_a_short_line_ends_a_paragraph_and_labels_of_a_figure_stand_apart(read_pdf: Read) -> None:
    text = read_pdf([[*prose("figure", 6), "50 %", "25 %", "Figure 3 les usagers", *prose("suite", 6)]]).pages[0].text
    assert "numéro 6.\n50 %\n25 %\nFigure 3 les usagers\nPhrase 1" in text


def test_rows_of_a_table_stay_one_a_line(read_pdf: Read) -> None:
    rows = ["Direction | Public", "Autonomie | Résidents", "Enfance | Jeunes majeurs"]
    assert "\n".join(rows) in read_pdf([[*prose("tableau", 6), *rows]]).pages[0].text


def test_headings_of_several_sizes_give_levels(read_pdf: Read) -> None:
    corpus = read_pdf(
        [
            [h1("Les freins"), h2("Le temps"), *prose("temps", 6), h2("La langue"), *prose("langue", 6)],
            [h1("Les leviers"), *prose("leviers", 6), h2("La paire-aidance"), *prose("pairs", 6)],
        ]
    )
    assert paths(corpus.pages[0]) == [("Les freins", "Le temps"), ("Les freins", "La langue")]
    assert paths(corpus.pages[1]) == [("Les leviers",), ("Les leviers", "La paire-aidance")]


def contents_page() -> pdf.Page:
    return [
        "TABLE DES MATIERES",
        "INTRODUCTION | 2",
        "RECONNAITRE L'EXPERTISE ..... 3",
        "L'empowerment, vecteur d'une nouvelle place des usagers dans",
        "les services publics | 3",
        "... Au service de la modernisation | 4",
        "CONCLUSION | 5",
        "BIBLIOGRAPHIE | 6",
    ]


def test_titles_broken_over_two_lines_are_joined_by_the_table_of_contents(read_pdf: Read) -> None:
    corpus = read_pdf(
        [
            contents_page(),
            [bold("Introduction"), *prose("intro", 8)],
            [
                bold("Reconnaitre l'expertise"),
                bold("L'empowerment, vecteur d'une nouvelle place des usagers dans"),
                bold("les services publics"),
                *prose("pouvoir", 8),
            ],
            [bold("... Au service de la modernisation"), *prose("moderne", 8)],
            [bold("Conclusion"), *prose("fin", 8)],
        ]
    )
    chapter, title = (
        "Reconnaitre l'expertise",
        "L'empowerment, vecteur d'une nouvelle place des usagers dans les services publics",
    )
    assert paths(corpus.pages[1]) == [("Introduction",)]
    assert paths(corpus.pages[2]) == [(chapter, title)]
    assert paths(corpus.pages[3]) == [(chapter, "... Au service de la modernisation")]
    assert paths(corpus.pages[4]) == [("Conclusion",)]


def test_a_table_of_contents_is_kept_as_a_page_but_gives_no_passage(read_pdf: Read) -> None:
    corpus = read_pdf([contents_page(), [bold("Introduction"), *prose("intro", 8)]])
    assert "BIBLIOGRAPHIE" in corpus.pages[0].text
    assert {passage.page for passage in corpus.passages} == {"2"}


def test_the_title_of_a_slide_holds_its_boxes(read_pdf: Read) -> None:
    corpus = read_pdf(
        [
            [
                bold("Démarche"),
                "Autour des freins que chacun rencontre",
                bold("POUR QUI ?"),
                *prose("qui", 7),
                bold("COMMENT ?"),
                *prose("c", 7),
            ],
            [bold("Synthèse"), "Club des territoires", bold("Des freins"), *prose("freins", 7)],
        ],
        pdf.SLIDE,
    )
    assert paths(corpus.pages[0]) == [("Démarche",), ("Démarche", "POUR QUI ?"), ("Démarche", "COMMENT ?")]
    assert paths(corpus.pages[1]) == [("Synthèse", "Des freins")]
    assert corpus.pages[1].text.startswith("Club des territoires\nSynthèse")


def test_a_paragraph_set_in_bold_is_not_a_title(read_pdf: Read) -> None:
    emphasis = [bold(line) for line in prose("un encadré", 3)]
    corpus = read_pdf([[h1("Titre"), *prose("a", 5), *emphasis, *prose("b", 5)]])
    assert paths(corpus.pages[0]) == [("Titre",)]


def test_sections_start_where_their_title_stands(read_pdf: Read) -> None:
    page = read_pdf([[h1("Un"), *prose("un", 6), h1("Deux"), *prose("deux", 6)]]).pages[0]
    assert [page.text[start:].split("\n")[0] for start, _ in page.sections] == ["Un", "Deux"]
    assert page.section_at(page.text.index("Phrase 3 sur deux")) == ("Deux",)


def test_slides_printed_again_are_read_but_not_indexed_twice(read_pdf: Read) -> None:
    slide = [bold("Contraintes"), *prose("les contraintes", 9)]
    corpus = read_pdf([slide, [bold("Autre"), *prose("autre chose", 9)], slide], pdf.SLIDE)
    assert len(corpus.passages) == 3
    assert [passage.page for passage in corpus.indexed()] == ["1", "2"]
    assert corpus.repeated == {corpus.passages[2].id: corpus.passages[0].id}
    assert corpus.reports[0].passages == 2


def test_a_slide_printed_again_but_cut_otherwise_is_still_a_repeat(read_pdf: Read) -> None:
    left, right = prose("la gauche", 9), prose("la droite", 9)
    corpus = read_pdf(
        [[*left, *prose("le fond", 4)], [*right, *prose("la fin", 4)], [*left[4:], *right[:4]]], pdf.SLIDE
    )
    assert {passage.page for passage in corpus.indexed()} == {"1", "2"}


def test_a_passage_of_its_own_with_a_few_words_in_common_stays(read_pdf: Read) -> None:
    corpus = read_pdf([prose("les jeunes", 9), [*prose("les jeunes", 3), *prose("les aînés", 8)]])
    assert chunk.repeats(corpus.passages) == {}


def original() -> list[pdf.Page]:
    """A thesis as deposited: a cover of the archive, a title page, running heads, figures, sizes of titles."""
    foot = "Suzy Robinet | Bâtir une culture usagers | {}"
    dots = "." * 20
    return [
        ["HAL Id: dumas-1", "HAL is a multi-disciplinary open access archive", "Submitted on 4 Sep 2024"],
        [h1("Bâtir une culture usagers"), "Mémoire de stage", "Juillet 2024"],
        [
            "TABLE DES MATIERES",
            f"INTRODUCTION {dots} 3",
            f"LA CULTURE USAGERS {dots} 4",
            f"Informer {dots} 4",
            f"Co-construire {dots} 5",
            f"CONCLUSION {dots} 6",
            foot.format(2),
        ],
        [h1("Introduction"), *prose("l'introduction", 9), foot.format(3)],
        [h1("La culture usagers"), h2("Informer"), *prose("informer", 9), "50 %", "12 %", foot.format(4)],
        [h2("Co-construire"), *prose("co-construire", 9), "Figure 13 formes d'association", foot.format(5)],
        [h1("Conclusion"), *prose("la conclusion", 9), foot.format(6)],
    ]


def test_an_original_with_cover_running_heads_and_figures_is_located_as_its_retypeset_copy(read_pdf: Read) -> None:
    corpus = read_pdf(original())
    assert labels(corpus) == ["couv1", "1", "2", "3", "4", "5", "6"]
    assert "Suzy Robinet |" not in "".join(page.text for page in corpus.pages)
    locator = Locator(source="essai", section="Co-construire", page="5", anchor="Phrase 4 sur co-construire")
    pages = {(page.source, page.label): page for page in corpus.pages}
    place = documents.place(locator, pages, [passage for passage in corpus.passages if passage.page == "5"])
    assert place is not None
    assert (place.page, place.page_index) == ("5", 5)
    assert pages["essai", "5"].section_at(place.start) == ("La culture usagers", "Co-construire")
    assert pages["essai", "6"].sections[0][1] == ("Conclusion",)
    assert not [passage for passage in corpus.passages if passage.page == "2"]
