"""Durations, population, staff, sizes and amounts in free text, each with the words it comes from."""

from __future__ import annotations

import re

from advisor.domain.profile import Fact, FactStatus
from advisor.text import simplified

_NUMBERS = {
    "un": 1,
    "une": 1,
    "deux": 2,
    "trois": 3,
    "quatre": 4,
    "cinq": 5,
    "six": 6,
    "sept": 7,
    "huit": 8,
    "neuf": 9,
    "dix": 10,
    "onze": 11,
    "douze": 12,
    "quinze": 15,
    "dix-huit": 18,
    "vingt": 20,
    "vingt et un": 21,
    "trente": 30,
    "soixante": 60,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "a": 1,
    "an": 1,
}
_WEEKS = {
    "jour": 1 / 7,
    "jours": 1 / 7,
    "semaine": 1,
    "semaines": 1,
    "mois": 52 / 12,
    "an": 52,
    "ans": 52,
    "annee": 52,
    "annees": 52,
    "day": 1 / 7,
    "days": 1 / 7,
    "week": 1,
    "weeks": 1,
    "month": 52 / 12,
    "months": 52 / 12,
    "year": 52,
    "years": 52,
}
_COUNT = r"(?P<count>\d{1,3}(?:[.,]\d)?|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + ")"
_UNIT = r"(?P<unit>" + "|".join(sorted(_WEEKS, key=len, reverse=True)) + ")"
_AHEAD = (
    r"(?:dans|sous|d'ici|d ici|en|reste|restent|avant|j'ai|on a|nous avons|avons|pendant|delai de|disposons de|"
    r"in|within|have|over)"
)
_DELAY = re.compile(rf"\b{_AHEAD}\s+(?:moins de |environ |a peine |juste |about |only )?{_COUNT}\s+{_UNIT}\b")
_SPAN = re.compile(rf"\b{_COUNT}\s+{_UNIT}\b")
_FORTNIGHT = re.compile(r"\b(?:sous|dans une|d'ici une)\s+quinzaine\b")
_PAST = re.compile(r"(?:depuis|il y a|voila|fait|ouverte?s? )\s*$")
_LASTED = re.compile(r"\b(?:a|ai|as|ont|avons|avez|avait|avaient)\s+\w+(?:e|u|i|is|it)s?\s+$")
"""What stands before « pendant six mois » when those months are past."""
_TOOK = re.compile(r"\b(?:avait|avaient|avions|etait|etaient|a ete|ont ete|fut|a mis|ont mis|had|was|were|took)\b")
"""What stands before « en trois semaines » when they are past."""
_LARGE = r"(?P<number>\d{1,3}(?:[ .,]\d{3})+|\d{3,8})"
_PLACE = (
    r"(?:commune|ville|village|bourg|agglo\w*|communaute (?:de communes|d'agglomeration|urbaine)|metropole|interco\w*|"
    r"comcom|com com|cc|epci|town|city|municipality|borough|population)"
)
_JOINS = r"(?:nouvelle )?(?:de|d'|of|a|fait|compte|avec|:|,|\()?"
_OTHERS = r"(?:€|euros|m2|m²|km|signatures|electeurs|logements)"
_PEOPLE = (
    re.compile(rf"\b{_LARGE}\s*(?:habitants?|hab\b|ames\b|administres\b|inhabitants|residents|people\b)"),
    re.compile(
        re.compile(rf"\b{_PLACE}\s+{_JOINS}\s*(?:environ |about |a peine )?{_LARGE}\b(?!\s*{_OTHERS})"),
    ),
    re.compile(rf"\b(?:nous sommes|on est|on compte|we are|a) {_LARGE}(?= (?:dans|au|a|en|in)\b)"),
)
"""How a number of inhabitants is said, the surest way first."""
_STAFF = re.compile(
    r"\b(?P<number>\d{1,3}(?:[ .,]\d{3})+|\d{1,6})\s*"
    r"(?:agents?\b|salaries\b|equivalents? temps plein|etp\b|employees\b|staff\b)"
)
_LENGTH = re.compile(r"\b(?P<number>\d{1,4}(?:[.,]\d{1,2})?)\s*(?:km\b|kilometres?\b|kilometers?\b)")
_SURFACE = re.compile(
    r"\b(?P<number>\d{1,3}(?:[ .,]\d{3})+|\d{1,7}(?:[.,]\d{1,2})?)\s*"
    r"(?P<unit>m²|m2\b|metres? carres?\b|square metres?\b|hectares?\b|ha\b)"
)
_HECTARE = 10_000.0
_EUROS = re.compile(
    r"\b(?P<number>\d{1,3}(?:[ .]\d{3})+|\d{1,9}(?:[.,]\d{1,2})?)\s*"
    r"(?P<scale>millions? d'euros|millions?|m€|meuros|k€|keuros|mille euros|milliards? d'euros)?\s*"
    r"(?P<euro>€|euros?\b|ht\b)?"
)
_SCALES = {"k": 1e3, "mille": 1e3, "m": 1e6, "million": 1e6, "milliard": 1e9}


