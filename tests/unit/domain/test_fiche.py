"""How what a fiche holds is said: figures, cautions, and the order of it all."""

from __future__ import annotations

import pytest

from advisor.domain.fiche import Caution, Detail, Figure
from advisor.domain.place import Locator
from tests.samples import notion

HERE = Locator(source="memoire", section="Un", page="1", anchor="trois mots ici")
THERE = Locator(source="synthese", section="Deux", page="2", anchor="trois mots là")


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        (Figure(what="projets de plus d'un an", value=6, of=8, unit="projets", evidence=()), "6 projets sur 8."),
        (Figure(what="loi rénovant l'action sociale", value=2002, unit="année", evidence=()), ": 2002."),
        (Figure(what="agents", value=4800, unit="agents", evidence=()), "4\u202f800 agents."),
        (Figure(what="projets", value=1, of=8, unit="projets", evidence=()), ": 1 projet sur 8."),
        (Figure(what="stage", value=1, unit="mois", evidence=()), ": 1 mois."),
        (Figure(what="part", value=12.5, unit="%", evidence=()), ": 12,5 %."),
    ],
)
def test_a_figure_is_said_as_one_says_it(figure: Figure, said: str) -> None:
    assert figure.said().endswith(said)
    assert figure.said()[0].isupper()


@pytest.mark.parametrize(
    ("caution", "said"),
    [
        (Caution(kind="désaccord", text="Le plan annonce 27.", evidence=(HERE, HERE)), "avec elle-même : le plan"),
        (Caution(kind="désaccord", text="Le plan annonce 27.", evidence=(HERE, THERE)), "ne s'accordent pas : le plan"),
        (Caution(kind="attribution", text="MOIP n'est pas développé.", evidence=(HERE,)), ": MOIP"),
        (Caution(kind="lacune", text="Perrin n'est pas cité.", evidence=(HERE,)), ": Perrin"),
    ],
)
def test_a_caution_says_what_it_is_and_keeps_the_capital_of_names(caution: Caution, said: str) -> None:
    assert said in caution.said()


def test_everything_a_fiche_says_comes_with_its_passages_in_the_order_of_its_locators() -> None:
    fiche = notion(
        evidence=(HERE,),
        details=(Detail(text="Deux.", evidence=(THERE,)),),
        figures=(Figure(what="trois", value=3, evidence=(HERE,)),),
        cautions=(Caution(kind="lacune", text="Quatre.", evidence=(THERE,)),),
    )
    assert [told.part for told in fiche.told()] == ["statement", "detail", "figure", "caution"]
    assert [locator for told in fiche.told() for locator in told.evidence] == list(fiche.locators())
