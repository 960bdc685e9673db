"""A model that reads the message once the answer is on screen: said while it does, then what it adds.

The answer is there, whole, and can be corrected meanwhile; what the model reads moves neither the advice nor the law.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

import streamlit as st

from advisor.recording import Recorder
from advisor.ui import session
from advisor.ui.session import Turn
from advisor.ui.words import label

TICK = 0.15
"""Seconds between two looks at whether it is over."""
LONGEST = 620.0
"""Seconds a page looks on: beyond the longest wait that the settings allow."""
_SENT = "Il reçoit vos messages, données personnelles masquées, et ne décide ni le degré, ni le verdict."


def follow(recorder: Recorder, turns: Sequence[Turn]) -> None:
    """Has the last answer's message read by a model, if one may; shows the page anew when it adds something.

    Each look touches the page, so that whatever the user does meanwhile interrupts it.
    """
    turn = turns[-1] if turns else None
    if turn is None or recorder.assistant is None or turn.writing:
        return
    if not turn.read:
        session.read_again(recorder, turn)
    if turn.reading is None:
        if turn.aided and not (turn.about_project and turn.answer.assisted):  # else it stands beside the facts
            st.caption(label(turn.aided))
        return
    place = st.empty()
    end, asked = time.monotonic() + LONGEST, recorder.assistant.chat
    while not turn.reading.wait(TICK) and time.monotonic() < end:
        place.caption(label(f"{asked.name} ({asked.host}) relit votre message… {_SENT}"))
    session.take(turn)
    st.rerun()
