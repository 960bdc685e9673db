"""Answers drawn from the advice in force: one of its parts, a few lines on it, why not another degree."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from advisor.answering import digest, whynot
from advisor.answering.draft import Draft
from advisor.answering.project import Case, ProjectWriter, opening_questions, question
from advisor.decision import engine as decision
from advisor.decision.reaching import barrier, reaching
from advisor.dialogue.saying import Saying
from advisor.domain.answer import Answer, Card, Verdict
from advisor.domain.decision import Floor
from advisor.domain.degree import Degree
from advisor.domain.dialogue import Audience, Part, merged
from advisor.domain.fiche import Obligation
from advisor.domain.profile import Fact, Profile
from advisor.law import engine as law
from advisor.service import Advisor
from advisor.text import words

THEME = 2.0
"""How much more the words of a theme weigh, when one is asked for, than those of the project."""
SEARCHED = 60
QUESTIONS = 2
ROUNDS = 3
"""Times a change is completed when the project, read again with it, does not follow."""
VOLUNTARY = "obligation.participation-volontaire"
_PLAIN = frozenset(
    """
    donne donner donnez moi nous plutot des de du les le la l un une pour leviers levier freins frein pratiques
    pratique exemples exemple obstacles pieges astuces pistes idees quels quelles quel quelle sont et ou stp svp
    projet mon notre ce levers lever for the which what please rappelle principaux principales prevoir a en isere as
    tu retours experience comparables comparable deja fait pareil qui montre liste fais me te veux voudrais il faut
    autres plus d autre idee give show practices pitfalls examples similar pouvez vous avez cas concrets donc aussi
    encore mes nos
    """.split()  # noqa: SIM905 -- a list of words reads better as words
)
"""Words that name no theme."""


@dataclass(frozen=True)
class Standpoint:
    """What an aside is drawn from: the advice in force, its profile, the words of the project, what the law imposes."""

    advice: Answer
    profile: Profile
    words: str
    floor: Floor | None


class Asides:
    """Writes what is asked beside an advice."""

    def __init__(self, advisor: Advisor) -> None:
        self._parts = advisor.parts
        self._writer = ProjectWriter(advisor.parts.knowledge.fiches, advisor.parts.knowledge.facts)
        self._fiches = advisor.parts.knowledge.fiches

    def missing(self, draft: Draft, stand: Standpoint) -> Answer:
        """What is asked first when there is no advice to draw from."""
        asked = stand.advice.questions or opening_questions(self._parts.knowledge.facts)
        answer = draft.clarified(stand.advice.profile, asked)(0.0)
        return replace(answer, headline=Saying(draft.english).no_advice())

    def part(self, part: Part, draft: Draft, stand: Standpoint) -> Answer:
        """One part of the advice, for a public or a theme when the message names one."""
        if part == "loi":
            return self._law(draft, stand)
        if part == "calendrier":
            return self._calendar(draft, stand)
        about = theme(draft.question)
        if not about:
            return self._own(part, draft, stand)
        cards = self._cards(part, stand, draft, about)
        said = [identifier for card in cards for identifier in card.statements]
        answer = draft.told(said)(0.0)
        return _with_cards(replace(answer, headline=Saying(draft.english).part(part, " ".join(about))), part, cards)

    def _own(self, part: Part, draft: Draft, stand: Standpoint) -> Answer:
        """The cards of the advice in force, with what carries them."""
        kept = _cards_of(stand.advice, part)
        used = {identifier for card in kept for identifier in card.statements}
        answer = _restricted(stand.advice, draft, used)
        return _with_cards(replace(answer, kind="content", headline=Saying(draft.english).part(part)), part, kept)

    def _cards(self, part: Part, stand: Standpoint, draft: Draft, about: Sequence[str]) -> tuple[Card, ...]:
        """Cards ranked again for a theme: what it says of people, and what the search finds for its words."""
        parts = self._parts
        profile = stand.profile.merged([fact for fact in parts.reader.facts(draft.question) if fact.values])
        hits = parts.retriever.search(f"{part} {' '.join(about)}", SEARCHED, kinds=("fiche",))
        near = {hit.ref: THEME * hit.score for hit in hits}
        decided = replace(decision.decide(profile, parts.knowledge.criteres, stand.floor), alerts=())
        degree = stand.advice.recommendation.degree if stand.advice.recommendation else decided.degree
        case = Case(profile, replace(decided, degree=degree), (), near)
        writers: dict[Part, Callable[[], tuple[Card, ...]]] = {
            "leviers": lambda: self._writer.levers(case, (), draft.book),
            "freins": lambda: self._writer.pitfalls(case, draft.book),
            "pratiques": lambda: self._writer.practices(case, (), draft.book),
        }
        return writers[part]()

    def _law(self, draft: Draft, stand: Standpoint) -> Answer:
        """What the law imposes on the project: the rules of the advice, or what is owed if people are involved."""
        rules = stand.advice.obligations
        say = Saying(draft.english)
        if not rules:
            rule = self._fiches.get(VOLUNTARY)
            if isinstance(rule, Obligation):
                draft.book.say(rule.statement, rule.evidence, rule, "loi")
            return replace(draft.ruled(stand.advice.profile, "non", (), ())(0.0), headline=say.no_law())
        used = {one for rule in rules for one in (*rule.statements, *rule.relations)}
        answer = _restricted(stand.advice, draft, used)
        missing = {name for rule in rules for name in rule.missing}
        facts = sorted(self._parts.knowledge.facts.values(), key=lambda one: one.order)
        asked = tuple(question(one) for one in facts if one.question in missing or one.name in missing)[:QUESTIONS]
        binding = [rule for rule in rules if not rule.waived_by]
        verdict: Verdict = "dépend"
        if any(rule.verdict == "oui" and rule.force in {"obligation", "interdiction"} for rule in binding):
            verdict = "oui"
        elif not any(rule.verdict == "dépend" for rule in binding):
            verdict = "non"
        return replace(
            answer,
            kind="legal",
            headline=say.law(verdict, rules[0].title),
            verdict=verdict,
            obligations=rules,
            questions=asked,
            calendar=stand.advice.calendar,
        )

    def _calendar(self, draft: Draft, stand: Standpoint) -> Answer:
        laid = stand.advice.calendar
        say = Saying(draft.english)
        if laid is None:
            facts = self._parts.knowledge.facts
            unknown = stand.profile.get("delai") is None and "delai" in facts
            answer = draft.clarified(stand.advice.profile, (question(facts["delai"]),) if unknown else ())(0.0)
            return replace(answer, headline=say.no_calendar())
        named = {line.fiche for line in laid.lines}
        rules = tuple(rule for rule in stand.advice.obligations if rule.fiche in named)
        answer = _restricted(stand.advice, draft, {one for rule in rules for one in rule.statements})
        return replace(answer, kind="content", headline=say.part("calendrier"), calendar=laid)

    def summary(self, audience: Audience, draft: Draft, stand: Standpoint) -> Answer:
        """Five lines for someone."""
        said = digest.digest(digest.Summing(stand.advice, self._fiches), audience, draft.book)
        return replace(draft.told(said)(0.0), headline=Saying(draft.english).summary(audience))

    def why_not(
        self, target: Degree, draft: Draft, stand: Standpoint, again: Callable[[tuple[Fact, ...]], Profile]
    ) -> tuple[Answer, tuple[Fact, ...] | None]:
        """Why a degree is not advised; and the smallest change by which it would be, None when none would do.

        `again` reads the project with some facts changed: what was deduced from the rest may change too.
        """
        knowledge = self._parts.knowledge
        advice = stand.advice.recommendation
        advised = advice.degree if advice else target
        held = barrier(stand.profile, knowledge.criteres, stand.floor, target)
        found = None
        if target is not advised:
            found = self._reaching(target, stand, again)
        standing = whynot.Standing(target, advised, held, stand.profile)
        said = whynot.explain(standing, self._fiches, draft.book)
        answer = draft.told(said)(0.0)
        told = whynot.headline(standing, found, knowledge.facts)
        return replace(answer, headline=told), found

    def _reaching(
        self, target: Degree, stand: Standpoint, again: Callable[[tuple[Fact, ...]], Profile]
    ) -> tuple[Fact, ...] | None:
        """A change by which a degree is advised, proved on the project read again with it."""
        knowledge = self._parts.knowledge
        profile = stand.profile
        found: tuple[Fact, ...] = ()
        for _ in range(ROUNDS):
            more = reaching(profile, knowledge.criteres, knowledge.facts, self.floor(profile), target)
            if more is None:
                return None
            found = merged(found, more)
            profile = again(found)
            if decision.decide(profile, knowledge.criteres, self.floor(profile)).degree is target:
                return found
        return None

    def floor(self, profile: Profile) -> Floor | None:
        """What the law imposes on a profile."""
        rules = [fiche for fiche in self._fiches.values() if isinstance(fiche, Obligation)]
        return law.floor(law.triggered(rules, profile, self._parts.today))


def _cards_of(answer: Answer, part: Part) -> tuple[Card, ...]:
    """The cards of a part of an answer."""
    return {"leviers": answer.levers, "freins": answer.pitfalls}.get(part, answer.practices)


def _with_cards(answer: Answer, part: Part, cards: tuple[Card, ...]) -> Answer:
    """The answer holding the cards of one part, and no other."""
    bare = replace(answer, levers=(), pitfalls=(), practices=())
    if part == "leviers":
        return replace(bare, levers=cards)
    return replace(bare, pitfalls=cards) if part == "freins" else replace(bare, practices=cards)


def theme(text: str) -> list[str]:
    """The words of a message that name a public or a theme, empty when it asks for the part alone."""
    return [word for word in words(text) if len(word) > 2 and word not in _PLAIN]


def _restricted(advice: Answer, draft: Draft, used: Collection[str]) -> Answer:
    """An answer that makes some of the statements of an advice and no other, each as it stood, with what carries it."""
    statements = tuple(one for one in advice.statements if one.id in used)
    cited = {identifier for one in statements for identifier in one.citations}
    blank = draft.told(())(0.0)
    return replace(
        blank,
        statements=statements,
        citations=tuple(one for one in advice.citations if one.id in cited),
        profile=advice.profile,
    )
