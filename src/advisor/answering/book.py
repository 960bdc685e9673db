"""Statements and citations of an answer being written: numbered, resolved, checked as they come."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from advisor.domain.answer import Answer, Check, Citation, Statement
from advisor.domain.fiche import Fiche, Obligation
from advisor.domain.place import Locator
from advisor.domain.source import ArticleInfo, Passage, Place, SourceInfo

Placing = Callable[[Locator], Place | None]


@dataclass(frozen=True)
class Library:
    """What is known of the sources: the catalogue, the articles read, and how a locator is placed.

    `has_text` tells whether the user's copy of a source is indexed.
    """

    sources: Mapping[str, SourceInfo]
    articles: Mapping[tuple[str, str], ArticleInfo]
    placing: Placing
    has_text: Callable[[str], bool]


class Book:
    """Collects the statements of an answer and the citations that carry them."""

    def __init__(self, library: Library, begun: Answer | None = None) -> None:
        """An empty book, or one that goes on from an answer already `begun`."""
        self._library = library
        self._statements: list[Statement] = []
        self._citations: dict[tuple[str, str, str, str], Citation] = {}
        self.withheld: list[str] = []
        if begun is not None:
            self._statements = list(begun.statements)
            self._citations = {(one.source, one.page, one.section, one.anchor): one for one in begun.citations}

    @property
    def statements(self) -> tuple[Statement, ...]:
        """The statements, in the order they were said."""
        return tuple(self._statements)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The citations, in the order they were first needed."""
        return tuple(self._citations.values())

    def say(self, text: str, evidence: Sequence[Locator], fiche: Fiche, role: str = "", subject: str = "") -> str:
        """A statement of a fiche, carried by its locators; returns its id. Its subject is the fiche's title by default.

        A statement without any locator is withheld: nothing reaches the user uncited.
        """
        existing = next((held for held in self._statements if held.text == text and held.role == role), None)
        if existing:
            return existing.id
        if not evidence:
            self.withheld.append(text)
            return ""
        citations = [self._cite(locator, fiche) for locator in evidence]
        found = any(citation.quote for citation in citations)
        by = "renvoi retrouvé dans votre copie" if found else "fiche relue, renvoi donné"
        check = Check(status="supported", by=by)
        return self._add(text, tuple(citation.id for citation in citations), check, role, fiche, subject)

    def quote(self, passage: Passage, start: int, end: int, page_text: str, role: str = "") -> str:
        """A sentence of the user's own copy, quoted exactly; [start, end) in the page."""
        text = page_text[start:end]
        place = Place(
            passage_id=passage.id,
            page=passage.page,
            page_index=passage.page_index,
            start=start,
            end=end,
            quote=text,
            before=page_text[max(0, start - 64) : start],
            after=page_text[end : end + 64],
        )
        key = (passage.source, passage.page, str(start), str(end))
        citation = self._citations.get(key)
        if citation is None:
            anchor = " ".join(text.split()[:8])
            law = (passage.source, passage.page) in self._library.articles
            section = passage.page if law else passage.section[-1] if passage.section else ""
            locator = Locator(source=passage.source, section=section, page=passage.page, anchor=anchor)
            citation = self._citations[key] = self._citation(locator, "", place)
        return self._add(
            f"« {text.strip()} »", (citation.id,), Check(status="quoted", by="extrait exact de votre copie"), role
        )

    def cited(self, statement_id: str) -> tuple[str, ...]:
        """Citations of a statement."""
        return next((held.citations for held in self._statements if held.id == statement_id), ())

    def _add(
        self,
        text: str,
        citations: tuple[str, ...],
        check: Check,
        role: str,
        fiche: Fiche | None = None,
        subject: str = "",
    ) -> str:
        identifier = f"s{len(self._statements) + 1}"
        self._statements.append(
            Statement(
                id=identifier,
                text=text,
                citations=citations,
                check=check,
                role=role,
                fiche=fiche.id if fiche else "",
                subject=subject or (fiche.title if fiche else ""),
            )
        )
        return identifier

    def _cite(self, locator: Locator, fiche: Fiche) -> Citation:
        key = (locator.source, locator.page, locator.section, locator.anchor)
        if key not in self._citations:
            self._citations[key] = self._citation(locator, fiche.id, self._library.placing(locator), fiche)
        return self._citations[key]

    def _citation(self, locator: Locator, fiche: str, place: Place | None, entry: Fiche | None = None) -> Citation:
        source = self._library.sources.get(locator.source)
        article = self._library.articles.get((locator.source, locator.section))
        reference = _reference(entry, locator)
        title = source.title if source else locator.source
        return Citation(
            id=f"c{len(self._citations) + 1}",
            source=locator.source,
            source_title=title,
            section=locator.section,
            page=locator.page,
            anchor=locator.anchor,
            label=_label(locator, source),
            fiche=fiche,
            address=source.address if source else (reference[0] or _legifrance(article)),
            version=reference[1] or (article.read_on if article else ""),
            passage_id=place.passage_id if place else "",
            page_index=place.page_index if place else None,
            quote=place.quote if place else None,
            before=place.before if place else "",
            after=place.after if place else "",
        )


def _label(locator: Locator, source: SourceInfo | None) -> str:
    if source:
        return (
            f"{source.short}, « {locator.section} », p. {locator.page}"
            if locator.page
            else f"{source.short}, « {locator.section} »"
        )
    return f"{locator.source}, art. {locator.section}"


def _reference(entry: Fiche | None, locator: Locator) -> tuple[str, str]:
    if isinstance(entry, Obligation):
        for reference in entry.references:
            if reference.code == locator.source and reference.article == locator.section:
                return reference.address, reference.version
    return "", ""


def _legifrance(article: ArticleInfo | None) -> str:
    if article and re.match(r"LEGIARTI\d+", article.legi_id):
        return f"https://www.legifrance.gouv.fr/codes/article_lc/{article.legi_id}"
    return "https://www.legifrance.gouv.fr"
