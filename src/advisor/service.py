"""The one use case: a message, in its conversation, to an answer. Views only show what it returns."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple, Protocol

from advisor import proposing, widening
from advisor.answering import confirming
from advisor.answering.answerable import LEAST_PROJECT, Weights
from advisor.answering.book import Library
from advisor.answering.content import ContentWriter, Evidence
from advisor.answering.draft import Draft, Finish
from advisor.answering.lists import ListWriter
from advisor.answering.project import Case, ProjectWriter, next_questions, opening_questions, understood
from advisor.commitments import Commitments
from advisor.counsel import Counsel
from advisor.decision import changes as tipping
from advisor.decision import engine as decision
from advisor.domain.answer import Answer, Calendar, Event, Found, LegalReference, SearchResult, UnderstoodFact
from advisor.domain.assistance import Aids
from advisor.domain.decision import Decision
from advisor.domain.dialogue import Project
from advisor.domain.fiche import Critere, Fiche, Obligation
from advisor.domain.freshness import Freshnesses
from advisor.domain.outcome import Commitment, Outcome
from advisor.domain.profile import Fact, Profile
from advisor.domain.source import SourceReport
from advisor.errors import QuestionRefused
from advisor.finding import Finder
from advisor.law import engine as law
from advisor.law import local, matching
from advisor.lawbook import LawBook
from advisor.lawdesk import LawDesk
from advisor.means import Knowledge
from advisor.means import Texts as AtHand
from advisor.planning.desk import Laid, Planner
from advisor.retrieval.ports import Retriever
from advisor.text import plain
from advisor.understanding import proposed
from advisor.understanding.acting import ActModel
from advisor.understanding.answered import AnsweredModel
from advisor.understanding.intent import Intent, IntentModel, IntentReading, language_of
from advisor.understanding.reader import ProfileReader
from advisor.weighing import Weighing

PROJECT_OBLIGATIONS = 5
DECIDING = frozenset({"marge", "decision", "decideur", "reponse"})
SUBJECTS = ("domaine", "objet", "porteur", "but", "annonce")
PLAN = 0.5
"""Share from which a plan too short to be read as a project is asked about."""
PROJECT = 0.85
"""Share under which a question that tells nothing decisive is not taken for a described project."""
_ASKED = re.compile(
    r"\?|\b(?:qui|ki|quoi|koi|quel(?:le)?s?|comment|pourquoi|pk|combien|what|who|how|why|which|when|where)\b"
)
FIRST_FOUND = 3
"""Documents found first, among which a question of law has at least one rule."""
RULE_FIRST = 2.0
"""How much likelier a question is of law when what the search finds first is a rule."""
RULE_ALONE, FAR = 20.0, 0.65
"""The same when no fiche of the documents is near: its score, beside the rule's, is under this share."""
NO_RULE = 0.4
"""The same when no rule is among what it finds first."""
LAW_KINDS = ("obligation", "article", "fiche")
"""What may hold the evidence of a question of law."""
FOREIGN = 0.2
"""Share of another field of law from which a question to which no rule answers is declined."""
TIES = 2
"""Facts that must tie a message to local public action before it is advised on without further proof."""


class KnowledgeBase(Knowledge, Protocol):
    """What the service needs of the knowledge base."""

    @property
    def criteres(self) -> list[Critere]:
        """The criteria of decision, in order."""
        ...


class Texts(AtHand, Protocol):
    """What the service needs of the index."""

    @property
    def reports(self) -> Sequence[SourceReport]:
        """What became of each source."""
        ...


@dataclass(frozen=True)
class Conversation:
    """What was said of a project so far: the user's messages in order, and facts set by hand.

    `aids` is what a chat model last proposed for it, if one was asked; what is said since prevails.
    """

    messages: tuple[str, ...] = ()
    corrections: tuple[Fact, ...] = ()
    aids: Aids = field(default_factory=Aids)

    @classmethod
    def of(cls, project: Project | None) -> Conversation:
        """A project of a dialogue, as it stands apart from its hypothesis; nothing said when there is none."""
        return cls(project.messages, project.corrections, project.aids) if project else cls()

    def said(self, message: str) -> Conversation:
        """The conversation with one more message."""
        return Conversation((*self.messages, message), self.corrections, self.aids)

    def corrected(self, fact: Fact) -> Conversation:
        """The conversation where a fact is set by hand, in place of any earlier hand setting."""
        kept = tuple(other for other in self.corrections if other.name != fact.name)
        return Conversation(self.messages, (*kept, fact), self.aids)


