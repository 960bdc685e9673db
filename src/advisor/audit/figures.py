"""Precision and recall of citations and of advice, from the verdicts that hold, with Wilson intervals.

What is counted, of the answers judged:
- precision of citations: citations that stand under a statement judged « soutenu », among the citations
  of the statements judged;
- recall of citations: statements judged « soutenu » that carry a citation, among the statements judged
  that call for one (all but « hors sujet »); the two are those of ALCE (Gao et al., EMNLP 2023), at the
  grain of the reader's verdict, which is the statement;
- precision of advice: answers of substance judged « juste » (and, apart, « juste » or « défendable »);
- recall of advice: answers of substance judged « juste » or « défendable », among the questions that had
  one: every answer of substance, and the abstentions judged « faux ».
Statements of one answer resemble each other, and the citations of one statement share its verdict: the
intervals say so, see `advisor.audit.intervals`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from advisor.audit.facts import AnswerFacts, StatementFacts
from advisor.audit.intervals import Counted, share
from advisor.audit.intervals import Share as Share
from advisor.audit.judging import Item, Judgements

MEASURES = {
    "citation_precision": "Précision des citations",
    "citation_recall": "Rappel des citations",
    "advice_right": "Conseils justes",
    "advice_precision": "Conseils justes ou défendables",
    "advice_recall": "Rappel des conseils",
}
"""The measures, as shown."""
AXES = {"semaine": "Par semaine", "parcours": "Par parcours", "source": "Par source", "fiche": "Par fiche"}
"""The ways figures are split, as shown."""
QUOTED = "citation sans fiche"
"""The group of the statements that quote a text without a fiche."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Measures:
    """The five shares of a set of judged answers, and on how many answers and statements they rest."""

    answers: int
    statements: int
    citation_precision: Share
    citation_recall: Share
    advice_right: Share
    advice_precision: Share
    advice_recall: Share


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """The measures as a whole, and for each group of each axis (see AXES)."""

    whole: Measures
    by: dict[str, dict[str, Measures]]
    open_disagreements: int

    def rows(self, axis: str) -> list[dict[str, object]]:
        """One row per group and measure of an axis, for a chart or a table; those without any verdict left out."""
        return [
            {
                "groupe": group,
                "mesure": label,
                "valeur": held.value,
                "bas": held.low,
                "haut": held.high,
                "justes": held.right,
                "jugés": held.judged,
            }
            for group, measures in self.by[axis].items()
            for name, label in MEASURES.items()
            if (held := getattr(measures, name)).judged
        ]


@dataclass
class _Tally:
    """What is counted of one group while verdicts are read: each measure by answer."""

    answers: set[int] = field(default_factory=set)
    statements: int = 0
    counts: dict[str, dict[int, Counted]] = field(default_factory=lambda: {name: {} for name in MEASURES})

    def count(self, name: str, answer: int, right: int, judged: int = 1) -> None:
        """One more verdict of an answer, on `judged` things."""
        if judged:
            self.counts[name].setdefault(answer, Counted()).add(right, judged)

    def measures(self) -> Measures:
        shares = {name: share(held.values()) for name, held in self.counts.items()}
        return Measures(answers=len(self.answers), statements=self.statements, **shares)


def figures(judgements: Judgements, answers: Iterable[AnswerFacts], name: Mapping[str, str] | None = None) -> Figures:
    """The figures of some answers; those nobody judged count for nothing.

    `name` gives the shown name of a source or of a fiche; one it does not know keeps its identifier.
    """
    names = name or {}
    whole = _Tally()
    groups: dict[str, dict[str, _Tally]] = {axis: {} for axis in AXES}

    def of(axis: str, key: str) -> _Tally:
        return groups[axis].setdefault(names.get(key, key), _Tally())

    open_disagreements = 0
    for facts in answers:
        open_disagreements += sum(_open(judgements, item) for item in judgements.of(facts.number))
        shared = (whole, of("semaine", facts.week), of("parcours", facts.journey))
        _count_advice(judgements, facts, shared)
        for statement in facts.statements:
            _count_statement(judgements, facts, statement, shared, of)
    by = {
        axis: {key: tally.measures() for key, tally in sorted(held.items()) if tally.answers}
        for axis, held in groups.items()
    }
    return Figures(whole=whole.measures(), by=by, open_disagreements=open_disagreements)


def _open(judgements: Judgements, item: Item) -> bool:
    held = judgements.held(item)
    return held is not None and held.how == "désaccord"


def _count_advice(judgements: Judgements, facts: AnswerFacts, tallies: Iterable[_Tally]) -> None:
    held = judgements.held(Item(answer=facts.number))
    if held is None:
        return
    right = held.value != "faux"
    for tally in tallies:
        tally.answers.add(facts.number)
        if not facts.silent:
            tally.count("advice_right", facts.number, held.value == "juste")
            tally.count("advice_precision", facts.number, right)
        if not facts.silent or not right:
            tally.count("advice_recall", facts.number, right and not facts.silent)


def _count_statement(
    judgements: Judgements,
    facts: AnswerFacts,
    statement: StatementFacts,
    shared: Iterable[_Tally],
    of: Callable[[str, str], _Tally],
) -> None:
    held = judgements.held(Item(answer=facts.number, statement=statement.id))
    if held is None:
        return
    supported, cited = held.value == "soutenu", len(statement.citations)
    for tally in (*shared, of("fiche", statement.fiche or QUOTED)):
        tally.answers.add(facts.number)
        tally.statements += 1
        tally.count("citation_precision", facts.number, cited * supported, cited)
        if held.value != "hors sujet":
            tally.count("citation_recall", facts.number, supported and cited > 0)
    for source, many in Counter(citation.source for citation in statement.citations).items():
        tally = of("source", source)
        tally.answers.add(facts.number)
        tally.statements += 1
        tally.count("citation_precision", facts.number, many * supported, many)
