"""What retrieval offers and what it asks of an encoder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Encoder(Protocol):
    """Turns texts into unit vectors of a fixed dimension; `notices` says what failed since it was loaded."""

    name: str
    dimension: int
    notices: tuple[str, ...]

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of documents, one row a text, shape (len(texts), dimension), float32."""
        ...

    def encode_query(self, question: str) -> NDArray[np.float32]:
        """The unit vector of a question, shape (dimension,), float32."""
        ...


@dataclass(frozen=True, slots=True)
class Document:
    """What is indexed: a passage of a text, an article or a fiche.

    `ref` is the id of the passage or fiche. `title` and `section` weigh more than `body`;
    `asked` holds the questions and everyday words written for it. `lines` are the questions and the
    statements one by one, against which a question is also matched singly.
    """

    ref: str
    kind: str
    source: str
    title: str
    section: str
    body: str
    asked: str = ""
    lines: tuple[str, ...] = ()

    def indexed(self) -> str:
        """What is encoded of it."""
        return f"{self.title} {self.section} {self.body} {self.asked}"


@dataclass(frozen=True, slots=True)
class Hit:
    """A document found, with its score in [0, 1] and what each stage gave it."""

    ref: str
    kind: str
    source: str
    score: float
    stages: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Near:
    """How near a document is to a question, each in [0, 1] and comparable from one question to another.

    `relative` is its fused score beside the best of its kind; `lexical` and `lines` are BM25 beside
    the most the question's terms can give; `dense` a cosine; `covered` the share of the terms it
    holds; `named` whether its title names what the question names.
    """

    relative: float
    lexical: float
    lines: float
    dense: float
    covered: float
    named: bool


class Retriever(Protocol):
    """Finds documents for a question."""

    @property
    def notices(self) -> tuple[str, ...]:
        """What failed since it was made, to tell the user."""
        ...

    def search(self, question: str, limit: int = 10, kinds: Sequence[str] = (), **options: Any) -> list[Hit]:
        """The best documents, best first, of the given kinds (all when empty)."""
        ...

    def stages(self, question: str, refs: Sequence[str], kinds: Sequence[str] = ()) -> dict[str, Hit]:
        """Each of these documents with its score among the given kinds and, beside the best document, its stages'."""
        ...

    def weights(self, question: str) -> dict[str, float]:
        """The terms of a question, each with its rarity."""
        ...

    def coverages(self, question: str, refs: Sequence[str]) -> dict[str, float]:
        """Share of the question's terms that each document holds, in [0, 1]."""
        ...

    def nearness(self, question: str, refs: Sequence[str], kind: str) -> dict[str, Near]:
        """How near each document of a kind is to the question."""
        ...

    def naming(self, question: str, refs: Sequence[str]) -> frozenset[str]:
        """The documents whose title names a concept of the question."""
        ...

    def signals(self, question: str, kinds: Sequence[str] = ()) -> dict[str, Any]:
        """What tells an answerable question (see `answering.answerable.Signals`)."""
        ...

    def expanded(self, question: str) -> list[str]:
        """Preferred labels of the thesaurus concepts found in a question."""
        ...

    def knows(self, word: str) -> bool:
        """Whether a word stands anywhere in the index."""
        ...
