"""A text read as words that carry something: each with what denies, allows or obliges it, and its clause.

Compared word by word, a sentence and its negation are nearly the same; compared with what bears on each word, they are
not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from advisor import articles
from advisor.retrieval.analysis import stem
from advisor.text import fold, plain
from advisor.writing import lexicon

Kind = Literal["content", "sense", "bound", "number", "article"]
_PIECES = re.compile(
    r"\d{1,3}(?:[ .]\d{3})+(?![\d])|\d+(?:[.,]\d+)?|[a-z]+|[.!?\u2026;]|[,:()\"\u2013-](?=\s|$)|(?<=\s)[(\"\u2013-]|%"
)
_PERCENT = frozenset("%")
_UNIT_ENDS = frozenset(".!?\u2026;")
_CLAUSE_ENDS = frozenset(',:()"-')
_JOINING = frozenset("et ou mais car puis tandis alors donc ni qui que dont lorsque quand pour afin si".split())  # noqa: SIM905
_COORDINATING = frozenset("et ou mais car puis tandis alors ni".split())  # noqa: SIM905
_CO = re.compile(r"\bco[\s-](?=construi|construc|concev|concep|elabor|produ|decid)")
_CONDITIONAL = re.compile(r"[a-z]{2,}r(?:ait|aient|ions|iez)$")
_OPENINGS = re.compile(rf"(^\s*|[.,;:!?]\s+)(?:{'|'.join(map(re.escape, lexicon.OPENINGS))})(?![a-z])")
"""Turns of phrase that link, where they may: at the head of a clause."""
_ABBREVIATED = re.compile(r"\b(art|al|p|pp|cf|ex|vol|m|mme|dr|n|no|etc|l|r|d|lo|st|ste)\.(?=\s|[a-z0-9])")


@dataclass(frozen=True, slots=True)
class Word:
    """A word that carries something.

    `key` is what it is compared by, `folded` how it stands without case nor accent; `bearing` is what bears on it
    (nié, peut, doit, seul, rait); `sentence`, `unit` (a semicolon ends one too) and `clause` number those it is in.
    `joined` when a comma or a joining word stands just before it; `name` when a capital makes it a name.
    """

    key: str
    folded: str
    kind: Kind
    bearing: frozenset[str]
    sentence: int
    unit: int
    clause: int
    joined: bool
    name: bool


@dataclass(frozen=True, slots=True)
class Read:
    """A text as words; `openings` are the first words of its units, `loose` what bears on no word, by unit."""

    words: tuple[Word, ...]
    openings: tuple[str, ...]
    loose: frozenset[tuple[int, str]]


def read(text: str) -> Read:
    """The words of a text that carry something, in order."""
    reader = _Reader()
    for token, capital in _tokens(text):
        reader.take(token, capital)
    return reader.done()


def key_of(folded: str) -> str:
    """What a folded word is compared by: its stem, brought to one form where the stemmer parts forms of one word."""
    found = stem(folded)
    return lexicon.IRREGULAR.get(found, found)


def _tokens(text: str) -> Iterator[tuple[str, bool]]:
    """Folded tokens in order, each with whether it starts with a capital; an article number is one token."""
    position = 0
    for number in articles.find(text):
        if number.start >= position:
            yield from _plain_tokens(text[position : number.start])
            yield f"art:{articles.key(number.number)}", False
            position = number.end
    yield from _plain_tokens(text[position:])


def _plain_tokens(text: str) -> Iterator[tuple[str, bool]]:
    capitals = {fold(found).text for found in re.findall(r"\b[A-ZÀ-ÖØ-Þ][\w'’-]*", text)}
    lower = {fold(found).text for found in re.findall(r"\b[a-zà-öø-ÿ]\w*", text)}
    folded = _CO.sub("co", _ABBREVIATED.sub(r"\1 ", plain(text)))
    folded = _OPENINGS.sub(r"\1 ", folded)
    for match in _PIECES.finditer(folded):
        token = match.group()
        yield token, token in capitals and token not in lower


class _Reader:
    """Takes tokens one by one and keeps what bears on the next word."""

    def __init__(self) -> None:
        self._words: list[Word] = []
        self._sentence = self._unit = self._clause = 0
        self._last = ""
        self._joined = False
        self._openings: dict[int, str] = {}
        self._waiting: set[str] = set()
        self._denied_from: int | None = None
        self._ahead = False
        self._loose: set[tuple[int, str]] = set()

    def take(self, token: str, capital: bool) -> None:
        """One more token."""
        if token[0].isalpha():
            self._openings.setdefault(self._unit, token)
        if token in _UNIT_ENDS:
            self._cut(unit=True, sentence=token != ";")  # noqa: S105 -- a stop, not a secret
        elif token in _CLAUSE_ENDS:
            self._cut()
        elif token in _PERCENT:
            self._percent()
        elif self._last == "ou" and token == "non":  # noqa: S105 -- « ou non » denies nothing: it is a word
            self._carry("ou-non", False)
        elif not self._operator(token):
            self._carry(token, capital)
        self._last = token

    def done(self) -> Read:
        """What was read."""
        self._cut(unit=True)
        openings = tuple(self._openings.get(unit, "") for unit in range(self._unit + 1))
        return Read(tuple(self._words), openings, frozenset(self._loose))

    def _cut(self, unit: bool = False, sentence: bool = False) -> None:
        """The end of a clause, or of a sentence: what waited for a word there waits no longer."""
        self._joined = True
        if self._denied_from is not None:  # « ne peut », « n'ose »: it denies without « pas »
            self._deny()
        if "nié" in self._waiting:  # « ou non, »: it denies nothing of what comes after
            self._loose.add((self._unit, "nié"))
            self._waiting.discard("nié")
        if self._words and self._words[-1].clause == self._clause:
            self._clause += 1
        if not unit:
            return
        self._loose |= {(self._unit, bearing) for bearing in self._waiting & {"nié", "doit", "peut"}}
        if self._words and self._words[-1].unit == self._unit:
            self._unit += 1
        if sentence and self._words and self._words[-1].sentence == self._sentence:
            self._sentence += 1
        self._waiting = set()
        self._ahead = False

    def _percent(self) -> None:
        if self._words and self._words[-1].kind == "number":
            self._words[-1] = replace(self._words[-1], key=f"{self._words[-1].key}%")

    def _operator(self, token: str) -> bool:
        """Whether a token bears on others and carries nothing itself."""
        if token in {"ne", "n"}:
            if self._ahead:  # « rien n'est arrêté »: what denies came first
                self._ahead = False
                self._waiting.add("nié")
            else:
                self._denied_from = len(self._words)
            return True
        if self._denied_from is not None and token in lexicon.NEGATORS:
            self._deny()
            return True
        if self._denied_from is not None and token in {"que", "qu"} and not self._waiting & {"nié"}:
            self._denied_from = None
            self._waiting.add("seul")
            return True
        if token in lexicon.AHEAD and not self._ahead:
            self._ahead = True
        if token in lexicon.DENYING or token in {"pas", "rien"}:
            self._waiting.add("nié")
            return token != "sans"  # noqa: S105 -- « sans » is also a word that must stand where it stood
        if token in lexicon.ALLOWING or token in lexicon.OBLIGING:
            self._waiting.add("peut" if token in lexicon.ALLOWING else "doit")
            if _CONDITIONAL.search(token):
                self._waiting.add("rait")
            return True
        return False

    def _deny(self) -> None:
        """Closes « ne … pas »: it bears on the verb in between, else on the word that follows."""
        inside = range(self._denied_from or 0, len(self._words))
        if any(self._words[index].kind == "content" for index in inside):
            for index in inside:
                self._words[index] = replace(self._words[index], bearing=self._words[index].bearing | {"nié"})
        else:
            self._waiting.add("nié")
        self._denied_from = None

    def _carry(self, token: str, capital: bool) -> None:
        kind = _kind(token)
        self._joined |= token in _JOINING
        if token in _COORDINATING and self._words and self._words[-1].clause == self._clause:
            self._clause += 1
        if kind is None:
            return
        bearing = frozenset(self._waiting) if kind == "content" else frozenset()
        if kind == "content":
            self._waiting.clear()
            if _CONDITIONAL.search(token):
                bearing |= {"rait"}
        key = _key(token, kind)
        name = capital and bool(self._words)
        word = Word(key, token, kind, bearing, self._sentence, self._unit, self._clause, self._joined, name)
        self._words.append(word)
        self._joined = False


def _kind(token: str) -> Kind | None:
    """What a token carries; None for one that only links."""
    if token.startswith("art:"):
        return "article"
    if token[0].isdigit() or (token in lexicon.NUMBERS):
        return "number"
    if token in lexicon.RESTRICTING:
        return "bound"
    if token in lexicon.SENSE:
        return "sense"
    if token in lexicon.LINKING or token in lexicon.PRONOUNS or len(token) < 2:
        return None
    return "content"


def _key(token: str, kind: Kind) -> str:
    if kind == "number":
        return lexicon.NUMBERS.get(token, re.sub(r"(?<=\d)[ .](?=\d{3})", "", token).replace(",", "."))
    return key_of(token) if kind == "content" else lexicon.SAME.get(token, token)
