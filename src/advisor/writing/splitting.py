"""The text of a model cut into sentences while it comes: each with the marks of what it was written from.

A sentence is let go only when what follows shows that it is over: « art. 3 de la loi », « 1,9 million », a quotation or
the mark after its full stop do not end it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 700
"""Characters after which a text without an end is no sentence."""
_MARK = re.compile(r"\s*\[\s*([a-z]{1,2}\d{1,4}(?:\s*[,;]\s*[a-z]{1,2}\d{1,4})*)\s*\]", re.IGNORECASE)
_MARKS_AFTER = re.compile(r"(?:\s*\[[^\[\]\n]{1,60}\])*")
_END = re.compile(r"[.!?\u2026]+(?:[»\"”’)]|\s»)*|\n+")
_ABBREVIATED = re.compile(
    r"(?:(?<![\w-])(?:M|MM|Mme|Mmes|Mlle|Dr|Pr|St|Ste|art|al|p|pp|cf|ex|n°|no|vol|éd|env|min|max|chap|ibid|L|R|D|LO|A)|"
    r"(?<![\w-])[A-ZÀ-Ý]|\bet al|(?<![\w-])[a-z]\.[a-z])\.$"
)
_ITEM = re.compile(r"^\s*(?:[-*•–—]|\d{1,2}[.)]|\(?[a-z]\))\s+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence without its marks, in order of appearance; `whole` is false for one that has no end."""

    text: str
    marks: tuple[str, ...]
    whole: bool = True


class Splitter:
    """Takes pieces of text, gives the sentences that are over."""

    def __init__(self) -> None:
        self._held = ""

    def feed(self, piece: str) -> Iterator[Sentence]:
        """The sentences that a piece of text ends."""
        self._held += piece.replace("\r\n", "\n").replace("\r", "\n")
        while (end := self._end()) is not None:
            sentence, self._held = self._held[:end], self._held[end:].lstrip(" \t")
            if found := _sentence(sentence):
                yield found
        if len(self._held) > 2 * LONGEST:
            held, self._held = self._held, ""
            yield Sentence(held[:LONGEST].strip(), (), whole=False)

    def close(self, complete: bool) -> Iterator[Sentence]:
        """What is left at the end; `complete` when the model said all it had to say."""
        held, self._held = self._held, ""
        found = _sentence(held)
        if found:
            ended = bool(re.search(r"[.!?\u2026][»\"”)\s]*$", found.text)) or bool(found.marks)
            yield found if complete and ended else Sentence(found.text, found.marks, whole=False)

    def _end(self) -> int | None:
        """Where the first sentence ends, its marks included; None when it is not known yet."""
        for match in _END.finditer(self._held):
            if match.group().startswith("\n"):
                if self._held[: match.start()].strip() or match.end() < len(self._held):
                    after = _MARKS_AFTER.match(self._held, match.end())
                    return after.end() if after and after.group().strip() else match.end()
                continue
            after = _MARKS_AFTER.match(self._held, match.end())
            end = after.end() if after else match.end()
            rest = self._held[end:]
            if not rest.strip(" \t") or (rest.lstrip().startswith("[") and "]" not in rest):
                return None  # what follows tells whether it is over, or is a mark not yet whole
            if self._ends(match, end):
                return end
        return None

    def _ends(self, match: re.Match[str], end: int) -> bool:
        before, rest = self._held[: match.start() + 1], self._held[end:]
        if not rest[:1].isspace() and end == match.end():
            return False  # 1.9, usager.e.s, service-public.fr
        if match.group() == "." and _ABBREVIATED.search(before) and end == match.end():
            return False
        if re.fullmatch(r"\s*\d{1,2}\.", before):
            return False  # the number of an item
        quoted = self._held[: match.end()]
        if quoted.count("«") > quoted.count("»") and len(quoted) < LONGEST:
            return False
        following = rest.lstrip()
        if match.group() == "\u2026" or before.endswith("etc."):
            return not following[:1].islower()
        return not following[:1].islower() or end > match.end()


def _sentence(text: str) -> Sentence | None:
    """A sentence cleaned of its marks, of what makes it an item of a list, and of bold; None for blanks."""
    marks = tuple(
        dict.fromkeys(
            mark.strip().lower() for match in _MARK.finditer(text) for mark in re.split(r"[,;]", match.group(1))
        )
    )
    said = _ITEM.sub("", " ".join(_MARK.sub("", text).split())).replace("**", "")
    said = re.sub(r"\s+([.,])", r"\1", said).strip()
    if not any(character.isalnum() for character in said):
        return Sentence(said, marks, whole=False) if marks and said not in {"", "."} else None
    return Sentence(said, marks)
