"""Who reads: a name, given once per session, under which verdicts are signed.

Until identity exists the name is taken at its word. `may_audit` is the one place that says who may: it is
there that roles will come.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

READER = "audit-reader"
"""The reader's name, in the session."""
FIELD = "audit-reader-field"
LONGEST = 60


def may_audit(name: str, readers: Sequence[str]) -> bool:
    """Whether someone may open the audit and sign there: those the settings name, anyone when they name nobody."""
    return bool(name) and (not readers or name in readers)


def current() -> str:
    """The name of the reader, empty as long as none was given."""
    return str(st.session_state.get(READER, ""))


def choose(readers: Sequence[str]) -> str:
    """Asks who reads when that is not known, and returns the name; empty when nobody may read."""
    name = current()
    if may_audit(name, readers):
        return name
    with st.container(key="audit-who", border=True):
        if readers:
            st.selectbox("Qui lit ?", ["", *readers], format_func=lambda item: item or "Choisir", key=FIELD, width=360)
        else:
            st.text_input(
                "Qui lit ?",
                key=FIELD,
                max_chars=LONGEST,
                width=360,
                placeholder="Votre nom de lecteur",
                on_change=_enter,
            )
        st.caption("Chaque verdict est signé de ce nom, et celui d’un autre lecteur reste caché jusqu’au vôtre.")
        st.button("Entrer", key="audit-enter", type="primary", on_click=_enter)
    return ""


def _enter() -> None:
    st.session_state[READER] = " ".join(str(st.session_state.get(FIELD) or "").split())[:LONGEST]


def leave() -> None:
    """Forgets who reads, and what was said to them, so that another one may."""
    for key in (READER, "audit-said"):
        st.session_state.pop(key, None)
