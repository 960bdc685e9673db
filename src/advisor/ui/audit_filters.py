"""The filters of the audit's queue: chosen on its page, or by another page that narrows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

import streamlit as st

from advisor.domain.degree import Degree
from advisor.journal.ports import Journal
from advisor.journal.queue import Filters, Order, Status
from advisor.ui.audit_words import CHECKS, FEEDBACK, JOURNEYS, LANGUAGES, MODELS, ORDERS, STATUSES
from advisor.ui.widgets import show
from advisor.ui.words import VERDICTS, capital, number, shown
from advisor.workspace import Workspace

CHOSEN, NARROWED, START = "audit-filters", "audit-narrow", "audit-start"
"""The filters last chosen, what another page narrows the queue to, where its page starts, in the session."""
FIELDS = "words kind status feedback confidence degree domain source check verdict judgement model language".split()  # noqa: SIM905
KEPT = tuple(f"audit-{name}" for name in (*FIELDS, "since", "until", "order", "mine"))
"""What is chosen on the page, kept while an answer is open."""


def chosen() -> Filters:
    """The filters of the queue as they were last chosen."""
    held = st.session_state.get(CHOSEN)
    return held if isinstance(held, Filters) else Filters()


def keep() -> None:
    """Keeps what is chosen while it is not on screen: Streamlit forgets a widget that is not shown."""
    for key in KEPT:
        if key in st.session_state:
            st.session_state[key] = st.session_state[key]


def choice(work: Workspace, journal: Journal, reader: str) -> Filters:
    """The filters as the page shows and changes them; other ones start the queue from its first page."""
    filters = _choice(work, journal, reader)
    if chosen() != filters:
        st.session_state[CHOSEN], st.session_state[START] = filters, 0
    return filters


def _choice(work: Workspace, journal: Journal, reader: str) -> Filters:
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
