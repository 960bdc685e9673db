"""The interface's own words, and how French text is made ready for the screen."""

from __future__ import annotations

import datetime as dt
import html
import re

from advisor.domain.degree import Degree

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
    "alerte": "Alertes",
    "critere": "Critères de décision",
    "public": "Publics",
    "phase": "Phases",
    "methode": "Méthodes",
    "acteur": "Acteurs",
    "concept": "Notions",
}
_MONTHS = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()  # noqa: SIM905
)
_ARTICLE = re.compile(r"\b[A-Z]\.? ?\d+(?:-\d+)+")
_STOP = re.compile(r"[.!?] +(?=[^\W\d_a-zà-ÿ]|«)")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|$~<>:])")


def typo(text: str) -> str:
    """French typography: curly apostrophes and the spaces that must not break a line."""
    said = text.replace("'", "’").replace("« ", "«\u00a0").replace(" »", "\u00a0»").replace(" :", "\u00a0:")
    said = re.sub(r" ([;?!%€])", "\u202f\\1", said)
    return re.sub(r"(\d) (?=\d{3}\b)", "\\1\u202f", said)


def shown(text: str) -> str:
    """Text of ours, ready to stand in HTML: French typography, everything escaped, article numbers kept whole."""
    return _ARTICLE.sub(r'<span class="nb">\g<0></span>', html.escape(typo(text)))


def attribute(text: str) -> str:
    """Text ready to stand in an HTML attribute."""
    return html.escape(text, quote=True)


def label(text: str) -> str:
    """Text ready to stand in a Markdown label: French typography, no character read as markup."""
    return _MARKDOWN.sub(r"\\\1", typo(" ".join(text.split())))


def capital(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def first_sentence(text: str) -> str:
    """The first sentence of a text; the stop of « art. L. 103-2 » ends none."""
    found = _STOP.search(text)
    return text[: found.start() + 1] if found else text


def day(iso: str) -> str:
    """A date in words: « 3 avril 2026 », « juillet 2024 »; the text itself when it is not a date."""
    if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", iso):
        return f"{_MONTHS[int(iso[5:]) - 1]} {iso[:4]}"
    try:
        date = dt.date.fromisoformat(iso)
    except ValueError:
        return iso
    first = "1er" if date.day == 1 else str(date.day)
    return f"{first} {_MONTHS[date.month - 1]} {date.year}"


def number(value: float, unit: str = "") -> str:
    """A measure in words: « 12 000 000 euros HT »."""
    digits = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}".replace(".", "§")
    return f"{digits.replace(',', chr(0x202F)).replace('§', ',')} {unit}".strip()


def count(many: int, one: str, several: str = "") -> str:
    """A number and its noun: « 1 passage », « 12 passages »."""
    return f"{number(many)} {one if many < 2 else several or one + 's'}"
