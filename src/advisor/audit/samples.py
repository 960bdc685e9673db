"""A sample drawn, as its entry tells it, and what makes an answer likelier to be drawn by risk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from advisor.audit import sampling
from advisor.audit.sampling import Method
from advisor.domain.record import Entry
from advisor.journal.queue import Filters


@dataclass(frozen=True, kw_only=True)
class Sample:
    """A sample drawn: `numbers` of the answers in the order of the draw, and who is to read them.

    `population` is how many answers it was drawn from; `body` is its whole entry.
    """

    number: int
    moment: str
    author: str
    method: Method
    seed: str
    population: int
    numbers: tuple[int, ...]
    readers: tuple[str, ...]
    body: Mapping[str, Any] = field(repr=False, compare=False)

    @cached_property
    def sound(self) -> bool:
        """Whether its seed, population and weights give these very numbers again; a second per 400,000 answers."""
        return sampling.redrawn(self.body) == self.numbers

    @property
    def title(self) -> str:
        """The sample, named for a list."""
        return f"n° {self.number}, {self.method}, {len(self.numbers)} réponses sur {self.population}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """How far a reader is in a sample: answers whose advice is judged, statements judged."""

    reader: str
    read: int
    total: int
    statements: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Scope:
    """Which judged answers are counted: those of a sample or drawn by a method, given between two days (included).

    Only answers drawn by chance tell of all the others; those drawn by risk are looked for because they may
    be wrong.
    """

    basis: Method | None = None
    sample: Sample | None = None
    since: str = ""
    until: str = ""

    def holds(self, moment: str) -> bool:
        """Whether an answer of this moment falls between the two days."""
        day = moment[:10]
        return (not self.since or day >= self.since[:10]) and (not self.until or day <= self.until[:10])


EVERYTHING = Scope()
"""Every answer judged."""
BY_MODEL = "rédigé par un modèle"
TRAITS: dict[str, Filters] = {
    "retour négatif": Filters(feedback=("negative",)),
    "énoncé non vérifié": Filters(checks=("unsupported",)),
    "confiance faible": Filters(confidences=("faible",)),
    "confiance moyenne": Filters(confidences=("moyenne",)),
    "abstention": Filters(kinds=("abstention",)),
    "clarification": Filters(kinds=("clarification",)),
    "verdict qui dépend": Filters(verdicts=("dépend",)),
}
"""How the queue finds the answers of each trait that makes one likelier to be drawn by risk (see RISKS)."""


def given(filters: Filters) -> dict[str, object]:
    """The criteria a filter really sets, as JSON holds them."""
    given = {name: value for name, value in asdict(filters).items() if value and name != "order"}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in given.items()}


def of_entry(entry: Entry, body: Mapping[str, Any]) -> Sample:
    """The sample of an entry."""
    return Sample(
        number=entry.number,
        moment=entry.moment,
        author=entry.author,
        method=body["method"],
        seed=body["seed"],
        population=body["population"]["count"],
        numbers=tuple(body["numbers"]),
        readers=tuple(body["readers"]),
        body=body,
    )
