"""Statements and citations: nothing is said without one, and each place has one number."""

from __future__ import annotations

import pytest

from advisor.answering.book import Book, Library
from advisor.domain.condition import Condition
from advisor.domain.fiche import Notion, Obligation, Reference, Review
from advisor.domain.place import Locator
from advisor.domain.source import ArticleInfo, Passage, Place, SourceInfo

REVIEW = Review(date="2026-11-22")
FICHE = Notion(id="concept.essai", title="", title_en="", statement="", evidence=(), review=REVIEW)
HERE = Locator(source="memoire", section="Consulter", page="57", anchor="retours d'usage")
THERE = Locator(source="memoire", section="Concerter", page="61", anchor="décision finale")
LAW = Locator(source="Code de l'urbanisme", section="L103-2", anchor="font l'objet")
PLACE = Place(
    passage_id="p1", page="57", page_index=56, start=3, end=18, quote="Retours d’usage", before="Des", after="."
)
SOURCE = SourceInfo(
    id="memoire",
    title="Le mémoire entier",
    short="Le mémoire",
    author="",
    date="2024",
    licence="",
    address="https://exemple.fr/memoire",
    kind="pdf",
    files=(),
)


def _book(
    places: dict[Locator, Place] | None = None, articles: dict[tuple[str, str], ArticleInfo] | None = None
) -> Book:
    placing = (places or {}).get
    return Book(Library({"memoire": SOURCE}, articles or {}, placing, lambda _source: bool(places)))


def _law(address: str) -> Obligation:
    return Obligation(
        id="obligation.essai",
        title="",
        title_en="",
        statement="",
        evidence=(LAW,),
        review=REVIEW,
        domain="",
        force="obligation",
        degree=None,
        references=(
            Reference(code=LAW.source, article="L103-2", version="2026-04-03", confidence="haute", address=address),
        ),
        bound="",
        trigger=Condition(fact="objet", any_of=("zac",)),
        checked="2026-11-22",
    )


def test_a_statement_without_evidence_is_withheld() -> None:
    book = _book()
    assert book.say("Rien ne le dit.", (), FICHE) == ""
    assert (book.statements, book.citations, book.withheld) == ((), (), ["Rien ne le dit."])


def test_a_statement_is_numbered_with_the_citations_that_carry_it() -> None:
    book = _book()
    assert book.say("Un.", (HERE, THERE), FICHE, "raison") == "s1"
    (statement,) = book.statements
    assert (statement.text, statement.citations, statement.role) == ("Un.", ("c1", "c2"), "raison")
    assert [(citation.section, citation.page, citation.fiche) for citation in book.citations] == [
        ("Consulter", "57", "concept.essai"),
        ("Concerter", "61", "concept.essai"),
    ]


def test_a_place_cited_twice_has_one_number() -> None:
    book = _book()
    first, second = book.say("Un.", (HERE,), FICHE), book.say("Deux.", (THERE, HERE), FICHE)
    assert (book.cited(first), book.cited(second)) == (("c1",), ("c2", "c1"))
    assert [citation.id for citation in book.citations] == ["c1", "c2"]


def test_a_statement_said_twice_in_one_role_is_one_statement() -> None:
    book = _book()
    assert [book.say("Un.", (HERE,), FICHE, role) for role in ("raison", "raison", "frein")] == ["s1", "s1", "s2"]
    assert len(book.statements) == 2


def test_without_the_text_a_citation_has_no_quote_and_the_check_says_so() -> None:
    book = _book()
    book.say("Un.", (HERE,), FICHE)
    (citation,) = book.citations
    assert (citation.quote, citation.passage_id, citation.page_index) == (None, "", None)
    assert (book.statements[0].check.status, book.statements[0].check.by) == ("supported", "fiche relue, renvoi donné")


def test_with_the_text_a_citation_quotes_the_copy_of_the_user() -> None:
    book = _book({HERE: PLACE})
    book.say("Un.", (HERE,), FICHE)
    (citation,) = book.citations
    assert (citation.quote, citation.before, citation.after) == ("Retours d’usage", "Des", ".")
    assert (citation.passage_id, citation.page_index) == ("p1", 56)
    assert book.statements[0].check.by == "renvoi retrouvé dans votre copie"


def test_a_document_is_cited_by_its_short_title_section_and_page() -> None:
    book = _book()
    book.say("Un.", (HERE,), FICHE)
    assert book.citations[0].label == "Le mémoire, « Consulter », p. 57"
    assert (book.citations[0].source_title, book.citations[0].address) == (SOURCE.title, SOURCE.address)


def test_an_article_is_cited_with_the_address_and_version_of_its_obligation() -> None:
    book = _book()
    book.say("Un.", (LAW,), _law("https://legifrance.gouv.fr/L103-2"))
    (citation,) = book.citations
    assert citation.label == "Code de l'urbanisme, art. L103-2"
    assert (citation.address, citation.version) == ("https://legifrance.gouv.fr/L103-2", "2026-04-03")


@pytest.mark.parametrize(
    ("legal_id", "address"),
    [
        ("LEGIARTI000031210161", "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000031210161"),
        ("", "https://www.legifrance.gouv.fr"),
        ("inconnu", "https://www.legifrance.gouv.fr"),
    ],
)
def test_an_article_without_an_obligation_is_read_where_its_legal_id_says(legal_id: str, address: str) -> None:
    info = ArticleInfo(code=LAW.source, article="L103-2", legi_id=legal_id, read_on="2026-04-03")
    book = _book(articles={(LAW.source, "L103-2"): info})
    book.say("Un.", (LAW,), FICHE)
    assert (book.citations[0].address, book.citations[0].version) == (address, "2026-04-03")


PAGE = "Avant. Une phrase exacte du texte, rien d'autre. Après."
PASSAGE = Passage(
    id="p9",
    source="memoire",
    section=("Deux", "Consulter"),
    page="57",
    page_index=56,
    start=0,
    end=len(PAGE),
    text=PAGE,
)


def test_a_quotation_is_the_exact_run_of_the_page() -> None:
    book = _book()
    start = PAGE.index("Une")
    end = PAGE.index(" Après")
    book.quote(PASSAGE, start, end, PAGE, "réponse")
    (statement,), (citation,) = book.statements, book.citations
    assert statement.text == "« Une phrase exacte du texte, rien d'autre. »"
    assert (statement.check.status, citation.quote) == ("quoted", PAGE[start:end])
    assert (citation.before, citation.after) == ("Avant. ", " Après.")
    assert (citation.section, citation.page, citation.passage_id) == ("Consulter", "57", "p9")
    assert PAGE[start:end].startswith(citation.anchor)


def test_the_same_run_quoted_twice_is_one_citation() -> None:
    book = _book()
    book.quote(PASSAGE, 0, 6, PAGE)
    book.quote(PASSAGE, 0, 6, PAGE, "autre")
    assert [statement.citations for statement in book.statements] == [("c1",), ("c1",)]


def test_an_unknown_statement_has_no_citation() -> None:
    assert _book().cited("s7") == ()
