"""What the audit has read of the journal: verdicts, resolutions, samples, and the answers they are on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from advisor.audit import samples
from advisor.audit.facts import JOURNEYS, AnswerFacts, of_entry
from advisor.audit.judging import Item, Judgements
from advisor.audit.samples import Sample, Scope
from advisor.audit.sampling import Candidate
from advisor.domain.record import Entry, EntryKind
from advisor.errors import VerdictRefused
from advisor.journal.ports import Journal
from advisor.journal.queue import Filters

_KINDS: tuple[EntryKind, ...] = ("verdict", "resolution", "sample", "feedback", "purge")
NO_MODEL = "none"
"""How the queue names the embedded writer."""


@dataclass(frozen=True)
class State:
    """What was read of the journal up to an entry; never changed, so that sessions may share it."""

    upto: int = 0
    judgements: Judgements = field(default_factory=Judgements)
    samples: tuple[Sample, ...] = ()
    complaints: Mapping[Item, bool] = field(default_factory=dict)
    """Statements users spoke of, and whether their last word is that it did not help."""


class Ledger:
    """Reads the journal once, then only what was added since; all of it again after a purge."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self._state = State()
        self._facts: dict[int, AnswerFacts | None] = {}

    def fresh(self) -> State:
        """The state of the journal, brought up to its head."""
        state = self._state
        head, _ = self.journal.head()
        if head <= state.upto:
            return state
        added = list(self.journal.entries(kinds=_KINDS, after=state.upto))
        if any(entry.kind == "purge" for entry in added):  # what was read before may have been emptied since
            added, state, self._facts = list(self.journal.entries(kinds=_KINDS)), State(), {}
        drawn = [samples.of_entry(entry, entry.body) for entry in added if entry.kind == "sample" and entry.body]
        self._state = State(
            upto=max([head, *(entry.number for entry in added)]),
            judgements=Judgements(added, before=state.judgements),
            samples=(*state.samples, *drawn),
            complaints={**state.complaints, **_complaints(added)},
        )
        return self._state

    def facts(self, answer: int) -> AnswerFacts | None:
        """What figures need of an answer; None when the entry is no answer, or was emptied."""
        if answer not in self._facts:
            entry = self.journal.entry(answer)
            if entry is None:  # it may be written later
                return None
            self._facts[answer] = of_entry(entry)
        return self._facts[answer]

    def readable(self, numbers: Sequence[int]) -> tuple[int, ...]:
        """Those of some answers whose content is still there, in the same order."""
        kept = set(self.journal.numbers(Filters(kinds=tuple(JOURNEYS), numbers=tuple(numbers))))
        return tuple(number for number in numbers if number in kept)

    def item(self, answer: int, statement: str) -> Item:
        """An item that exists. Raises VerdictRefused."""
        facts = self.facts(answer)
        if facts is None:
            raise VerdictRefused(f"L'entrée {answer} n'est pas une réponse à juger.", "Choisissez-la dans la file.")
        if statement and statement not in {held.id for held in facts.statements}:
            raise VerdictRefused(f"La réponse {answer} n'a pas d'énoncé « {statement} ».", "Rouvrez la réponse.")
        return Item(answer=answer, statement=statement)

    def judged(self, state: State, scope: Scope) -> list[AnswerFacts]:
        """The answers judged that a scope holds, oldest first."""
        numbers: Collection[int] = state.judgements.answers
        if scope.sample:
            numbers = set(scope.sample.numbers).intersection(numbers)
        if scope.basis:
            drawn = {number for held in state.samples if held.method == scope.basis for number in held.numbers}
            numbers = drawn.intersection(numbers)
        read = (self.facts(number) for number in sorted(numbers))
        return [facts for facts in read if facts and scope.holds(facts.moment)]

    def spoken_of(self, state: State) -> list[AnswerFacts]:
        """The answers that readers judged, or of which users complained of a statement."""
        numbers = {*state.judgements.answers, *(item.answer for item, said in state.complaints.items() if said)}
        return [facts for number in sorted(numbers) if (facts := self.facts(number))]

    def candidates(self, filters: Filters, head: int, weighed: bool) -> list[Candidate]:
        """The answers a filter keeps, up to an entry, with their traits when these weigh.

        Errors, and answers whose content was removed, cannot be read: they are left out.
        """
        kinds = tuple(kind for kind in filters.kinds if kind in JOURNEYS) or tuple(JOURNEYS)
        kept = [number for number in self.journal.numbers(replace(filters, kinds=kinds)) if number <= head]
        traits: dict[int, set[str]] = {}
        for trait, asked in self._traits().items() if weighed else ():
            for number in self.journal.numbers(asked):
                traits.setdefault(number, set()).add(trait)
        return [Candidate(number=number, traits=frozenset(traits.get(number, ()))) for number in kept]

    def _traits(self) -> dict[str, Filters]:
        """How the answers of each trait are asked for."""
        models = tuple(model for model in self.journal.values("models") if model != NO_MODEL)
        found = dict(samples.TRAITS)
        return found | {samples.BY_MODEL: Filters(models=models)} if models else found


def _complaints(entries: Iterable[Entry]) -> dict[Item, bool]:
    """What users said of statements; a word on a whole answer accuses no fiche."""
    return {
        Item(answer=entry.about, statement=entry.body["statement"]): entry.body.get("helpful") is False
        for entry in entries
        if entry.kind == "feedback" and entry.body and entry.body.get("statement")
    }
