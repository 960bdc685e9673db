"""What the parts that speak of the law work with, each a piece of what the service is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from advisor.domain.fiche import FactDefinition, Fiche
from advisor.domain.freshness import Freshnesses
from advisor.domain.source import Page, Passage
from advisor.law import matching


class Knowledge(Protocol):
    """The knowledge base, as far as the law needs it."""

    @property
    def fiches(self) -> Mapping[str, Fiche]:
        """Fiches by id."""
        ...

    @property
    def facts(self) -> Mapping[str, FactDefinition]:
        """Definitions of facts by name."""
        ...


class Texts(Protocol):
    """The texts at hand."""

    @property
    def pages(self) -> Mapping[tuple[str, str], Page]:
        """Clean pages."""
        ...

    @property
    def passages(self) -> Mapping[str, Passage]:
        """Passages by id."""
        ...


class LawMeans(Protocol):
    """What answering on the law and looking rules up have in common."""

    @property
    def knowledge(self) -> Knowledge:
        """The knowledge base."""
        ...

    @property
    def codes(self) -> Sequence[matching.CodeName]:
        """Names of codes and laws."""
        ...

    @property
    def article_codes(self) -> Mapping[str, Sequence[str]]:
        """Codes that hold each article number."""
        ...

    @property
    def today(self) -> str:
        """The date answers are given at, ISO."""
        ...

    @property
    def law_max_age_days(self) -> int:
        """Age from which a text read is said to be old."""
        ...

    @property
    def freshness(self) -> Freshnesses:
        """What Légifrance last said of the articles."""
        ...
