"""What carries a statement and what speaks against it: passages marked, disagreements of the sources, what was left."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from advisor.audit.support import Terms, shared
from advisor.domain.answer import Answer, Citation, Statement
from advisor.domain.fiche import Fiche
from advisor.service import Advisor
from advisor.ui.citations import Extract, extract, link
from advisor.ui.sources import places
from advisor.ui.words import count, shown

SCOPE = "audit"
"""The name of the opened answer in the links of its citations."""
EXCERPT = 360
"""Characters shown of a passage that was not used."""
FIRST = 5
"""Passages not used that are shown before the fold."""


def cited(answer: Answer, statement: Statement) -> list[Citation]:
    """The citations of a statement, in its order."""
    known = {citation.id: citation for citation in answer.citations}
    return [known[name] for name in statement.citations if name in known]


def passages(advisor: Advisor, answer: Answer, statement: Statement, terms: Terms) -> str:
    """The passages a statement rests on, as HTML: the quotation marked, the words they share underlined."""
    found = cited(answer, statement)
    if not found:
        return '<div class="callout grave"><b>Aucune citation.</b><p>Rien ne porte cette phrase.</p></div>'
    boxes: dict[str, list[tuple[Citation, Extract | None]]] = {}
    for citation in found:
        read = extract(advisor.parts.texts, citation) or _as_stored(citation)
        whole = f"{read.before}{read.quote}{read.after}" if read else f"{citation.fiche}:{_where(citation)}"
        boxes.setdefault(f"{citation.source}:{whole}", []).append((citation, read))
    return "".join(_passage(advisor, held, statement.text, terms) for held in boxes.values())


def _passage(advisor: Advisor, held: Sequence[tuple[Citation, Extract | None]], text: str, terms: Terms) -> str:
    """One passage, with the marks of every citation that stands in it."""
    citation, read = held[0]
    opened = _openings([item for item, _ in held])
    head = f'<p class="where"><b>{shown(citation.source_title)}</b> · {_where(citation)}</p>'
    if read is None:
        unread = _unread(advisor, [item for item, _ in held], text)
        return f'<div class="proof">{head}{unread}<p class="note">{opened}</p></div>'
    body = marked([item for _, item in held if item], text, terms)
    return f'<div class="proof">{head}<div class="passage" tabindex="0">{body}</div><p class="note">{opened}</p></div>'


def _openings(citations: Sequence[Citation]) -> str:
    """The links that open a passage in its document, one for each of its marks."""
    if len(citations) == 1:
        return link(f"{SCOPE}:{citations[0].id}", "Ouvrir dans le document", citations[0].label)
    links = [
        link(f"{SCOPE}:{citation.id}", f"marque {rank}", citation.label) for rank, citation in enumerate(citations, 1)
    ]
    return f"Ouvrir dans le document : {', '.join(links)}"


def _where(citation: Citation) -> str:
    if citation.page:
        return f"« {shown(citation.section)} », p.&nbsp;{shown(citation.page)}"
    return f"article {shown(citation.section)}" if citation.section else ""


def _as_stored(citation: Citation) -> Extract | None:
    """The quotation as the journal holds it, when the copy of today no longer does."""
    return Extract(citation.before, citation.quote, citation.after) if citation.quote else None


def _unread(advisor: Advisor, held: Sequence[Citation], text: str) -> str:
    """What stands for a passage that was not indexed: the fiche, unless it says the same, and the words to look for."""
    fiche = advisor.parts.knowledge.fiches.get(held[0].fiche)
    said = f"<p>{shown(fiche.statement)}</p>" if fiche and fiche.statement != text else ""
    anchors = " ; ".join(f"<mark>{shown(citation.anchor)}</mark>" for citation in held if citation.anchor)
    return (
        '<p class="note">Le texte intégral n’est pas indexé ici : la phrase vient de la fiche, et le renvoi dit où '
        f"vérifier.</p>{said}<p>À chercher dans le document : {anchors}</p>"
    )


def marked(reads: Sequence[Extract], text: str, terms: Terms) -> str:
    """A passage with its quotations marked, and the words it shares with a text underlined, as HTML.

    The extracts are all of one passage, which their three parts make up.
    """
    whole = f"{reads[0].before}{reads[0].quote}{reads[0].after}"
    spans = shared(text, whole, terms)
    parts, end = [], 0
    for start, stop in sorted((len(read.before), len(read.before) + len(read.quote)) for read in reads if read.quote):
        if start >= end:
            parts.append(_underlined(whole, end, start, spans))
            parts.append(f"<mark>{_underlined(whole, start, stop, spans)}</mark>")
            end = stop
    return "".join((*parts, _underlined(whole, end, len(whole), spans))).strip()


def _underlined(text: str, start: int, end: int, spans: Sequence[tuple[int, int]]) -> str:
    parts = []
    for first, last in spans:
        if first >= start and last <= end:
            parts.append(f"{html.escape(text[start:first])}<u>{html.escape(text[first:last])}</u>")
            start = last
    return "".join((*parts, html.escape(text[start:end])))


# --- what speaks against -----------------------------------------------------------------------------------------


def fiches_of(answer: Answer, statement: Statement) -> list[str]:
    """The fiches a statement comes from: its own, then those of its citations."""
    return list(dict.fromkeys(name for name in (statement.fiche, *(c.fiche for c in cited(answer, statement))) if name))


def contrary(advisor: Advisor, names: Iterable[str]) -> str:
    """Where the sources of some fiches differ, with the passages of each side, as HTML; empty when they agree."""
    known = advisor.parts.knowledge.fiches
    said = [part for name in names if name in known for part in _disagreements(advisor, known[name])]
    return f'<div class="cards">{"".join(said)}</div>' if said else ""


def _disagreements(advisor: Advisor, fiche: Fiche) -> list[str]:
    found = []
    rank = 0
    for told in fiche.told():
        after = rank + len(told.evidence)
        if told.part == "disagreement":
            marks = places(advisor, fiche, range(rank, after))
            found.append(f'<div class="item"><h4>{shown(fiche.title)}</h4><p>{shown(told.text)} {marks}</p></div>')
        rank = after
    return found


# --- what was found and not used ---------------------------------------------------------------------------------


def unused(advisor: Advisor, candidates: Sequence[Mapping[str, Any]]) -> str:
    """The passages the search gave that the answer does not cite, best first, as HTML."""
    left = [(rank, found) for rank, found in enumerate(candidates, 1) if not found.get("used")]
    if not candidates:
        return '<p class="note">Le journal ne garde pas ce que la recherche avait trouvé.</p>'
    if not left:
        return '<p class="note">Tout ce que la recherche avait trouvé est cité.</p>'
    items = [_candidate(advisor, rank, found) for rank, found in left]
    many = count(len(left), "passage trouvé n'est pas cité", "passages trouvés ne sont pas cités")
    said = f"{many} dans la réponse, sur {len(candidates)}."
    rest = "".join(items[FIRST:])
    more = f"<details><summary>Afficher {len(left) - FIRST} de plus</summary>{rest}</details>" if rest else ""
    return f'<p class="note">{shown(said)}</p><div class="cards">{"".join(items[:FIRST])}{more}</div>'


def _candidate(advisor: Advisor, rank: int, found: Mapping[str, Any]) -> str:
    source = advisor.parts.library.sources.get(found["source"])
    named = source.short if source else found["source"]
    page = found.get("page") or ""
    title = f"{named}, {'page' if source else 'article'} {page}" if page else named
    text = str(found["text"])
    text = text if len(text) <= EXCERPT else f"{text[:EXCERPT].rsplit(' ', 1)[0]}…"
    reference = f"p:{found['passage_id']}" if found.get("passage_id") else f"f:{found.get('fiche', '')}:0"
    fiche = f" · fiche <code>{shown(found['fiche'])}</code>" if found.get("fiche") else ""
    score = f"{float(found['score']):.2f}".replace(".", ",")
    return (
        f'<div class="item"><h4>{shown(title)}</h4><p class="note">Rang {rank}, '
        f"score {score}{fiche}</p><p>{shown(text)}</p><p>{link(reference, 'Lire le passage', title)}</p></div>"
    )
