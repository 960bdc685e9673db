"""Questions of law, from the message to the rules and the verdict as put."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from advisor.answering import verdicts
from advisor.domain.answer import Verdict
from advisor.domain.fiche import Fiche, Obligation
from advisor.domain.frame import Frame
from advisor.domain.outcome import Outcome
from advisor.domain.profile import Fact, Profile
from advisor.law import durations, engine
from advisor.law.likelihood import Signals, Weights, of_facts, support
from advisor.law.settling import settling
from advisor.retrieval.ports import Near, Retriever
from advisor.scoring import probability
from advisor.understanding.asking import asking
from advisor.understanding.framing import FrameModel
from advisor.understanding.measures import spans
from advisor.understanding.reader import ProfileReader
from advisor.understanding.ruled import RuledModel

ASSUMED = ("porteur",)
"""A question of law is put by the body that the rule concerns."""
SUBJECT = ("objet", "domaine")
"""What a question leaves unsaid, or says in other words, because it is its very subject."""
LOOKED_AT = 30
"""Rules found first by the search, of the whole message and of the part that asks, among which to choose."""
MOST = 3
SURE_RULE, SURE_SOME = 0.5, 0.8
"""Probabilities of the likeliest rule, and of there being one, beyond doubt."""
MEANT = 0.5
"""Probability of a rule from which it is right six times in seven or more: its subject matter is then granted."""
CLEAR = 0.45
"""Probability under which a question is taken as it is most often put: is it due?"""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the law says of a question.

    `outcomes` are the rules it is about, best first; without any, `nearest` is the one that comes nearest,
    if one does. `frame` is how the question is put, `verdict` that of the question as put.
    """

    outcomes: tuple[Outcome, ...]
    nearest: Outcome | None
    verdict: Verdict
    frame: Frame
    profile: Profile
    missing: tuple[str, ...]


