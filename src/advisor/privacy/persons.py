"""Names of persons in French text, without any model: after a title, after words that introduce, or by a given name.

A place or an establishment bears a name too: what follows « rue », « collège », « salle »… is left, and so is the
same name elsewhere in the text. People cited by the corpus are left: see `Known`. What is not found: a family name
alone without a title, a given name that is also an ordinary word (rose, pierre), alone, and a family name that is
one (petit, marchand), typed without a capital.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from advisor.privacy.names import (
    ACRONYMS,
    CAPITAL,
    FULL,
    FUNCTIONS,
    LINKING,
    LOWER,
    NAMESAKES,
    PARTICLE,
    PROPER,
    SURNAME,
    WORD,
    in_place,
    is_given,
    is_surely_given,
    is_word,
    key,
)
from advisor.privacy.spans import Span, before

_TITLE = (
    r"(?:M\.|MM\.|Mrs?\.?|Ms\.?|Mme\.?|Mmes|Mlles?\.?|Melle|Madame|Monsieur|Mademoiselle|Messieurs|Mesdames|Dre?\.?"
    r"|Docteure?|Pre?\.?|Professeure?|Me|Maître|Maitre)"
)
_ROLE = (
    r"(?:[ée]poux|famille|gendarme|adjudante?|capitaine|brigadi[eè]re?|lieutenante?|colonel|major|agente?|usag[eè]re?"
    r"|r[ée]sidente?|riveraine?|allocataire|patiente?|affaire|coll[eè]gue|tut(?:eur|rice))"
)
_TITLED = re.compile(
    rf"(?<![\w.\-])(?:(?:(?i:{_TITLE})|(?<!\d[ ])M)[ ]+(?P<name>{FULL})"
    rf"|(?i:{_ROLE})[ ]+(?P<holder>(?=[{CAPITAL}]){FULL}))"
)
_TITLED_LOWER = re.compile(
    r"(?<![\w.’'\-])(?:mme|mr|mlle|melle|monsieur|madame|mademoiselle|dr|docteur)[ ]+"
    rf"(?P<name>(?:{PARTICLE}[ ])?[{LOWER}][{LOWER}’'\-]{{2,}})",
    re.I,
)
_ANYONE = re.compile(r"\b(?:m[êe]me|une?|ce|cette|cet|le|la|chaque|vieux|vieille|jeune|petit|brave|autre)[ ]$", re.I)
"""Before « monsieur » in lower case, what makes it an ordinary word: « un monsieur âgé »."""
_ALSO = re.compile(rf"[ ]?(?:,|et|&)[ ]?(?P<name>{FULL})")
_MANY = re.compile(r"(?:MM\.|Mmes|Mlles|Messieurs|Mesdames|époux|famille)[ ]+$", re.I)
_INTRODUCED = (
    re.compile(
        r"(?:\bje m[’']appelle|\bmon nom est|\bje[ ,]+soussign[ée](?:\(e\)|e)?,?|\bpr[ée]nomm[ée]e?|\bmy name is)[ ]+"
        rf"(?P<name>{FULL}|[{LOWER}’'\-]+(?:[ ][{LOWER}’'\-]+){{0,2}})",
        re.I,
    ),
    re.compile(rf"(?i:\bs[’']appell(?:e|ent|ait))[ ]+(?P<name>(?=[{CAPITAL}]){FULL})"),
    re.compile(
        r"(?:(?i:\bje suis|\bI am|\bI[’']m|\bnomm[ée]e?)|(?i:\bsign[ée]|\bcordialement|\bbien à vous)\s*[:,]?)\s+"
        rf"(?P<name>{PROPER}(?:[ ]{SURNAME}){{1,4}})"
    ),
    re.compile(rf"\bn[ée]e[ ]+(?P<name>{PROPER}(?:[ ]{PROPER})?)(?![ ]?\d)"),
)
_INITIAL = re.compile(
    r"(?:(?<=[:;,(\n])[ ]?|^[ ]*|\b(?:avec|par|de|à|et|pour|chez|selon|voir)[ ])"
    rf"(?P<name>[{CAPITAL}]\.(?:-?[{CAPITAL}]\.)?[ ]?[{CAPITAL}][{LOWER}][\w’'\-]*(?:[ ]{PROPER})?)",
    re.M,
)
_FOLLOWING = re.compile(rf"[ ](?P<link>{PARTICLE}[ ])?(?P<word>{PROPER}|[{CAPITAL}]\.(?!\w))")
_FOLLOWING_LOWER = re.compile(rf"[ ](?:(?:el|al|ben|bin|da|dos|del|di|van|von)[ ])?(?P<word>[{LOWER}’'\-]{{3,}})(?!\w)")
_PRECEDING = re.compile(rf"(?<![\w\-’'])([{CAPITAL}][{CAPITAL}’'\-]{{3,}})[ ]$")
_LONGEST = 4
"""Words that follow a given name at most."""


@dataclass(frozen=True)
class Known:
    """People who are not masked: `full` names the corpus cites, and family names of its documents' `authors`."""

    full: frozenset[str] = frozenset()
    authors: frozenset[str] = frozenset()

    @classmethod
    def of(cls, texts: Collection[str], authors: Collection[str]) -> Known:
        """The people named in texts of the corpus (a given name and what follows), and the authors of its documents."""
        cited = [text[span.start : span.end] for text in texts for span in _given(text, frozenset())]
        people = [key(author) for author in authors if author and is_given(author.split()[0])]
        return cls(
            frozenset([*(key(name) for name in cited if " " in name and not name.endswith(".")), *people]),
            frozenset(name.split()[-1] for name in people),
        )

    def holds(self, name: str, following: str = "") -> bool:
        """Whether a name is one of these, or begins one that the words after it go on with."""
        alone, whole = key(name), key(name + following)
        return alone in self.full | self.authors or any(
            whole == full or whole.startswith(f"{full} ") for full in self.full if full.startswith(f"{alone} ")
        )


