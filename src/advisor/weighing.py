"""What was found for a question, and whether it is enough to answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from advisor import widening
from advisor.answering.answerable import LEAST, Put, Signals, Weights, probability, put
from advisor.answering.content import Evidence
from advisor.answering.demand import Unit, asked_for, missing, unmet
from advisor.finding import Finder
from advisor.means import Knowledge, Texts
from advisor.retrieval.analysis import terms
from advisor.retrieval.ports import Retriever
from advisor.text import sentences
from advisor.understanding.answered import AnsweredModel
from advisor.understanding.intent import language_of

TOLD = ("fiche", "engagement")
SOURCES = (*TOLD, "passage")
"""What holds the evidence of a question on the documents."""
SEARCHED, PLACED = 30, 12
"""Documents searched, and passages kept."""
HELD_BY, WHOLE = 8, 6
"""Fiches and passages found first in which what is demanded is looked for: near its subject, and anywhere."""


class Means(Protocol):
    """What weighing works with, each a piece of what the service is made of."""

    @property
    def knowledge(self) -> Knowledge:
        """The knowledge base."""
        ...

    @property
    def texts(self) -> Texts:
        """The texts at hand."""
        ...

    @property
    def retriever(self) -> Retriever:
        """What searches."""
        ...

    @property
    def finder(self) -> Finder:
        """What ranks the places of an answer."""
        ...

    @property
    def answered(self) -> AnsweredModel:
        """What tells how answered questions are put."""
        ...

    @property
    def answerable(self) -> Weights:
        """The fitted score of how a question is put."""
        ...


class Weighing:
    """Finds the evidence for a question, and says whether it answers."""

    def __init__(self, means: Means) -> None:
        self._means = means

    def evidence(self, question: str) -> Evidence:
        """The fiches and passages found for a question, with their scores in [0, 1]."""
        hits = self._means.retriever.search(question, SEARCHED, kinds=SOURCES)
        fiches = {hit.ref: hit.score for hit in hits if hit.kind in TOLD}
        placed = [item for item in self._means.finder.found(question, PLACED, SOURCES) if item.passage_id]
        most = max((item.score for item in placed), default=1.0)
        return Evidence(fiches, {item.passage_id: item.score / most for item in placed})

    def widened(self, found: Evidence, wordings: Sequence[str]) -> Evidence:
        """The evidence of a question with that of its other wordings."""
        return widening.widened(found, [self.evidence(wording) for wording in wordings]) if wordings else found

    def near(self, question: str, kinds: tuple[str, ...] = SOURCES, least: float = LEAST) -> bool:
        """Whether what is found is near enough for an answer to be there."""
        signals = self._means.retriever.signals(question, kinds)
        english = float(language_of(question) == "en")
        return probability(Signals(**signals, english=english)) >= least

    def lacking(self, question: str, found: Evidence, english: bool) -> str:
        """What the evidence lacks altogether, as words to say; empty when nothing is missing."""
        texts = self._means.texts.passages
        passages = [texts[ref].text for ref in list(found.passages)[:WHOLE]]
        fiches = [self._means.knowledge.fiches[ref] for ref in list(found.fiches)[:WHOLE]]
        held = [*passages, *(told.text for fiche in fiches for told in fiche.told())]
        return unmet(question, held, self._means.retriever.knows, english)

    def demanded(self, question: str, english: bool) -> str:
        """The first kind of answer demanded, said as missing; empty when none is recognised."""
        return next((missing(demand, english) for demand in asked_for(question)), "")

    def likely(self, question: str, found: Evidence, elsewhere: float) -> float:
        """Log-odds that a question near the subject is one that the documents answer; see `put`."""
        return self._means.answerable.score.log_odds(self.put(question, found, elsewhere))

    def put(self, question: str, found: Evidence, elsewhere: float) -> Put:
        """How a question is put, and how far from its subject the evidence shows what it demands.

        `elsewhere` is the share of the question that asks for something else altogether.
        """
        means, demands = self._means, asked_for(question)
        units = self._units(found) if demands else ()
        return put(demands, means.answered.log_odds(question), elsewhere, means.retriever.weights(question), units)

    def _units(self, found: Evidence) -> list[Unit]:
        """What the evidence found first says, one unit a statement or a sentence."""
        fiches = [self._means.knowledge.fiches[ref] for ref in list(found.fiches)[:HELD_BY]]
        told = [(f"{fiche.title} {part.text}", part.text) for fiche in fiches for part in fiche.told()]
        for ref in list(found.passages)[:HELD_BY]:
            text = self._means.texts.passages[ref].text
            told += [(text[start:end], text[start:end]) for start, end in sentences(text)]
        return [Unit(frozenset(terms(around)), text) for around, text in told]