class Counsel:
    """Finds the rules a question of law is about, and judges them on what it says."""

    def __init__(
        self,
        fiches: Mapping[str, Fiche],
        retriever: Retriever,
        reader: ProfileReader,
        frames: FrameModel,
        ruled: RuledModel,
        weights: Weights,
    ) -> None:
        self._rules = {fiche.id: fiche for fiche in fiches.values() if isinstance(fiche, Obligation)}
        self._retriever = retriever
        self._reader = reader
        self._frames = frames
        self._ruled = ruled
        self._weights = weights

    def read(self, question: str, corrections: Sequence[Fact] = ()) -> Profile:
        """What a question of law says of the project.

        The State, named, is mostly who asks for something: the one who puts the question is another.
        """
        profile = self._reader.read([question], corrections, whole=False)
        return profile.without("porteur") if profile.values("porteur") == ("etat",) else profile

    def rule(self, question: str, profile: Profile, on: str, meant: Sequence[str] = ()) -> Ruling:
        """The ruling on a question, on an ISO date; `meant` names rules it asks for by their article."""
        chosen, near = (dict.fromkeys(meant, 1.0), "") if meant else self._chosen(question, profile, on)
        outcomes = _deciding_first(
            [self._judged(self._rules[name], profile, on, likely >= MEANT) for name, likely in chosen.items()]
        )
        nearest = engine.assess(self._rules[near], profile, ASSUMED, on) if near else None
        frame = self.frame(question)
        first = outcomes[0] if outcomes else None
        breached = first is not None and durations.breached(first.obligation, spans(question))
        verdict = verdicts.as_put(first, frame, question, breached)
        missing = settling(first.obligation, profile, (*ASSUMED, *SUBJECT), on) if first and first.truth is None else ()
        return Ruling(outcomes, nearest, verdict, frame, profile, missing)

    def surely(self, question: str, on: str) -> bool:
        """Whether a rule answers a question beyond doubt, whatever it looks like."""
        likely, some = self._weighed(question, self.read(question), on)
        return some >= SURE_SOME and max(likely.values()) >= SURE_RULE

    def frame(self, question: str) -> Frame:
        """How a question of law is put."""
        found = self._frames.read(question)
        best = max(found, key=lambda frame: found[frame])
        return best if found[best] >= CLEAR else "due"

    def signals(self, question: str, profile: Profile, on: str) -> dict[str, Signals]:
        """What speaks for each rule the search finds."""
        asked = asking(question)
        refs = list(
            dict.fromkeys(
                hit.ref
                for text in (question, asked)
                for hit in self._retriever.search(text, LOOKED_AT, kinds=("obligation",))
                if hit.ref in self._rules
            )
        )
        whole = self._retriever.nearness(question, refs, "obligation")
        part = self._retriever.nearness(asked, refs, "obligation") if asked != question else whole
        best = max((near.lines for near in whole.values()), default=0.0)
        return {ref: self._signals(ref, whole, part, best, profile, on) for ref in refs}

    def _signals(
        self, ref: str, whole: Mapping[str, Near], part: Mapping[str, Near], best: float, profile: Profile, on: str
    ) -> Signals:
        near, asked = whole[ref], part[ref]
        return Signals(
            relative=near.relative,
            lexical=near.lexical,
            lines=near.lines,
            dense=near.dense,
            covered=near.covered,
            named=float(near.named or asked.named),
            asked_relative=asked.relative,
            asked_lines=asked.lines,
            asked_dense=asked.dense,
            asked_covered=asked.covered,
            rival=best - near.lines,
            **of_facts(engine.assess(self._rules[ref], profile, ASSUMED, on)),
        )

    def _chosen(self, question: str, profile: Profile, on: str) -> tuple[dict[str, float], str]:
        """The rules a question is about with their probability, the likeliest first.

        When most likely none answers, none, and the nearest beside.
        """
        likely, some = self._weighed(question, profile, on)
        first = next(iter(likely), "")
        beside = {ref: share for ref, share in list(likely.items())[:MOST] if share >= self._weights.beside}
        if some < self._weights.least:
            return {}, first if first in beside else ""
        return {first: likely[first], **beside}, ""

    def _weighed(self, question: str, profile: Profile, on: str) -> tuple[dict[str, float], float]:
        """The probability of each rule found, the likeliest first, and that of there being one (0 without any)."""
        found = self.signals(question, profile, on)
        if not found:
            return {}, 0.0
        odds = {ref: self._weights.rule.log_odds(signals) for ref, signals in found.items()}
        some = self._weights.some.log_odds(support(found, odds, self._ruled.log_odds(question)))
        ranked = sorted(odds, key=lambda ref: (-odds[ref], ref))
        return {ref: probability(odds[ref]) for ref in ranked}, probability(some)

    def _judged(self, rule: Obligation, profile: Profile, on: str, meant: bool) -> Outcome:
        """A rule on what the question says; of one that is `meant`, the subject matter is the question's.

        Whatever the words for it: a subject matter that is not recognised is granted to such a rule alone.
        """
        if not meant:
            return engine.assess(rule, profile, ASSUMED, on)
        outcome = engine.assess(rule, profile, ASSUMED, on, about=True)
        if outcome.trigger is not False:
            return outcome
        unnamed = profile
        for name in SUBJECT:
            unnamed = unnamed.without(name)
        again = engine.assess(rule, unnamed, ASSUMED, on, about=True)
        return outcome if outcome.excepted or again.trigger is False else again


def _deciding_first(outcomes: Sequence[Outcome]) -> tuple[Outcome, ...]:
    """The rules shown, one that the facts set aside giving way to one that binds and stands.

    A rule set aside by its own exception answers the question (« le CVS d'une crèche »): it stays first.
    """
    first = outcomes[0] if outcomes else None
    if first is None or first.truth is not False or first.excepted:
        return tuple(outcomes)
    return tuple(sorted(outcomes, key=lambda outcome: not (outcome.truth is True and outcome.obligation.binds)))
