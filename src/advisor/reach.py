"""Whether people can reach each fiche: by a question it was not indexed with.

A fiche is found by its own questions because they stand in the index: that proves nothing. Here each
question is asked of an index from which it, and half of its fiche's questions, were taken out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from advisor.domain.fiche import Fiche
from advisor.retrieval.documents import fiche_documents
from advisor.retrieval.hybrid import HybridRetriever
from advisor.retrieval.lexical import LexicalIndex, LineIndex
from advisor.retrieval.thesaurus import Thesaurus

FOLDS = 2
FIRST = 5
"""A question reaches its fiche when the fiche is found up to this rank."""


@dataclass(frozen=True, slots=True)
class Reach:
    """A fiche, how many of its questions were asked, and at which rank each found it (0 when not)."""

    fiche: str
    ranks: tuple[int, ...]

    @property
    def reached(self) -> bool:
        """Whether at least one question finds the fiche among the first."""
        return any(0 < rank <= FIRST for rank in self.ranks)


def measure(
    fiches: Iterable[Fiche], thesaurus: Thesaurus, put: Mapping[str, Sequence[str]] | None = None
) -> list[Reach]:
    """The reach of every fiche that has questions, by id; `put` gives the questions written beside the fiches."""
    kept = [fiche for fiche in fiches if fiche.questions]
    ranks: dict[str, list[int]] = {fiche.id: [] for fiche in kept}
    for fold in range(FOLDS):
        for identifier, rank in _fold(kept, thesaurus, put or {}, fold):
            ranks[identifier].append(rank)
    return [Reach(identifier, tuple(found)) for identifier, found in sorted(ranks.items())]


def _fold(
    fiches: list[Fiche], thesaurus: Thesaurus, put: Mapping[str, Sequence[str]], fold: int
) -> Iterator[tuple[str, int]]:
    """Ranks found by the questions of a fold, in an index that holds the others."""
    held = [
        replace(fiche, questions=tuple(text for rank, text in enumerate(fiche.questions) if rank % FOLDS != fold))
        for fiche in fiches
    ]
    documents = fiche_documents(held, put)
    retriever = HybridRetriever.over(documents, LexicalIndex.build(documents), LineIndex.build(documents), thesaurus)
    for fiche in fiches:
        for question in fiche.questions[fold::FOLDS]:
            found = [hit.ref for hit in retriever.search(question, FIRST)]
            yield fiche.id, found.index(fiche.id) + 1 if fiche.id in found else 0
