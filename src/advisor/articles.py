"""Article numbers as people write them, brought to one spelling.

`L. 103-2`, `L103-2`, `article L 103 2`, `l.103‑2` and `art. L.*103-2` are all `L103-2`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from advisor.text import fold

_PARTS = r"\d{1,4}(?:(?:\s?-\s?|[\s.])\d{1,3}){0,4}"
_CODED = re.compile(rf"\b(lo|l|r|d|a)(?:\s?\.\s?|\s)?\*?\s?({_PARTS})(?:-?\s?(a|b))?(?![\w-])")
_THOUSANDS = re.compile(r"\d{1,3}(?:[ .]\d{3})+")
_PLAIN = re.compile(
    r"\b(?:articles?|art)\b\.?\s+(?:n\s?°\s?)?(\d{1,3}(?:\s?-\s?\d{1,2}){0,2}(?:\s(?:bis|ter|quater))?)(?![\w%])"
)


@dataclass(frozen=True, slots=True)
class ArticleNumber:
    """An article number found in a text, at [start, end) of the original."""

    number: str
    start: int
    end: int


def normalized(number: str) -> str:
    """One spelling of an article number.

    >>> normalized("L. 121-15-1")
    'L121-15-1'
    >>> normalized("l 103 2")
    'L103-2'
    """
    compact = re.sub(r"[\s.*]+", " ", number.strip().upper()).strip()
    match = re.fullmatch(r"(LO|L|R|D|A)?\s?((?:\d+)(?:[\s-]+\d+)*)((?:[\s-]+(?:A|B|BIS|TER|QUATER))?)", compact)
    if not match:
        return compact
    letters, digits, suffix = match.groups()
    joined = (letters or "") + re.sub(r"[\s-]+", "-", digits)
    return joined + (" " + suffix.strip(" -") if suffix.strip(" -") else "") if letters else joined + suffix.lower()


def key(number: str) -> str:
    """A number as numbers are compared: without blanks nor case.

    >>> key("L146-1 A")
    'l146-1a'
    """
    return number.replace(" ", "").lower()


def find(text: str) -> list[ArticleNumber]:
    """The article numbers of a text, in order, each once per place."""
    folded = fold(text)
    found: list[ArticleNumber] = []
    for match in _CODED.finditer(folded.text):
        start, end = folded.span(match.start(), match.end())
        if _is_number(text[start:end], match.group(1), match.group(2)):
            capital = match.group(3) and text[end - 1] in "AB"  # « L146-1 A », not « L131-1 à L131-3 »
            suffix = f" {match.group(3)}" if capital else ""
            found.append(ArticleNumber(normalized(f"{match.group(1)}{match.group(2)}{suffix}"), start, end))
    for match in _PLAIN.finditer(folded.text):
        start, end = folded.span(match.start(1), match.end(1))
        found.append(ArticleNumber(normalized(match.group(1)), start, end))
    return sorted(found, key=lambda number: number.start)


def _is_number(original: str, letter: str, digits: str) -> bool:
    """Rejects `a 3 mois`, `d'un`: a lone small number after a lower-case letter is not an article."""
    if _THOUSANDS.fullmatch(digits.strip()):  # « l'équipe a 120 000 euros » names no article
        return False
    parted = "-" in digits or " " in digits or "." in digits
    if letter in {"a", "d"}:  # a road (D1075, A480) is no article: these always have two parts
        return parted and len(digits) >= 5
    return parted or len(digits) >= 3 or original[:1].isupper()
