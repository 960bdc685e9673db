"""What the checks of the knowledge base catch, and that the repository's own base passes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from advisor.domain.condition import Condition
from advisor.domain.degree import Degree
from advisor.domain.fiche import (
    Alerte,
    Caution,
    Critere,
    Cue,
    Detail,
    Effect,
    FactDefinition,
    Fiche,
    Figure,
    Inference,
    Link,
    Notion,
    Obligation,
    Reference,
    Review,
)
from advisor.domain.place import Locator
from advisor.domain.source import Page
from advisor.knowledge import check
from advisor.knowledge.check import Problem
from advisor.knowledge.loader import Knowledge

# --- the repository's own base -----------------------------------------------------------------------------------


def test_the_base_is_sound(knowledge: Knowledge) -> None:
    assert [str(problem) for problem in check.structure(knowledge)] == []


def test_every_anchor_of_the_base_stands_once_at_its_place(
    knowledge: Knowledge, full_pages: Mapping[tuple[str, str], Page]
) -> None:
    assert [str(problem) for problem in check.locators(knowledge, full_pages)] == []


def test_every_figure_of_the_base_is_written_where_it_says(
    knowledge: Knowledge, full_pages: Mapping[tuple[str, str], Page]
) -> None:
    assert sum(len(fiche.figures) for fiche in knowledge.fiches.values()) > 100
    assert [str(problem) for problem in check.figures(knowledge, full_pages)] == []


def test_the_base_copies_no_document(knowledge: Knowledge, full_pages: Mapping[tuple[str, str], Page]) -> None:
    assert [str(problem) for problem in check.copied(knowledge, full_pages)] == []


# --- structure ---------------------------------------------------------------------------------------------------

REVIEW = Review(date="2026-11-22")
ANCHOR = Locator(source="memoire", section="Un", page="1", anchor="trois mots ici")
MARGIN = FactDefinition(
    name="marge",
    label="",
    kind="choix",
    question="",
    why="",
    order=1,
    cues=(Cue(value="aucune", phrases=("rien",)), Cue(value="ouverte", phrases=("tout",))),
)
WEEKS = FactDefinition(name="delai", label="", kind="nombre", question="", why="", order=2)
PHASE = replace(MARGIN, name="phase", cues=(Cue(value="conception", phrases=("idée",)),))
NOTION = Notion(
    id="concept.essai",
    title="Un essai",
    title_en="A test",
    statement="Une phrase.",
    evidence=(ANCHOR,),
    review=REVIEW,
    questions=("a", "b", "c", "d"),
    words=("ba", "be", "bi", "bo", "bu"),
)
ALERT = Alerte(
    id="alerte.essai",
    title="Alerte",
    title_en="Alert",
    statement="Une phrase.",
    evidence=(ANCHOR,),
    review=REVIEW,
    questions=NOTION.questions,
    words=NOTION.words,
    severity="grave",
    levers=(),
)


def _base(*fiches: Fiche, facts: tuple[FactDefinition, ...] = (MARGIN, WEEKS, PHASE)) -> Knowledge:
    return Knowledge(
        {fiche.id: fiche for fiche in fiches},
        {fact.name: fact for fact in facts},
        {fiche.id: f"{fiche.kind}s/{fiche.id.split('.')[1]}.yaml" for fiche in fiches},
        "0",
    )


def _problems(knowledge: Knowledge) -> list[tuple[str, str]]:
    """Files and keys of what is wrong, the counts of a whole base left out."""
    return [(problem.file, problem.key) for problem in check.structure(knowledge) if "/" in problem.file]


def _critere(**effect: Any) -> Critere:
    known: dict[str, Any] = {"when": Condition(fact="marge", any_of=("aucune",)), "role": "plafond", "reason": "r"}
    return Critere(
        id="critere.essai",
        title="Critère",
        title_en="Criterion",
        statement="Une phrase.",
        evidence=(ANCHOR,),
        review=REVIEW,
        questions=NOTION.questions,
        words=NOTION.words,
        fact="marge",
        order=1,
        effects=(Effect(**(known | effect)),),
    )


def _obligation(**given: Any) -> Obligation:
    known: dict[str, Any] = {
        "id": "obligation.essai",
        "title": "Obligation",
        "title_en": "Duty",
        "statement": "Une phrase.",
        "evidence": (Locator(source="Code", section="L1-1", anchor="trois mots ici"),),
        "review": REVIEW,
        "questions": NOTION.questions,
        "words": NOTION.words,
        "domain": "essai",
        "force": "obligation",
        "degree": None,
        "references": (_reference("2026-04-03"),),
        "bound": "tous",
        "trigger": Condition(fact="marge", any_of=("aucune",)),
        "checked": "2026-11-22",
    }
    return Obligation(**(known | given))


def _reference(version: str) -> Reference:
    return Reference(code="Code", article="L1-1", version=version, confidence="haute", address="")


UNKNOWN_FACT = Condition(fact="couleur", any_of=("rouge",))
UNKNOWN_VALUE = Condition(fact="marge", any_of=("rouge",))


@pytest.mark.parametrize(
    ("fiche", "key"),
    [
        (replace(NOTION, applies=(UNKNOWN_FACT,)), "applies.0.fact"),
        (replace(NOTION, applies=(UNKNOWN_VALUE,)), "applies.0"),
        (replace(NOTION, applies=(Condition(fact="marge", none_of=("rouge",)),)), "applies.0"),
        (replace(NOTION, applies=(Condition(all=(Condition(any=(UNKNOWN_VALUE,)),)),)), "applies.0.all.0.any.0"),
        (replace(NOTION, applies=(Condition(fact="marge", above=3),)), "applies.0"),
        (replace(NOTION, applies=(Condition(fact="delai", any_of=("long",)),)), "applies.0"),
        (replace(NOTION, applies=(Condition(fact="degre", any_of=("informer",)),)), "applies.0.fact"),
        (replace(NOTION, links=(Link(to="concept.absent"),)), "links.0.to"),
        (replace(NOTION, questions=("a", "b", "c")), "questions"),
        (replace(NOTION, questions=("a",) * 9), "questions"),
        (replace(NOTION, words=("a",) * 4), "words"),
        (replace(NOTION, words=("a",) * 13), "words"),
        (replace(NOTION, words=("be", "bi", "bo", "bu", "une phrase")), "words.4"),
        (replace(NOTION, title=""), "title"),
        (replace(NOTION, evidence=()), "evidence"),
        (replace(NOTION, figures=(Figure(what="essais", value=6, of=8, evidence=()),)), "figures.0.evidence"),
        (replace(NOTION, figures=(Figure(what="essais", value=9, of=8, evidence=(ANCHOR,)),)), "figures.0.of"),
        (replace(NOTION, figures=(Figure(what="", value=6, evidence=(ANCHOR,)),)), "figures.0.what"),
        (
            replace(NOTION, figures=(Figure(what="loi", value=2002.2, unit="année", evidence=(ANCHOR,)),)),
            "figures.0.value",
        ),
        (replace(NOTION, cautions=(Caution(kind="lacune", text="t", evidence=()),)), "cautions.0.evidence"),
        (replace(NOTION, cautions=(Caution(kind="désaccord", text="t", evidence=(ANCHOR,)),)), "cautions.0.evidence"),
        (replace(NOTION, links=(Link(to="concept.essai", basis="texte"),)), "links.0.evidence"),
        (replace(NOTION, evidence=(replace(ANCHOR, anchor="deux mots"),)), "evidence.0.anchor"),
        (replace(NOTION, evidence=(replace(ANCHOR, anchor="un de tu le me se au il or"),)), "evidence.0.anchor"),
        (
            replace(NOTION, evidence=(replace(ANCHOR, anchor="l'avis des usager.e.s d'ici compte"),)),
            "evidence.0.anchor",
        ),
        (replace(NOTION, evidence=(replace(ANCHOR, anchor=""),)), "evidence.0.anchor"),
        (replace(NOTION, evidence=(replace(ANCHOR, anchor=""),), note="Pas lu."), "evidence.0.anchor"),
        (
            replace(NOTION, details=(Detail(text="t", evidence=(replace(ANCHOR, anchor="un"),)),)),
            "details.0.evidence.0.anchor",
        ),
        (replace(NOTION, review=Review(date="22/11/2026")), "review.date"),
        (replace(ALERT, levers=("levier.absent",)), "levers.0"),
        (_obligation(trigger=UNKNOWN_FACT), "trigger.fact"),
        (_obligation(conditions=(UNKNOWN_VALUE,)), "conditions.0"),
        (_obligation(exceptions=(UNKNOWN_VALUE,)), "exceptions.0"),
        (_obligation(references=(_reference("mars 2023"),)), "references.0.version"),
        (_obligation(checked="hier"), "checked"),
        (_obligation(evidence=(Locator(source="Code", section="L1-1", anchor=""),)), "evidence.0.anchor"),
        (_critere(when=UNKNOWN_VALUE, degree=Degree.INFORMER), "effects.0.when"),
        (_critere(), "effects.0.degree"),
        (_critere(role="alerte"), "effects.0.alert"),
        (_critere(role="alerte", alert="alerte.absente"), "effects.0.alert"),
        (_critere(role="place", degree=Degree.INFORMER), "effects.0"),
        (_critere(role="place", degree=Degree.INFORMER, phase="conception", public="x"), "effects.0"),
        (_critere(role="place", degree=Degree.INFORMER, phase="fin"), "effects.0.phase"),
    ],
)
def test_what_is_wrong_in_a_fiche_is_told_at_its_key(fiche: Fiche, key: str) -> None:
    assert _problems(_base(fiche)) == [(f"{fiche.kind}s/essai.yaml", key)]


@pytest.mark.parametrize(
    "fiche",
    [
        NOTION,
        replace(NOTION, evidence=(replace(ANCHOR, anchor="l'un, l'autre : l'été d'avant"),)),
        _obligation(),
        _obligation(references=(_reference(""),)),
        _obligation(evidence=(Locator(source="Code", section="L1-1", anchor=""),), note="Article non lu."),
        _critere(degree=Degree.INFORMER),
        _critere(when=Condition(fact="degre", any_of=("informer",)), degree=Degree.INFORMER),
        ALERT,
    ],
)
def test_a_sound_fiche_has_no_problem(fiche: Fiche) -> None:
    assert _problems(_base(fiche)) == []


@pytest.mark.parametrize(
    ("fact", "key"),
    [
        (replace(MARGIN, cues=(Cue(value="aucune", phrases=("a",), if_negated="toute"),)), "cues.0.if_negated"),
        (
            replace(MARGIN, inferences=(Inference(value="x", when=Condition(fact="delai", below=3)),)),
            "inferences.0.value",
        ),
        (
            replace(MARGIN, inferences=(Inference(value="aucune", when=UNKNOWN_FACT),)),
            "inferences.0.when.fact",
        ),
    ],
)
def test_what_is_wrong_in_a_fact_is_told_at_its_key(fact: FactDefinition, key: str) -> None:
    assert _problems(_base(facts=(fact, WEEKS))) == [("faits/marge.yaml", key)]


@pytest.mark.parametrize(
    ("title", "told"),
    [("Un essai", True), ("L'essai, un essai !", True), ("Les essais", True), ("Un autre sujet", False)],
)
def test_near_duplicate_titles_of_one_kind_are_told(title: str, told: bool) -> None:
    other = replace(NOTION, id="concept.second", title=title)
    assert _problems(_base(NOTION, other)) == ([("concepts/second.yaml", "title")] if told else [])


def test_equal_titles_of_two_kinds_are_allowed() -> None:
    assert _problems(_base(NOTION, replace(NOTION, id="methode.essai"))) == []


def test_a_base_without_its_fiches_is_told_so() -> None:
    told = " ".join(str(problem) for problem in check.structure(_base()))
    for expected in ("« informer »", "30", "leviers", "pratiques", "obligations", "« terrain fertile »"):
        assert expected in told


def test_a_problem_reads_as_one_line() -> None:
    assert str(Problem("f.yaml", "a.0", "faux.")) == "f.yaml (clé « a.0 ») : faux."
    assert str(Problem("f.yaml", "", "faux.")) == "f.yaml : faux."


# --- locators ----------------------------------------------------------------------------------------------------

TITLES = ("Une mise en place opérationnelle de l'association des usagers", "Consulter")
TEXT = "Avant. On compte trois mots ici dans la page, puis deux fois ceci et encore deux fois ceci."
PAGE = Page(source="memoire", index=0, label="1", text=TEXT, sections=((0, ("Début",)), (7, TITLES)))
ARTICLE = Page(
    source="Code", index=0, label="L1-1", text="Le texte compte trois mots ici.", sections=((0, ("Livre",)),)
)
PAGES = {("memoire", "1"): PAGE, ("Code", "L1-1"): ARTICLE}


@pytest.mark.parametrize(
    ("locator", "told"),
    [
        (Locator(source="memoire", section="Consulter", page="1", anchor="trois mots ici"), ""),
        (Locator(source="memoire", section="consulter", page="1", anchor="TROIS mots, ici"), ""),
        (Locator(source="memoire", section="Une mise en place opérationnelle…", page="1", anchor="trois mots ici"), ""),
        (Locator(source="memoire", section="Début", page="1", anchor="trois mots ici"), "pas dans « Début »"),
        (Locator(source="memoire", section="", page="1", anchor="trois mots ici"), "pas dans « "),
        (Locator(source="memoire", section="Consulter", page="2", anchor="trois mots ici"), "p. 2 : introuvable"),
        (Locator(source="memoire", section="Consulter", page="1", anchor="quatre mots ici"), "s'y trouve 0 fois"),
        (Locator(source="memoire", section="Consulter", page="1", anchor="deux fois ceci"), "s'y trouve 2 fois"),
        (Locator(source="ailleurs", section="Consulter", page="1", anchor="quatre mots ici"), ""),
        (Locator(source="Code", section="L1-1", anchor="trois mots ici"), ""),
        (Locator(source="Code", section="L1-1", anchor="quatre mots ici"), "art. L1-1 : l'ancre"),
        (Locator(source="Code", section="L1-1", anchor=""), "il faut une ancre"),
        (Locator(source="Code", section="L1-2", anchor="trois mots ici"), "art. L1-2 : introuvable"),
        (Locator(source="Code", section="L1-2", anchor=""), ""),
    ],
)
def test_an_anchor_stands_once_in_its_section_at_its_page(locator: Locator, told: str) -> None:
    found = check.locators(_base(replace(NOTION, evidence=(locator,))), PAGES)
    assert [problem.key for problem in found] == (["evidence.0"] if told else [])
    assert all(told in problem.message for problem in found)


def test_anchors_inside_a_fiche_are_checked_too() -> None:
    wrong = Locator(source="memoire", section="Consulter", page="1", anchor="jamais écrit ici")
    fiche = replace(
        NOTION,
        evidence=(),
        details=(Detail(text="", evidence=(wrong,)),),
        links=(Link(to="concept.essai", evidence=(wrong,)),),
    )
    found = check.locators(_base(fiche), PAGES)
    assert [problem.key for problem in found] == ["details.0.evidence.0", "links.0.evidence.0"]


# --- figures -----------------------------------------------------------------------------------------------------

COUNTED = Page(
    source="memoire",
    index=0,
    label="1",
    text="Dans six projets sur huit, on compte trois mots ici. Ils sont 4 800 agents, soit 12,5 % du total. "
    + "Rien de plus. " * 20
    + "En 2002, la loi compte neuf mots là.",
    sections=((0, ("Consulter",)),),
)


@pytest.mark.parametrize(
    ("figure", "told"),
    [
        (Figure(what="projets", value=6, of=8, evidence=(ANCHOR,)), []),
        (Figure(what="agents", value=4800, evidence=(ANCHOR,)), []),
        (Figure(what="part", value=12.5, unit="%", evidence=(ANCHOR,)), []),
        (Figure(what="loi", value=2002, unit="année", evidence=(replace(ANCHOR, anchor="neuf mots là"),)), []),
        (Figure(what="projets", value=5, of=8, evidence=(ANCHOR,)), ["5 n'est pas écrit"]),
        (Figure(what="projets", value=6, of=9, evidence=(ANCHOR,)), ["9 n'est pas écrit"]),
        (Figure(what="loi", value=2002, unit="année", evidence=(ANCHOR,)), ["2002 n'est pas écrit"]),
        (Figure(what="loi", value=2002, evidence=(replace(ANCHOR, page="9"),)), []),
    ],
)
def test_a_figure_is_written_in_digits_or_words_beside_its_anchor(figure: Figure, told: list[str]) -> None:
    found = check.figures(_base(replace(NOTION, figures=(figure,))), {("memoire", "1"): COUNTED})
    assert [problem.message[: len(text)] for problem, text in zip(found, told, strict=True)] == told


# --- copies ------------------------------------------------------------------------------------------------------


def _counted(count: int) -> str:
    return " ".join(f"mot{rank}" for rank in range(count))


def _copies(statement: str, *pages: Page) -> list[str]:
    found = check.copied(
        _base(replace(NOTION, statement=statement)), {(page.source, page.label): page for page in pages}
    )
    assert {problem.key for problem in found} <= {"statement"}
    return [problem.message for problem in found]


@pytest.mark.parametrize(
    ("source", "count", "told"),
    [("memoire", 8, False), ("memoire", 9, True), ("Code civil", 14, False), ("Code civil", 15, True)],
)
def test_a_run_is_copied_beyond_eight_words_or_fourteen_of_law(source: str, count: int, told: bool) -> None:
    page = Page(source=source, index=0, label="1", text=f"avant {_counted(20)} après")
    assert bool(_copies(f"Ici {_counted(count)}.", page)) is told


def test_accents_case_typography_and_elisions_do_not_hide_a_copy() -> None:
    page = Page(source="m", index=0, label="1", text="l’usager·e décide à l'été, avec ses agents et ses élus locaux")
    assert _copies("L'usager decide À l'été avec ses agents, et ses élus locaux", page) == [
        "« decide a l ete avec ses agents et ses elus locaux » est recopié d'un document : dites-le avec nos mots."
    ]


def test_a_copy_over_two_pages_is_found() -> None:
    words = _counted(10).split()
    pages = [
        Page(source="m", index=rank, label=str(rank), text=" ".join(words[5 * rank : 5 * rank + 5])) for rank in (0, 1)
    ]
    assert len(_copies(_counted(10), *reversed(pages))) == 1


def test_two_articles_do_not_make_one_text() -> None:
    words = _counted(16).split()
    pages = [
        Page(source="Code x", index=rank, label=str(rank), text=" ".join(words[8 * rank : 8 * rank + 8]))
        for rank in (0, 1)
    ]
    assert _copies(_counted(16), *pages) == []


def test_titles_of_sections_and_names_of_laws_may_be_written_whole() -> None:
    name = f"Loi {_counted(18)}"
    page = Page(source="m", index=0, label="1", text=f"{name} {_counted(12)}", sections=((0, (_counted(12),)),))
    law = Page(source=name, index=0, label="1", text=f"Vu la {name}")
    assert _copies(f"Selon {_counted(12)} oui", page, law) == []
    assert _copies(f"Selon {name} oui", law) == []
