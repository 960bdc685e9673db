"""The interface's own words, and how French text is made ready for the screen."""

from __future__ import annotations

import html
import re

from advisor.french import capital as capital
from advisor.french import count as count
from advisor.french import day as day
from advisor.french import number as number
from advisor.french import typo as typo
from advisor.labels import FORCES as FORCES
from advisor.labels import GLOSSES as GLOSSES
from advisor.labels import LOCAL as LOCAL
from advisor.labels import PHASES as PHASES
from advisor.labels import PUBLICS as PUBLICS
from advisor.labels import STATUSES as STATUSES
from advisor.labels import VERDICTS as VERDICTS

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
