"""The queue of the audit: answers found by words and filters, each opening in a list that no longer moves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import streamlit as st

from advisor.domain.degree import Degree
from advisor.journal.ports import Journal
from advisor.journal.queue import Filters, Order, Row, Status
from advisor.ui.audit_words import CHECKS, FEEDBACK, JOURNEYS, LANGUAGES, MODELS, ORDERS, SIGNS, STATUSES, moment, tone
from advisor.ui.widgets import pill, show
from advisor.ui.words import VERDICTS, attribute, capital, count, number, shown
from advisor.workspace import Audited, Workspace

PAGE = 20
"""Lines shown at once."""
RUN = 200
"""Answers that the arrows go through once one is opened."""
START, CHOSEN, NARROWED = "audit-start", "audit-run", "audit-narrow"
"""Where the page of the queue starts, the list being read, what another page narrows the queue to, in the session."""
FIELDS = "words kind status feedback confidence degree domain source check verdict judgement model language".split()  # noqa: SIM905
KEPT = tuple(f"audit-{name}" for name in (*FIELDS, "since", "until", "order", "mine"))
"""What is chosen on the page, kept while an answer is open."""
Namer = Callable[[str], str]


@dataclass(frozen=True)
class Run:
    """The answers read one after the other: what brought them, their numbers, the sample they are of (0: none)."""

    title: str
    numbers: tuple[int, ...]
    sample: int = 0


def render(work: Workspace, audited: Audited, reader: str) -> None:
    """The queue: search, filters, then a page of lines."""
    journal = audited.journal
    filters = _choice(work, journal, reader)
    if st.session_state.get("audit-filters") != filters:
        st.session_state["audit-filters"], st.session_state[START] = filters, 0
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
    """Chooses the list that the arrows go through: the queue as it is filtered now, from the page of the answer."""
    filters = st.session_state.get("audit-filters", Filters())
    start = int(st.session_state.get(START, 0))
    numbers = tuple(row.number for row in journal.page(filters, start, RUN))
    st.session_state[CHOSEN] = Run("de la file", numbers if number_ in numbers else (number_,))


def run_of(number_: int) -> Run:
    """The list being read, that answer alone when it is not in it."""
    held = st.session_state.get(CHOSEN)
    return held if isinstance(held, Run) and number_ in held.numbers else Run("", (number_,))


def keep() -> None:
    """Keeps what is chosen while it is not on screen: Streamlit forgets a widget that is not shown."""
    for key in KEPT:
        if key in st.session_state:
            st.session_state[key] = st.session_state[key]


# --- filters -----------------------------------------------------------------------------------------------------


def _choice(work: Workspace, journal: Journal, reader: str) -> Filters:
    """The filters chosen on the page."""
    words = st.text_input(
        "Des mots de la question ou de la réponse",
        key="audit-words",
        placeholder="par exemple : déviation, conseil de la vie sociale, collège",
    )
    with st.container(key="audit-filters-row"):
        first = st.columns(4)
        kinds = _one(first[0], journal, "Parcours", "kinds", "audit-kind", JOURNEYS)
        statuses = _one(first[1], journal, "Lecture", "statuses", "audit-status", STATUSES, none="Toutes")
        feedback = _one(first[2], journal, "Retour reçu", "feedback", "audit-feedback", FEEDBACK)
        confidences = _one(first[3], journal, "Confiance", "confidences", "audit-confidence", none="Toutes")
    with st.expander("Plus de filtres", icon=":material/tune:", key="audit-more"):
        held = _more(work, journal)
    mine = st.session_state.get("audit-mine", False)
    return replace(
        _narrowed(held),
        words=words or "",
        kinds=kinds,
        statuses=cast(tuple[Status, ...], statuses),
        feedback=feedback,
        confidences=confidences,
        unread_by=reader if mine else "",
    )


def narrow(title: str, criteria: Mapping[str, Any]) -> None:
    """Shows in the queue only what some criteria keep, until that is taken off."""
    _clear()
    st.session_state[NARROWED] = (title, dict(criteria))
    st.session_state["audit-view"] = "File"


def _narrowed(filters: Filters) -> Filters:
    """The filters with what another page has narrowed the queue to, shown with the way to take it off."""
    title, criteria = st.session_state.get(NARROWED) or ("", {})
    if title:
        with st.container(horizontal=True, vertical_alignment="center", key="audit-narrowed"):
            show(f'<p><span class="badge depend">{shown(capital(title))}</span></p>', width="content")
            st.button("Tout voir", key="audit-widen", type="tertiary", icon=":material/close:", on_click=_clear)
    return replace(filters, **criteria)


def _more(work: Workspace, journal: Journal) -> Filters:
    """The filters less often needed."""
    sources = {name: source.short for name, source in work.advisor.parts.library.sources.items()}
    domain = work.advisor.parts.knowledge.facts.get("domaine")
    domains = {value: capital(domain.value_label(value)) for value in domain.values()} if domain else {}
    a, b, c = st.columns(3)
    since = a.date_input("Depuis le", value=None, key="audit-since", format="DD/MM/YYYY")
    until = b.date_input("Jusqu’au", value=None, key="audit-until", format="DD/MM/YYYY")
    order = c.selectbox("Ordre", list(ORDERS), format_func=ORDERS.__getitem__, key="audit-order")
    a, b, c = st.columns(3)
    degrees = _one(
        a, journal, "Degré conseillé", "degrees", "audit-degree", {item.value: item.value for item in Degree}
    )
    found_domains = _one(b, journal, "Domaine", "domains", "audit-domain", domains)
    found_sources = _one(c, journal, "Source citée", "sources", "audit-source", sources, none="Toutes")
    a, b, c = st.columns(3)
    checks = _one(a, journal, "Contrôle le plus bas", "checks", "audit-check", CHECKS)
    verdicts = _one(b, journal, "Réponse de droit", "verdicts", "audit-verdict", VERDICTS, none="Toutes")
    judgements = _one(c, journal, "Avis des lecteurs", "judgements", "audit-judgement")
    a, b, c = st.columns(3)
    models = _one(a, journal, "Modèle", "models", "audit-model", MODELS)
    languages = _one(b, journal, "Langue", "languages", "audit-language", LANGUAGES, none="Toutes")
    c.checkbox("Celles que je n’ai pas lues", key="audit-mine")
    st.button("Retirer tous les filtres", key="audit-clear", type="tertiary", on_click=_clear)
    return Filters(
        since=since.isoformat() if since else "",
        until=until.isoformat() if until else "",
        order=cast(Order, order),
        degrees=degrees,
        domains=found_domains,
        sources=found_sources,
        checks=checks,
        verdicts=verdicts,
        judgements=judgements,
        models=models,
        languages=languages,
    )


def _one(
    column: Any,
    journal: Journal,
    title: str,
    criterion: str,
    key: str,
    names: Mapping[str, str] | None = None,
    none: str = "Tous",
) -> tuple[str, ...]:
    """A choice among what the journal holds for a criterion, each with its number of answers; empty for none."""
    known = names or {}
    held = journal.values(criterion)
    order = [name for name in known if name in held] + sorted(name for name in held if name not in known)
    chosen = str(st.session_state.get(key) or "")
    if chosen and chosen not in order:
        order.append(chosen)

    def said(item: str) -> str:
        return f"{capital(known.get(item, item))} ({number(held.get(item, 0))})" if item else none

    value = column.selectbox(title, ["", *order], format_func=said, key=key)
    return (value,) if value else ()


def _clear() -> None:
    """Takes off every filter."""
    for name in FIELDS:
        st.session_state[f"audit-{name}"] = ""
    off = {"audit-since": None, "audit-until": None, "audit-mine": False, NARROWED: None, START: 0}
    st.session_state.update(off)


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
    headline = f"<p>{shown(row.headline)}</p>" if row.headline else ""
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


def first_unread(journal: Journal, numbers: Sequence[int], reader: str) -> int:
    """The first answer of a list that a reader has not judged, the first of all when every one was; 0 for none."""
    left = {row.number for row in journal.page(Filters(numbers=tuple(numbers), unread_by=reader), 0, len(numbers) or 1)}
    return next((number_ for number_ in numbers if number_ in left), numbers[0] if numbers else 0)
