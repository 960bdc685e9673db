"""« Ce que j'emporte » : the documents an answer gives, one sentence and one button each; made at the click."""

from __future__ import annotations

import streamlit as st

from advisor.errors import AdvisorError
from advisor.recording import Recorder
from advisor.takeaway import kit
from advisor.takeaway.kit import Takeaway
from advisor.takeaway.supplies import Supplies
from advisor.ui import note
from advisor.ui.session import Turn
from advisor.ui.widgets import section, show
from advisor.ui.words import label, shown

TITLE = "Ce que j'emporte"
WIDTH = 300
"""Of every button, in pixels: the sentences stand under one another, and a phone holds it."""
ICONS = {
    "note": ":material/description:",
    "fiche": ":material/assignment:",
    "contrat": ":material/handshake:",
    "trame": ":material/groups:",
    "ics": ":material/calendar_month:",
    "json": ":material/data_object:",
}


def block(recorder: Recorder, turn: Turn) -> None:
    """The documents of a turn; those of an answer that gives none are its text and its data."""
    told = "\n".join(turn.conversation.messages)
    try:
        offered = kit.offered(turn.answer, Supplies.from_parts(recorder.advisor.parts, told))
    except AdvisorError as error:  # a template that cannot be used must not take the answer away
        st.warning(str(error))
        offered = ()
    with st.container(key=f"downloads-{turn.key}", gap="small"):
        if offered:
            show(f'<div id="{turn.key}-emporter">{section(TITLE, " ")}</div>')
        for item in offered:
            _offer(item, turn)
        _as_text(turn)


def _offer(item: Takeaway, turn: Turn) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.download_button(
            label(item.title),
            item.build,
            file_name=item.file,
            mime=item.mime,
            key=f"take-{item.name}-{turn.key}-{turn.revision}",
            icon=ICONS[item.name],
            width=WIDTH,
            wrap=True,
            on_click="ignore",
        )
        show(f"<span>{shown(item.about)}</span>", classes="note", width="content")


def _as_text(turn: Turn) -> None:
    """The note as text, for a message or another tool; the data too when nothing else is offered."""
    answer = turn.answer
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            "Texte (Markdown)",
            lambda: note.as_markdown(answer),
            file_name=f"note-{kit.safe(answer)}.md",
            mime="text/markdown",
            key=f"note-{turn.key}-{turn.revision}",
            icon=":material/download:",
            type="tertiary",
            on_click="ignore",
        )
        if answer.kind not in {"recommendation", "legal"}:
            st.download_button(
                "Données (JSON)",
                lambda: note.as_json(answer),
                file_name=f"reponse-{kit.safe(answer)}.json",
                mime="application/json",
                key=f"json-{turn.key}-{turn.revision}",
                icon=":material/data_object:",
                type="tertiary",
                on_click="ignore",
            )
