"""What a content answer says of a fiche: the figure asked for, what the sources contradict, nothing twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from advisor.answering.book import Book, Library
from advisor.answering.content import ContentWriter, Evidence
from advisor.domain.fiche import Caution, Detail, Figure, Notion
from advisor.retrieval.analysis import terms
from advisor.text import sentences
from tests.samples import PLACE, notion

OTHER = replace(PLACE, source="synthese")
FICHE = notion(
    id="concept.veille",
    statement="Le groupe a lu des documents pour profiter de ce qui existe.",
    details=(Detail(text="La lecture a duré du printemps à l'automne.", evidence=(PLACE,)),),
    figures=(Figure(what="documents lus pour la veille", value=17, unit="documents", evidence=(PLACE,)),),
    cautions=(
        Caution(kind="désaccord", text="Le texte en annonce 17, la liste en compte 18.", evidence=(PLACE, OTHER)),
        Caution(kind="lacune", text="Le tableau des lectures manque.", evidence=(PLACE,)),
    ),
)
FAR = replace(
    FICHE, id="concept.atelier", statement="L'atelier a réuni des agents.", details=(), figures=(), cautions=()
)


def _said(question: str, *fiches: Notion) -> list[str]:
    held = {fiche.id: fiche for fiche in fiches}
    library = Library(sources={}, articles={}, placing=lambda _locator: None, has_text=lambda _source: False)
    writer = ContentWriter(held, terms, library.placing, sentences)
    book = Book(library)
    scores = {fiche.id: 1.0 - 0.3 * rank for rank, fiche in enumerate(fiches)}
    writer.write(question, Evidence(scores, {}), {}, {}, book)
    return [statement.text for statement in book.statements]


@pytest.mark.parametrize("question", ["combien de documents lus pour la veille ?", "how many documents lus ?"])
def test_a_number_asked_for_is_said_first(question: str) -> None:
    assert _said(question, FICHE, FAR)[0] == "Documents lus pour la veille : 17 documents."


def test_what_the_sources_contradict_is_said_with_the_fiche_that_answers() -> None:
    said = _said("pourquoi lire des documents ?", FICHE, FAR)
    assert any(text.startswith("Les sources ne s'accordent pas : le texte en annonce 17") for text in said)
    assert not any("ne s'accordent" in text for text in _said("qui était à l'atelier ?", FAR, FICHE))


def test_the_same_thing_is_not_said_twice() -> None:
    again = replace(FAR, statement="Le groupe a lu des documents, pour profiter de ce qui existe.")
    said = _said("pourquoi lire des documents ?", FICHE, again)
    assert sum("profiter de ce qui existe" in text for text in said) == 1
