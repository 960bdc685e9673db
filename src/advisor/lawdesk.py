"""Answers to questions of law: articles asked by number, rules and their verdict, or that nothing is due."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Protocol

from advisor import articles
from advisor.answering.draft import Draft, Finish
from advisor.answering.legal import Desk, calendar, nearest_rule, obligation_results
from advisor.answering.project import next_questions
from advisor.commitments import Commitments
from advisor.counsel import Counsel, Ruling
from advisor.domain.answer import Calendar, ObligationResult, UnderstoodFact
from advisor.domain.fiche import Obligation
from advisor.domain.outcome import Commitment, Outcome
from advisor.domain.profile import Fact, FactStatus, Profile
from advisor.domain.source import Page, Passage
from advisor.law import engine, matching
from advisor.law.likelihood import Signals
from advisor.law.schedule import backwards
from advisor.means import LawMeans, Texts
from advisor.retrieval.analysis import terms
from advisor.text import plain
from advisor.understanding.dates import named_date, names_decision

VOLUNTARY = "obligation.participation-volontaire"
"""The fiche shown when no text imposes anything: what is owed if one involves people all the same."""
TAKEN = "prise"
"""The value of the fact « decision » when nothing is left to decide."""
QUOTED = 2500
"""Characters of an article quoted at most."""
_DUTY = re.compile(r"oblig|impos|\bdoi|\bfaut\b|\btenu|astrein|exig|must|required|mandatory|bound|peut|can we|may we")
"""What shows that an article is named to ask about a duty, not for its text."""
BY_ARTICLE = 2
"""Rules shown when an article is asked by its number."""


class Means(LawMeans, Protocol):
    """What the desk works with, a part of what the service does."""

    @property
    def texts(self) -> Texts:
        """The texts at hand."""
        ...

    @property
    def counsel(self) -> Counsel:
        """Finds rules and judges them."""
        ...


Understood = Callable[[Profile], tuple[UnderstoodFact, ...]]
Vain = Callable[[], bool]
"""Whether a question is not one to which « no text imposes it » would be an answer; looked at only without a rule."""


class LawDesk:
    """Writes the law's part of answers."""

    def __init__(self, means: Means, commitments: Commitments) -> None:
        self._means = means
        self._commitments = commitments
        self._desk = Desk(means.knowledge.facts, means.today, means.law_max_age_days, means.freshness, terms)
        self._rules = {fiche.id: fiche for fiche in means.knowledge.fiches.values() if isinstance(fiche, Obligation)}

    def answer(self, draft: Draft, corrections: Sequence[Fact], understood: Understood, vain: Vain) -> Finish | None:
        """The answer to a question of law; None when no rule answers and saying so is `vain`."""
        means = self._means
        profile = means.counsel.read(draft.question, corrections)
        named = matching.asked_articles(draft.question, means.codes)
        asked = [found for article in named for found in matching.resolved(article, means.article_codes)]
        if asked and (found := self._by_article(draft, asked, profile, understood)):
            return found
        ruling = means.counsel.rule(draft.question, profile, means.today)
        own = self._commitments.asked(draft.question, ruling.profile)
        if not ruling.outcomes and not own and vain():
            return None
        return self._ruled(draft, ruling, understood, own)

    def results(self, outcomes: Sequence[Outcome], draft: Draft) -> tuple[ObligationResult, ...]:
        """Outcomes as shown, with what each does to the others."""
        return obligation_results(outcomes, engine.combined(outcomes), draft.book, draft.question, self._desk)

    def calendar(self, outcomes: Sequence[Outcome], text: str, profile: Profile, asked: str = "") -> Calendar | None:
        """The legal steps of the rules that hold, back from the date the text gives; None without a date or a step.

        A choice that the law leaves has its steps only when it is what is `asked` about (a fiche id).
        """
        decision, rules = self.decision_day(text, profile), self.counted(outcomes, asked)
        if decision is None or not any(rule.steps for rule in rules):
            return None
        today = dt.date.fromisoformat(self._means.today)
        return calendar(backwards(rules, decision, today), {rule.id: rule for rule in rules})

    def decision_day(self, text: str, profile: Profile) -> dt.date | None:
        """The day of the decision: the weeks left when set by hand, else the date named, else the weeks left."""
        today = dt.date.fromisoformat(self._means.today)
        delay = profile.get("delai")
        counted = today + dt.timedelta(weeks=delay.number) if delay and delay.number else None
        return counted if counted and _by_hand(profile) else named_date(text, today) or counted

    def of_decision(self, text: str, profile: Profile) -> bool:
        """Whether that day is said to be a decision's, one that is still to be taken."""
        today = dt.date.fromisoformat(self._means.today)
        if profile.has("decision", TAKEN):
            return False
        return _by_hand(profile) or not named_date(text, today) or names_decision(text, today)

    def counted(self, outcomes: Sequence[Outcome], asked: str = "") -> list[Obligation]:
        """The rules whose steps count: those that hold, set aside by no other, and not a mere choice unless `asked`."""
        waived = engine.combined(outcomes).waived
        return [
            outcome.obligation
            for outcome in outcomes
            if outcome.truth is True
            and outcome.obligation.id not in waived
            and (outcome.obligation.force != "faculté" or outcome.obligation.id == asked)
        ]

    def _ruled(self, draft: Draft, ruling: Ruling, understood: Understood, own: Sequence[Commitment]) -> Finish:
        means = self._means
        voluntary = self._rules.get(VOLUNTARY)
        shown = ruling.outcomes or (
            (engine.assess(voluntary, ruling.profile, on=means.today),) if voluntary is not None else ()
        )
        questions = next_questions(ruling.profile, (), means.knowledge.facts, ruling.missing)
        results = self.results(shown, draft)
        return draft.ruled(
            understood(ruling.profile),
            ruling.verdict,
            results,
            questions,
            none_found=not ruling.outcomes,
            calendar=self.calendar(
                ruling.outcomes, draft.question, ruling.profile, next((o.obligation.id for o in ruling.outcomes), "")
            ),
            nearby=nearest_rule(ruling.nearest, draft.book, draft.english),
            what=ruling.frame == "what",
            commitments=self._commitments.results(own, draft.book),
        )

    def _by_article(
        self, draft: Draft, asked: Sequence[matching.AskedArticle], profile: Profile, understood: Understood
    ) -> Finish | None:
        """The answer to articles asked by number, None when a bare number names nothing on its own."""
        means = self._means
        meant: list[str] = []
        unknown: list[str] = []
        held = False
        for article in asked:
            codes = matching.holders(article, means.article_codes)
            held = held or bool(codes)
            if not codes and (article.codes or article.number[0].isalpha()):
                unknown.append(article.number)
            for code in codes:
                self._quote(draft, code, article.number)
            meant += [
                rule.id
                for rule in self._rules.values()
                if matching.cites(rule, article, codes) and rule.id not in meant
            ]
        if not held and not unknown:
            return None
        signals = means.counsel.signals(draft.question, profile, means.today)
        named = {articles.key(article.number) for article in asked}
        meant.sort(key=lambda ref: (not self._rests_first_on(ref, named), -_relevance(signals, ref), ref))
        if not meant:
            return draft.ruled(understood(profile), None, (), (), unknown=unknown)
        ruling = means.counsel.rule(draft.question, profile, means.today, meant[:BY_ARTICLE])
        results = self.results(ruling.outcomes, draft)
        what = ruling.frame == "what" or not _DUTY.search(plain(draft.question))
        return draft.ruled(understood(profile), ruling.verdict, results, (), unknown=unknown, what=what)

    def _rests_first_on(self, ref: str, numbers: Collection[str]) -> bool:
        """Whether a rule rests first on an article named; one that comes in another's place never does."""
        rule = self._rules[ref]
        return not rule.instead_of and articles.key(rule.references[0].article) in numbers

    def _quote(self, draft: Draft, code: str, number: str) -> None:
        """The article's own text, from the user's copy, when it is there."""
        wanted = articles.key(number)
        texts = self._means.texts
        page = next(
            (held for held in texts.pages.values() if held.source == code and articles.key(held.label) == wanted),
            None,
        )
        passage = page and next(
            (held for held in texts.passages.values() if held.source == code and held.page == page.label), None
        )
        if page and passage:
            draft.book.quote(passage, passage.start, _whole(page, passage), page.text, "article")


def _by_hand(profile: Profile) -> bool:
    delay = profile.get("delai")
    return delay is not None and delay.status is FactStatus.CORRECTED


def _relevance(signals: Mapping[str, Signals], ref: str) -> float:
    return signals[ref].relative if ref in signals else 0.0


def _whole(page: Page, passage: Passage) -> int:
    """Where to stop quoting an article: at its end, or after the last paragraph that fits."""
    most = passage.start + QUOTED
    if len(page.text) <= most:
        return len(page.text.rstrip())
    return max(passage.end, page.text.rfind("\n", 0, most))