class _Judged(NamedTuple):
    """What is made of a profile: by the law, by the organisation's own rules, by the criteria held to both."""

    outcomes: Sequence[Outcome]
    commitments: Sequence[Commitment]
    decided: Decision


@dataclass(frozen=True)
class Parts:
    """Everything the service works with, built by `wiring`."""

    knowledge: KnowledgeBase
    texts: Texts
    retriever: Retriever
    finder: Finder
    answered: AnsweredModel
    answerable: Weights
    reader: ProfileReader
    intents: IntentModel
    acts: ActModel
    library: Library
    content: ContentWriter
    lists: ListWriter
    codes: Sequence[matching.CodeName]
    counsel: Counsel
    versions: dict[str, str]
    today: str
    law_max_age_days: int
    question_max_characters: int
    notices: tuple[str, ...] = ()
    article_codes: dict[str, list[str]] = field(default_factory=dict)
    freshness: Freshnesses = field(default_factory=dict)
    templates: Callable[[], Mapping[str, Fiche]] = dict


class Advisor:
    """Answers questions; the same message, conversation and parts always give the same answer but for timings."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self._commitments = Commitments(parts)
        self._law = LawDesk(parts, self._commitments)
        self._weighing = Weighing(parts)
        self._lawbook = LawBook(parts)
        self._planner = Planner(parts.knowledge.fiches)
        self._projects = ProjectWriter(parts.knowledge.fiches, parts.knowledge.facts)
        self._obligations = [fiche for fiche in parts.knowledge.fiches.values() if isinstance(fiche, Obligation)]

    @property
    def notices(self) -> tuple[str, ...]:
        """What to tell the user of this service: what is missing or failed, a model at its first use included."""
        reranker = self.parts.finder.reranker
        return (*self.parts.notices, *self.parts.retriever.notices, *(reranker.notices if reranker else ()))

    def ask(self, message: str, conversation: Conversation | None = None, identifier: str = "") -> Answer:
        """The answer to a message. Raises QuestionRefused when it is empty or too long."""
        started = time.perf_counter()
        text = self._checked(message)
        known = conversation or Conversation()
        language = language_of(text)
        draft = Draft(self.parts.library, self.parts.versions, text, language, identifier or _identifier(text, known))
        intent = self._intent(text)
        if self._continues(text, intent.intent, intent.probability, known):
            answer = self._project(draft, known.said(text))
        elif intent.intent == "droit":
            answer = self._legal(draft, known.corrections, intent.shares.get("ailleurs", 0.0))
        elif intent.intent == "ailleurs":
            answer = self._declined(draft, self._weighing.evidence(text))
        elif intent.intent == "projet":
            aids = Aids() if known.messages else known.aids  # those of another project say nothing of this one
            answer = self._project(draft, Conversation((text,), known.corrections, aids))
        else:
            answer = self._content(draft, intent.shares, known.aids)
        return self._signed(answer(round((time.perf_counter() - started) * 1000, 1)))

    def revise(self, conversation: Conversation, identifier: str = "", message: str = "") -> Answer:
        """The advice of a conversation after a correction; `message` is what was said when that is not its last."""
        started = time.perf_counter()
        text = message or (conversation.messages[-1] if conversation.messages else "")
        language = language_of(text)
        chosen = identifier or _identifier(text, conversation)
        draft = Draft(self.parts.library, self.parts.versions, text, language, chosen)
        return self._signed(self._project(draft, conversation)(round((time.perf_counter() - started) * 1000, 1)))

    def checked(self, message: str) -> str:
        """A message ready to be answered. Raises QuestionRefused when it is empty or too long."""
        return self._checked(message)

    def intent(self, text: str) -> IntentReading:
        """What a message asks for, by itself."""
        return self._intent(text)

    def search(
        self, question: str, limit: int = 10, identifier: str = "", wordings: Sequence[str] = ()
    ) -> SearchResult:
        """The best passages for a question; the fiches' own statements where no full text is indexed.

        Other `wordings` of it bring further passages, after the first that the question itself finds.
        """
        text = self._checked(question)
        found = widening.found(self.parts.finder, text, wordings, limit)
        return SearchResult(id=identifier or _identifier(text, Conversation()), passages=tuple(found))

    def candidates(self, text: str, limit: int = 30) -> tuple[Found, ...]:
        """What the search finds for some words, best first, whether an answer used it or not: for the audit."""
        hits = self.parts.retriever.search(text, limit) if text.strip() else []
        return tuple(found for hit in hits if (found := self.parts.finder.shown(hit.ref, hit.score)))

    def law_rules(self, words: str = "", holder: str = "") -> tuple[Obligation, ...]:
        """The rules of law about some words that may bind a holder; see LawBook.found."""
        return self._lawbook.found(words, holder)

    def law_references(self, rule: Obligation) -> tuple[LegalReference, ...]:
        """The articles of a rule, with the age of each text read."""
        return self._lawbook.references(rule)

    def law_calendar(self, identifier: str, decision: dt.date) -> Calendar | None:
        """The durations of a rule laid around a decision; None when it sets none."""
        return self._lawbook.calendar(identifier, decision)

    def understood(self, profile: Profile) -> tuple[UnderstoodFact, ...]:
        """A profile as shown and corrected."""
        return tuple(
            understood(fact, self.parts.knowledge.facts[fact.name])
            for fact in profile.facts
            if fact.name in self.parts.knowledge.facts
        )

    def _signed(self, answer: Answer) -> Answer:
        """The answer, the reranker named beside the encoder when there is one."""
        reranker = self.parts.finder.reranker
        if reranker is None or not reranker.name:
            return answer
        engine = replace(answer.engine, encoder=f"{answer.engine.encoder} + {reranker.name}")
        return replace(answer, engine=engine)

    def _checked(self, message: str) -> str:
        text = message.strip()
        if not text:
            raise QuestionRefused("La question est vide.", "Décrivez votre projet ou posez votre question.")
        if len(text) > self.parts.question_max_characters:
            most = self.parts.question_max_characters
            raise QuestionRefused(
                f"Le message dépasse {most} caractères ({len(text)}).",
                "Gardez l'essentiel, ou envoyez-le en plusieurs messages.",
            )
        return text

    def _intent(self, text: str) -> IntentReading:
        """The intent of a message.

        Between a question of law and one on the sources, what the search finds first weighs too: a
        rule, or a fiche of the documents. A statement that says who decides or what can change describes
        a project. What a local rule tells is no question of law, unless a duty is asked about.
        """
        read = self.parts.intents.read(text)
        if not read.shares:
            return read
        if "?" not in text and not self.parts.intents.duty(text) and self._describes(text):
            return IntentReading("projet", 1.0, {})
        if read.intent in {"droit", "ailleurs"} and not self.parts.intents.duty(text) and self._commitments.told(text):
            return IntentReading("contenu", read.probability, read.shares)
        if read.intent == "ailleurs" and self.parts.counsel.surely(text, self.parts.today):
            return IntentReading("droit", read.probability, read.shares)
        asked = read.intent in {"droit", "contenu"} or self._merely_asks(text, read)
        return self._law_or_sources(text, read) if asked else read

    def _merely_asks(self, text: str, read: IntentReading) -> bool:
        """Whether what is barely read as a project is a question, and tells nothing that decides of one."""
        barely = read.intent == "projet" and read.shares["projet"] < PROJECT
        return barely and bool(_ASKED.search(plain(text))) and not self._describes(text)

    def _describes(self, text: str) -> bool:
        told = {fact.name for fact in self.parts.reader.facts(text)}
        return bool(told & DECIDING) or (text.lower().startswith("projet") and bool(told & set(SUBJECTS)))

    def _law_or_sources(self, text: str, read: IntentReading) -> IntentReading:
        hits = self.parts.retriever.search(text, FIRST_FOUND, kinds=("fiche", "obligation"))
        rules = [hit.kind == "obligation" for hit in hits]
        told = max((hit.score for hit in hits if hit.kind == "fiche"), default=0.0)
        found = 1.0 if any(rules) else NO_RULE
        if rules and rules[0]:
            found = RULE_ALONE if told < FAR else RULE_FIRST
        law = read.shares["droit"] * found
        intent: Intent = "droit" if law >= read.shares["contenu"] else "contenu"
        return IntentReading(intent, read.probability, read.shares)

    def _continues(self, text: str, intent: str, probability: float, known: Conversation) -> bool:
        """Whether a message adds to the project under way rather than opening another subject."""
        if not known.messages or not self.parts.reader.facts(text):
            return False
        if intent == "projet":
            return len(text.split()) < 40
        return intent == "contenu" and "?" not in text and probability < 0.8

    # --- a project -------------------------------------------------------------------------------------------------

    def _project(self, draft: Draft, conversation: Conversation) -> Finish:
        parts = self.parts
        text = "\n".join(conversation.messages)
        told = parts.reader.told(conversation.messages, conversation.corrections)
        read = parts.reader.deduced(told)
        ties = _ties(read)
        told, merged = self._merged(told, read, conversation.aids)
        profile, assisted = merged.profile, proposing.assisted(conversation.aids, merged)
        if ties < TIES and not self._weighing.near(text, least=LEAST_PROJECT):
            if ties:
                return proposing.ended(self._opened(draft, merged, read), assisted)
            return self._declined(draft, self._weighing.evidence(text))
        judged = self._judged(profile)
        outcomes, decided, commitments = judged.outcomes, judged.decided, judged.commitments
        facts = list(parts.knowledge.facts.values())
        changes = tipping.changes(told, parts.knowledge.criteres, facts, decided.floor, parts.reader.deduced)
        hits = parts.retriever.search(text, 60, kinds=("fiche", "obligation"))
        relevance = {hit.ref: hit.score for hit in hits}
        case = Case(profile, decided, changes, relevance)
        if decided.degree is None:
            return proposing.ended(self._opened(draft, merged, read), assisted)
        understood = proposing.signed(self.understood(profile), read)
        recommendation = self._projects.recommendation(case, draft.book)
        pitfalls = self._projects.pitfalls(case, draft.book)
        levers = self._projects.levers(case, pitfalls, draft.book)
        practices = self._projects.practices(case, levers, draft.book)
        shown = _relevant(outcomes, relevance)
        obligations = (*self._law.results(shown, draft), *self._commitments.results(commitments, draft.book))
        missing = [name for outcome in shown if outcome.truth is None for name in outcome.missing]
        missing += [name for commitment in commitments for name in commitment.missing]
        # What a model filled is asked as if it were unknown, with the words it was read in.
        questions = next_questions(read, changes, parts.knowledge.facts, missing, decided.alerts)
        questions = confirming.questions(merged.to_confirm, merged.filled, questions, parts.knowledge.facts)
        cards = (pitfalls, levers, practices)
        day, today = self._law.decision_day(text, profile), dt.date.fromisoformat(parts.today)
        imposed = decided.floor.degree if decided.floor else None
        event: Event = "décision" if self._law.of_decision(text, profile) else "échéance"
        laid = Laid(recommendation.degree, imposed, self._law.counted(shown), day, today, event)
        dated = self._planner.calendar(laid, draft.book)
        finish = draft.recommended(understood, recommendation, cards, obligations, questions, dated)
        return proposing.ended(finish, assisted)

    def _opened(self, draft: Draft, merged: proposed.Merged, read: Profile) -> Finish:
        """What is asked when nothing allows an advice: what a model read first, then what decides."""
        facts = self.parts.knowledge.facts
        asked = confirming.questions(merged.to_confirm, merged.filled, opening_questions(facts), facts)
        return draft.clarified(proposing.signed(self.understood(merged.profile), read), asked)

    def _merged(self, told: Profile, profile: Profile, aids: Aids) -> tuple[Profile, proposed.Merged]:
        """What is told and what a model filled, then the profile they give; each judged with what follows from it."""
        reader = self.parts.reader

        def filled(held: Profile) -> Profile:
            new = (fact for fact in held.facts if profile.get(fact.name) is None)
            return functools.reduce(Profile.with_fact, new, told)

        merged = proposed.merged(
            profile, aids.facts, lambda held: proposing.advice(*self._judged(reader.deduced(filled(held))))
        )
        if not merged.kept:
            return told, merged
        whole = filled(merged.profile)
        return whole, replace(merged, profile=reader.deduced(whole))

    def _judged(self, profile: Profile) -> _Judged:
        """What the law, the organisation's own rules and the criteria make of a profile."""
        outcomes = law.triggered(self._obligations, profile, self.parts.today)
        commitments = self._commitments.of_project(profile)
        floor = local.raised(law.floor(outcomes), commitments)
        return _Judged(outcomes, commitments, decision.decide(profile, self.parts.knowledge.criteres, floor))

    def _legal(self, draft: Draft, corrections: Sequence[Fact], elsewhere: float) -> Finish:
        """The law's answer.

        Declined when no rule answers and the question lacks its evidence, or looks of another field of law.
        """
        weighing = self._weighing

        @functools.cache
        def weighed() -> tuple[Evidence, str]:
            found = weighing.evidence(draft.question)
            return found, weighing.lacking(draft.question, found, draft.english)

        def vain() -> bool:
            return bool(weighed()[1]) or elsewhere >= FOREIGN or not weighing.near(draft.question, LAW_KINDS)

        return self._law.answer(draft, corrections, self.understood, vain) or self._declined(draft, *weighed())

    # --- the sources -----------------------------------------------------------------------------------------------

    def _content(self, draft: Draft, shares: Mapping[str, float], aids: Aids) -> Finish:
        """The answer from the sources; other wordings add to what is said, never to whether it can be said."""
        parts = self.parts
        back = self._asked_back(draft) if shares.get("projet", 0.0) >= PLAN else None
        if back:
            return back
        every = parts.lists.write(draft.question, draft.book)
        if every:
            return draft.told(every)
        weighing = self._weighing
        found = weighing.evidence(draft.question)
        if not weighing.near(draft.question) or (not found.fiches and not found.passages):
            return self._asked_back(draft) or self._declined(draft, found)
        lacking = weighing.lacking(draft.question, found, draft.english)
        likely = weighing.likely(draft.question, found, shares.get("ailleurs", 0.0))
        if lacking or likely < parts.answerable.least:
            return self._declined(draft, found, lacking or weighing.demanded(draft.question, draft.english))
        found = weighing.widened(found, aids.wordings)
        said = parts.content.write(draft.question, found, parts.texts.passages, parts.texts.pages, draft.book)
        if not said:
            return self._declined(draft, found)
        return proposing.ended(draft.told(said, likely < parts.answerable.unsure), proposing.assisted(aids))

    def _asked_back(self, draft: Draft) -> Finish | None:
        """A plan too short to be read, but with people of this field in it: what it is about is asked."""
        if not self.parts.intents.plans(draft.question):
            return None
        profile = self.parts.reader.read((draft.question,), whole=False)
        if not any(profile.get(name) for name in (*SUBJECTS, "profil")):
            return None
        return draft.clarified(self.understood(profile), opening_questions(self.parts.knowledge.facts))

    def _declined(self, draft: Draft, found: Evidence, lacking: str = "") -> Finish:
        return draft.abstained(self.parts.content.nearby(found), lacking)


