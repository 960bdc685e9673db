"""A sample drawn, as its entry tells it, and what makes an answer likelier to be drawn by risk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from advisor.audit import sampling
from advisor.audit.sampling import Method
from advisor.domain.record import Entry
from advisor.journal.queue import Filters, Row


@dataclass(frozen=True, kw_only=True, slots=True)
class Sample:
    """A sample drawn: `numbers` of the answers in the order of the draw, and who is to read them.

    `population` is how many answers it was drawn from; `sound` tells whether its seed, population and
    weights give these very numbers again.
    """

    number: int
    moment: str
    author: str
    method: Method
    seed: str
    population: int
    numbers: tuple[int, ...]
    readers: tuple[str, ...]
    sound: bool

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


def traits(row: Row) -> frozenset[str]:
    """The traits of an answer that make it likelier to be drawn by risk."""
    held = {
        "retour négatif": row.feedback == "negative",
        "énoncé non vérifié": row.check == "unsupported",
        "confiance faible": row.confidence == "faible",
        "confiance moyenne": row.confidence == "moyenne",
        "abstention": row.kind == "abstention",
        "clarification": row.kind == "clarification",
        "rédigé par un modèle": bool(row.model) and row.model != "none",
        "verdict qui dépend": row.verdict == "dépend",
    }
    return frozenset(name for name, true in held.items() if true)


def given(filters: Filters) -> dict[str, object]:
    """The criteria a filter really sets, as JSON holds them."""
    given = {name: value for name, value in asdict(filters).items() if value and name != "order"}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in given.items()}


def of_entry(entry: Entry, body: Mapping[str, Any]) -> Sample:
    """The sample of an entry."""
    numbers = tuple(body["numbers"])
    return Sample(
        number=entry.number,
        moment=entry.moment,
        author=entry.author,
        method=body["method"],
        seed=body["seed"],
        population=body["population"]["count"],
        numbers=numbers,
        readers=tuple(body["readers"]),
        sound=sampling.redrawn(body) == numbers,
    )
