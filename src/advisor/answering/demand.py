"""What kind of answer a question demands, and whether the evidence found can hold one.

Scores alone cannot tell a question that the corpus answers from one that only stays near its
subject (a cost, a rate, a name, a later year). What is asked for must be met by the evidence
itself; what is not is refused by name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from advisor.text import fold, plain


@dataclass(frozen=True, slots=True)
class Demand:
    """A kind of answer: how it is asked, how evidence shows one, and how its absence is said."""

    name: str
    asked: re.Pattern[str]
    shown: re.Pattern[str]
    missing_fr: str
    missing_en: str


_DEMANDS = (
    Demand(
        "montant",
        re.compile(
            r"combien (?:ca |cela |a |ont |va |vont )?(?:t il )?cout|combien (?:d'|d )?euros|\ben euros\b|"
            r"quel(?:le)? (?:est |etait |sera )?(?:le |la |l'|l )?(?:cout|prix|budget|salaire|montant|tarif)|"
            r"\bprix (?:du|de|d'|d )|how much (?:does|did|do|is|was)|"
            r"what (?:is|was|were) the (?:total )?(?:cost|budget|price|salary)|cout en euros|coute en euros"
        ),
        re.compile(r"\d[\d .]*\s?(?:€|k€|m€|euros?\b)"),
        "pas de montant",
        "any amount of money",
    ),
    Demand(
        "taux",
        re.compile(
            r"quel(?:le)? (?:est |etait )?(?:le |la )?(?:taux|pourcentage|score|note|proportion|part exacte)|"
            r"score moyen|note moyenne|"
            r"what (?:is the |was the )?(?:percentage|rate|score|share)|combien de pour cent"
        ),
        re.compile(r"\d\s?%|\d+ (?:sur|/) ?\d+|pour cent|per cent|moitie"),
        "ni taux ni score à ce sujet",
        "any rate or score",
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
)
_YEAR = re.compile(r"\b(?:19[5-9]\d|20\d\d)\b")
_CAPITAL = re.compile(r"(?<![.!?:«\"(]\s)(?<!^)\b([A-ZÀ-Ý][\wà-ÿ'’-]{3,})")


def unmet(question: str, evidence: Sequence[str], known: Callable[[str], bool], english: bool) -> str:
    """What the evidence lacks to answer, as words to say; empty when nothing is missing.

    `known` tells whether a word stands anywhere in the corpus.
    """
    asked = plain(question)
    text = "\n".join(evidence)
    folded = fold(text).text
    for demand in _DEMANDS:
        source = text if demand.name == "nom" else folded
        if demand.asked.search(asked) and not demand.shown.search(source):
            return demand.missing_en if english else demand.missing_fr
    years = [year for year in _YEAR.findall(question) if year not in text]
    if years:
        return f"anything on {years[0]}" if english else f"rien sur {years[0]}"
    strangers = [name for name in _CAPITAL.findall(question) if not known(name)]
    if strangers:
        return f"anything on “{strangers[0]}”" if english else f"rien sur « {strangers[0]} »"
    return ""