def _identifier(text: str, conversation: Conversation) -> str:
    parts = [
        *conversation.messages,
        *(f"{fact.name}={fact.values}{fact.number}" for fact in conversation.corrections),
        *(f"{fact.name}~{fact.values}{fact.words}" for fact in conversation.aids.facts),
        *conversation.aids.wordings,
        text,
    ]
    return "a-" + hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]


def _ties(profile: Profile) -> int:
    """How many facts tie a text to local public action; none counts without one of its subject or aim."""
    if not any(profile.get(name) for name in SUBJECTS):
        return 0
    return sum(profile.get(name) is not None for name in (*SUBJECTS, "profil", "marge", "decision", "decideur"))


def _relevant(outcomes: Sequence[Outcome], relevance: Mapping[str, float]) -> list[Outcome]:
    """The obligations shown with a project: floors first, then the nearest to its words."""
    due = [outcome for outcome in outcomes if outcome.truth is not False]
    ranked = sorted(
        due,
        key=lambda outcome: (
            not (outcome.truth is True and outcome.obligation.raises),
            -(relevance.get(outcome.obligation.id, 0.0) + (0.3 if outcome.truth is True else 0.0)),
            outcome.obligation.id,
        ),
    )
    kept = [
        outcome for outcome in ranked if outcome.obligation.raises or relevance.get(outcome.obligation.id, 0.0) > 0.2
    ]
    return kept[:PROJECT_OBLIGATIONS]