def persons(text: str, known: Known) -> Iterator[Span]:
    """The names of private persons in a text; those of places, functions and people of the corpus are left."""
    borne = frozenset(_borne(text))
    for span in (*_titled(text, borne), *_introduced(text), *_given(text, borne), *_initials(text)):
        following = text[span.end : span.end + 30]
        if not in_place(before(text, span.start)) and not known.holds(text[span.start : span.end], following):
            yield span


def _titled(text: str, borne: frozenset[str]) -> Iterator[Span]:
    for match in _TITLED.finditer(text):
        span = _cut(text, *match.span("name" if match["name"] else "holder"))
        if span is None or key(text[span.start : span.end]) in borne:
            continue
        yield span
        if _MANY.search(before(text, span.start)):
            yield from _others(text, span.end)
    for match in _TITLED_LOWER.finditer(text):
        called = text[match.start("name")].islower() and key(match["name"]).split()[0] not in FUNCTIONS
        if called and not _ANYONE.search(before(text, match.start())):
            yield Span("personne", *match.span("name"))


def _others(text: str, start: int) -> Iterator[Span]:
    """The names that follow the first, after a plural title: « MM. Perez, Roux et Colin »."""
    while (match := _ALSO.match(text, start)) and (span := _cut(text, *match.span("name"))):
        yield span
        start = span.end


def _introduced(text: str) -> Iterator[Span]:
    for pattern in _INTRODUCED:
        for match in pattern.finditer(text):
            if span := _cut(text, *match.span("name")):
                yield span


def _initials(text: str) -> Iterator[Span]:
    for match in _INITIAL.finditer(text):
        name = match["name"]
        if name[:2] != "M." and key(name[2:]).split()[0] not in FUNCTIONS:
            yield Span("personne", *match.span("name"))


def _cut(text: str, start: int, end: int) -> Span | None:
    """A name without what follows it that is no name; None when nothing is left."""
    last = start
    for match in WORD.finditer(text, start, end):
        word = key(match.group()).split(" ")[-1 if set(match.group()) & {"'", "’"} else 0]
        initial = len(match.group()) == 1 and text[match.end() : match.end() + 1] == "."
        if word in FUNCTIONS and not initial and not (word in LINKING and _goes_on(text, match.end(), end)):
            break
        last = match.end() + initial
    return Span("personne", start, last) if last > start else None


def _goes_on(text: str, start: int, end: int) -> bool:
    """Whether a word of a name follows a particle."""
    match = WORD.search(text, start, end)
    return bool(match and match.group()[0].isupper() and key(match.group()) not in FUNCTIONS - LINKING)


def _given(text: str, borne: frozenset[str]) -> Iterator[Span]:
    """Names found by a given name: what follows it with a capital, or a word in capitals before it."""
    reached = 0
    for match in WORD.finditer(text):
        if match.start() < reached or not is_given(match.group()):
            continue
        start, end = _around(text, *match.span())
        reached = end
        name = key(text[start:end])
        alone = (start, end) == match.span()
        if (alone and not is_surely_given(match.group())) or name in borne or name in NAMESAKES:
            continue
        if not in_place(before(text, start)):
            yield Span("personne", start, end)


def _around(text: str, start: int, end: int) -> tuple[int, int]:
    """A given name with the words in capitals around it that make the rest of the name."""
    sure = is_surely_given(text[start:end])
    preceding = _PRECEDING.search(text, max(0, start - 30), start)
    if preceding and text[start + 1 : end].islower() and preceding[1] not in ACRONYMS:
        start = preceding.start(1)
    if not text[start].isupper():
        return start, _small(text, end) if sure else end
    for _ in range(_LONGEST):
        match = _FOLLOWING.match(text, end)
        if not match or not _is_rest(match["word"], linked=bool(match["link"]), sure=sure):
            break
        end = match.end()
    return start, end


def _small(text: str, end: int) -> int:
    """Where a name typed without capitals ends: after it, words that French does not have."""
    while (match := _FOLLOWING_LOWER.match(text, end)) and not is_word(match["word"]):
        end = match.end()
    return end


def _is_rest(word: str, linked: bool, sure: bool) -> bool:
    """Whether a word goes on with a name that a given name began; after a particle, neither a town nor an acronym."""
    if word.endswith("."):
        return not linked
    if linked and (not sure or (word.isupper() and len(word) <= _LONGEST)):
        return False
    return key(word).split(" ")[0] not in FUNCTIONS - LINKING


def _borne(text: str) -> Iterator[str]:
    """Names that a place or an establishment of the text bears."""
    for match in re.finditer(rf"{PROPER}(?:[ ](?:{PARTICLE}[ ])?{PROPER})*", text):
        if in_place(before(text, match.start())):
            yield key(match.group())
