"""Citation marks, the list of sources of an answer, and the viewer that opens a passage highlighted."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from advisor.domain.answer import Answer, Citation, Statement
from advisor.domain.fiche import Fiche, Obligation
from advisor.domain.place import Locator
from advisor.domain.source import Page
from advisor.service import Advisor, Texts
from advisor.ui.words import day, shown

GLUE = "\u2060"
"""Keeps the marks on the line of the last word."""
AROUND = 700
"""Characters shown on each side of a quotation that no passage holds."""


class Marks:
    """Numbers the citations of an answer in reading order; `scope` names the answer on the page."""

    def __init__(self, answer: Answer, scope: str) -> None:
        self.scope = scope
        self._statements: dict[str, Statement] = {statement.id: statement for statement in answer.statements}
        self._citations: dict[str, Citation] = {citation.id: citation for citation in answer.citations}
        self._numbers: dict[str, int] = {}

    def text(self, statement_id: str) -> str:
        """The wording of a statement, empty when the answer does not hold it."""
        held = self._statements.get(statement_id)
        return held.text if held else ""

    def role(self, statement_id: str) -> str:
        """The place of a statement in the answer."""
        held = self._statements.get(statement_id)
        return held.role if held else ""

    def marks(self, statement_id: str) -> str:
        """The marks of a statement, as HTML."""
        held = self._statements.get(statement_id)
        found = [self._mark(self._citations[item]) for item in (held.citations if held else ())]
        return f'{GLUE}<span class="marks">{"".join(found)}</span>' if found else ""

    def said(self, statement_id: str) -> str:
        """A statement and its marks, as HTML."""
        return f"{shown(self.text(statement_id))}{self.marks(statement_id)}"

    def stating(self, text: str) -> str:
        """The id of the statement with that very wording, empty when there is none."""
        return next((held.id for held in self._statements.values() if held.text == text), "")

    def numbered(self) -> list[tuple[int, Citation]]:
        """The citations marked so far, by number."""
        return sorted(((rank, self._citations[item]) for item, rank in self._numbers.items()), key=lambda pair: pair[0])

    def mark(self, citation: Citation) -> str:
        """The mark of one citation, as HTML."""
        return self._mark(citation)

    def _mark(self, citation: Citation) -> str:
        rank = self._numbers.setdefault(citation.id, len(self._numbers) + 1)
        return link(f"{self.scope}:{citation.id}", f"[{rank}]", citation.label, cite=True)


def link(reference: str, text: str, label: str, cite: bool = False) -> str:
    """A link that opens a passage: the bridge hands its reference to Python."""
    kind = ' class="cite"' if cite else ""
    named = html.escape(label, quote=True)
    return (
        f'<a{kind} href="#{html.escape(reference, quote=True)}" data-cite="{html.escape(reference, quote=True)}"'
        f' title="{named}" aria-label="{html.escape(text)} {named} : ouvrir le passage">{shown(text)}</a>'
    )


def cited_sources(marks: Marks) -> str:
    """The sources cited, grouped by document and section, as HTML."""
    sources: dict[str, dict[str, dict[str, list[Citation]]]] = {}
    for _, citation in marks.numbered():
        title = citation.source_title or citation.source
        pages = sources.setdefault(title, {}).setdefault(citation.section, {})
        pages.setdefault(citation.page, []).append(citation)
    blocks = [
        f"<div><h4>{shown(title)}</h4><ul class='plain'>{_sections(sections, marks)}</ul></div>"
        for title, sections in sources.items()
    ]
    return f'<div class="sources">{"".join(blocks)}</div>' if blocks else ""


def _sections(sections: Mapping[str, Mapping[str, Sequence[Citation]]], marks: Marks) -> str:
    lines = []
    for section, pages in sorted(sections.items(), key=lambda pair: min(map(_rank, pair[1]))):
        places = [
            f"{f'p.&nbsp;{shown(page)} ' if page else ''}{''.join(marks.mark(item) for item in items)}"
            for page, items in sorted(pages.items(), key=lambda pair: _rank(pair[0]))
        ]
        named = shown(section) if any(pages) else f"Article {shown(section)}"
        lines.append(f"<li>{named}, {', '.join(places)}</li>" if any(pages) else f"<li>{named} {places[0]}</li>")
    return "".join(lines)


def _rank(page: str) -> tuple[int, str]:
    """Printed pages in order; what is not a number keeps its place."""
    return (int(page), "") if page.isdigit() else (0, "")


@dataclass(frozen=True)
class Extract:
    """A run of the user's own text and the part to highlight, empty when the place is not sure."""

    before: str
    quote: str
    after: str


def extract(texts: Texts, citation: Citation) -> Extract | None:
    """The user's own text around a citation, None when the full text is not there."""
    passage = texts.passages.get(citation.passage_id)
    if passage and (citation.quote is None or not citation.quote):
        return Extract(passage.text, "", "")
    if not citation.quote:
        return None
    for text in (passage.text if passage else "", _window(_page(texts, citation), citation)):
        at = _position(text, citation)
        if at >= 0:
            end = at + len(citation.quote)
            return Extract(text[:at], text[at:end], text[end:])
    return Extract(citation.before, citation.quote, citation.after)


