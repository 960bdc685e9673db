"""The filters of the audit's queue: chosen on its page, or by another page that narrows it."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import streamlit as st

from advisor.domain.degree import Degree
from advisor.journal.ports import Journal
from advisor.journal.queue import Filters
from advisor.ui.audit_words import CHECKS, FEEDBACK, JOURNEYS, LANGUAGES, MODELS, ORDERS, STATUSES
from advisor.ui.widgets import show
from advisor.ui.words import VERDICTS, capital, count, number, shown
from advisor.workspace import Workspace

CHOSEN, NARROWED, START = "audit-filters", "audit-narrow", "audit-start"
"""The filters last chosen, what another page narrows the queue to, where its page starts, in the session."""
COUNTED, FRESH = "audit-counted", 60
"""The numbers beside the choices, in the session, and the seconds after which they are counted again."""
MORE = "audit-more"


class Choice(NamedTuple):
    """A criterion of the queue offered as a list: its field in Filters, its title, what is said of no choice."""

    field: str
    title: str
    none: str = "Tous"


FIRST = (
    Choice("kinds", "Parcours"),
    Choice("statuses", "Lecture", "Toutes"),
    Choice("feedback", "Retour reçu"),
    Choice("confidences", "Confiance", "Toutes"),
)
OTHERS = (
    Choice("degrees", "Degré conseillé"),
    Choice("domains", "Domaine"),
    Choice("sources", "Source citée", "Toutes"),
    Choice("checks", "Contrôle le plus bas"),
    Choice("verdicts", "Réponse de droit", "Toutes"),
    Choice("judgements", "Avis des lecteurs"),
    Choice("models", "Modèle"),
    Choice("languages", "Langue", "Toutes"),
)
EMPTY: Mapping[str, Any] = {
    **{f"audit-{choice.field}": "" for choice in (*FIRST, *OTHERS)},
    "audit-words": "",
    "audit-since": None,
    "audit-until": None,
    "audit-mine": False,
}
"""What each field of the page holds when it filters nothing."""
ORDER = "audit-order"


def chosen() -> Filters:
    """The filters of the queue as they were last chosen."""
    held = st.session_state.get(CHOSEN)
    return held if isinstance(held, Filters) else Filters()


def keep() -> None:
    """Keeps what is chosen while it is not on screen: Streamlit forgets a widget that is not shown."""
    for key in (*EMPTY, ORDER):
        if key in st.session_state:
            st.session_state[key] = st.session_state[key]


def choice(work: Workspace, journal: Journal, reader: str) -> Filters:
    """The filters as the page shows and changes them; other ones start the queue from its first page."""
    names = _names(work)
    st.text_input(
        "Des mots de la question ou de la réponse",
        key="audit-words",
        placeholder="par exemple : déviation, conseil de la vie sociale, collège",
    )
    with st.container(key="audit-filters-row"):
        _row(journal, FIRST, names)
    active = sum(bool(_value(item.field)) for item in (*OTHERS, Choice("since", ""), Choice("until", "")))
    title = f"Plus de filtres ({count(active, 'actif')})" if active else "Plus de filtres"
    more = st.expander(title, icon=":material/tune:", key=MORE, on_change="rerun")
    if more.open:  # lists that are not seen would cost the browser as much as those that are
        with more:
            _more(journal, names)
    filters = _narrowed(_filters(reader))
    if chosen() != filters:
        st.session_state[CHOSEN], st.session_state[START] = filters, 0
    return filters


def _filters(reader: str) -> Filters:
    """The filters that the fields hold, whether they are on screen or not."""
    several = {item.field: (value,) for item in (*FIRST, *OTHERS) if (value := _value(item.field))}
    days = {name: value.isoformat() for name in ("since", "until") if isinstance(value := _value(name), dt.date)}
    mine = reader if _value("mine") else ""
    held: dict[str, Any] = {**several, **days, "unread_by": mine, "words": _value("words") or ""}
    return Filters(**held, order=_value("order") or "newest")


def _value(field: str) -> Any:
    return st.session_state.get(f"audit-{field}")


def _names(work: Workspace) -> dict[str, Mapping[str, str]]:
    """How the values of each criterion are said, in the order they are offered."""
    domain = work.advisor.parts.knowledge.facts.get("domaine")
    return {
        "kinds": JOURNEYS,
        "statuses": STATUSES,
        "feedback": FEEDBACK,
        "degrees": {item.value: item.value for item in Degree},
        "domains": {value: domain.value_label(value) for value in domain.values()} if domain else {},
        "sources": {name: source.short for name, source in work.advisor.parts.library.sources.items()},
        "checks": CHECKS,
        "verdicts": VERDICTS,
        "models": MODELS,
        "languages": LANGUAGES,
    }


# --- fields ------------------------------------------------------------------------------------------------------


def _row(journal: Journal, choices: Sequence[Choice], names: Mapping[str, Mapping[str, str]]) -> None:
    for column, item in zip(st.columns(len(choices)), choices, strict=True):
        with column:
            _list(journal, item, names.get(item.field, {}))


def _more(journal: Journal, names: Mapping[str, Mapping[str, str]]) -> None:
    """The filters less often needed."""
    a, b, c = st.columns(3)
    a.date_input("Depuis le", value=None, key="audit-since", format="DD/MM/YYYY")
    b.date_input("Jusqu’au", value=None, key="audit-until", format="DD/MM/YYYY")
    c.selectbox("Ordre", list(ORDERS), format_func=ORDERS.__getitem__, key=ORDER)
    _row(journal, OTHERS[:4], names)
    _row(journal, OTHERS[4:], names)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.checkbox("Celles que je n’ai pas lues", key="audit-mine")
        st.button("Retirer tous les filtres", key="audit-clear", type="tertiary", on_click=_clear)


def _list(journal: Journal, item: Choice, known: Mapping[str, str]) -> None:
    """A choice among what the journal holds for a criterion, each with its number of answers."""
    held = _held(journal, item.field)
    order = [name for name in known if name in held] + sorted(name for name in held if name not in known)
    current = str(_value(item.field) or "")
    if current and current not in order:
        order.append(current)

    def said(value: str) -> str:
        return f"{capital(known.get(value, value))} ({number(held.get(value, 0))})" if value else item.none

    st.selectbox(item.title, ["", *order], format_func=said, key=f"audit-{item.field}")


def _held(journal: Journal, criterion: str) -> Mapping[str, int]:
    """What the journal holds for a criterion, counted again once a minute: answers come all the time."""
    counted: dict[str, tuple[float, dict[str, int]]] = st.session_state.setdefault(COUNTED, {})
    now = time.monotonic()
    if criterion not in counted or now - counted[criterion][0] > FRESH:
        counted[criterion] = (now, journal.values(criterion))
    return counted[criterion][1]


def _clear() -> None:
    """Takes off every filter."""
    st.session_state.update({**EMPTY, NARROWED: None, START: 0})


# --- narrowed by another page ------------------------------------------------------------------------------------


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
