"""The sources of a document: numbered in reading order, one number for a page of a source, listed at the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from advisor.answering.book import Book
from advisor.domain.answer import Answer, Citation
from advisor.domain.fiche import Fiche
from advisor.domain.place import Locator
from advisor.domain.trame import Hint
from advisor.takeaway.pieces import Mark, Piece, Team, filled
from advisor.takeaway.supplies import Supplies


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the list: its number, what to call it, the words to look for there, where to read it."""

    number: int
    label: str
    anchors: tuple[str, ...]
    address: str


class Sources:
    """Numbers what is cited, by the answer or by a template; a text that nothing carries bears the team's sign."""

    def __init__(self, answer: Answer, supplies: Supplies) -> None:
        self._supplies = supplies
        self._book = Book(supplies.library)
        self._statements = {statement.id: statement for statement in answer.statements}
        self._citations = {citation.id: citation for citation in answer.citations}
        self._numbered: dict[tuple[str, str], list[Citation]] = {}

    def said(self, statement: str) -> tuple[Piece, ...]:
        """A statement of the answer and its marks, empty when there is no such statement."""
        held = self._statements.get(statement)
        if held is None:
            return ()
        return (held.text, *self._numbers([self._citations[item] for item in held.citations]))

    def marks(self, statement: str) -> tuple[Piece, ...]:
        """The marks of a statement of the answer, without its words."""
        return self.said(statement)[1:]

    def role(self, statement: str) -> str:
        """The role of a statement of the answer, empty when there is no such statement."""
        held = self._statements.get(statement)
        return held.role if held else ""

    def stating(self, text: str) -> tuple[Piece, ...]:
        """A text, with the marks of the statement that says the same."""
        found = next((held.id for held in self._statements.values() if held.text == text), "")
        return self.said(found) or (text,)

    def carried(self, text: str, evidence: Sequence[Locator], fiche: Fiche) -> tuple[Piece, ...]:
        """A text of a fiche or template, its fields made fields, with the marks of the passages that carry it."""
        return (*filled(text), *self._cited(text, evidence, fiche))

    def hint(self, hint: Hint, template: Fiche, signed: bool = True) -> tuple[Piece, ...]:
        """A line of a template: marks when sources carry it, else the sign of the team when it is `signed`."""
        fiche = self._supplies.fiches.get(hint.fiche, template)
        evidence = hint.evidence or (fiche.evidence if hint.fiche else ())
        own = (Team(),) if signed else ()
        return (*filled(hint.text), *(self._cited(hint.text, evidence, fiche) or own))

    def listed(self) -> Iterator[Listed]:
        """The sources cited so far, in the order of their numbers."""
        for number, citations in enumerate(self._numbered.values(), 1):
            first = citations[0]
            anchors = tuple(dict.fromkeys(item.anchor for item in citations if item.anchor))
            yield Listed(number, first.label, anchors, first.address)

    def addresses(self) -> dict[str, str]:
        """Where to read what is cited: the address of each document; of the law, that of the site that gives it."""
        held = [item for citations in self._numbered.values() for item in citations if item.address]
        documents = {item.source_title: item.address for item in held if " " not in item.source}
        sites = {_site(item.address): "" for item in held if " " in item.source}
        return documents | {"Textes de loi" if not rank else "Autres textes": site for rank, site in enumerate(sites)}

    def _cited(self, text: str, evidence: Sequence[Locator], fiche: Fiche) -> tuple[Mark, ...]:
        statement = self._book.say(text, evidence, fiche)
        known = {citation.id: citation for citation in self._book.citations}
        return self._numbers([known[item] for item in self._book.cited(statement)])

    def _numbers(self, citations: Sequence[Citation]) -> tuple[Mark, ...]:
        numbers: list[int] = []
        for citation in citations:
            key = (citation.label, citation.address)
            self._numbered.setdefault(key, []).append(citation)
            numbers.append(list(self._numbered).index(key) + 1)
        return tuple(Mark(number) for number in dict.fromkeys(numbers))


def _site(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
