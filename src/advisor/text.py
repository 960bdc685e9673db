"""Folding of French text with a map back to the original, and word tools built on it.

Everything that compares words of a user with words of a source goes through here, so that
accents, case, typographic quotes, ligatures and inclusive writing never make two spellings of
the same words differ, and so that a match can always be shown at its place in the original.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass

# Middle dots, points, brackets and slashes of inclusive writing: usager·e·s, usager.e.s,
# directeur.ice.s, administré(e)s, chargé.e.s. The masculine stem is kept, and the plural mark.
_INCLUSIVE = re.compile(
    r"(?<=[a-z])"
    r"(?:[.·•‧]|\(|/|-(?=(?:e|ne|le|ve|trice|rice|ice)(?:[.\-·]s)?(?![a-z\-])))"
    r"(?:e|es|ne|nes|le|les|ve|ves|se|ses|te|tes|re|res|ere|eres|euse|euses|rice|rices|ice|ices|trice|trices|fe|fes|lle|lles)"
    r"\)?(?:[.·•‧\-]?(s))?(?![a-z])"
)
_PRONOUNS = {
    "touss": "tous",
    "iels": "ils",
    "iel": "il",
    "toustes": "tous",
    "ceuxlles": "ceux",
    "elleux": "eux",
    "ellui": "lui",
}
_PRONOUN = re.compile(rf"(?<![a-z])(?:{'|'.join(_PRONOUNS)})(?![a-z])")
_LIGATURES = str.maketrans(
    {
        "œ": "oe",
        "æ": "ae",
        "ﬁ": "fi",
        "ﬂ": "fl",
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "–": "-",
        "—": "-",
        "‑": "-",
        "«": '"',
        "»": '"',
        "“": '"',
        "”": '"',
        "\u00a0": " ",
        "\u202f": " ",
        "\u2009": " ",
    }
)
_WORD = re.compile(r"[a-z0-9]+")
PLACEHOLDER = re.compile(r"\[(?:courriel|téléphone|nir|iban|adresse|personne|naissance|plaque|identifiant) [1-9]\d*\]")
"""What stands in a text for personal data that were masked: it is read as a blank, for a name says nothing of a project
and « personne » would be taken for a word of the question."""
_BLANKS = re.compile(r" {2,}")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; `origins[i]` is the index, in the original, of the i-th folded character."""

    text: str
    origins: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Original [start, end) of a folded [start, end); the folded run must not be empty."""
        return self.origins[start], self.origins[end - 1] + 1


def fold(text: str) -> Folded:
    """Lower-case, unaccented text with single spaces and plain quotes, and its map back; placeholders are blanks."""
    text = _without_placeholders(text)
    whole = "".join(map(_folded_character, text))
    if len(whole) == len(text) and "  " not in whole:  # most texts: a character for a character
        return Folded(whole, tuple(range(len(whole))))
    letters: list[str] = []
    origins: list[int] = []
    for index, character in enumerate(text):
        for piece in _folded_character(character):
            if piece == " " and letters and letters[-1] == " ":
                continue
            letters.append(piece)
            origins.append(index)
    return Folded("".join(letters), tuple(origins))


def _without_placeholders(text: str) -> str:
    """A text of the same length, blanks in place of what stands for personal data."""
    return PLACEHOLDER.sub(lambda match: " " * len(match.group()), text) if "[" in text else text


@functools.lru_cache(maxsize=4096)
def _folded_character(character: str) -> str:
    """What a character becomes: lower case, without accent, plain quotes, blanks as spaces."""
    pieces = unicodedata.normalize("NFKD", character.lower().translate(_LIGATURES)).lower()
    return "".join(" " if piece.isspace() else piece for piece in pieces if not unicodedata.combining(piece))


def simplified(text: str) -> Folded:
    """Folded text with inclusive writing brought to its masculine stem, and its map back."""
    folded = fold(text)
    letters: list[str] = []
    origins: list[int] = []
    position = 0
    for match in _INCLUSIVE.finditer(folded.text):
        letters.append(folded.text[position : match.start()])
        origins.extend(folded.origins[position : match.start()])
        if match.group(1):
            letters.append(match.group(1))
            origins.append(folded.origins[match.start(1)])
        position = match.end()
    letters.append(folded.text[position:])
    origins.extend(folded.origins[position:])
    return Folded("".join(letters), tuple(origins))


@functools.lru_cache(maxsize=16384)  # a text is cut many ways, and learnt from several times
def plain(text: str) -> str:
    """Folded text alone, inclusive writing brought to its masculine stem.

    >>> plain("Les usager·e·s et directeur.ice.s")
    'les usagers et directeurs'
    """
    folded = _BLANKS.sub(" ", "".join(map(_folded_character, _without_placeholders(text))))
    masculine = _INCLUSIVE.sub(r"\1", folded)  # as `fold` then `simplified`, without the map back
    return _PRONOUN.sub(lambda match: _PRONOUNS[match.group()], masculine).strip()


@dataclass(frozen=True, slots=True)
class Token:
    """A folded word, or `.` for the end of a sentence, at [start, end) of the original."""

    word: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """Words and sentence ends of a text, in order, with their places.

    >>> [token.word for token in tokens("Rien n'est figé. Et après ?")]
    ['rien', 'n', 'est', 'fige', '.', 'et', 'apres', '.']
    """
    simple = simplified(text)
    found = []
    for match in re.finditer(r"[a-z0-9]+|[.!?;:\u2026](?=\s|$)", simple.text):
        start, end = simple.span(match.start(), match.end())
        word = match.group() if match.group()[0].isalnum() else "."
        found.append(Token(_PRONOUNS.get(word, word), start, end))
    return found


def words(text: str) -> list[str]:
    """Folded words of a text, in order, without punctuation.

    >>> words("L'accueil, à Vif.")
    ['l', 'accueil', 'a', 'vif']
    """
    return _WORD.findall(plain(text))


@functools.lru_cache(maxsize=256)
def _word_places(text: str) -> tuple[Folded, tuple[tuple[str, int, int], ...]]:
    folded = fold(text)
    return folded, tuple((match.group(), match.start(), match.end()) for match in _WORD.finditer(folded.text))


def find_run(anchor: str, text: str) -> list[tuple[int, int]]:
    """Places [start, end) in `text` where the words of `anchor` follow one another.

    Case, accents, spacing and punctuation between words are ignored, words are not.
    """
    wanted = _WORD.findall(fold(anchor).text)
    if not wanted:
        return []
    folded, tokens = _word_places(text)
    places: list[tuple[int, int]] = []
    for index in range(len(tokens) - len(wanted) + 1):
        if all(tokens[index + step][0] == word for step, word in enumerate(wanted)):
            last = tokens[index + len(wanted) - 1]
            places.append(folded.span(tokens[index][1], last[2]))
    return places


_BREAK = re.compile(r"(?<=[.!?…])[\s»\"”)]*\s+(?=[A-ZÀ-ÖØ-Þ«\"“\-•(0-9])|\n+")
_ABBREVIATIONS = re.compile(r"(?:\b(?:M|Mme|MM|Mr|Dr|art|al|p|pp|cf|ex|n°|vol|no|éd|L|R|D|LO|et al)\.|\b[A-Z]\.)\s*$")


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans [start, end) of the sentences of a text, in order, without blank ends."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _BREAK.finditer(text):
        if "\n" not in match.group() and _ABBREVIATIONS.search(text[max(0, match.start() - 12) : match.start()]):
            continue
        spans.append((start, match.start()))
        start = match.end()
    spans.append((start, len(text)))
    return [span for span in (trimmed(text, *found) for found in spans) if span[0] < span[1]]


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A span [start, end) without the blanks at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
