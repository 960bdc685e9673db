"""The user's word on an answer: helpful or not at one touch, then why, on the whole or on one of its statements."""

from __future__ import annotations

import streamlit as st

from advisor.recording import Recorder
from advisor.ui.session import Turn, current
from advisor.ui.widgets import show
from advisor.ui.words import label, shown, typo

GOOD = ("Claire", "Utile pour agir", "Bien sourcée", "M'apprend quelque chose")
BAD = (
    "Mauvais degré",
    "Droit inexact",
    "Source qui ne dit pas cela",
    "Hors sujet",
    "Il manque quelque chose",
    "Difficile à comprendre",
)
WHOLE = "Toute la réponse"
LONGEST = 2000
LABEL = 90
"""Characters of a statement in the list of statements."""
THANKS = "Merci, c'est noté."


def notice(turn: Turn) -> None:
    """Tells the user when an answer is not recorded: it will be neither found again nor audited."""
    if not turn.receipt.recorded and turn.receipt.notice:
        show(f'<div class="callout" role="status"><b>Non enregistrée.</b> {shown(turn.receipt.notice)}</div>')


def bar(recorder: Recorder, turn: Turn) -> None:
    """The two thumbs, and once one is touched what explains it; nothing when the answer is not recorded."""
    if not turn.receipt.recorded:
        return
    key = f"{turn.key}-{turn.revision}"
    with st.container(key=f"feedback-{key}", gap="small"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            show(f"<p>{shown('Cette réponse vous aide-t-elle ?')}</p>", width="content")
            given = st.feedback("thumbs", key=f"thumb-{key}", on_change=_touched, args=(recorder, turn, key))
            show(f'<p class="note">{shown(f"Enregistrée sous le n° {turn.receipt.number}")}</p>', width="content")
        if turn.told:
            show(f'<p class="change" role="status">{shown(turn.told)}</p>')
        if given is not None:
            _why(recorder, turn, key, bool(given))


def _touched(recorder: Recorder, turn: Turn, key: str) -> None:
    """Records a thumb at once: few people say why, and the touch alone is worth keeping."""
    given = st.session_state.get(f"thumb-{key}")
    turn.told = ""
    if given is not None:
        _send(recorder, turn, bool(given))


def _why(recorder: Recorder, turn: Turn, key: str, helpful: bool) -> None:
    with st.container(key=f"why-{key}", gap="small"):
        st.pills(
            "Qu’est-ce qui vous aide ?" if helpful else "Qu’est-ce qui ne va pas ?",
            GOOD if helpful else BAD,
            format_func=typo,
            selection_mode="multi",
            key=f"reason-{key}-{helpful}",
        )
        statements = {statement.id: statement.text for statement in turn.answer.statements}
        if statements:
            st.selectbox(
                "Sur quoi ?",
                ["", *statements],
                format_func=lambda name: _short(statements[name]) if name else WHOLE,
                key=f"about-{key}",
            )
        st.text_area(
            "Précisez si vous voulez",
            key=f"words-{key}",
            max_chars=LONGEST,
            height=80,
            placeholder="Sans nommer personne : ce qui serait plus juste, ce qui manque…",
        )
        st.button("Envoyer", key=f"tell-{key}", on_click=_explained, args=(recorder, turn, key, helpful))


def _short(text: str) -> str:
    said = typo(" ".join(text.split()))
    return said if len(said) <= LABEL else f"{said[:LABEL].rsplit(' ', 1)[0]}…"


def _explained(recorder: Recorder, turn: Turn, key: str, helpful: bool) -> None:
    state = st.session_state
    reason = ", ".join(state.get(f"reason-{key}-{helpful}") or ())
    text = str(state.get(f"words-{key}") or "").strip()
    about = str(state.get(f"about-{key}") or "")
    if not (reason or text or about):
        turn.told = "Choisissez une raison ou écrivez un mot avant d'envoyer."
        return
    _send(recorder, turn, helpful, reason, text, about)
    state[f"words-{key}"] = ""


def _send(recorder: Recorder, turn: Turn, helpful: bool, reason: str = "", text: str = "", about: str = "") -> None:
    receipt = recorder.feedback(turn.receipt.number, helpful, reason, text, about, thread=current().thread)
    turn.told = THANKS if receipt.recorded else f"Votre retour n'est pas enregistré. {label(receipt.notice)}"
