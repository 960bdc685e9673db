"""Masking: personal data replaced by typed placeholders, « [personne 1] », the same ones for the same words.

No library at hand serves French without a model to download: on our labelled texts (tests/evaluation/privacy.yaml),
Presidio and scrubadub know of French only electronic addresses, IBAN and two telephones in three, and neither has a
rule for French names, addresses, social security numbers or plates. Hence rules of our own, measured on those texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from advisor.privacy import numbers
from advisor.privacy.addresses import addresses
from advisor.privacy.persons import Known, persons
from advisor.privacy.spans import Kind, Span
from advisor.text import PLACEHOLDER


@dataclass(frozen=True)
class Masked:
    """A text without its personal data.

    `originals` gives, for each placeholder, the words it stands for: keep it apart, and no longer than needed.
    `count` is the number of places masked.
    """

    text: str
    originals: Mapping[str, str] = field(default_factory=dict)
    count: int = 0


class Masker:
    """Masks personal data in French texts (and the commonest English forms); made once, used by many threads."""

    def __init__(self, known: Known | None = None) -> None:
        self._known = known or Known()

    def mask(self, text: str, seen: Mapping[str, str] | None = None) -> Masked:
        """The text masked; `seen` holds the originals of earlier texts, whose placeholders are used again."""
        originals = dict(seen or {})
        placeholders = {original: placeholder for placeholder, original in originals.items()}
        taken = {match.group() for match in PLACEHOLDER.finditer(text)} | set(originals)
        pieces, end = [], 0
        chosen = self.spans(text, placeholders)
        for span in chosen:
            original = text[span.start : span.end]
            if original not in placeholders:
                placeholders[original] = _fresh(span.kind, taken)
                originals[placeholders[original]] = original
            pieces += [text[end : span.start], placeholders[original]]
            end = span.end
        return Masked("".join([*pieces, text[end:]]), originals, len(chosen))

    def spans(self, text: str, seen: Iterable[str] = ()) -> list[Span]:
        """Where the personal data of a text stand, in order, none over another."""
        closed = [(match.start(), match.end()) for match in PLACEHOLDER.finditer(text)]
        kept: list[Span] = []
        for span in self._found(text):
            if span.start < span.end and not _over(span, closed):
                kept.append(span)
                closed.append((span.start, span.end))
        for span in _again(text, kept, seen):
            if not _over(span, closed):
                kept.append(span)
                closed.append((span.start, span.end))
        return sorted(kept, key=lambda span: span.start)

    def _found(self, text: str) -> list[Span]:
        """Every span, the surest kinds first: what overlaps one is dropped."""
        finders = (
            numbers.emails,
            numbers.ibans,
            numbers.nirs,
            numbers.identifiers,
            numbers.phones,
            numbers.births,
            addresses,
            numbers.plates,
        )
        found = [span for finder in finders for span in finder(text)]
        return [*found, *sorted(persons(text, self._known), key=lambda span: span.start - span.end)]


def restored(text: str, originals: Mapping[str, str]) -> str:
    """A masked text with the words its placeholders stand for."""
    return PLACEHOLDER.sub(lambda match: originals.get(match.group(), match.group()), text)


def covered(value: Any, originals: Mapping[str, str]) -> Any:
    """Any JSON value with the originals replaced by their placeholders, wherever they stand as whole words."""
    longest = sorted(originals.items(), key=lambda item: -len(item[1]))
    placeholders = {original: placeholder for placeholder, original in longest}
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(original)}(?!\w)" for _, original in longest))

    def within(item: Any) -> Any:
        if isinstance(item, str):
            return pattern.sub(lambda match: placeholders[match.group()], item)
        if isinstance(item, Mapping):
            return {key: within(inner) for key, inner in item.items()}
        return [within(inner) for inner in item] if isinstance(item, list | tuple) else item

    return within(value) if originals else value


def _fresh(kind: Kind, taken: set[str]) -> str:
    """The next placeholder of a kind, which it marks as taken."""
    number = 1
    while (name := f"[{kind} {number}]") in taken:
        number += 1
    taken.add(name)
    return name


def _over(span: Span, closed: list[tuple[int, int]]) -> bool:
    return any(span.start < end and start < span.end for start, end in closed)


def _again(text: str, kept: Iterable[Span], seen: Iterable[str]) -> list[Span]:
    """The same words elsewhere in the text, and those masked in earlier ones."""
    words: dict[str, Kind] = {text[span.start : span.end]: span.kind for span in kept}
    words |= {original: "personne" for original in seen if original not in words}
    return [
        Span(kind, match.start(), match.end())
        for original, kind in sorted(words.items(), key=lambda item: -len(item[0]))
        if len(original) > 2
        for match in re.finditer(rf"(?<!\w){re.escape(original)}(?!\w)", text)
    ]
