"""The audit's own words: how what the journal holds is said on screen."""

from __future__ import annotations

import datetime as dt

from advisor.ui.words import day

JOURNEYS = {
    "recommendation": "Projet",
    "legal": "Droit",
    "content": "Sources",
    "abstention": "Sans réponse",
    "clarification": "Question en retour",
    "error": "Erreur",
}
STATUSES = {
    "unread": "À lire",
    "read": "Lue une fois",
    "read-twice": "Lue deux fois",
    "disputed": "Désaccord",
    "resolved": "Désaccord tranché",
}
CHECKS = {"quoted": "Extrait exact", "supported": "Appuyé par un renvoi", "unsupported": "Non vérifié"}
FEEDBACK = {"positive": "Utile", "negative": "Pas utile", "none": "Sans retour"}
MODELS = {"none": "Sans modèle"}
LANGUAGES = {"fr": "Français", "en": "Anglais"}
ORDERS = {"newest": "Les plus récentes d'abord", "oldest": "Les plus anciennes d'abord"}
SIGNS = {"soutenu": "✓", "partiel": "◐", "non soutenu": "✗", "hors sujet": "–"}
SIGNS |= {"juste": "✓", "défendable": "◐", "faux": "✗"}
TONES = {"soutenu": "good", "juste": "good", "partiel": "half", "défendable": "half"}
"""How a verdict is coloured; the others are bad."""
MEANINGS = {
    "soutenu": "le passage dit bien cela",
    "partiel": "le passage n'en dit qu'une partie, ou autrement",
    "non soutenu": "le passage ne le dit pas",
    "hors sujet": "vrai ou non, la phrase ne répond pas à la demande",
    "juste": "c'est ce qu'il fallait répondre",
    "défendable": "un autre choix se justifierait aussi bien",
    "faux": "la réponse induit en erreur",
}
KEYS = {
    "soutenu": "S",
    "partiel": "P",
    "non soutenu": "N",
    "hors sujet": "H",
    "juste": "J",
    "défendable": "D",
    "faux": "F",
}
"""The key that gives each verdict: a letter, since the digits of a French keyboard need Shift."""


def tone(value: str) -> str:
    """The class of a verdict's colour: good, half or bad; empty without a verdict."""
    return TONES.get(value, "bad") if value else ""


def moment(iso: str) -> str:
    """A moment (ISO, UTC) as one reads it in France: « 22 novembre 2026, 14 h 05 »; the text itself else."""
    try:
        told = dt.datetime.fromisoformat(iso)
    except ValueError:
        return iso
    local = told.astimezone(PARIS) if told.tzinfo else told
    return f"{day(local.date().isoformat())}, {local.hour} h {local.minute:02d}"


def _paris() -> dt.tzinfo:
    """The time zone of France, UTC where the machine has no time zones."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo("Europe/Paris")
    except ZoneInfoNotFoundError:
        return dt.UTC


PARIS = _paris()
