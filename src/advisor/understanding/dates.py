"""The date a message names for its decision, its vote or its opening."""

from __future__ import annotations

import datetime as dt
import re

from advisor.text import plain

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
    rf"\b(?P<lead>en|in|by|by the|fin|debut|mi|le|du|au|pour|avant|before|courant|d'ici|on|the|for)?[ -]?"
    rf"(?P<day>\d{{1,2}})?(?:er|st|nd|rd|th)?\s*(?:of )?(?P<month>{_NAMES})\b\s*(?P<year>20\d\d)?"
)


_DECIDING = re.compile(
    r"\b(?:decision|decid|vote|deliber|approb|approuv|arbitr|tranch|adopt|commission|assemblee|session"
    r"|conseil (?:departemental|municipal|communautaire|d'administration)|approv)"
)
"""Words, plain, that make a date that of a decision."""
_ELSE = re.compile(
    r"\b(?:ouver|ouvr|travaux|chantier|livrai|livr[eo]|rentree|lancement|demarr|inaugur"
    r"|mise en (?:service|oeuvre)|fin des|debut des|supprim|ferm|open|launch|start|works)"
)
"""Words, plain, that make it that of something else."""
NEAR = 60
"""Characters before a date in which those words are looked for."""


def names_decision(text: str, today: dt.date) -> bool:
    """Whether the date that `named_date` finds is said to be that of a decision.

    >>> names_decision("Décision le 3 mai 2027.", dt.date(2026, 1, 1))
    True
    >>> names_decision("Décision à prendre. Ouverture le 3 mai 2027.", dt.date(2026, 1, 1))
    False
    """
    start, date = _first(text, today)
    clause = re.split(r"[.;!?]", plain(text)[max(0, start - NEAR) : start])[-1]
    decided, other = (
        max((held.start() for held in found.finditer(clause)), default=-1) for found in (_DECIDING, _ELSE)
    )
    return date is not None and decided > other


def named_date(text: str, today: dt.date) -> dt.date | None:
    """The first date to come that a message names; the last day of a month named alone; None without one.

    A month without a year is the next one to come. A month is read only where something shows that it
    is one (« en mars », « 3 mai », « mars 2027 ») : « may » and « mars » are words too.
    """
    return _first(text, today)[1]


def _first(text: str, today: dt.date) -> tuple[int, dt.date | None]:
    """Where the first date to come stands in the plain text, and the date."""
    line = plain(text)
    found = [(match.start(), _numeric(match)) for match in _NUMERIC.finditer(line)]
    found += [(match.start(), _written(match, today)) for match in _WRITTEN.finditer(line)]
    coming = [(start, date) for start, date in found if date and date > today]
    return min(coming, default=(0, None), key=lambda item: item[0])


def _numeric(match: re.Match[str]) -> dt.date | None:
    return _date(int(match["year"]), int(match["month"]), int(match["day"]))


def _written(match: re.Match[str], today: dt.date) -> dt.date | None:
    if not (match["lead"] or match["day"] or match["year"]):
        return None
    month = _MONTHS[match["month"]]
    year = int(match["year"]) if match["year"] else today.year + (month < today.month)
    return _date(year, month, int(match["day"])) if match["day"] else _last(year, month)


def _last(year: int, month: int) -> dt.date:
    return dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None  # « 31/02/2027 » is no date
