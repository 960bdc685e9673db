"""The links between fiches, walked in both directions: frein, levier that answers it, practice that shows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from advisor.domain.fiche import Alerte, Fiche, Levier, Obligation
from advisor.domain.place import Locator

Basis = Literal["texte", "équipe"]
_STRENGTH: Mapping[Basis, int] = {"texte": 0, "équipe": 1}


@dataclass(frozen=True, kw_only=True, slots=True)
class Edge:
    """A link from a fiche to another: the key it is written under, and what carries it.

    `basis` is `texte` when a passage carries the link (`evidence`), `équipe` when it is our reading.
    """

    source: str
    target: str
    key: str
    basis: Basis = "équipe"
    evidence: tuple[Locator, ...] = ()


def edges(fiche: Fiche) -> Iterator[Edge]:
    """Every link a fiche writes, whatever the key; a link carried by a text comes with its passage."""
    for link in fiche.links:
        yield Edge(source=fiche.id, target=link.to, key="links", basis=link.basis, evidence=link.evidence)
    if isinstance(fiche, Levier):
        yield from (Edge(source=fiche.id, target=target, key="answers") for target in fiche.answers)
    if isinstance(fiche, Alerte):
        yield from (Edge(source=fiche.id, target=target, key="levers") for target in fiche.levers)
    if isinstance(fiche, Obligation) and fiche.instead_of:
        yield Edge(source=fiche.id, target=fiche.instead_of, key="instead_of")


class Graph:
    """The links of a set of fiches; those to a fiche outside the set are left out."""

    def __init__(self, fiches: Iterable[Fiche]) -> None:
        known = {fiche.id: fiche for fiche in fiches}
        self._out: dict[str, list[Edge]] = {identifier: [] for identifier in known}
        self._into: dict[str, list[Edge]] = {identifier: [] for identifier in known}
        for fiche in known.values():
            for edge in edges(fiche):
                if edge.target in known:
                    self._out[edge.source].append(edge)
                    self._into[edge.target].append(edge)

    def out(self, identifier: str) -> tuple[Edge, ...]:
        """The links a fiche writes; empty for an unknown fiche."""
        return tuple(self._out.get(identifier, ()))

    def into(self, identifier: str) -> tuple[Edge, ...]:
        """The links other fiches write to it; empty for an unknown fiche."""
        return tuple(self._into.get(identifier, ()))

    def near(self, identifier: str, kind: str) -> dict[str, Basis]:
        """The fiches of a kind linked to one, in either direction, those carried by a text first.

        >>> Graph(()).near("frein.absent", "levier")
        {}
        """
        found: dict[str, Basis] = {}
        pairs = [(edge.target, edge.basis) for edge in self.out(identifier)]
        pairs += [(edge.source, edge.basis) for edge in self.into(identifier)]
        for other, basis in sorted(pairs, key=lambda pair: _STRENGTH[pair[1]]):
            if other.startswith(f"{kind}.") and other != identifier:
                found.setdefault(other, basis)
        return found
