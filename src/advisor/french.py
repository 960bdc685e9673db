"""French as it is printed: typography, dates, numbers. Shared by the pages and by the documents handed out."""

from __future__ import annotations

import datetime as dt
import re

_MONTHS = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()  # noqa: SIM905
)


def typo(text: str) -> str:
    """French typography: curly apostrophes and the spaces that must not break a line."""
    said = text.replace("'", "’").replace("« ", "«\u00a0").replace(" »", "\u00a0»").replace(" :", "\u00a0:")
    said = re.sub(r" ([;?!%€])", "\u202f\\1", said)
    return re.sub(r"(\d) (?=\d{3}\b)", "\\1\u202f", said)


def capital(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


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


def percent(share: float) -> str:
    """A share in words, to the point: « 82 % »; only what is whole is said to be 0 or 100 %.

    >>> percent(0.817), percent(0.999), percent(1.0)
    ('82\u202f%', '99\u202f%', '100\u202f%')
    """
    rounded = round(share * 100)
    if rounded in {0, 100} and share not in {0.0, 1.0}:
        rounded = 99 if rounded else 1
    return f"{rounded}\u202f%"