def read_measures(text: str) -> list[Fact]:
    """The measures of a text.

    `delai` (weeks), `population` (inhabitants), `effectif` (staff), `longueur` (km), `surface` (m²) and
    `montant` (euros).
    """
    folded = simplified(text)
    found: list[Fact] = []
    delay = _delay(folded.text)
    if delay:
        weeks, start, end = delay
        found.append(_fact("delai", weeks, text, folded.span(start, end)))
    people = next((match for pattern in _PEOPLE if (match := pattern.search(folded.text))), None)
    if people:
        found.append(_fact("population", _number(people["number"]), text, folded.span(*people.span())))
    staff = _STAFF.search(folded.text)
    if staff:
        found.append(_fact("effectif", _number(staff["number"]), text, folded.span(*staff.span())))
    length = _LENGTH.search(folded.text)
    if length:
        found.append(_fact("longueur", _number(length["number"]), text, folded.span(*length.span())))
    surface = _SURFACE.search(folded.text)
    if surface:
        scale = _HECTARE if surface["unit"].startswith("h") else 1.0
        found.append(_fact("surface", scale * _number(surface["number"]), text, folded.span(*surface.span())))
    amount = _amount(folded.text)
    if amount:
        euros, start, end = amount
        found.append(_fact("montant", euros, text, folded.span(start, end)))
    return found


def spans(text: str) -> list[float]:
    """Every duration a text names, in days, in order (a month counts for 30.4).

    >>> spans("ouvert trois semaines, ou 10 jours")
    [21.0, 10.0]
    """
    return [round(_count(match) * _WEEKS[match["unit"]] * 7, 1) for match in _SPAN.finditer(simplified(text).text)]


def durations(text: str) -> list[tuple[float, str]]:
    """Every duration a text names, in weeks, with its words, in order.

    >>> durations("pas deux mois mais 3 semaines")
    [(8.7, 'deux mois'), (3.0, '3 semaines')]
    """
    folded = simplified(text)
    return [
        (round(_count(match) * _WEEKS[match["unit"]], 1), text[slice(*folded.span(*match.span()))])
        for match in _SPAN.finditer(folded.text)
    ]


def _count(match: re.Match[str]) -> float:
    count = match["count"]
    return float(_NUMBERS[count]) if count in _NUMBERS else float(count.replace(",", "."))


def _fact(name: str, number: float, text: str, span: tuple[int, int]) -> Fact:
    return Fact(name=name, number=round(number, 1), words=(text[slice(*span)],), status=FactStatus.STATED)


def _delay(text: str) -> tuple[float, int, int] | None:
    fortnight = _FORTNIGHT.search(text)
    if fortnight:
        return 2.0, *fortnight.span()
    for match in _DELAY.finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        if _PAST.search(before) or after.startswith((" ago", " de retard", " d'attente")):
            continue
        if match.group().startswith("pendant") and _LASTED.search(before):
            continue
        if match.group().startswith("en ") and _TOOK.search(before.rpartition(". ")[2]):
            continue
        return _count(match) * _WEEKS[match["unit"]], *match.span()
    return None


def _amount(text: str) -> tuple[float, int, int] | None:
    for match in _EUROS.finditer(text):
        scale = match["scale"] or ""
        if not match["euro"] and "euro" not in scale and "€" not in scale and not scale.startswith("million"):
            continue
        factor = next(
            (value for key, value in sorted(_SCALES.items(), key=lambda item: -len(item[0])) if scale.startswith(key)),
            1.0,
        )
        return _number(match["number"]) * factor, *match.span()
    return None


def _number(text: str) -> float:
    return float(re.sub(r"[ .,](?=\d{3}\b)", "", text).replace(",", "."))
