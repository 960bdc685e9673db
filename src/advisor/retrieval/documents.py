"""What is indexed: passages, articles and fiches, each enriched by the questions written for it.

Appending to a passage the questions and everyday words of the fiches it carries doubles the
first-place hits on questions people really ask (measured in the samples' notes).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from advisor.domain.fiche import Fiche, Obligation
from advisor.domain.local import ENGAGEMENT, RegleLocale
from advisor.domain.place import Locator
from advisor.domain.source import Page, Passage, Place
from advisor.retrieval.ports import Document
from advisor.text import find_run


class Asked(Protocol):
    """Questions and everyday words written for a place of a text."""

    def text(self) -> str:
        """All of them, as one text."""
        ...

    def lines(self) -> tuple[str, ...]:
        """The questions, one by one."""
        ...


def place(locator: Locator, pages: Mapping[tuple[str, str], Page], passages: Sequence[Passage]) -> Place | None:
    """Where a locator's anchor stands in the user's copy, None when it is not found exactly once.

    `passages` are those of the locator's page, in order.
    """
    page = pages.get((locator.source, locator.page or locator.section))
    if page is None or not locator.anchor:
        return None
    found = find_run(locator.anchor, page.text)
    if len(found) != 1:
        return None
    start, end = found[0]
    holder = next((passage for passage in passages if passage.start <= start < passage.end), None)
    return Place(
        passage_id=holder.id if holder else "",
        page=page.label,
        page_index=page.index,
        start=start,
        end=end,
        quote=page.text[start:end],
        before=page.text[max(0, start - 64) : start],
        after=page.text[end : end + 64],
    )


OWN = "notre collectivité s'est engagée, nos engagements, notre charte, notre délibération, nos propres règles"
"""How people name the rules of their own organisation, whatever these are about."""
WRITTEN_LENGTH = 800
"""Characters of the stretch (about 130 words) that questions were written for, from its anchor."""
LEAST_HELD = 0.4
"""Share of that stretch a passage must hold to take its questions."""


def holding(locator: Locator, pages: Mapping[tuple[str, str], Page], passages: Sequence[Passage]) -> list[str]:
    """Ids of the passages that hold the stretch beginning at an anchor; none when it is not found once."""
    page = pages.get((locator.source, locator.page))
    found = find_run(locator.anchor, page.text) if page else []
    if page is None or len(found) != 1:
        return []
    start, end = found[0][0], min(found[0][0] + WRITTEN_LENGTH, len(page.text))
    held = {
        passage.id: max(0, min(end, passage.end) - max(start, passage.start))
        for passage in passages
        if passage.page == locator.page
    }
    most = max(held.values(), default=0)
    least = min(most, LEAST_HELD * (end - start))
    return [identifier for identifier, length in held.items() if length and length >= least]


def passage_documents(
    passages: Sequence[Passage],
    articles: set[str],
    fiches: Iterable[Fiche],
    places: Mapping[Locator, Place],
    written: Iterable[tuple[Asked, Sequence[str]]] = (),
) -> list[Document]:
    """Documents of the passages, with the questions of the fiches that lean on them.

    `articles` are the sources that are codes or laws; `written` gives questions and words, each with
    the ids of the passages they were written for.
    """
    asked: dict[str, list[str]] = {}
    lines: dict[str, list[str]] = {}
    for put, holders in written:
        for passage_id in holders:
            asked.setdefault(passage_id, []).append(put.text())
            lines.setdefault(passage_id, []).extend(put.lines())
    for fiche in fiches:
        for passage_id in {places[locator].passage_id for locator in fiche.evidence if locator in places}:
            asked.setdefault(passage_id, []).extend((*fiche.questions, *fiche.words, fiche.title, fiche.title_en))
            lines.setdefault(passage_id, []).extend(fiche.questions)
    documents = []
    for passage in passages:
        law = passage.source in articles
        documents.append(
            Document(
                ref=passage.id,
                kind="article" if law else "passage",
                source=passage.source,
                title=f"{passage.source} {passage.page}" if law else "",
                section=" ".join(passage.section[-2:]),
                body=passage.text,
                asked=" ".join(asked.get(passage.id, ())),
                lines=tuple(lines.get(passage.id, ())),
            )
        )
    return documents


def fiche_documents(fiches: Iterable[Fiche], put: Mapping[str, Sequence[str]] | None = None) -> list[Document]:
    """Documents of the fiches themselves; `put` gives further questions by fiche id."""
    return [_fiche_document(fiche, (put or {}).get(fiche.id, ())) for fiche in fiches]


def _kind(fiche: Fiche) -> str:
    """Rules of law and local rules are kinds of their own: who searches the law never finds a local rule."""
    if isinstance(fiche, Obligation):
        return "obligation"
    return ENGAGEMENT if isinstance(fiche, RegleLocale) else "fiche"


def _fiche_document(fiche: Fiche, put: Sequence[str]) -> Document:
    body = [*(told.text for told in fiche.told()), fiche.note]
    section = ""
    if isinstance(fiche, Obligation):
        section = " ".join(f"{reference.code} article {reference.article}" for reference in fiche.references)
        body += [fiche.bound, fiche.timing, fiche.publicity, fiche.report]
    if isinstance(fiche, RegleLocale):
        body += [fiche.body, fiche.reference, fiche.bound, fiche.timing, fiche.publicity, fiche.report]
    for name in ("advice", "first_step", "lesson", "aim", "policy", "direction"):
        body.append(str(getattr(fiche, name, "")))
    return Document(
        ref=fiche.id,
        kind=_kind(fiche),
        source=fiche.evidence[0].source if fiche.evidence else "",
        title=f"{fiche.title} {fiche.title_en}",
        section=section,
        body=" ".join(part for part in body if part),
        asked=" ".join((*fiche.questions, *fiche.words, *put, OWN if isinstance(fiche, RegleLocale) else "")),
        lines=(*(told.text for told in fiche.told()), *fiche.questions, *put),
    )