def _page(texts: Texts, citation: Citation) -> Page | None:
    page = texts.pages.get((citation.source, citation.page or citation.section))
    if page and citation.quote and citation.quote in page.text:
        return page
    return next(
        (
            held
            for (source, _), held in texts.pages.items()
            if source == citation.source and held.index == citation.page_index
        ),
        None,
    )


def _window(page: Page | None, citation: Citation) -> str:
    if page is None or not citation.quote:
        return ""
    at = _position(page.text, citation)
    if at < 0:
        return ""
    start = max(0, page.text.rfind("\n", 0, max(0, at - AROUND)) + 1) if at > AROUND else 0
    end = page.text.find("\n", min(len(page.text), at + len(citation.quote) + AROUND))
    return page.text[start : end if end >= 0 else len(page.text)]


def _position(text: str, citation: Citation) -> int:
    """Where the quotation stands: the occurrence that follows the same words, else the only one."""
    quote = citation.quote or ""
    if not text or not quote:
        return -1
    near = citation.before[-24:]
    at = text.find(near + quote) if near else -1
    if at >= 0:
        return at + len(near)
    return text.find(quote) if text.count(quote) == 1 or citation.passage_id else -1


def locator_citation(advisor: Advisor, locator: Locator, fiche: Fiche) -> Citation:
    """A locator of a fiche as a citation the viewer can open."""
    library = advisor.parts.library
    source = library.sources.get(locator.source)
    place = library.placing(locator)
    reference = next(
        (
            item
            for item in (fiche.references if isinstance(fiche, Obligation) else ())
            if (item.code, item.article) == (locator.source, locator.section)
        ),
        None,
    )
    named = source.short if source else locator.source
    where = f"« {locator.section} »" if source else f"art. {locator.section}"
    return Citation(
        id=f"{fiche.id}-{locator.page}-{locator.anchor}",
        source=locator.source,
        source_title=source.title if source else locator.source,
        section=locator.section,
        page=locator.page,
        anchor=locator.anchor,
        label=f"{named}, {where}" + (f", p. {locator.page}" if locator.page else ""),
        address=source.address if source else (reference.address if reference else ""),
        fiche=fiche.id,
        passage_id=place.passage_id if place else "",
        page_index=place.page_index if place else None,
        quote=place.quote if place else None,
        before=place.before if place else "",
        after=place.after if place else "",
        version=reference.version if reference else "",
    )


@st.dialog("Passage cité", width="medium", icon=":material/menu_book:")
def open_passage(advisor: Advisor, citation: Citation, carried: Iterable[str] = ()) -> None:
    """The viewer: the source, the passage highlighted, what it carries, and the official address."""
    st.html(f'<div class="adv">{passage_html(advisor, citation, tuple(carried))}</div>')
    source = advisor.parts.library.sources.get(citation.source)
    with st.container(horizontal=True):
        if citation.address:
            st.link_button("Voir à l’adresse officielle", citation.address, icon=":material/open_in_new:")
        if source and source.kind == "pdf" and source.download:
            page = f"#page={citation.page_index + 1}" if citation.page_index is not None else ""
            st.link_button("Ouvrir le PDF en ligne", f"{source.download}{page}", icon=":material/picture_as_pdf:")


def passage_html(advisor: Advisor, citation: Citation, carried: Sequence[str] = ()) -> str:
    """What the viewer says of a citation."""
    found = extract(advisor.parts.texts, citation)
    parts = [f"<p><b>{shown(citation.source_title)}</b><br>{_where(citation)}</p>"]
    if found:
        marked = f"<mark>{html.escape(found.quote)}</mark>" if found.quote else ""
        body = f"{html.escape(found.before)}{marked}{html.escape(found.after)}"
        parts.append(f'<div class="passage" tabindex="0">{body.strip()}</div>')
        parts.append('<p class="note part">Extrait de votre copie, tel qu’il a été lu dans le fichier.</p>')
    else:
        parts.append(_without_text(advisor, citation, carried))
    if carried:
        lines = "".join(f"<li>{shown(text)}</li>" for text in carried)
        parts.append(
            f'<p class="part"><b>Ce que ce passage appuie dans la réponse</b></p><ul class="said">{lines}</ul>'
        )
    return "".join(parts)


def _where(citation: Citation) -> str:
    if citation.page:
        return f"« {shown(citation.section)} », page&nbsp;{shown(citation.page)}"
    version = f", texte lu dans sa version du {shown(day(citation.version))}" if citation.version else ""
    return f"Article {shown(citation.section)}{version}" if citation.section else ""


def _without_text(advisor: Advisor, citation: Citation, carried: Sequence[str]) -> str:
    fiche = advisor.parts.knowledge.fiches.get(citation.fiche)
    said = f'<p class="note">Fiche « {shown(fiche.title)} »</p>' if fiche else ""
    if fiche and fiche.statement not in carried:
        said = f"<p>{shown(fiche.statement)}</p>{said}"
    return (
        '<div class="callout"><b>Le texte intégral n’est pas indexé sur cette machine.</b>'
        "<p>Voici la fiche, et l’endroit exact du document où vérifier.</p></div>"
        f"{said}<p>Cherchez dans le document : <mark>{shown(citation.anchor)}</mark></p>"
    )
