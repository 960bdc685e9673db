"""Expansion of a question by the domain thesaurus (SKOS manner: preferred, alternative, broader).

Expanding without weights harms retrieval, with weights it helps (Fang, ACL 2008): the terms of
the user keep weight 1, those of the same concept get less, those of a broader one less still.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from advisor.errors import DataError
from advisor.retrieval.analysis import terms
from advisor.validation import validated

PREFERRED = 0.6
ALTERNATIVE = 0.3
BROADER = 0.15
EVERYDAY = 0.2
"""Weight of an everyday word that means the same as a word of the question, outside any concept of the trade."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Concept:
    """A concept of the trade: `pref` as the sources say it, `alt` and `en` as people type it."""

    id: str
    pref: str
    alt: tuple[str, ...] = ()
    en: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    related: tuple[str, ...] = ()

    def labels(self) -> tuple[str, ...]:
        """Every label, the preferred one first."""
        return (self.pref, *self.alt, *self.en)


_CONCEPTS = TypeAdapter(tuple[Concept, ...])
_GROUPS: TypeAdapter[tuple[tuple[str, ...], ...]] = TypeAdapter(tuple[tuple[str, ...], ...])


class Thesaurus:
    """Concepts found in a question, and the weighted terms they add.

    `everyday` are groups of ordinary words that mean the same, the trade's words left out.
    """

    def __init__(self, concepts: Sequence[Concept], everyday: Sequence[Sequence[str]] = ()) -> None:
        self.concepts = {concept.id: concept for concept in concepts}
        self._labels: dict[tuple[str, ...], str] = {}
        for concept in concepts:
            for label in concept.labels():
                key = tuple(terms(label))
                if key:
                    self._labels.setdefault(key, concept.id)
        self._everyday: dict[str, dict[str, float]] = {}
        for group in everyday:
            self._join([terms(word) for word in group])
        self._longest = max((len(key) for key in self._labels), default=0)

    def _join(self, group: Sequence[Sequence[str]]) -> None:
        """Each word of a group leads to the others; several words are reached, never left from."""
        for word in group:
            if len(word) == 1:
                for other in group:
                    if other != word:
                        _raise(self._everyday.setdefault(word[0], {}), other, EVERYDAY)

    @classmethod
    def read(cls, path: Path, content: object, everyday: object = ()) -> Thesaurus:
        """The thesaurus of a parsed file, and the parsed groups of everyday words. Raises DataError."""
        concepts = validated(_CONCEPTS, path, content)
        known = {concept.id for concept in concepts}
        if len(known) < len(concepts):
            names = [concept.id for concept in concepts]
            twice = next(name for name in names if names.count(name) > 1)
            raise DataError(path.name, None, twice, "cet identifiant est déjà pris.", "Choisissez-en un autre.")
        for concept in concepts:
            for other in (*concept.broader, *concept.related):
                if other not in known:
                    raise DataError(
                        path.name, None, concept.id, f"« {other} » n'existe pas.", "Corrigez ou retirez le lien."
                    )
        groups = validated(_GROUPS, path, everyday)
        return cls(concepts, groups)

    def found(self, question_terms: Sequence[str]) -> list[Concept]:
        """Concepts whose label stands in the question, longest labels first, no term used twice."""
        taken = [False] * len(question_terms)
        found: list[str] = []
        for size in range(self._longest, 0, -1):
            for start in range(len(question_terms) - size + 1):
                if any(taken[start : start + size]):
                    continue
                concept = self._labels.get(tuple(question_terms[start : start + size]))
                if concept:
                    taken[start : start + size] = [True] * size
                    found.append(concept)
        return [self.concepts[identifier] for identifier in dict.fromkeys(found)]

    def expansion(self, question_terms: Sequence[str]) -> dict[str, float]:
        """Terms to add to a question, each with its weight below 1."""
        weights: dict[str, float] = {}
        for concept in self.found(question_terms):
            _raise(weights, terms(concept.pref), PREFERRED)
            for label in (*concept.alt, *concept.en):
                _raise(weights, terms(label), ALTERNATIVE)
            for broader in concept.broader:
                _raise(weights, terms(self.concepts[broader].pref), BROADER)
        for term in question_terms:
            for other, weight in self._everyday.get(term, {}).items():
                weights[other] = max(weights.get(other, 0.0), weight)
        return {term: weight for term, weight in weights.items() if term not in question_terms}

    def equivalents(self, question_terms: Sequence[str]) -> dict[str, list[frozenset[str]]]:
        """For each term of a concept found in the question, the other labels of that concept."""
        found: dict[str, list[frozenset[str]]] = {}
        for concept in self.found(question_terms):
            labels = [frozenset(terms(label)) for label in concept.labels()]
            for label in labels:
                if label <= set(question_terms):
                    for term in label:
                        found.setdefault(term, []).extend(other for other in labels if other and other != label)
        return found


def _raise(weights: dict[str, float], added: Sequence[str], weight: float) -> None:
    share = weight / max(1, len(added)) ** 0.5
    for term in added:
        weights[term] = max(weights.get(term, 0.0), share)
