"""The date a message names for its decision, its vote or its opening."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from dateutil.easter import easter

from advisor.domain.profile import Fact, FactStatus
from advisor.text import simplified

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("janvier", "january"),
            ("fevrier", "february"),
            ("mars", "march"),
            ("avril", "april"),
            ("mai", "may"),
            ("juin", "june"),
            ("juillet", "july"),
            ("aout", "august"),
            ("septembre", "september"),
            ("octobre", "october"),
            ("novembre", "november"),
            ("decembre", "december"),
        ),
        1,
    )
    for name in names
}
_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
_NUMERIC = re.compile(r"\b(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>20\d\d)\b")
_WRITTEN = re.compile(
    rf"\b(?P<lead>en|in|by|by the|fin|debut|mi|le|du|au|pour|avant|before|courant|d'ici|on|the|for|rentree de)?[ -]?"
    rf"(?P<day>\d{{1,2}})?(?:er|st|nd|rd|th)?\s*(?:of )?(?P<month>{_NAMES})\b(?P<next> prochaine?)?\s*(?P<year>20\d\d)?"
)


@dataclass(frozen=True, slots=True)
class Named:
    """A date to come named at [start, end) of a text; `decided` when the words around it speak of a decision."""

    date: dt.date
    start: int
    end: int
    decided: bool = False


def named_date(text: str, today: dt.date) -> dt.date | None:
    """The date to come that a message names for its decision, else the first one; None without one."""
    found = chosen(text, today)
    return found.date if found else None


def names_decision(text: str, today: dt.date) -> bool:
    """Whether the date that `named_date` finds is said to be that of a decision.

    >>> names_decision("Décision le 3 mai 2027.", dt.date(2026, 1, 1))
    True
    >>> names_decision("Décision à prendre. Ouverture le 3 mai 2027.", dt.date(2026, 1, 1))
    False
    """
    found = chosen(text, today)
    return found is not None and found.decided


def chosen(text: str, today: dt.date) -> Named | None:
    """The date of the decision among those to come that a message names, else the first of them."""
    coming = named_dates(text, today)
    return next((named for named in coming if named.decided), coming[0] if coming else None)


def named_dates(text: str, today: dt.date) -> list[Named]:
    """The dates to come that a message names, in its order.

    A month without a year is the next one to come, and stands for its last day. A month is read only where something
    shows that it is one (« en mars », « 3 mai », « mars 2027 ») : « may » and « mars » are words too. Seasons and
    feasts (« avant l'été », « pour Pâques », « à la rentrée ») end what they name. What is told as past (« voté en
    mars ») is no date to come.
    """
    folded = simplified(text)
    line = folded.text
    told = _NOW.search(line)
    if told:  # « on est en juin » : the message is read on the day it says
        today = _told_day(told, today)
        line = f"{line[: told.start()]}{' ' * len(told.group())}{line[told.end() :]}"
    found: list[Named] = []
    for pattern, read in _READINGS:
        for match in pattern.finditer(line):
            date = read(match, today)
            start, end = folded.span(*match.span())
            if date and date > today and (match.groupdict().get("year") or not _past(text[:start].lower())):
                found.append(Named(date, start, end, _decides(line, match.start(), match.end())))
    return sorted(found, key=lambda named: (named.start, -named.end))


def delay(text: str, today: dt.date) -> Fact | None:
    """The weeks left before the date a message names, deduced (fact `delai`), with the words that name it."""
    named = chosen(text, today)
    if named is None:
        return None
    told = _NOW.search(simplified(text).text)
    since = _told_day(told, today) if told else today
    weeks = round((named.date - since).days / 7, 1)
    return Fact(name="delai", number=weeks, words=(text[named.start : named.end].strip(),), status=FactStatus.INFERRED)


def _told_day(told: re.Match[str], today: dt.date) -> dt.date:
    """The day a message says it is: the middle of the month it names, the one nearest to come or past."""
    month = _MONTHS[told["month"]]
    years = (today.year - 1, today.year, today.year + 1)
    return min((dt.date(year, month, 15) for year in years), key=lambda day: abs((day - today).days))


def _past(before: str) -> bool:
    """Whether what stands before a date tells it as past: « voté en juin », « depuis mars », not « prévu en mars »."""
    near = before[-40:]
    return bool(_SINCE.search(near) or (_TOLD.search(near) and not _AWAITED.search(near)))


def _decides(line: str, start: int, end: int) -> bool:
    """Whether the clause around a date makes it that of a decision: the nearest words before it, else those after."""
    opening = max(line.rfind(mark, 0, start) for mark in _ENDS)
    closing = min((place for mark in _ENDS if (place := line.find(mark, end)) >= 0), default=len(line))
    before = line[opening + 1 : start]
    decided, other = (
        max((held.start() for held in found.finditer(before)), default=-1) for found in (_DECISION, _OTHER)
    )
    return decided > other if max(decided, other) >= 0 else bool(_DECISION.search(line[end:closing]))


def _season(match: re.Match[str], today: dt.date) -> dt.date | None:
    if not (match["lead"] or match["year"]):
        return None
    month, day = _SEASONS[match["season"]]
    return _next(today, month, day, match["year"], bool(match["last"]))


def _feast(match: re.Match[str], today: dt.date) -> dt.date | None:
    if match["feast"].startswith(("noel", "christmas")):
        return _next(today, 12, 25, match["year"])
    year = int(match["year"]) if match["year"] else today.year
    day = easter(year)
    return day if match["year"] or day > today else easter(year + 1)


def _next(today: dt.date, month: int, day: int, year: str | None, last: bool = False) -> dt.date:
    if year:
        return dt.date(int(year), month, day)
    held = dt.date(today.year, month, day)
    return held if held > today and not last else dt.date(today.year + 1, month, day)


def _numeric(match: re.Match[str], today: dt.date) -> dt.date | None:
    return _date(int(match["year"]), int(match["month"]), int(match["day"]))


def _written(match: re.Match[str], today: dt.date) -> dt.date | None:
    if not (match["lead"] or match["day"] or match["year"]):
        return None
    month = _MONTHS[match["month"]]
    year = (
        int(match["year"])
        if match["year"]
        else today.year + (month < today.month or bool(match["next"] and month == today.month))
    )
    day = int(match["day"]) if match["day"] else _DAYS.get(match["lead"] or "")
    return _date(year, month, day) if day else _last(year, month)


_DAYS = {"debut": 7, "mi": 15, "avant": 1, "before": 1}
"""The day meant by what stands before a month named alone; else its last."""


def _last(year: int, month: int) -> dt.date:
    return dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None  # « 31/02/2027 » is no date


_SEASONS = {
    "printemps": (6, 20),
    "spring": (6, 20),
    "ete": (6, 30),
    "summer": (6, 30),
    "rentree": (9, 5),
    "automne": (12, 20),
    "autumn": (12, 20),
    "hiver": (3, 20),
    "winter": (3, 20),
    "fin d'annee": (12, 31),
    "fin de l'annee": (12, 31),
    "end of the year": (12, 31),
}
"""The last day of what a season names; « avant l'été » and « à la rentrée » name its beginning."""
_SEASON = re.compile(
    r"\b(?:(?P<lead>(?:avant|d'ici|pour|des|a|fin|courant|by|before|in)\s+(?:l'|la |le |the )|"
    r"(?:au|en|cet|cette|ce|avant|by|before|this|next|in|fin)\s+))?(?P<season>printemps|"
    r"spring|ete|summer|rentree|automne|autumn|hiver|winter|fin d'annee|"
    r"fin de l'annee|end of the year)\b(?! de janvier)(?: de septembre| prochaine?)?(?P<last> derniere?| passee?)?"
    r"\s*(?P<year>20\d\d)?"
)
_FEAST = re.compile(
    r"\b(?:avant|pour|apres|a|d'ici|by|before|at)\s+(?P<feast>noel|christmas|paques|easter)\b\s*(?P<year>20\d\d)?"
)
_NOW = re.compile(
    rf"\b(?:on est|nous sommes|on en est|we are|it is)(?: now)? (?:en|au mois de|in) (?P<month>{_NAMES})\b"
)
_READINGS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], dt.date], dt.date | None]], ...] = (
    (_NUMERIC, _numeric),
    (_WRITTEN, _written),
    (_SEASON, _season),
    (_FEAST, _feast),
)
_SINCE = re.compile(r"\b(?:depuis|since|déjà|l'an dernier|last)\s*(?:le |la |fin |début )?$")
_TOLD = re.compile(
    r"\b(?:a|ont|avons|ai|est|été|had|was|were|has|been)\s+(?:\w+\s+){0,2}\w*(?:é|ée|és|ées|i|is|it|u|us|ert|ed)\s*$|"
    r"\b(?:vot|décid|délibér|sign|valid|act|adopt|tranch|arrêt)ée?s?\s*$|\b(?:voted|decided|signed|approved)\s*$"
)
_AWAITED = re.compile(
    r"\b(?:sera|seront|doit|doivent|devra|devait|être|prévue?s?|attendue?s?|fixée?s?|programmée?s?|annoncée?s?|"
    r"repoussée?s?|reportée?s?|prevue?s?|will|due|planned|scheduled|expected|be)\b"
)
_DECISION = re.compile(
    r"\b(?:vot\w*|decid\w*|decision\w*|deliber\w*|tranch\w*|arbitr\w*|valid\w*|conseil|assemblee|commission|cvs|"
    r"copil|codir|comite|session|vote|votes|board|council|choisi\w*|arret\w*|rendre|rendu|remise)\b"
)
_OTHER = re.compile(
    r"\b(?:ouver|ouvr|travaux|chantier|livrai|livr[eo]|rentree|lancement|demarr|inaugur|mise en (?:service|oeuvre)|"
    r"fin des|debut des|supprim|ferm|bascul|open|launch|start|works)"
)
"""Words, plain, that make a date that of something else."""
_ENDS = (". ", "! ", "? ", "; ", ", ", " : ", "\n")
