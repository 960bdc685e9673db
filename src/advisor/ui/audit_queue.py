"""The queue of the audit: answers found by words and filters, each opening in a list that no longer moves."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from advisor.domain.degree import Degree
from advisor.journal.ports import Journal
from advisor.journal.queue import Filters, Row
from advisor.ui import audit_filters
from advisor.ui.audit_filters import START
from advisor.ui.audit_words import FEEDBACK, JOURNEYS, SIGNS, moment, tone
from advisor.ui.widgets import pill, show
from advisor.ui.words import VERDICTS, attribute, count, number, shown
from advisor.workspace import Audited, Workspace

PAGE = 20
"""Lines shown at once."""
RUN = "audit-run"
"""The list being read, in the session."""


@dataclass(frozen=True)
class Run:
    """The answers read one after the other: what brought them, their numbers, the sample they are of (0: none)."""

    title: str
    numbers: tuple[int, ...]
    sample: int = 0


def render(work: Workspace, audited: Audited, reader: str) -> None:
    """The queue: search, filters, then a page of lines."""
    journal = audited.journal
    filters = audit_filters.choice(work, journal, reader)
    total = journal.count(filters)
    start = min(int(st.session_state.get(START, 0)), max(0, (total - 1) // PAGE * PAGE))
    _head(total, start, filters)
    rows = journal.page(filters, start, PAGE)
    if not rows:
        show(_nothing(filters))
        return
    unread = Filters(numbers=tuple(row.number for row in rows), unread_by=reader)
    hidden = {row.number for row in journal.page(unread, 0, PAGE)}
    show(f'<div class="cards rules">{"".join(_line(row, row.number in hidden) for row in rows)}</div>')
    _pages(total, start)


def opened(journal: Journal, number_: int) -> None:
    """Chooses the list that the arrows go through: the queue as it is filtered now, which then no longer moves."""
    numbers = tuple(journal.numbers(audit_filters.chosen()))
    st.session_state[RUN] = Run("de la file", numbers if number_ in numbers else (number_,))


def run_of(number_: int) -> Run:
    """The list being read, that answer alone when it is not in it."""
    held = st.session_state.get(RUN)
    return held if isinstance(held, Run) and number_ in held.numbers else Run("", (number_,))


# --- lines -------------------------------------------------------------------------------------------------------


def _head(total: int, start: int, filters: Filters) -> None:
    """How many answers there are, and which are shown."""
    last = min(total, start + PAGE)
    which = f", de {number(start + 1)} à {number(last)}" if total > PAGE else ""
    show(f'<p class="note" role="status">{shown(count(total, "réponse") + which)}.</p>')


def _nothing(filters: Filters) -> str:
    if filters == Filters(order=filters.order):
        return (
            '<p class="note" role="status">Le journal est vide : il se remplit à chaque réponse donnée dans '
            "« Conseil » ou par la commande <code>advisor ask</code>.</p>"
        )
    return '<p class="note" role="status">Aucune réponse ne répond à ces choix. Retirez un filtre.</p>'


def _line(row: Row, blind: bool) -> str:
    """An answer of the queue, as HTML; `blind` when its reader must not see what others said."""
    title = " ".join(row.question.split()) or ("Contenu effacé" if row.purged else "Sans texte")
    address = f'<a href="?reponse={row.number}" data-cite="n:{row.number}">{shown(_short(title))}</a>'
    headline = f"<p>{shown(row.headline.rstrip(' :'))}</p>" if row.headline else ""
    when = f"n° {row.number} · {moment(row.moment)}"
    return (
        f'<div class="item" id="row-{row.number}"><p class="kinds">{_badges(row, blind)}'
        f'<span class="when">{shown(when)}</span></p><h4>{address}</h4>{headline}</div>'
    )


def _badges(row: Row, blind: bool) -> str:
    """What a line is told by: journey, degree, and what calls for a reading."""
    parts = [_badge(JOURNEYS.get(row.kind, row.kind), "grave" if row.kind == "error" else "quiet")]
    if row.degree:
        parts.append(pill(Degree(row.degree)))
    if row.verdict:
        parts.append(_badge(VERDICTS.get(row.verdict, row.verdict), "quiet"))
    if row.confidence == "faible":
        parts.append(_badge("Confiance faible", "depend"))
    if row.check == "unsupported":
        parts.append(_badge("Phrase non vérifiée", "grave"))
    if row.feedback:
        parts.append(_badge(FEEDBACK[row.feedback], "ok" if row.feedback == "positive" else "grave"))
    return "".join((*parts, _judged(row, blind)))


def _judged(row: Row, blind: bool) -> str:
    """What readers said; only how many they are to one who has not read the answer."""
    if blind or not row.verdicts:
        return _badge(f"Lue par {count(row.readers, 'lecteur')}", "quiet") if row.readers else ""
    if row.status == "disputed":
        return _badge("Désaccord", "grave")
    if row.judgement:
        return _badge(f"{SIGNS.get(row.judgement, '')} {row.judgement}", tone(row.judgement))
    return _badge(count(row.verdicts, "verdict"), "quiet")


def _badge(text: str, kind: str) -> str:
    return f'<span class="badge {attribute(kind)}">{shown(text.strip())}</span>'


def _short(text: str, most: int = 180) -> str:
    return text if len(text) <= most else f"{text[:most].rsplit(' ', 1)[0]}…"


def _pages(total: int, start: int) -> None:
    if total <= PAGE:
        return
    with st.container(horizontal=True, horizontal_alignment="distribute", key="audit-pages"):
        st.button(
            "Plus récentes" if st.session_state.get("audit-order") != "oldest" else "Plus anciennes",
            key="audit-before",
            icon=":material/arrow_back:",
            disabled=start == 0,
            on_click=_go,
            args=(start - PAGE,),
            shortcut="Left",
        )
        st.button(
            "Suite de la file",
            key="audit-after",
            icon=":material/arrow_forward:",
            icon_position="right",
            disabled=start + PAGE >= total,
            on_click=_go,
            args=(start + PAGE,),
            shortcut="Right",
        )


def _go(start: int) -> None:
    st.session_state[START] = max(0, start)
