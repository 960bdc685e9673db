"""The words by which parts of an answer are called, on the pages and in the documents handed out."""

from __future__ import annotations

from advisor.domain.answer import EXCEPTION, ConditionResult, LegalReference
from advisor.domain.degree import Degree
from advisor.french import capital, day

GLOSSES = {
    Degree.INFORMER: "expliquer ce qui est décidé",
    Degree.CONSULTER: "recueillir des avis, puis décider",
    Degree.CONCERTER: "discuter et ajuster, puis décider",
    Degree.CO_CONSTRUIRE: "élaborer et décider ensemble",
}
PHASES = {"conception": "Conception", "mise-en-oeuvre": "Mise en œuvre", "evaluation": "Évaluation"}
PUBLICS = {
    "directs": "Usagers directement concernés",
    "eloignes": "Publics éloignés ou de passage",
    "agents": "Agents",
    "partenaires": "Institutions partenaires",
}
STATUSES = {
    "stated": "lu dans votre message",
    "inferred": "déduit",
    "corrected": "précisé par vous",
    "unknown": "à préciser",
}
VERDICTS = {"oui": "Oui", "non": "Non", "dépend": "Cela dépend"}
FORCES = {
    "obligation": "Obligation",
    "faculté": "Permis, pas imposé",
    "garantie": "Dû si vous choisissez d'associer",
    "interdiction": "Interdiction",
}
LOCAL = "Engagement de votre collectivité"
"""What stands in place of a force of law, for a rule that the organisation set itself."""


def condition_said(condition: ConditionResult) -> str:
    """A condition in words; of an exception, whether it sets the rule aside."""
    if not condition.text.startswith(EXCEPTION):
        return capital(condition.text)
    word = {"remplie": "écartée", "non remplie": "applicable", "à savoir": "à vérifier"}[condition.truth]
    return f"Exception {word} : {condition.text.removeprefix(EXCEPTION)}"


def read(reference: LegalReference) -> str:
    """When the text of an article was read, and last found unchanged."""
    known = f"version du {day(reference.version)}" if reference.version else "texte non lu"
    return known + (f", vérifiée sans changement le {day(reference.checked)}" if reference.checked else "")
