"""Every document of every degree: it opens, holds what it must, cites what it lists, and is always the same."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Mapping
from dataclasses import replace

import pytest
from docx.oxml.ns import qn

from advisor.domain.answer import Answer
from advisor.domain.degree import Degree
from advisor.errors import NothingToTake
from advisor.takeaway import kit
from advisor.takeaway.kit import Name
from advisor.takeaway.supplies import Supplies
from tests.conftest import TODAY
from tests.unit.takeaway import printed

DOCX: tuple[Name, ...] = ("note", "fiche", "contrat", "trame")
HELD: dict[Name, tuple[str, ...]] = {
    "note": (
        "En bref",
        "Ce que l'on sait du projet",
        "La place de chacun, à chaque phase",
        "Pourquoi ce degré",
        "Freins à prévoir",
        "Leviers à actionner",
        "Ce que dit la loi",
        "Pratiques comparables",
        "Sources",
    ),
    "fiche": ("Phases", "Ce que l'action provoque", "Observations", "Besoins de la direction", "Souhait d'aller vers"),
    "contrat": (
        "Ce que nous vous demandons",
        "Ce qui peut encore changer",
        "Ce qui ne changera pas",
        "Qui décide",
        "Ce que nous vous devons en retour, et quand",
        "Ce que deviennent vos paroles et vos données",
        "Comment vous retirer",
    ),
    "trame": ("À préparer", "Matériel", "Rôles", "Pour finir", "Et après", "Sources"),
}
EVERY = [(degree, name) for degree in Degree for name in DOCX]


def made(name: Name, answer: Answer, supplies: Supplies) -> bytes:
    return kit.chosen(name, answer, supplies).build()


@pytest.mark.parametrize(("degree", "name"), EVERY)
def test_a_document_holds_its_parts(
    degree: Degree, name: Name, answers: Mapping[Degree, Answer], supplies: Supplies
) -> None:
    document = printed.opened(made(name, answers[degree], supplies))
    titles = [printed.plain(title) for _, title in printed.headings(document)]
    assert set(HELD[name]) <= set(titles)


@pytest.mark.parametrize(("degree", "name"), EVERY)
def test_every_mark_leads_to_a_listed_source_and_every_source_is_cited(
    degree: Degree, name: Name, answers: Mapping[Degree, Answer], supplies: Supplies
) -> None:
    document = printed.opened(made(name, answers[degree], supplies))
    cited, listed = printed.marks(document), printed.places(document)
    assert cited
    assert set(cited) == set(listed)
    assert list(listed) == list(range(1, len(listed) + 1))
    assert all(said.startswith(f"[{number}] ") and len(said) > 12 for number, said in listed.items())


@pytest.mark.parametrize(("degree", "name"), EVERY)
def test_nothing_is_left_unreplaced_and_the_typography_is_french(
    degree: Degree, name: Name, answers: Mapping[Degree, Answer], supplies: Supplies
) -> None:
    said = printed.paragraphs(printed.opened(made(name, answers[degree], supplies)))
    whole = "\n".join(said)
    assert not re.search(r"\bNone\b|\[\[|\]\]|\{\w*\}|<w:|\bTrue\b|\bFalse\b", whole)
    words = "\n".join(line for line in said if "http" not in line)
    assert not re.search(r"'| [:;?!»]|« ", words), re.findall(r".{20}(?:'| [:;?!»]|« ).{10}", words)[:3]


@pytest.mark.parametrize(("degree", "name"), EVERY)
def test_a_screen_reader_finds_its_way(
    degree: Degree, name: Name, answers: Mapping[Degree, Answer], supplies: Supplies
) -> None:
    document = printed.opened(made(name, answers[degree], supplies))
    levels = [level for level, _ in printed.headings(document)]
    assert levels[0] == 0
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert all(title.strip() for _, title in printed.headings(document))
    for table in document.tables:
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
    lang = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    assert lang.get(qn("w:val")) == "fr-FR"
    assert document.core_properties.title
    assert document.core_properties.created.date() == dt.date.fromisoformat(TODAY)
    names = [held.get(qn("w:val")) for held in document.element.body.iter(qn("w:alias"))]
    assert names
    assert all(held.startswith("À compléter : ") for held in names)


@pytest.mark.parametrize(("degree", "name"), EVERY)
def test_the_same_answer_gives_the_same_bytes_whatever_time_it_took(
    degree: Degree, name: Name, answers: Mapping[Degree, Answer], supplies: Supplies
) -> None:
    answer = answers[degree]
    slower = replace(answer, engine=replace(answer.engine, timings_ms={"total": 9999.0}))
    assert made(name, answer, supplies) == made(name, slower, supplies)


def test_the_properties_of_tables_and_paragraphs_stand_in_the_order_of_the_norm(
    answers: Mapping[Degree, Answer], supplies: Supplies
) -> None:
    body = printed.opened(made("note", answers[Degree.CONCERTER], supplies)).element.body

    def names(element: object) -> list[str]:
        return [child.tag.rpartition("}")[2] for child in element]  # type: ignore[attr-defined]

    order = "tblStyle tblW jc tblBorders shd tblLayout tblCellMar tblLook tblCaption".split()
    for properties in body.iter(qn("w:tblPr")):
        ranks = [order.index(name) for name in names(properties)]
        assert ranks == sorted(ranks), names(properties)
    order = "tcW gridSpan shd vAlign".split()
    for properties in body.iter(qn("w:tcPr")):
        ranks = [order.index(name) for name in names(properties)]
        assert ranks == sorted(ranks), names(properties)
    order = "pStyle keepNext keepLines pageBreakBefore numPr pBdr shd tabs spacing ind jc".split()
    for properties in body.iter(qn("w:pPr")):
        ranks = [order.index(name) for name in names(properties)]
        assert ranks == sorted(ranks), names(properties)


def test_the_note_gives_alerts_before_anything_to_do(answers: Mapping[Degree, Answer], supplies: Supplies) -> None:
    answer = answers[Degree.INFORMER]
    assert answer.recommendation is not None
    assert answer.recommendation.alerts
    said = printed.text(made("note", answer, supplies))
    first = answer.recommendation.alerts[0].title.partition(". ")[0]
    assert 0 < said.index(printed.plain(first)) < said.index("À faire lundi")


def test_the_note_tells_each_fact_and_where_it_comes_from(answers: Mapping[Degree, Answer], supplies: Supplies) -> None:
    answer = answers[Degree.CONCERTER]
    said = printed.text(made("note", answer, supplies))
    for fact in answer.profile:
        assert printed.plain(fact.label) in said
        assert all(printed.plain(label).lower() in said.lower() for label in fact.value_labels)
        if fact.status == "inferred":
            assert "Déduit, à confirmer" in said


def test_the_note_asks_what_is_not_known(answers: Mapping[Degree, Answer], supplies: Supplies) -> None:
    answer = answers[Degree.CONCERTER]
    assert all(fact.name != "moyens" for fact in answer.profile)
    document = printed.opened(made("note", answer, supplies))
    assert printed.plain(supplies.facts["moyens"].question) in printed.text(made("note", answer, supplies))
    assert "[à compléter]" in printed.fields(document)


def test_the_note_gives_the_matrix_and_the_law_and_the_calendar(dated: Answer, supplies: Supplies) -> None:
    document = printed.opened(made("note", dated, supplies))
    tables = {table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")): table for table in document.tables}
    assert dated.recommendation is not None
    assert len(tables["Degré par public et par phase"].rows) == 1 + len(dated.recommendation.matrix)
    said = printed.text(made("note", dated, supplies))
    for rule in dated.obligations:
        assert printed.plain(rule.title) in said
        assert all(reference.article in said for reference in rule.references)
    assert dated.calendar is not None
    assert len(tables["Étapes"].rows) == 2 + len(dated.calendar.lines)


def test_the_fiche_action_follows_the_form_of_the_thesis(answers: Mapping[Degree, Answer], supplies: Supplies) -> None:
    document = printed.opened(made("fiche", answers[Degree.CO_CONSTRUIRE], supplies))
    said = printed.text(made("fiche", answers[Degree.CO_CONSTRUIRE], supplies))
    order = (
        "Projet",
        "Activité courante",
        "Glissant",
        "Direction",
        "Titre",
        "Enjeu",
        "Politiques publiques",
        "Conception",
        "Mise en œuvre",
        "Évaluation",
        "Chez l'usager",
        "Chez l'agent",
        "Accompagnement préexistant",
        "Observations",
        "Besoins de la direction",
        "Souhait d'aller vers",
    )
    at = 0
    for name in order:
        at = said.index(name, at)
    assert {"[titre de l’action]", "[qui]", "[quand]"} <= set(printed.fields(document))


def test_the_law_gives_its_note_and_its_data_alone(legal: Answer, supplies: Supplies) -> None:
    assert [item.name for item in kit.offered(legal, supplies)] == ["note", "json"]
    said = printed.text(made("note", legal, supplies))
    assert printed.plain(legal.headline) in said
    assert all(reference.article in said for rule in legal.obligations for reference in rule.references)
    for rule in legal.obligations:
        assert all(
            printed.plain(item.text.removeprefix("Sauf si ")).lower() in said.lower() for item in rule.conditions
        )


@pytest.mark.parametrize("name", ["fiche", "contrat", "trame", "ics"])
def test_what_the_law_does_not_give_is_refused_with_what_it_gives(
    name: Name, legal: Answer, supplies: Supplies
) -> None:
    with pytest.raises(NothingToTake, match="Elle donne : note, json"):
        kit.chosen(name, legal, supplies)


def test_several_messages_stand_whole_in_the_note(answers: Mapping[Degree, Answer], supplies: Supplies) -> None:
    told = replace(supplies, told="On refait l'accueil.\nLa décision sera prise en juin.")
    said = printed.text(made("note", answers[Degree.CONCERTER], told))
    assert "« On refait l'accueil. La décision sera prise en juin. »" in said


def test_nothing_is_made_before_it_is_asked_for(
    answers: Mapping[Degree, Answer], supplies: Supplies, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    monkeypatch.setattr("advisor.takeaway.note.document", lambda *_: calls.append("note") or b"")
    offered = kit.offered(answers[Degree.CONCERTER], supplies)
    assert calls == []
    offered[0].build()
    assert calls == ["note"]
