"""Answers of each degree, and what documents are made with."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from advisor.domain.answer import Answer
from advisor.domain.degree import Degree
from advisor.service import Advisor
from advisor.takeaway.supplies import Supplies

PROJECTS = {
    Degree.INFORMER: (
        "Les travaux de la route départementale commencent le 8 mars, tout est décidé, rien n'est négociable. "
        "On doit prévenir les riverains et les automobilistes de passage."
    ),
    Degree.CONSULTER: (
        "On voudrait mesurer la satisfaction des collégiens sur la cantine et recueillir leurs avis. Le Département "
        "choisira seul ensuite, aucun retour n'est prévu vers les élèves."
    ),
    Degree.CONCERTER: (
        "Rénovation de l'accueil de la maison du Département : trois scénarios d'aménagement, on veut en discuter "
        "avec les usagers et les agents d'accueil avant que la direction tranche."
    ),
    Degree.CO_CONSTRUIRE: (
        "Nous voulons construire avec des jeunes isolés un lieu d'accueil pour les 16-25 ans ; rien n'est arrêté, "
        "la décision sera partagée avec eux, nous avons un an."
    ),
}
DATED = (
    "Révision du PLU de la commune, la délibération d'approbation est prévue le 15 mars 2027, on veut ajuster le "
    "projet avec les habitants."
)
LAW = "Quelle loi impose une concertation pour une ZAC ?"


@pytest.fixture(scope="session")
def supplies(advisor_small: Advisor) -> Supplies:
    return Supplies.from_parts(advisor_small.parts)


@pytest.fixture(scope="session")
def answers(advisor_small: Advisor) -> Mapping[Degree, Answer]:
    """A recommendation of each degree."""
    found = {degree: advisor_small.ask(message, identifier=degree.value) for degree, message in PROJECTS.items()}
    for degree, answer in found.items():
        assert answer.recommendation is not None
        assert answer.recommendation.degree is degree, degree
    return found


@pytest.fixture(scope="session")
def dated(advisor_small: Advisor) -> Answer:
    """A recommendation with a calendar."""
    answer = advisor_small.ask(DATED, identifier="plu")
    assert answer.calendar is not None
    return answer


@pytest.fixture(scope="session")
def legal(advisor_small: Advisor) -> Answer:
    answer = advisor_small.ask(LAW, identifier="zac")
    assert answer.kind == "legal"
    return answer
