"""The organisation's own rules, for a project and beside a question of law."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from advisor.answering.book import Book, Library
from advisor.answering.local import commitment_results
from advisor.domain.answer import ObligationResult
from advisor.domain.local import ENGAGEMENT, RegleLocale
from advisor.domain.outcome import Commitment
from advisor.domain.profile import Profile
from advisor.law import local
from advisor.means import Knowledge
from advisor.retrieval.ports import Retriever

LOOKED_AT = 10
"""Local rules found first by the search, among which to mention."""
COVERED, MET = 0.6, 0.2
"""Share of the terms of a question that a local rule must hold to be mentioned: on its words alone, or when the
question meets its conditions. Of 557 questions of law on other subjects, none reached the first with the rules of
the tests; those on their subjects did."""
MOST = 2
"""Local rules mentioned beside the law."""


class Means(Protocol):
    """What local rules are found with, a part of what the service does."""

    @property
    def knowledge(self) -> Knowledge:
        """The knowledge base."""
        ...

    @property
    def retriever(self) -> Retriever:
        """Finds fiches for a question."""
        ...

    @property
    def library(self) -> Library:
        """The sources, by which a rule is named."""
        ...

    @property
    def today(self) -> str:
        """The date answers are given at, ISO."""
        ...


class Commitments:
    """Every local rule of the base; without any, nothing is found and nothing is said."""

    def __init__(self, means: Means) -> None:
        self._means = means
        self._rules = {fiche.id: fiche for fiche in means.knowledge.fiches.values() if isinstance(fiche, RegleLocale)}

    def of_project(self, profile: Profile) -> tuple[Commitment, ...]:
        """The rules that hold for a project, then those that may."""
        return local.applying(self._rules.values(), profile, self._means.today)

    def asked(self, question: str, profile: Profile) -> tuple[Commitment, ...]:
        """The rules to mention beside the law: not ruled out, and about what the question is about.

        A rule is about it when it holds its words; some are enough when the question meets its conditions.
        """
        found = self._covered(question) if self._rules else {}
        judged = [local.judged(self._rules[name], profile, self._means.today) for name in found]
        held = [item for item in judged if item.truth is not False and found[item.rule.id] >= _least(item)]
        held.sort(key=lambda item: (item.truth is None, -found[item.rule.id], item.rule.id))
        return tuple(held[:MOST])

    def told(self, question: str) -> bool:
        """Whether a local rule holds the words of a question: it may then be about what the organisation says."""
        return bool(self._rules) and max(self._covered(question).values(), default=0.0) >= COVERED

    def results(self, commitments: Sequence[Commitment], book: Book) -> tuple[ObligationResult, ...]:
        """Commitments as shown."""
        means = self._means
        return commitment_results(commitments, book, means.knowledge.facts, means.library.sources)

    def _covered(self, question: str) -> dict[str, float]:
        """Share of the terms of a question that each rule found holds."""
        hits = self._means.retriever.search(question, LOOKED_AT, kinds=(ENGAGEMENT,))
        return self._means.retriever.coverages(question, [hit.ref for hit in hits])


def _least(commitment: Commitment) -> float:
    """The share of the terms of a question from which a rule is mentioned."""
    return MET if commitment.met and commitment.truth is True else COVERED
