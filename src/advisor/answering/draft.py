"""An answer being made: its book of statements, and the ways it can end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, Protocol

from advisor.answering.book import Book, Library
from advisor.answering.wording import wording
from advisor.domain.answer import (
    Answer,
    Calendar,
    Card,
    Engine,
    Kind,
    ObligationResult,
    Question,
    Recommendation,
    UnderstoodFact,
    Verdict,
)


class Finish(Protocol):
    """Ends an answer, given the time it took."""

    def __call__(self, milliseconds: float) -> Answer:
        """The answer."""
        ...


class Draft:
    """An answer being made: its book of statements, and the ways it can end."""

    def __init__(
        self,
        library: Library,
        versions: Mapping[str, str],
        question: str,
        language: Literal["fr", "en"],
        identifier: str,
    ) -> None:
        self.question = question
        self.book = Book(library)
        self.english = language == "en"
        self._language = language
        self._say = wording(language)
        self._versions = versions
        self.identifier = identifier

    def recommended(
        self,
        profile: tuple[UnderstoodFact, ...],
        recommendation: Recommendation,
        cards: tuple[tuple[Card, ...], tuple[Card, ...], tuple[Card, ...]],
        obligations: tuple[ObligationResult, ...],
        questions: tuple[Question, ...],
        calendar: Calendar | None = None,
    ) -> Finish:
        """Ends as a recommendation."""
        headline = self._say.advise(recommendation.degree, recommendation.confidence)
        return self._finish(
            "recommendation",
            headline,
            profile=profile,
            recommendation=recommendation,
            cards=cards,
            obligations=obligations,
            questions=questions,
            calendar=calendar,
        )

    def ruled(
        self,
        profile: tuple[UnderstoodFact, ...],
        verdict: Verdict | None,
        obligations: tuple[ObligationResult, ...],
        questions: tuple[Question, ...],
        none_found: bool = False,
        unknown: Sequence[str] = (),
        calendar: Calendar | None = None,
        nearby: tuple[Card, ...] = (),
        what: bool = False,
        commitments: tuple[ObligationResult, ...] = (),
    ) -> Finish:
        """Ends as a verdict of law.

        `nearby` holds the rule that comes nearest when none answers; `what` is for a question that asks no
        yes or no. `commitments` are the organisation's own rules: said after the law, they weigh nothing in it.
        """
        quoted = bool(self.book.statements)
        headline = self._say.rule(verdict, obligations, none_found, tuple(unknown), quoted, what)
        headline = f"{headline} {self._say.committed(commitments)}".strip()
        return self._finish(
            "legal",
            headline,
            profile=profile,
            verdict=verdict,
            obligations=(*obligations, *commitments),
            questions=questions,
            nearby=nearby,
            calendar=calendar,
        )

    def told(self, said: Sequence[str], unsure: bool = False) -> Finish:
        """Ends as an answer drawn from the sources; `unsure` when they may not answer the question itself."""
        return self._finish("content", self._say.tell(len(said), unsure))

    def clarified(self, profile: tuple[UnderstoodFact, ...], questions: tuple[Question, ...]) -> Finish:
        """Ends by asking, because nothing known allows an advice."""
        return self._finish("clarification", self._say.clarify(), profile=profile, questions=questions)

    def abstained(self, nearby: tuple[Card, ...], lacking: str = "") -> Finish:
        """Ends by declining, with what the corpus can speak of nearby; `lacking` says what it has not."""
        return self._finish("abstention", self._say.abstain(lacking), nearby=nearby)

    def _finish(
        self,
        kind: Kind,
        headline: str,
        profile: tuple[UnderstoodFact, ...] = (),
        recommendation: Recommendation | None = None,
        cards: tuple[tuple[Card, ...], tuple[Card, ...], tuple[Card, ...]] = ((), (), ()),
        verdict: Verdict | None = None,
        obligations: tuple[ObligationResult, ...] = (),
        questions: tuple[Question, ...] = (),
        nearby: tuple[Card, ...] = (),
        calendar: Calendar | None = None,
    ) -> Finish:
        def finish(milliseconds: float) -> Answer:
            return Answer(
                id=self.identifier,
                question=self.question,
                language=self._language,
                kind=kind,
                headline=headline,
                profile=profile,
                recommendation=recommendation,
                pitfalls=cards[0],
                levers=cards[1],
                practices=cards[2],
                verdict=verdict,
                obligations=obligations,
                statements=self.book.statements,
                citations=self.book.citations,
                questions=questions,
                nearby=nearby,
                calendar=calendar,
                engine=Engine(
                    software=self._versions["software"],
                    knowledge=self._versions["knowledge"],
                    index=self._versions["index"],
                    decision=self._versions["decision"],
                    encoder=self._versions["encoder"],
                    timings_ms={"total": milliseconds},
                    local=self._versions.get("local", ""),
                ),
            )

        return finish
