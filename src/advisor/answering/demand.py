"""What kind of answer a question demands, and whether the evidence found can hold one.

Scores alone cannot tell a question that the corpus answers from one that only stays near its
subject (a cost, a rate, a name, a later year). What is asked for must be met by the evidence
itself, near what the question speaks of; what is not is refused by name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from advisor.text import fold, plain


@dataclass(frozen=True, slots=True)
class Demand:
    """A kind of answer: how it is asked, how evidence shows one, and how its absence is said.

    `strict` when evidence without any is enough to refuse: the other kinds are asked in words that may mean
    something else, and only weigh.
    """

    name: str
    asked: re.Pattern[str]
    shown: re.Pattern[str]
    missing_fr: str
    missing_en: str
    strict: bool = True


@dataclass(frozen=True, slots=True)
class Unit:
    """Something the evidence says: its index terms, title included, and its own text."""

    terms: frozenset[str]
    text: str


_MONTHS = "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre"
_COUNTED = (
    r"deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|quinze|vingt|trente|quarante|cinquante|soixante|"
    r"cent|centaines?|dizaines?|vingtaine|trentaine|millions?"
)
DEMANDS = (
    Demand(
        "montant",
        re.compile(
            r"combien (?:ca |cela |a |ont |va |vont )?(?:t il )?cout|combien (?:d'|d )?euros|\ben euros\b|"
            r"quel(?:le)? (?:est |etait |sera )?(?:le |la |l'|l )?(?:cout|prix|budget|salaire|montant|tarif|enveloppe)|"
            r"\bprix (?:du|de|d'|d )|how much (?:does|did|do|is|was)|coute combien|cout en euros|coute en euros|"
            r"what (?:is|was|were) the (?:total )?(?:cost|budget|price|salary)|quelle enveloppe|a quel prix"
        ),
        re.compile(r"\d[\d .]*\s?(?:€|k€|m€|euros?\b)"),
        "pas de montant",
        "any amount of money",
    ),
    Demand(
        "taux",
        re.compile(
            r"quel(?:le)? (?:est |etait )?(?:le |la )?(?:taux|pourcentage|score|note|proportion|part exacte)|"
            r"score moyen|note moyenne|de combien de points|"
            r"what (?:is the |was the )?(?:percentage|rate|score|share)|combien de pour cent|quel pourcentage"
        ),
        re.compile(r"\d\s?%|\d+ (?:sur|/) ?\d+|pour cent|per cent|moitie|\btiers\b|\bquart\b"),
        "ni taux ni score à ce sujet",
        "any rate or score",
    ),
    Demand(
        "durée",
        re.compile(r"combien de (?:temps|jours|mois|semaines|annees|heures|minutes)\b|quelle duree|how long\b"),
        re.compile(
            rf"\b(?:\d+|{_COUNTED}|une?|quelques|plusieurs)\s(?:ans?|annees?|mois|semaines?|jours?|heures?|minutes?)\b"
            r"|\bduree|demi-journee"
        ),
        "pas de durée",
        "any duration",
    ),
    Demand(
        "coordonnées",
        re.compile(
            r"\b(?:adresse )?(?:(?:e ?-?)?mail|courriel)s?\b.*\b(?:de|du|d'|of)\b|numero de telephone|phone number|"
            r"numero direct|date de naissance|adresse postale|date of birth"
        ),
        re.compile(r"[\w.]+@[\w.]+|\b0\d(?:[ .]\d\d){4}\b"),
        "pas de coordonnées personnelles",
        "any personal contact details",
    ),
    Demand(
        "nom",
        re.compile(
            r"comment s'appelle|quel est le nom d|c'est quoi le nom d|what is the name of|"
            r"who (?:chairs|presides)|qui preside"
        ),
        re.compile(r"\b[A-ZÉÈ][a-zéèêëïîô-]+ [A-ZÉÈ][A-Za-zéèêëïîô-]+"),
        "pas ce nom",
        "that name",
    ),
    Demand(
        "date",
        re.compile(
            r"\bquelle annee\b|\bquelle date\b|\bquel (?:jour|mois)\b|\bdate (?:de|du|d)\b|\bde quand\b|"
            r"\bquand (?:a|ont|est|etait|sera|s'est|date)\b|\bwhen (?:did|was|were|will|is)\b|\bwhat (?:year|date)\b"
        ),
        re.compile(rf"\b(?:1[89]\d\d|20\d\d)\b|\b(?:{_MONTHS})\b|\bannees\b|\bsiecle\b"),
        "pas de date à ce sujet",
        "any date for it",
        strict=False,
    ),
    Demand(
        "nombre",
        re.compile(
            r"\bcombien\b(?! (?:de temps|cout|ca cout|ca a cout|d'euros))|\bnombre (?:de|d)\b|\bhow many\b|"
            r"\bnb de\b|\bcb (?:de|d)\b"
        ),
        re.compile(rf"\d|\b(?:{_COUNTED})\b"),
        "pas ce nombre",
        "that number",
        strict=False,
    ),
)
_YEAR = re.compile(r"\b(?:19[5-9]\d|20\d\d)\b")
_CAPITAL = re.compile(r"(?<![.!?:«\"(]\s)(?<!^)\b([A-ZÀ-Ý][\wà-ÿ'’-]{3,})")
_ASKING = frozenset(
    """
    combien cout budget prix taux pourcentag nombr dat quand anne dur temp jour mois semain nom how many much
    long when who euro person
    """.split()  # noqa: SIM905 -- a list of words reads better as words
)
"""Index terms that ask, and say nothing of the subject."""


def asked_for(question: str) -> tuple[Demand, ...]:
    """The kinds of answer that a question asks for."""
    asked = plain(question)
    return tuple(demand for demand in DEMANDS if demand.asked.search(asked))


def met(demand: Demand, weights: Mapping[str, float], units: Sequence[Unit]) -> float:
    """How near the subject of a question the evidence shows the kind of answer demanded, in [0, 1].

    The share of the question (its terms by rarity, those that ask left out) held by the best unit that
    shows one, beside that of the best unit at all; 0 when none shows one.
    """
    subject = {term: weight for term, weight in weights.items() if term not in _ASKING}
    held = [(sum(subject[term] for term in unit.terms & subject.keys()), unit) for unit in units]
    shown = max((share for share, unit in held if _shows(demand, unit.text)), default=0.0)
    best = max((share for share, _ in held), default=0.0)
    return shown / best if best else 0.0


def _shows(demand: Demand, text: str) -> bool:
    return bool(demand.shown.search(text if demand.name == "nom" else fold(text).text))


def unmet(question: str, evidence: Sequence[str], known: Callable[[str], bool], english: bool) -> str:
    """What the evidence lacks altogether to answer, as words to say; empty when nothing is missing.

    `known` tells whether a word stands anywhere in the corpus.
    """
    for demand in asked_for(question):
        if demand.strict and not any(_shows(demand, text) for text in evidence):
            return missing(demand, english)
    text = "\n".join(evidence)
    years = [year for year in _YEAR.findall(question) if year not in text]
    if years:
        return f"anything on {years[0]}" if english else f"rien sur {years[0]}"
    strangers = [name for name in _CAPITAL.findall(question) if not known(name)]
    if strangers:
        return f"anything on “{strangers[0]}”" if english else f"rien sur « {strangers[0]} »"
    return ""


def missing(demand: Demand, english: bool) -> str:
    """How the absence of a kind of answer is said."""
    return demand.missing_en if english else demand.missing_fr
