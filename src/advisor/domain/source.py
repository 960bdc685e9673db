"""Sources as read: pages, sections, passages, and where a quotation stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceInfo:
    """A document of the catalogue.

    `files` are names (or glob patterns) under which it may be found; `sha256` of known copies;
    `kind` tells the reader; `address` is the official page, `download` the file itself. One that is
    `optional` is not missed when it is not there; `folder` is that of the
    organisation's own rules it comes with, empty for any other.
    """

    id: str
    title: str
    short: str
    author: str
    date: str
    licence: str
    address: str
    kind: Literal["pdf", "text", "markdown", "articles"]
    files: tuple[str, ...]
    sha256: tuple[str, ...] = ()
    download: str = ""
    max_megabytes: float = 40
    local: bool = False
    optional: bool = False
    folder: str = ""

    @property
    def of_local(self) -> bool:
        """Whether it comes with the rules of the organisation."""
        return bool(self.folder)


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """A cleaned page. For law a page is an article: `label` is its number and `index` its rank.

    `sections` lists (offset in `text`, section path) at each heading, the first at offset 0.
    """

    source: str
    index: int
    label: str
    text: str
    sections: tuple[tuple[int, tuple[str, ...]], ...] = ()

    def section_at(self, offset: int) -> tuple[str, ...]:
        """Path of the section that holds an offset of the page."""
        path: tuple[str, ...] = ()
        for start, section in self.sections:
            if start > offset:
                break
            path = section
        return path


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """A run of sentences of one page, [start, end) in its cleaned text.

    `page` is the printed label, `page_index` the rank of the page in the file. For an article,
    `section` is its path in the code and `page` its number.
    """

    id: str
    source: str
    section: tuple[str, ...]
    page: str
    page_index: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ArticleInfo:
    """What is known of an article's text: legal id, date it took effect, date of the data."""

    code: str
    article: str
    legi_id: str = ""
    valid_from: str = ""
    read_on: str = ""
    origin: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Variant:
    """Another text of an article, left out of the index because a text read later stands there."""

    info: ArticleInfo
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceReport:
    """What became of a source at the last ingest; `state` is a closed list."""

    id: str
    state: Literal["indexé", "manquant", "illisible", "vide", "chiffré", "sans-texte", "tronqué", "mal-nommé"]
    file: str = ""
    sha256: str = ""
    pages: int = 0
    passages: int = 0
    message: str = ""
    remedy: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where a quotation was found: W3C text position within the cleaned page, and its context."""

    passage_id: str
    page: str
    page_index: int
    start: int
    end: int
    quote: str
    before: str = ""
    after: str = ""
