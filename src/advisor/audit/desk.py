"""The audit desk: what the page and the commands ask about samples, verdicts, figures and use of sources.

It reads the journal once and then only what was added since; each call gives a consistent picture, and
several sessions may share one desk.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from advisor.audit import agreement, figures, judging, readings, report, samples, sampling, themes, usage
from advisor.audit.agreement import Agreement
from advisor.audit.facts import AnswerFacts, of_entry
from advisor.audit.figures import Figures
from advisor.audit.judging import ADVICE, Item, Proposal, Resolution, Verdict
from advisor.audit.ledger import Ledger
from advisor.audit.readings import Disagreement, Fault, Reading
from advisor.audit.report_content import Content, Proof
from advisor.audit.samples import EVERYTHING, Progress, Sample, Scope
from advisor.audit.sampling import Method
from advisor.audit.themes import Theme, Unanswered
from advisor.audit.usage import PassageUse, Usage
from advisor.domain.record import Draft
from advisor.errors import VerdictRefused
from advisor.journal.ports import Journal
from advisor.journal.queue import Filters

GAPS = 2000
"""Questions without answer that are grouped, the latest ones."""
TITLE = "Rapport d'audit de l'assistant"


class Desk:
    """Sampling, judging, agreement, figures and use of the sources, over one journal.

    `titles` gives the shown names of fiches and sources by id; `fiches` are those of today's base, among
    which the unused ones are looked for; `concepts` names the concepts of the trade that a question holds.
    """

    def __init__(
        self,
        journal: Journal,
        *,
        fiches: Collection[str] = (),
        titles: Mapping[str, str] | None = None,
        concepts: Callable[[str], Sequence[str]] = lambda _text: (),
    ) -> None:
        self.journal = journal
        self._fiches = tuple(fiches)
        self._titles = dict(titles or {})
        self._concepts = concepts
        self._ledger = Ledger(journal)
        self._grouped: tuple[tuple[Unanswered, ...], tuple[Theme, ...]] = ((), ())

    # --- samples ---------------------------------------------------------------------------------------------------

    def sample(
        self,
        author: str,
        size: int,
        method: Method = "aléatoire",
        *,
        filters: Filters | None = None,
        seed: str = "",
        readers: Sequence[str] = (),
        weights: Mapping[str, float] | None = None,
    ) -> Sample:
        """Draws a sample among the answers a filter keeps, and writes it in the journal.

        Without a seed, a new one is taken and written with the rest. Raises VerdictRefused when it is not
        signed, when the size is not at least 1, or when no answer is left to draw from.
        """
        if not author.strip():
            raise VerdictRefused("Un échantillon est signé.", "Indiquez votre nom de lecteur.")
        if size < 1:
            raise VerdictRefused("Un échantillon compte au moins une réponse.", "Donnez une taille d'au moins 1.")
        kept = filters or Filters()
        head, _ = self.journal.head()
        candidates = self._ledger.candidates(kept, head, weighed=method == "risque")
        if not candidates:
            raise VerdictRefused("Aucune réponse ne répond à ces critères.", "Élargissez les filtres.")
        body = sampling.body(
            candidates,
            size=size,
            method=method,
            seed=seed.strip() or secrets.token_hex(8),
            filters=samples.given(kept),
            head=head,
            readers=[reader.strip() for reader in readers if reader.strip()],
            weights=weights,
        )
        return samples.of_entry(self.journal.append(Draft(kind="sample", body=body, author=author.strip())), body)

    def samples(self) -> tuple[Sample, ...]:
        """Every sample drawn, the latest first."""
        return self._ledger.fresh().samples[::-1]

    def progress(self, sample: Sample) -> tuple[Progress, ...]:
        """How far each reader of a sample is, emptied answers apart: those it names, then the others who read it."""
        judgements, readable = self._ledger.fresh().judgements, self._ledger.readable(sample.numbers)
        read: dict[str, list[int]] = {reader: [0, 0] for reader in sample.readers}
        for number in readable:
            for item in judgements.of(number):
                for reader in judgements.last(item):
                    read.setdefault(reader, [0, 0])[bool(item.statement)] += 1
        return tuple(
            Progress(reader=reader, read=advice, total=len(readable), statements=statements)
            for reader, (advice, statements) in read.items()
        )

    def next(self, sample: Sample, reader: str, after: int = 0) -> int | None:
        """The next answer of a sample whose advice a reader has not judged, after a given one; None at the end."""
        judgements = self._ledger.fresh().judgements
        start = sample.numbers.index(after) + 1 if after in sample.numbers else 0
        turned = self._ledger.readable((*sample.numbers[start:], *sample.numbers[:start]))
        return next((number for number in turned if reader not in judgements.last(Item(answer=number))), None)

    # --- verdicts --------------------------------------------------------------------------------------------------

    def judge(
        self,
        answer: int,
        reader: str,
        value: str,
        *,
        statement: str = ADVICE,
        comment: str = "",
        proposal: Proposal | None = None,
        sample: int = 0,
    ) -> Verdict:
        """Signs a verdict on a statement, or on the advice when none is named, and writes it in the journal.

        Raises VerdictRefused when the entry is no answer, when it has no such statement, or when the
        verdict is not one of those offered.
        """
        state, item = self._ledger.fresh(), self._ledger.item(answer, statement)
        if sample and answer not in next((held.numbers for held in state.samples if held.number == sample), ()):
            raise VerdictRefused("Cette réponse n'est pas de l'échantillon.", "Jugez-la hors échantillon.")
        body = judging.verdict_body(
            state.judgements, item, reader, value, comment=comment, proposal=proposal, sample=sample
        )
        entry = self.journal.append(Draft(kind="verdict", body=body, about=answer, author=reader.strip()))
        return judging.read_verdict(entry, body)

    def reading(self, answer: int, reader: str) -> dict[str, Reading]:
        """The items of an answer as a reader may see them, by statement id; the advice under the empty id."""
        judgements = self._ledger.fresh().judgements
        facts = self.facts(answer)
        statements = [statement.id for statement in facts.statements] if facts else []
        return {
            statement: readings.reading(judgements, Item(answer=answer, statement=statement), reader)
            for statement in (*statements, ADVICE)
        }

    def disagreements(self, sample: Sample | None = None) -> tuple[Disagreement, ...]:
        """Items on which readers differ and that nothing settles yet, of a sample or of all."""
        judgements = self._ledger.fresh().judgements
        return tuple(
            Disagreement(item=item, verdicts=tuple(judgements.last(item).values()))
            for item in judgements.disagreements()
            if sample is None or item.answer in sample.numbers
        )

    def resolve(self, answer: int, author: str, value: str, comment: str, *, statement: str = ADVICE) -> Resolution:
        """Signs what readers who differed agreed on, and writes it in the journal.

        Raises VerdictRefused when they do not differ, when nothing says why, or as `judge` does.
        """
        item = self._ledger.item(answer, statement)
        body = judging.resolution_body(self._ledger.fresh().judgements, item, author, value, comment)
        entry = self.journal.append(Draft(kind="resolution", body=body, about=answer, author=author.strip()))
        return judging.read_resolution(entry, body)

    def proposals(self) -> tuple[Verdict, ...]:
        """The last verdicts that propose the correction of a fiche, the latest first."""
        judgements = self._ledger.fresh().judgements
        found = [verdict for item in judgements.items for verdict in judgements.last(item).values() if verdict.proposal]
        return tuple(sorted(found, key=lambda verdict: -verdict.number))

    # --- figures ---------------------------------------------------------------------------------------------------

    def figures(self, scope: Scope = EVERYTHING) -> Figures:
        """Precision and recall over the answers judged that a scope holds."""
        state = self._ledger.fresh()
        return figures.figures(state.judgements, self._ledger.judged(state, scope), self._titles)

    def agreement(self, scope: Scope = EVERYTHING) -> tuple[tuple[Agreement, ...], tuple[Agreement, ...]]:
        """The agreement of each two readers, on statements then on advice, over the answers a scope holds."""
        state = self._ledger.fresh()
        answers = {facts.number for facts in self._ledger.judged(state, scope)}
        return agreement.of_statements(state.judgements, answers), agreement.of_advice(state.judgements, answers)

    def faults(self, scope: Scope = EVERYTHING) -> tuple[Fault, ...]:
        """What was found wrong, the latest answers first: false advice, statements that nothing supports."""
        state = self._ledger.fresh()
        found = (
            readings.fault(state.judgements, item, facts)
            for facts in reversed(self._ledger.judged(state, scope))
            for item in sorted(state.judgements.of(facts.number), key=lambda item: bool(item.statement))
        )
        return tuple(fault for fault in found if fault)

    def read_by(self, scope: Scope = EVERYTHING) -> dict[str, int]:
        """How many answers of a scope each reader has judged, at least in part."""
        state, read = self._ledger.fresh(), Counter[str]()
        for facts in self._ledger.judged(state, scope):
            items = state.judgements.of(facts.number)
            read.update({reader for item in items for reader in state.judgements.last(item)})
        return dict(sorted(read.items()))

    def report(self, today: str, scope: Scope = EVERYTHING, title: str = TITLE, verify: bool = False) -> bytes:
        """The report for a committee, as a docx file; see `report.document`.

        The measures are those of the answers drawn by chance as soon as one was read, unless the scope
        says which. `verify` derives the whole chain again first: some seconds per 100,000 entries.
        """
        everything, measured = self.figures(scope), scope
        figures = everything
        if not (scope.basis or scope.sample):
            by_chance = replace(scope, basis="aléatoire")
            found = self.figures(by_chance)
            if found.whole.answers:
                measured, figures = by_chance, found
        held = [scope.sample] if scope.sample else [held for held in self.samples()[::-1] if scope.holds(held.moment)]
        return report.document(
            Content(
                title=title,
                today=today,
                scope=scope,
                given=self._given(scope),
                measured=measured,
                figures=figures,
                everything=everything,
                readers=self.read_by(scope),
                samples=tuple(held),
                agreement=self.agreement(scope),
                faults=self.faults(scope),
                proposals=self.proposals(),
                usage=self.usage(),
                titles=self._titles,
                proof=self._proof(verify),
            )
        )

    # --- use of the sources ----------------------------------------------------------------------------------------

    def usage(self) -> Usage:
        """How each fiche and source was cited, judged and contested; fiches never used; gaps by theme."""
        state = self._ledger.fresh()
        return usage.usage(
            fiches=self.journal.values("fiches"),
            sources=self.journal.values("sources"),
            known=self._fiches,
            titles=self._titles,
            judgements=state.judgements,
            complaints=state.complaints,
            answers=self._ledger.spoken_of(state),
            gaps=self._gaps(),
        )

    def _gaps(self) -> tuple[Theme, ...]:
        """The themes of the latest questions left without answer; grouped again when there are others."""
        rows = self.journal.page(Filters(kinds=("abstention",)), 0, GAPS)
        asked = tuple(Unanswered(number=row.number, moment=row.moment, question=row.question) for row in rows)
        if asked != self._grouped[0]:
            self._grouped = (asked, themes.grouped(asked, self._concepts))
        return self._grouped[1]

    def passages(self, last: int = 2000) -> tuple[PassageUse, ...]:
        """How each passage was cited by the answers among the last entries (each is opened), the most cited first."""
        state = self._ledger.fresh()
        after = max(0, self.journal.head()[0] - last)
        read = (of_entry(entry) for entry in self.journal.entries(kinds=("answer",), after=after))
        return usage.passages((facts for facts in read if facts), state.judgements, state.complaints)

    def facts(self, answer: int) -> AnswerFacts | None:
        """What figures need of an answer; None when the entry is no answer, or was emptied."""
        return self._ledger.facts(answer)

    def _given(self, scope: Scope) -> int:
        """How many answers were given between the days of a scope."""
        return (
            len(scope.sample.numbers)
            if scope.sample
            else self.journal.count(Filters(since=scope.since, until=scope.until))
        )

    def _proof(self, verify: bool) -> Proof:
        number, seal = self.journal.head()
        if not verify:
            return Proof(number=number, seal=seal)
        found = self.journal.verify()
        why = f"Entrée n° {found.broken.number} : {found.broken.why}." if found.broken else ""
        return Proof(number=found.head[0], seal=found.head[1], verified=found.holds, why=why)
