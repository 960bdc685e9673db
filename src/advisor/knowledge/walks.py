"""The walks the product takes from fiche to fiche must lead somewhere: no frein without a levier, and so on."""

from __future__ import annotations

from advisor.domain.fiche import Fiche
from advisor.domain.graph import Graph, edges
from advisor.knowledge.check import Problem
from advisor.knowledge.loader import Knowledge

WALKS: tuple[tuple[str, str, str], ...] = (
    ("frein", "levier", "aucun levier n'y répond"),
    ("levier", "frein", "il ne répond à aucun frein"),
    ("levier", "pratique", "aucune pratique ne le montre"),
    ("degre", "frein", "aucun frein ne lui est propre"),
    ("degre", "levier", "aucun levier ne lui convient"),
    ("degre", "pratique", "aucune pratique n'est de ce degré"),
    ("public", "methode", "aucune méthode ne lui convient"),
    ("pratique", "degre", "elle n'est liée à aucun degré"),
    ("pratique", "levier", "elle ne montre aucun levier"),
    ("alerte", "levier", "aucun levier n'y répond"),
)
"""From a fiche of the first kind, at least one of the second is reached, in either direction."""
TOLD = "lacune"
"""A caution of this kind says that the sources give nothing to link to."""


def broken(knowledge: Knowledge) -> list[Problem]:
    """Walks that lead nowhere, and links written twice."""
    graph = Graph(knowledge.fiches.values())
    found = [
        Problem(knowledge.files[fiche.id], "links", f"{said} : liez la fiche à un(e) {target}.")
        for source, target, said in WALKS
        for fiche in knowledge.of_kind(source)
        if not graph.near(fiche.id, target) and not _told(fiche)
    ]
    return [*found, *_twice(knowledge)]


def _told(fiche: Fiche) -> bool:
    return any(caution.kind == TOLD for caution in fiche.cautions)


def _twice(knowledge: Knowledge) -> list[Problem]:
    found = []
    for fiche in knowledge.fiches.values():
        seen: set[tuple[str, str]] = set()
        for edge in edges(fiche):
            if (edge.key, edge.target) in seen or edge.target == fiche.id:
                found.append(
                    Problem(knowledge.files[fiche.id], edge.key, f"le lien vers « {edge.target} » est de trop.")
                )
            seen.add((edge.key, edge.target))
    return found
