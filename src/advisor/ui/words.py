"""The interface's own words, and how French text is made ready for the screen."""

from __future__ import annotations

import html
import re

from advisor.domain.degree import Degree
from advisor.french import capital as capital
from advisor.french import count as count
from advisor.french import day as day
from advisor.french import number as number
from advisor.french import typo as typo

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
DOMAINS = {
    "agents": "Agents publics",
    "collectivites": "Vie des collectivités",
    "culture": "Culture",
    "donnees": "Données personnelles",
    "education": "École, collège, lycée",
    "environnement": "Environnement",
    "general": "Toute administration",
    "habitat": "Logement et politique de la ville",
    "mobilite": "Transports et mobilité",
    "numerique": "Services en ligne",
    "sante": "Santé",
    "social": "Action sociale et médico-sociale",
    "sport": "Sport",
    "urbanisme": "Urbanisme et aménagement",
}
KINDS = {
    "degre": "Degrés",
    "frein": "Freins",
    "levier": "Leviers",
    "pratique": "Pratiques",
    "obligation": "Obligations légales",
    "regle-locale": "Règles locales",
    "alerte": "Alertes",
    "critere": "Critères de décision",
    "public": "Publics",
    "phase": "Phases",
    "methode": "Méthodes",
    "acteur": "Acteurs",
    "concept": "Notions",
}
_ARTICLE = re.compile(r"\b[A-Z]\.? ?\d+(?:-\d+)+")
_STOP = re.compile(r"[.!?] +(?=[^\W\d_a-zà-ÿ]|«)")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|$~<>:])")


def shown(text: str) -> str:
    """Text of ours, ready to stand in HTML: French typography, everything escaped, article numbers kept whole."""
    return _ARTICLE.sub(r'<span class="nb">\g<0></span>', html.escape(typo(text)))


def attribute(text: str) -> str:
    """Text ready to stand in an HTML attribute."""
    return html.escape(text, quote=True)


def label(text: str) -> str:
    """Text ready to stand in a Markdown label: French typography, no character read as markup."""
    return _MARKDOWN.sub(r"\\\1", typo(" ".join(text.split())))


def first_sentence(text: str) -> str:
    """The first sentence of a text; the stop of « art. L. 103-2 » ends none."""
    found = _STOP.search(text)
    return text[: found.start() + 1] if found else text
