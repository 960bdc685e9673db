"""Phrases that show a fact, in a grammar a reviewer can write.

A phrase is a run of words, compared without accents or case. `mot*` is any word that begins so,
`a/b` either word, `NB` a number, `...` up to four words of the same sentence, `!mot` not followed by
that word (`enquete* !publique*`), or at the head of a phrase not preceded by it (`!foyer_d/multi accueil`, `_`
for the blank of words that go together). A phrase counts as negated when a negation stands just before it, or inside a
gap.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from advisor.domain.fiche import FactDefinition
from advisor.text import Token, fold, tokens

_GAP = r"(?: (?!\. )[^ ]+){0,4}?"
_NEGATIONS = frozenset(
    {"pas", "sans", "ni", "jamais", "aucun", "aucune", "ne", "n", "not", "no", "never", "without", "dont", "don"}
)
_SAYING = _NEGATIONS | {"rien", "plus", "personne", "nothing", "nobody"}
"""Words that make a phrase negative by itself: another negation around it changes nothing."""
_BEFORE = 3


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase found in a text: the value it shows, the words at [start, end), and whether negated."""

    value: str
    words: str
    start: int
    end: int
    negated: bool
    weight: float


@dataclass(frozen=True)
class _Compiled:
    """A phrase ready to be looked for; its pattern is compiled the first time a text may hold it."""

    value: str
    weight: float
    source: str
    key: str
    prefix: bool
    says_negation: bool

    @functools.cached_property
    def pattern(self) -> re.Pattern[str]:
        """The phrase as a regular expression over a line of words."""
        return re.compile(self.source)


class CueReader:
    """Finds the phrases of one fact in a text that was tokenised once."""

    def __init__(self, definition: FactDefinition) -> None:
        self.definition = definition
        self._compiled = [_compile(phrase, cue.value, cue.weight) for cue in definition.cues for phrase in cue.phrases]

    def find(self, read: ReadText) -> list[Found]:
        """The phrases found, in the order of the text, without those inside a longer one of the same value."""
        found: list[Found] = []
        for cue in self._compiled:
            if not read.may_hold(cue.key, cue.prefix):
                continue
            for match in cue.pattern.finditer(read.line):
                found.append(_found(cue, match, read))
        return _without_inner(sorted(found, key=lambda item: (item.start, -item.end)))


class ReadText:
    """A text as the readers see it: one line of folded words, with the place of each."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: Sequence[Token] = tokens(text)
        self.line = " " + " ".join(token.word for token in self.tokens) + " "
        self._words = frozenset(token.word for token in self.tokens)
        self._starts: dict[int, int] = {}
        position = 1
        for rank, token in enumerate(self.tokens):
            self._starts[position] = rank
            position += len(token.word) + 1

    def may_hold(self, key: str, prefix: bool) -> bool:
        """A quick test: whether a word every match needs stands in the text."""
        return any(word.startswith(key) for word in self._words) if prefix else key in self._words

    def token_rank(self, position: int) -> int:
        """Rank of the token that begins at a position of the line."""
        return self._starts[position]


def _compile(phrase: str, value: str, weight: float) -> _Compiled:
    parts = re.findall(r"\.\.\.|NB|![a-z0-9*/_]+|[a-z0-9*/]+", _folded_phrase(phrase))
    before = parts.pop(0)[1:].split("/") if parts and parts[0].startswith("!") else []
    if not parts:
        raise ValueError(f"phrase vide : {phrase!r}")
    pieces: list[str] = []
    for rank, part in enumerate(parts):
        if part == "...":
            pieces.append(_GAP)
            continue
        if part.startswith("!"):
            pieces.append("(?! (?:" + "|".join(_word(option) for option in part[1:].split("/")) + ") )")
            continue
        word = r"[0-9]+" if part == "NB" else "(?:" + "|".join(_word(option) for option in part.split("/")) + ")"
        pieces.append(word if rank == 0 else f" {word}")
    solid = [part for part in parts if part not in {"...", "NB"} and not {"/", "!"} & set(part)] or [""]
    key = max(solid, key=len)
    words_said = set(parts)
    return _Compiled(
        value,
        weight,
        "".join(f"(?<! {option.replace('_', ' ')} )" for option in before) + r"(?<= )" + "".join(pieces) + r"(?= )",
        key.rstrip("*"),
        key.endswith("*") or not key,
        bool(words_said & _SAYING),
    )


def _folded_phrase(phrase: str) -> str:
    return "NB".join(fold(part).text for part in phrase.split("NB"))


def _word(option: str) -> str:
    return re.escape(option.rstrip("*")) + (r"[a-z0-9]*" if option.endswith("*") else "")


def _found(cue: _Compiled, match: re.Match[str], read: ReadText) -> Found:
    first = read.token_rank(match.start())
    last = first + match.group().count(" ")
    start, end = read.tokens[first].start, read.tokens[last].end
    negated = not cue.says_negation and _is_negated(read.tokens, first, last)
    return Found(cue.value, read.text[start:end], start, end, negated, cue.weight)


def _is_negated(read: Sequence[Token], first: int, last: int) -> bool:
    before = [token.word for token in read[max(0, first - _BEFORE) : first]]
    if "." in before:
        before = before[len(before) - before[::-1].index(".") :]
    inside = [token.word for token in read[first + 1 : last]]
    after = read[last + 1].word if last + 1 < len(read) else ""
    if "pourquoi" in before:
        return False
    negations = [word for word in (*before, *inside) if word in _NEGATIONS]
    # « ne … que » restricts, it does not deny.
    if negations and all(word in {"ne", "n"} for word in negations) and {"que", "qu"} & {*before, *inside, after}:
        return False
    return bool(negations) or after == "pas"


def _without_inner(found: Iterable[Found]) -> list[Found]:
    kept: list[Found] = []
    for item in found:
        if not any(other.value == item.value and other.start <= item.start and item.end <= other.end for other in kept):
            kept.append(item)
    return kept
