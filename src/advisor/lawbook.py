"""The rules of law as one looks them up: found by words, by who may be bound, with their dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cached_property
from typing import Protocol

from advisor.answering.freshness import referenced
from advisor.answering.legal import calendar
from advisor.domain.answer import Calendar, LegalReference
from advisor.domain.condition import evaluate
from advisor.domain.fiche import Obligation
from advisor.domain.profile import Fact, Profile
from advisor.law import matching
from advisor.law.schedule import backwards
from advisor.means import LawMeans
from advisor.retrieval.ports import Retriever
from advisor.text import words as words_of
from advisor.understanding.cues import CueReader, ReadText

HOLDER = "porteur"
"""The fact that says which body carries a project."""
NEAR = 0.35
"""Search score under which a rule is too far from the words."""
COVERED = 0.4
"""Share of the words that a rule must hold: what questions about something else do not reach."""
MOST = 60
"""Rules looked at by a search."""
ANY_BODY = ("collectivit", "administration", "autorit", "assemblee", "organisme", "maitre", "public")
"""Starts of words that name a body without saying which: a text that holds one may bind any."""


class Means(LawMeans, Protocol):
    """What the book works with, a part of what the service does."""

    @property
    def retriever(self) -> Retriever:
        """Finds fiches for a question."""
        ...


class LawBook:
    """Every rule of law of the knowledge base, to be looked up."""

    def __init__(self, means: Means) -> None:
        self._means = means
        self._rules = {fiche.id: fiche for fiche in means.knowledge.fiches.values() if isinstance(fiche, Obligation)}

    def found(self, words: str = "", holder: str = "") -> tuple[Obligation, ...]:
        """The rules about some words that may bind a `holder` (a value of the fact « porteur »).

        Those that cite an article named in the words come first, then the nearest; all of them, by title,
        without words.
        """
        rules = (
            self._about(words) if words.strip() else sorted(self._rules.values(), key=lambda rule: words_of(rule.title))
        )
        return tuple(rule for rule in rules if not holder or self._may_bind(rule, holder))

    def references(self, rule: Obligation) -> tuple[LegalReference, ...]:
        """The articles of a rule with the age of each text, said as in answers."""
        means = self._means
        return tuple(
            referenced(reference, means.freshness, means.today, means.law_max_age_days) for reference in rule.references
        )

    def calendar(self, identifier: str, decision: dt.date) -> Calendar | None:
        """The durations of a rule laid around a decision; None when there is no such rule or it sets none."""
        rule = self._rules.get(identifier)
        if rule is None or not rule.steps:
            return None
        today = dt.date.fromisoformat(self._means.today)
        return calendar(backwards([rule], decision, today), {rule.id: rule})

    def _about(self, words: str) -> list[Obligation]:
        means = self._means
        asked = matching.asked_articles(words, means.codes)
        citing = [
            rule.id
            for article in asked
            for codes in [matching.holders(article, means.article_codes)]
            for rule in self._rules.values()
            if matching.cites(rule, article, codes)
        ]
        hits = means.retriever.search(words, MOST, kinds=("obligation",))
        covered = means.retriever.coverages(words, [hit.ref for hit in hits])
        near = [hit.ref for hit in hits if hit.score >= NEAR and covered.get(hit.ref, 0.0) >= COVERED]
        return [self._rules[name] for name in dict.fromkeys([*citing, *near])]

    def _may_bind(self, rule: Obligation, holder: str) -> bool:
        """Whether neither the conditions of a rule nor its text on who is bound leave the holder out."""
        profile = Profile().with_fact(Fact(name=HOLDER, values=(holder,)))
        if any(evaluate(condition, profile) is False for condition in (rule.trigger, *rule.conditions)):
            return False
        named = self._named[rule.id]
        tested = any(HOLDER in condition.facts() for condition in (rule.trigger, *rule.conditions))
        return tested or not named or holder in named

    @cached_property
    def _named(self) -> Mapping[str, frozenset[str]]:
        """The holders that the text of each rule binds by name, none when it may bind any public body."""
        reader = CueReader(self._means.knowledge.facts[HOLDER])
        return {
            name: frozenset()
            if _any_body(rule.bound)
            else frozenset(f.value for f in reader.find(ReadText(rule.bound)))
            for name, rule in self._rules.items()
        }


def _any_body(text: str) -> bool:
    return any(word.startswith(ANY_BODY) for word in words_of(text))
