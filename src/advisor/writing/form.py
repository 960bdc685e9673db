"""What a sentence must look like to be shown at all: text alone, in the language of the question, of a sane length."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from advisor.text import words
from advisor.writing import lexicon

SHORTEST, LONGEST = 15, 420
"""Characters of a sentence: less says nothing, more is no sentence."""
SPOKEN = 0.08
"""Share of the words of a sentence that are linking words of its language; a bare list of names has none of any."""
_MARKUP = re.compile(
    r"https?:|www\.|://|\]\(|!\[|[<>`*#|{}@\\_~^=]|\[|\]|&[a-z]+;|\b[\w-]+\.(?:fr|com|org|net|io|eu|ru|cn|info|app|dev)\b",
    re.IGNORECASE,
)
_ENGLISH = frozenset(
    """
    the of and to in is are be by for at it its this that what which who with from an or not no we you they he she
    has have had if about into any some must may can should will would does do was were been their there than then
    """.split()  # noqa: SIM905
)


def fault(text: str, language: Literal["fr", "en"]) -> str:
    """Why a sentence cannot be shown for its form alone, in French; empty when it can."""
    if _MARKUP.search(text):
        return "lien, image, balise ou mise en forme"
    if any(not _plain(character) for character in text):
        return "caractère étranger au français"
    if not SHORTEST <= len(text) <= LONGEST:
        return "trop courte" if len(text) < SHORTEST else "trop longue"
    if not _spoken(text, language):
        return "autre langue que celle de la question"
    return ""


def _plain(character: str) -> bool:
    """Whether a character is one that a French or English text is printed with."""
    if character.isalpha():
        return "LATIN" in unicodedata.name(character, "") and ord(character) < 0x250
    return (character.isdigit() and character.isascii()) or character in " .,;:!?…'’‘\"«»“”()-–—·/%€°&+²³×\u00a0\u202f"


def _spoken(text: str, language: Literal["fr", "en"]) -> bool:
    said = [word for word in words(text) if not word.isdigit()]
    english = sum(word in _ENGLISH for word in said)
    french = sum(word in lexicon.LINKING or word in {"ne", "pas", "et", "le", "la", "de", "il"} for word in said)
    own, other = (french, english) if language == "fr" else (english, french)
    return (own > other and own >= SPOKEN * len(said)) or (own == other == 0 and language == "fr")
