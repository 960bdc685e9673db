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


def named_date(text: str, today: dt.date) -> dt.date | None:
    """The first date to come that a message names; the last day of a month named alone; None without one.

    A month without a year is the next one to come. A month is read only where something shows that it
    is one (« en mars », « 3 mai », « mars 2027 ») : « may » and « mars » are words too.
    """
    line = plain(text)
    found = [(match.start(), _numeric(match)) for match in _NUMERIC.finditer(line)]
    found += [(match.start(), _written(match, today)) for match in _WRITTEN.finditer(line)]
    coming = [(start, date) for start, date in found if date and date > today]
    return min(coming, default=(0, None), key=lambda item: item[0])[1]


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
