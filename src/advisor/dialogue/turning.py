"""One turn of a conversation: the state and a message give the next state and an answer."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace

from advisor.answering.comparing import compared
from advisor.answering.draft import Draft
from advisor.answering.project import opening_questions
from advisor.dialogue import facts as told
from advisor.dialogue.amending import Amending
from advisor.dialogue.asides import Asides, Standpoint
from advisor.dialogue.hearing import Heard, describes, hear
from advisor.dialogue.saying import Saying
from advisor.domain.answer import Answer, Move, Question
from advisor.domain.assistance import Aids
from advisor.domain.degree import Degree
from advisor.domain.dialogue import Project, State
from advisor.domain.profile import Fact, Profile
from advisor.service import Advisor, Conversation
from advisor.understanding.intent import language_of
from advisor.understanding.supposing import supposed

PROJECT = ("recommendation", "clarification")
QUESTIONS = 2
TELLING = frozenset(["ajout", "correction", "adopter", "abandonner", "retour"])
"""Acts that advise on the project under way, which a model may have read."""
NO_AIDS = Aids()
BORROWED = ("porteur", "population", "effectif")
"""Facts of the project that a question of law put by its bearer is read with."""
_OURS = frozenset("nous notre nos on mon ma mes we our us my".split())  # noqa: SIM905
Turned = tuple[State, Answer]


class Dialogue:
    """Holds conversations over a service: pure functions of the state, the message and the parts of the service."""

    def __init__(self, advisor: Advisor) -> None:
        self.advisor = advisor
        self._asides = Asides(advisor)
        self._amending = Amending(advisor.parts.reader, advisor.parts.knowledge.facts)
        self._reader = advisor.parts.reader
        self._facts = advisor.parts.knowledge.facts

    def say(self, state: State, message: str, identifier: str = "", aids: Aids = NO_AIDS) -> Turned:
        """The next state and the answer to a message. Raises QuestionRefused when it is empty or too long.

        `aids` is what a chat model proposes for this very message; the project keeps what it read.
        """
        started = time.perf_counter()
        text = self.advisor.checked(message)
        heard = replace(hear(self.advisor, state, text), aids=aids)
        turns: dict[str, Callable[[State, Heard, Draft], Turned]] = {
            "nouveau": self._opened,
            "ajout": self._added,
            "correction": self._corrected,
            "hypothese": self._supposed,
            "adopter": self._adopted,
            "abandonner": self._left,
            "pourquoi-pas": self._why_not,
            "partie": self._part,
            "resume": self._summary,
            "retour": self._returned,
            "question": self._asked,
            "politesse": self._courtesy,
        }
        there = state.at(heard.rank) if heard.rank else state
        if aids.facts and heard.act in TELLING and there.project:
            there = there.holding(replace(there.project, aids=aids))
        draft = self._draft(text, identifier or _identifier(state, text, aids))
        after, answer = turns[heard.act](there, heard, draft)
        spent = round((time.perf_counter() - started) * 1000, 1)
        return self._closed(after, answer, heard, spent)

    def revised(self, state: State, rank: int, corrections: Sequence[Fact]) -> State:
        """The conversation where the facts of a project set by hand are these, its hypothesis left."""
        project = replace(state.projects[rank - 1], corrections=tuple(corrections), supposed=())
        return state.at(rank).holding(project)

    def conversation(self, project: Project, supposing: bool = True) -> Conversation:
        """A project as the service reads it, its hypothesis included when it has one."""
        held = self._tried(project, project.supposed) if supposing and project.supposed else project
        return Conversation.of(held)

    def profile(self, project: Project) -> Profile:
        """What is understood of a project."""
        return self._reader.read(project.messages, project.corrections)

    # --- the project under way ---------------------------------------------------------------------------------------

    def _opened(self, state: State, heard: Heard, draft: Draft) -> Turned:
        if not heard.text:
            answer = draft.clarified((), opening_questions(self._facts))(0.0)
            return state.at(0), replace(answer, headline=Saying(draft.english).tell_new())
        answer = self.advisor.ask(heard.text, Conversation(aids=heard.aids), draft.identifier)
        if answer.kind not in PROJECT and (heard.reading.act == "nouveau" or describes(self.advisor, heard)):
            read = self.advisor.revise(Conversation((heard.text,), aids=heard.aids), draft.identifier)
            answer = read if read.kind in PROJECT else answer
        if answer.kind not in PROJECT:
            return state, _moved(answer, Move(act="question"))
        return state.opened(Project(messages=(heard.text,), aids=heard.aids)), _moved(answer, Move(act="nouveau"))

    def _added(self, state: State, heard: Heard, draft: Draft) -> Turned:
        after, clashes = self._amending.added(_real(state), heard.text, state.asked)
        state, answer = self._advised(state, after, heard.text, draft)
        return state, self._contradicting(answer, clashes)

    def _contradicting(self, answer: Answer, clashes: Sequence[tuple[Fact, Fact]]) -> Answer:
        """The answer, saying and asking what contradicts an earlier message."""
        if not clashes:
            return _moved(answer, Move(act="ajout"))
        asked = [told.asked(before, now, self._facts[now.name]) for before, now in clashes[:QUESTIONS]]
        names = {one.fact for one in asked}
        said = [told.told(before, now, self._facts[now.name]) for before, now in clashes]
        questions: tuple[Question, ...] = (*asked, *(one for one in answer.questions if one.fact not in names))
        shown = replace(answer, questions=questions[:QUESTIONS])
        return _moved(shown, Move(act="ajout", contradictions=tuple(said)))

    def _corrected(self, state: State, heard: Heard, draft: Draft) -> Turned:
        project = _real(state)
        now = self._amending.corrections(project, heard.text, heard.reading.forgets)
        if not now:
            stand = self._stand(project)
            answer = draft.clarified(stand.advice.profile, stand.advice.questions)(0.0)
            return state, _moved(replace(answer, headline=Saying(draft.english).untaken()), Move(act="correction"))
        return self._advised(state, told.struck(self._reader, project, now).corrected(*now), heard.text, draft)

    def _returned(self, state: State, heard: Heard, draft: Draft) -> Turned:
        if not state.current:
            return self._opened(state, heard, draft)
        return self._advised(state, _real(state), draft.question, draft)

    def _advised(self, state: State, project: Project, message: str, draft: Draft) -> Turned:
        """The advice on a project, which is from now on as given."""
        return state.holding(project), self.advisor.revise(Conversation.of(project), draft.identifier, message)

    # --- hypotheses ---------------------------------------------------------------------------------------------------

    def _supposed(self, state: State, heard: Heard, draft: Draft) -> Turned:
        project = _real(state)
        held = state.project.supposed if state.project and heard.reading.together else ()
        start = self._tried(project, held) if held else project
        now = supposed(heard.text, self.profile(start), self._reader.facts)
        if not now:
            return state, _moved(self._unread(project, draft), Move(act="hypothese"))
        merged = (*(fact for fact in held if fact.name not in {one.name for one in now}), *now)
        base = self._stand(project).advice
        tried = self.advisor.revise(self.conversation(replace(project, supposed=merged)), draft.identifier, heard.text)
        answer = self._beside(base, tried, merged, draft, pending=True)
        return state.holding(replace(project, supposed=merged)), answer

    def _beside(self, base: Answer, tried: Answer, facts: Sequence[Fact], draft: Draft, pending: bool) -> Answer:
        """The answer of a hypothesis, compared with the advice in force."""
        shown = self.advisor.understood(Profile(facts=tuple(facts)))
        parts = self.advisor.parts
        whole, comparison = compared(base, tried, shown, parts.library, parts.knowledge.fiches, pending)
        said = ", ".join(
            f"{one.label.lower()} : {told.value_said(fact, self._facts[fact.name])}"
            for one, fact in zip(shown, sorted(facts, key=lambda fact: fact.name), strict=True)
        )
        headline = Saying(draft.english).supposed(comparison.before, comparison.after, said)
        return _moved(replace(whole, headline=headline), Move(act="hypothese", comparison=comparison))

    def _unread(self, project: Project, draft: Draft) -> Answer:
        """Asks what is to be changed; nothing is offered to click, which would change the project itself."""
        advice = self._stand(project).advice
        answer = draft.clarified(advice.profile, ())(0.0)
        return replace(answer, headline=Saying(draft.english).unread())

    def _tried(self, project: Project, facts: Sequence[Fact]) -> Project:
        """A project as a hypothesis makes it."""
        return replace(told.struck(self._reader, project, facts), supposed=()).corrected(*facts)

    def _adopted(self, state: State, heard: Heard, draft: Draft) -> Turned:
        project = state.projects[state.current - 1]
        return self._advised(state, self._tried(project, project.supposed), heard.text, draft)

    def _left(self, state: State, heard: Heard, draft: Draft) -> Turned:
        return self._advised(state, _real(state), heard.text, draft)

    # --- beside the project -------------------------------------------------------------------------------------------

    def _why_not(self, state: State, heard: Heard, draft: Draft) -> Turned:
        project = _real(state)
        stand = self._stand(project)
        advice = stand.advice.recommendation
        if advice is None:
            return state, self._asides.missing(draft, stand)
        step = advice.degree.shifted(heard.reading.step) or advice.degree
        target: Degree = heard.reading.degree or step
        answer, found = self._asides.why_not(
            target, draft, stand, lambda facts: self.profile(self._tried(project, facts))
        )
        move = Move(act="pourquoi-pas", target=target)
        if not found:
            return state, _moved(answer, move)
        tried = self.advisor.revise(self.conversation(replace(project, supposed=found)))
        shown = self.advisor.understood(Profile(facts=found))
        parts = self.advisor.parts
        _, comparison = compared(stand.advice, tried, shown, parts.library, parts.knowledge.fiches, pending=False)
        return state, _moved(answer, replace(move, comparison=replace(comparison, gone=(), come=())))

    def _part(self, state: State, heard: Heard, draft: Draft) -> Turned:
        stand = self._stand(_real(state))
        part = heard.reading.part
        if not part or (stand.advice.recommendation is None and part != "loi"):
            return state, self._asides.missing(draft, stand)
        asking = self._draft(heard.text, draft.identifier)
        answer = self._asides.part(part, asking, stand)
        return state, _moved(replace(answer, question=draft.question), Move(act="partie", part=part))

    def _summary(self, state: State, heard: Heard, draft: Draft) -> Turned:
        stand = self._stand(_real(state))
        audience = heard.reading.audience
        if stand.advice.recommendation is None:
            return state, self._asides.missing(draft, stand)
        answer = self._asides.summary(audience, draft, stand)
        return replace(state, audience=audience), _moved(answer, Move(act="resume", audience=audience))

    def _asked(self, state: State, heard: Heard, draft: Draft) -> Turned:
        """A question of law or on the sources; one put by the project's bearer is read with what is known of it."""
        borrowed = self._borrowed(state, heard.text)
        answer = self.advisor.ask(heard.text, Conversation((), borrowed, heard.aids), draft.identifier)
        used = tuple(fact.name for fact in borrowed if answer.kind == "legal")
        if answer.kind in PROJECT and not state.current:
            opened = state.opened(Project(messages=(heard.text,), aids=heard.aids))
            return opened, _moved(answer, Move(act="nouveau"))
        return state, _moved(answer, Move(act="question", borrowed=used))

    def _borrowed(self, state: State, text: str) -> tuple[Fact, ...]:
        if state.project is None or not _OURS & set(text.lower().replace("'", " ").split()):
            return ()
        own = {fact.name for fact in self._reader.facts(text)}
        known = told.stated(self._reader, state.project)
        return tuple(fact for name in BORROWED if name not in own and (fact := known.get(name)))

    def _courtesy(self, state: State, heard: Heard, draft: Draft) -> Turned:
        answer = draft.clarified((), ())(0.0)
        headline = Saying(draft.english).thanks(bool(state.projects))
        return state, _moved(replace(answer, headline=headline), Move(act="politesse"))

    # --- what turns share ---------------------------------------------------------------------------------------------

    def _stand(self, project: Project) -> Standpoint:
        profile = self.profile(project)
        advice = self.advisor.revise(self.conversation(project, supposing=False))
        return Standpoint(advice, profile, "\n".join(project.messages), self._asides.floor(profile))

    def _draft(self, text: str, identifier: str) -> Draft:
        parts = self.advisor.parts
        return Draft(parts.library, parts.versions, text, language_of(text), identifier)

    def _closed(self, state: State, answer: Answer, heard: Heard, spent: float) -> Turned:
        """The turn with what is kept of it: what the message did, the project it is about, the time it took."""
        move = answer.move or Move(act=heard.act)
        about = 0 if move.act in {"question", "politesse"} else state.current
        told_of = replace(move, project=about, projects=len(state.projects))
        engine = replace(answer.engine, timings_ms={"total": spent})
        asked = tuple(one.fact for one in answer.questions) if answer.kind in PROJECT else state.asked
        return replace(state, last=move.act, asked=asked), replace(answer, move=told_of, engine=engine)


def _real(state: State) -> Project:
    """The project under way, without its hypothesis."""
    return replace(state.projects[state.current - 1], supposed=())


def _moved(answer: Answer, move: Move) -> Answer:
    return replace(answer, move=move)


def _identifier(state: State, text: str, aids: Aids) -> str:
    said = json.dumps([asdict(state), text, *([asdict(aids)] if aids else [])], ensure_ascii=False, sort_keys=True)
    return "a-" + hashlib.sha256(said.encode()).hexdigest()[:12]
