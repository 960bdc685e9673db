"""Questions of law whose subject matter is not recognised: nothing is said to be due."""

from __future__ import annotations

import pytest

from advisor.service import Advisor

UNSETTLED = [
    "on change le bus scolaire l'an prochain, faut-il prévenir les parents ou les consulter ?",
    "doit-on concerter avant de fermer une piscine ?",
    "est-on tenu de consulter les usagers d'un gymnase avant travaux ?",
    "changer les horaires de la déchèterie : obligation de consulter ?",
    "must we consult before closing a police station?",
    "augmentation du prix de l'eau, faut-il consulter une commission ?",
    "obligation de consulter avant de déplacer un marché alimentaire ?",
    "renommer une rue, il faut demander l'avis des riverains ?",
]
SETTLED = [
    "la carte scolaire des collèges change, quel avis faut-il demander ?",
    "quelle loi impose une concertation pour une ZAC ?",
    "on refait le règlement de fonctionnement de la MECS, avis du CVS requis ?",
    "quelle loi impose de consulter les personnes handicapées sur le schéma autonomie ?",
]


@pytest.mark.parametrize("question", UNSETTLED)
def test_a_subject_that_no_rule_names_is_never_answered_by_a_bare_yes(advisor_small: Advisor, question: str) -> None:
    answer = advisor_small.ask(question)
    if answer.verdict == "oui":
        subject = answer.obligations[0].conditions[0]
        assert subject.truth == "à savoir"
        only = "Yes, provided that " if answer.language == "en" else "Oui, si "
        assert answer.headline.startswith(only + subject.text)


@pytest.mark.parametrize("question", SETTLED)
def test_a_subject_that_a_rule_names_is_answered_by_yes(advisor_small: Advisor, question: str) -> None:
    answer = advisor_small.ask(question)
    assert answer.verdict == "oui"
    assert answer.obligations[0].conditions[0].truth == "remplie"


def test_the_nearest_rule_is_given_with_what_it_is_bound_to(advisor_small: Advisor) -> None:
    """Whatever is put forward of a subject that no rule names says on what it would hold."""
    for question in UNSETTLED:
        answer = advisor_small.ask(question)
        for card in answer.nearby:
            assert advisor_small.parts.knowledge.fiches[card.fiche].kind == "obligation"
            assert "ne vaut que si" in card.why or "holds only if" in card.why
    assert any(advisor_small.ask(question).nearby for question in UNSETTLED)
