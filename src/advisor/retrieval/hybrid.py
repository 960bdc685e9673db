"""The hybrid retriever: lexical and dense scores, fused, behind LangChain's BaseRetriever."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from numpy.typing import NDArray
from pydantic import ConfigDict, PrivateAttr

from advisor.retrieval.analysis import terms
from advisor.retrieval.arrays import best, scaled
from advisor.retrieval.letters import Dense
from advisor.retrieval.lexical import LexicalIndex, LineIndex, document_terms
from advisor.retrieval.ports import Document, Encoder, Hit, Near
from advisor.retrieval.thesaurus import Thesaurus

LEXICAL_SHARE, LINES_SHARE, DENSE_SHARE = 0.35, 0.35, 0.3
"""Shares of the scores in the fusion; convex combination, after Bruch et al. (TOIS 2023)."""
STANDING = {"critere": 0.85, "alerte": 0.85}
"""Share of its score that a fiche keeps by kind: what decides and what warns speaks after what the sources say."""
DENSE_LIMIT = 200
NAMED_AMONG, RARE = 3, 0.5
"""Documents found first among which a title may name what is asked, and share of the highest idf that is rare."""
MEMORY, NUMBERS = 16, 4_000_000
"""Questions whose scores are kept (one answer searches several kinds for the same words), and documents over all."""


@dataclass(frozen=True, slots=True)
class _Scored:
    asked: tuple[str, ...]
    lexical: NDArray[np.float32]
    lines: NDArray[np.float32]
    dense: NDArray[np.float32]
    fused: dict[tuple[str, ...], NDArray[np.float32]] = field(default_factory=dict)


class HybridRetriever(BaseRetriever):
    """Finds passages, articles and fiches; `invoke(question)` gives LangChain documents.

    `search` gives the same results with the score of each stage.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    limit: int = 10
    _documents: Sequence[Document] = PrivateAttr()
    _lexical: LexicalIndex = PrivateAttr()
    _lines: LineIndex = PrivateAttr()
    _dense: Dense | None = PrivateAttr()
    _encoder: Encoder | None = PrivateAttr()
    _thesaurus: Thesaurus = PrivateAttr()
    _standing: NDArray[np.float32] = PrivateAttr()
    _kinds: NDArray[np.str_] = PrivateAttr()
    _ranks: dict[str, int] = PrivateAttr()
    _masks: dict[tuple[str, ...], NDArray[np.bool_]] = PrivateAttr(default_factory=dict)
    _memory: dict[str, _Scored] = PrivateAttr(default_factory=dict)
    _term_sets: dict[str, frozenset[str]] = PrivateAttr(default_factory=dict)

    @classmethod
    def over(
        cls,
        documents: Sequence[Document],
        lexical: LexicalIndex,
        lines: LineIndex,
        thesaurus: Thesaurus,
        dense: Dense | None = None,
        encoder: Encoder | None = None,
    ) -> HybridRetriever:
        """A retriever over documents in the order of the indexes; by words alone without a dense one."""
        retriever = cls()
        retriever._documents = documents
        retriever._lexical = lexical
        retriever._lines = lines
        retriever._dense = dense
        retriever._encoder = encoder
        retriever._thesaurus = thesaurus
        retriever._ranks = {document.ref: rank for rank, document in enumerate(documents)}
        retriever._standing = np.array(
            [STANDING.get(document.ref.split(".")[0], 1.0) for document in documents], dtype=np.float32
        )
        retriever._kinds = np.array([document.kind for document in documents])
        return retriever

    @property
    def notices(self) -> tuple[str, ...]:
        """What failed of the encoder since it was loaded."""
        return self._encoder.notices if self._encoder else ()

    def search(self, question: str, limit: int = 10, kinds: Sequence[str] = (), **_: Any) -> list[Hit]:
        """The best documents of the given kinds, best first; ties keep the order of the index."""
        scored = self._scored(question)
        fused = self._fused(scored, kinds) * self._allowed(kinds)
        return [
            Hit(
                ref=self._documents[rank].ref,
                kind=self._documents[rank].kind,
                source=self._documents[rank].source,
                score=round(float(fused[rank]), 6),
                stages={
                    "lexical": round(float(scored.lexical[rank]), 4),
                    "lines": round(float(scored.lines[rank]), 4),
                    "dense": round(float(scored.dense[rank]), 4),
                },
            )
            for rank in best(fused, limit)
        ]

    def _allowed(self, kinds: Sequence[str]) -> NDArray[np.bool_]:
        key = tuple(kinds)
        if key not in self._masks:
            self._masks[key] = np.isin(self._kinds, key) if key else np.ones(len(self._kinds), dtype=bool)
        return self._masks[key]

    def _scored(self, question: str) -> _Scored:
        """Both scores of every document, kept for the questions asked last."""
        if question not in self._memory:
            asked = tuple(dict.fromkeys(self._lexical.nearest(term) for term in terms(question)))
            weighted = dict.fromkeys(asked, 1.0) | self._thesaurus.expansion(asked)
            while len(self._memory) >= max(1, min(MEMORY, NUMBERS // len(self._documents))):
                self._memory.pop(next(iter(self._memory)), None)
            lexical, lines = self._lexical.scores(weighted), self._lines.scores(weighted)
            self._memory[question] = _Scored(asked, lexical, lines, self._dense_scores(question, lexical, lines))
        return self._memory[question]

    def coverage(self, question: str, kinds: Sequence[str] = (), depth: int = 8) -> float:
        """How much of what a question asks about stands together in one document found for it, in [0, 1]."""
        return max(
            self.coverages(question, [hit.ref for hit in self.search(question, depth, kinds)]).values(), default=0.0
        )

    def coverages(self, question: str, refs: Sequence[str]) -> dict[str, float]:
        """For each document, the share of the question's terms it holds, weighted by rarity.

        A term is met by itself or by another label of its concept. 0 when the question has no
        content term.
        """
        asked = self._scored(question).asked
        weights = self.weights(question)
        total = sum(weights.values())
        if not total:
            return dict.fromkeys(refs, 0.0)
        others = self._thesaurus.equivalents(asked)
        found: dict[str, float] = {}
        for ref in refs:
            held = self._terms_of(ref)
            met = (term for term in asked if term in held or any(label <= held for label in others.get(term, ())))
            found[ref] = round(sum(weights[term] for term in met) / total, 4)
        return found

    def stages(self, question: str, refs: Sequence[str], kinds: Sequence[str] = ()) -> dict[str, Hit]:
        """Each of these documents with its score among the given kinds and, beside the best document, its stages'.

        One that is not indexed (a passage that repeats another) is left out.
        """
        scored = self._scored(question)
        fused = self._fused(scored, kinds)
        known = [ref for ref in refs if ref in self._ranks]
        ranks = np.array([self._ranks[ref] for ref in known], dtype=np.intp)
        every = {"lexical": scored.lexical, "lines": scored.lines, "dense": scored.dense}
        beside = {name: scores[ranks] / (scores.max(initial=0.0) or 1.0) for name, scores in every.items()}
        return {
            ref: Hit(
                ref=ref,
                kind=self._documents[rank].kind,
                source=self._documents[rank].source,
                score=round(float(fused[rank]), 6),
                stages={name: float(scores[place]) for name, scores in beside.items()},
            )
            for place, (ref, rank) in enumerate(zip(known, ranks, strict=True))
        }

    def weights(self, question: str) -> dict[str, float]:
        """The terms of a question, each with its rarity."""
        return {term: self._lexical.idf(term) for term in self._scored(question).asked}

    def nearness(self, question: str, refs: Sequence[str], kind: str) -> dict[str, Near]:
        """How near each document of a kind is to a question, on scales that hold from one question to another."""
        scored = self._scored(question)
        fused = self._fused(scored, (kind,))
        covered, named = self.coverages(question, refs), self.naming(question, refs)
        lexical, lines = self._lexical.most(scored.asked), self._lines.most(scored.asked)
        top = float(fused.max(initial=0.0, where=self._allowed((kind,)))) or 1.0
        return {
            ref: Near(
                relative=float(fused[rank]) / top,
                lexical=min(1.0, float(scored.lexical[rank]) / lexical),
                lines=min(1.0, float(scored.lines[rank]) / lines),
                dense=float(scored.dense[rank]),
                covered=covered[ref],
                named=ref in named,
            )
            for ref in refs
            for rank in (self._ranks[ref],)
        }

    def naming(self, question: str, refs: Sequence[str]) -> frozenset[str]:
        """The documents whose title holds the preferred label of a concept of the question, however asked (CVS)."""
        found = self._thesaurus.found(self._scored(question).asked)
        labels = [frozenset(terms(concept.pref)) for concept in found]
        titles = {ref: frozenset(terms(self._document(ref).title)) for ref in refs}
        return frozenset(ref for ref, held in titles.items() if any(label and label <= held for label in labels))

    def signals(self, question: str, kinds: Sequence[str] = (), depth: int = 6) -> dict[str, float]:
        """What tells an answerable question (see `answering.answerable.Signals`)."""
        scored = self._scored(question)
        hits = self.search(question, depth, kinds)
        covered = sorted(self.coverages(question, [hit.ref for hit in hits]).values(), reverse=True)
        unknown = sum(not self.knows(term) for term in scored.asked)
        return {
            "best": covered[0] if covered else 0.0,
            "mean": sum(covered[:3]) / len(covered[:3]) if covered else 0.0,
            "dense": max((hit.stages["dense"] for hit in hits), default=0.0),
            "unknown": unknown / max(1, len(scored.asked)),
            "terms": float(len(scored.asked)),
            "named": float(self._named(scored.asked, [hit.ref for hit in hits[:NAMED_AMONG]])),
        }

    def _named(self, asked: Sequence[str], refs: Sequence[str]) -> bool:
        """Whether the rarest term of a question, a rare one, stands in the title of one of these documents."""
        rarest = max(asked, key=self._lexical.idf, default="")
        rare = bool(rarest) and self._lexical.idf(rarest) >= RARE * math.log(1 + self._lexical.size)
        return rare and any(rarest in terms(self._document(ref).title) for ref in refs)

    def knows(self, word: str) -> bool:
        """Whether a word, or its stem, stands anywhere in the index."""
        return self._lexical.knows(word) or all(self._lexical.knows(term) for term in terms(word))

    def _document(self, ref: str) -> Document:
        return self._documents[self._ranks[ref]]

    def _terms_of(self, ref: str) -> frozenset[str]:
        if ref not in self._term_sets:
            self._term_sets[ref] = frozenset(document_terms(self._document(ref)))
        return self._term_sets[ref]

    def expanded(self, question: str) -> list[str]:
        """Preferred labels of the thesaurus concepts found in a question, to show « cherché aussi »."""
        return [concept.pref for concept in self._thesaurus.found(terms(question))]

    def _fused(self, scored: _Scored, kinds: Sequence[str]) -> NDArray[np.float32]:
        """The scores of the stages as one; a document without lines counts its whole text in their place."""
        key = tuple(kinds)
        if key not in scored.fused:
            allowed = self._allowed(kinds)
            fused = self._of_words(scored.lexical, scored.lines, allowed) + DENSE_SHARE * scaled(scored.dense, allowed)
            scored.fused[key] = fused * self._standing
        return scored.fused[key]

    def _of_words(
        self, lexical: NDArray[np.float32], lines: NDArray[np.float32], allowed: NDArray[np.bool_]
    ) -> NDArray[np.float32]:
        whole = scaled(lexical, allowed)
        nearest: NDArray[np.float32] = np.where(self._lines.held, scaled(lines, allowed), whole)
        found: NDArray[np.float32] = LEXICAL_SHARE * whole + LINES_SHARE * nearest
        return found

    def _dense_scores(
        self, question: str, lexical: NDArray[np.float32], lines: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        if self._dense is None or self._encoder is None:
            return np.zeros(len(self._documents), dtype=np.float32)

        def by_words(limit: int) -> NDArray[np.intp]:
            return best(self._of_words(lexical, lines, self._allowed(())) * self._standing, limit)

        return self._dense.scores(self._encoder.encode_query(question), DENSE_LIMIT, by_words)

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[LangChainDocument]:
        return [
            LangChainDocument(
                id=hit.ref,
                page_content=self._document(hit.ref).body,
                metadata={"kind": hit.kind, "source": hit.source, "score": hit.score, **hit.stages},
            )
            for hit in self.search(query, self.limit)
        ]
