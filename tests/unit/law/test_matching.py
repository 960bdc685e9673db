"""Questions of law in words: the articles asked by number, and the rules that a question is about."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest

from advisor.domain.condition import Condition
from advisor.domain.fiche import Obligation, Reference, Review
from advisor.errors import DataError
from advisor.knowledge import yaml_text
from advisor.knowledge.loader import Knowledge
from advisor.law.matching import (
    AskedArticle,
    CodeName,
    asked_articles,
    by_number,
    cites,
    code_names,
    holders,
    resolved,
)
from advisor.settings import ROOT

PATH = ROOT / "corpus" / "codes.yaml"
URBANISM = "Code de l'urbanisme"
FAMILIES = "Code de l'action sociale et des familles"
RELATIONS = "Code des relations entre le public et l'administration"


@pytest.fixture(scope="module")
def names() -> tuple[CodeName, ...]:
    """The repository's own names of codes and laws."""
    return code_names(PATH, yaml_text.read(PATH)[0])


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Que dit L. 103-2 ?", [("L103-2", ())]),
        ("Que dit l'article L. 103-2 du code de l'urbanisme ?", [("L103-2", (URBANISM,))]),
        ("que dit l 103 2 du code de l urbanisme", [("L103-2", (URBANISM,))]),
        ("L311-6 du CASF", [("L311-6", (FAMILIES,))]),
        ("D311-16 et D311-17 du CASF ?", [("D311-16", (FAMILIES,)), ("D311-17", (FAMILIES,))]),
        ("L103-2, je répète L. 103-2", [("L103-2", ())]),
        ("article L112-8 du CRPA", [("L112-8", (RELATIONS,))]),
        ("Article 35 du RGPD ?", [("35", ("RGPD (règlement UE 2016/679)",))]),
        ("Faut-il une concertation ?", []),
    ],
)
def test_articles_asked_by_number_are_read_with_their_code(
    names: tuple[CodeName, ...], question: str, expected: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert asked_articles(question, names) == [AskedArticle(*asked) for asked in expected]


def test_every_code_that_the_law_rests_on_can_be_named(names: tuple[CodeName, ...], knowledge: Knowledge) -> None:
    cited = {reference.code for fiche in knowledge.of(Obligation) for reference in fiche.references}
    unnamed = {code for code in cited if not asked_articles(f"article L1-1 du {code}", names)[0].codes}
    assert unnamed == set()


Force = Literal["obligation", "faculté", "garantie", "interdiction"]
KNOWN = by_number(
    [(URBANISM, "L103-2"), (FAMILIES, "L311-6"), (RELATIONS, "L311-6"), (FAMILIES, "L146-1 A"), ("X", "7")]
)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (AskedArticle("L103-2", ()), [URBANISM]),
        (AskedArticle("L103-2", (URBANISM,)), [URBANISM]),
        (AskedArticle("L103-2", (FAMILIES,)), []),
        (AskedArticle("L311-6", ()), [FAMILIES, RELATIONS]),
        (AskedArticle("L311-6", (RELATIONS,)), [RELATIONS]),
        (AskedArticle("L146-1 A", ()), [FAMILIES]),
        (AskedArticle("L999-9", ()), []),
        (AskedArticle("7", ()), []),
        (AskedArticle("7", ("X",)), ["X"]),
    ],
)
def test_an_article_is_looked_for_in_the_codes_that_hold_its_number(asked: AskedArticle, expected: list[str]) -> None:
    assert holders(asked, KNOWN) == expected


def _obligation(name: str, article: str = "L103-2", force: Force = "obligation") -> Obligation:
    return Obligation(
        id=f"obligation.{name}",
        title="",
        title_en="",
        statement="",
        evidence=(),
        review=Review(date="2026-11-22"),
        domain="",
        force=force,
        degree=None,
        references=(Reference(code=URBANISM, article=article, version="", confidence="haute", address=""),),
        bound="",
        trigger=Condition(fact="objet", any_of=("x",)),
        checked="",
    )


@pytest.mark.parametrize(
    ("asked", "codes", "expected"),
    [
        ("L103-2", [URBANISM], True),
        ("l103-2", [URBANISM], True),
        ("L103-2", [FAMILIES], False),
        ("L103-3", [URBANISM], False),
        ("L103-2", [], False),
    ],
)
def test_an_obligation_rests_on_the_articles_it_references(asked: str, codes: list[str], expected: bool) -> None:
    assert cites(_obligation("a"), AskedArticle(asked, ()), codes) is expected


LETTERED = {"l131-1": [RELATIONS, URBANISM], "r131-1": [URBANISM], "57": ["Loi"]}


@pytest.mark.parametrize(
    ("number", "codes", "expected"),
    [
        ("131-1", (RELATIONS,), ["L131-1"]),
        ("131-1", (URBANISM,), ["L131-1", "R131-1"]),
        ("131-1", (), ["131-1"]),
        ("L131-1", (RELATIONS,), ["L131-1"]),
        ("57", ("Loi",), ["57"]),
        ("999-9", (RELATIONS,), ["999-9"]),
    ],
)
def test_a_bare_number_takes_the_letter_it_has_in_the_code_named(
    number: str, codes: tuple[str, ...], expected: list[str]
) -> None:
    assert [found.number for found in resolved(AskedArticle(number, codes), LETTERED)] == expected


@pytest.mark.parametrize("content", [[{"code": "C"}], [{"code": "C", "aliases": "c"}], [{"name": "C", "aliases": []}]])
def test_a_bad_name_of_code_is_refused_with_its_file(content: object) -> None:
    with pytest.raises(DataError, match=r"codes\.yaml.*entrée refusée"):
        code_names(Path("codes.yaml"), content)
