"""What a model wrote, on screen: sentence by sentence as each is verified, with whose pen it is and what was withheld.

The answer itself is already there, whole: this adds to it, and never holds it up. Its citations keep the numbers they
have in the answer.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

import streamlit as st

from advisor.domain.answer import Answer
from advisor.domain.prose import EMBEDDED_PEN, Prose, ProseSentence
from advisor.recording import Recorder
from advisor.ui import session
from advisor.ui.citations import GLUE, Marks
from advisor.ui.session import Turn
from advisor.ui.widgets import section
from advisor.ui.words import count, label, number, shown

TICK = 0.12
"""Seconds between two looks at what was verified."""
LONGEST = 620.0
"""Seconds a page looks on: beyond the longest wait that the settings allow."""
_SENT = (
    "votre question, données personnelles masquées, et les énoncés de la réponse. Il ne décide ni le degré, ni le "
    "verdict, ni les articles ; chacune de ses phrases est vérifiée avant d'être affichée."
)
_SUBJECTS = {
    "frein": "freins",
    "levier": "leviers",
    "pratique": "pratiques",
    "obligation": "droit",
    "obligation-detail": "droit",
    "relation": "droit",
    "alerte": "alertes",
}
"""What a statement is about, by its role: a paragraph holds the sentences on one subject; the reasons otherwise."""


def switch(recorder: Recorder) -> None:
    """Whether a model phrases the answers, what it is sent and where; nothing when none is set."""
    writer = recorder.writer
    if writer is None:
        return
    held = session.current()
    with st.container(key="pen", gap="xxsmall"):
        on = st.toggle(
            f"Faire rédiger la réponse par {label(writer.name)}",
            value=not held.embedded,
            key="pen-on",
        )
        held.embedded = not on
        if on:
            st.caption(label(f"Envoyé à {writer.host} : {_SENT}"))
        for told in writer.notices:
            st.caption(label(told))


def place(turn: Turn) -> None:
    """Keeps a place in the answer for what a model writes of it."""
    turn.slot = st.empty()


def fill(turn: Turn, marks: Marks) -> None:
    """Writes what there is of a turn's phrasing in its place."""
    if turn.slot is None:
        return
    turn.marks = marks
    turn.slot.html(_html(turn, marks) or "<span></span>")


def follow(turns: Sequence[Turn]) -> None:
    """Shows the phrasing under way as it comes, then the page anew: the answer is then recorded.

    Each look touches the page, so that whatever the user does meanwhile interrupts it; the phrasing itself goes on.
    """
    turn = turns[-1] if turns else None
    if turn is None or turn.writing is None:
        return
    end = time.monotonic() + LONGEST
    while not turn.writing.wait(TICK) and time.monotonic() < end:
        fill(turn, turn.marks)
    session.settle(turn)
    st.rerun()


def audited(answer: Answer) -> str:
    """What a model wrote of an answer, as an auditor reads it: how each sentence was checked, why others were not."""
    prose = answer.prose
    if prose is None:
        return ""
    said = [f"<li>{shown(item.text)} <small>{shown(item.check)}</small></li>" for item in prose.sentences]
    held = [f"<li>{shown(item.text)} <small>{shown(item.reason)}</small></li>" for item in prose.withheld]
    parts = [f'<p class="note">{shown(f"Consigne {prose.prompt}, plume {prose.pen}. {_cost(prose)}")}</p>']
    parts += [f'<ul class="said">{"".join(said)}</ul>'] if said else []
    parts += [f'<p><b>Phrases retenues</b></p><ul class="said">{"".join(held)}</ul>'] if held else []
    return section(f"Ce que {prose.model} a écrit", "".join(parts))


def _html(turn: Turn, marks: Marks) -> str:
    if turn.writing is not None:
        said = _sentences(turn.writing.sentences, turn.answer, marks)
        busy = f"{turn.writing.model} rédige, chaque phrase est vérifiée avant d'être affichée…"
        return _block(turn.writing.model, said, busy, live=True)
    prose = turn.answer.prose
    if prose is None:
        return ""
    if prose.pen == EMBEDDED_PEN:
        return f'<div class="adv"><p class="note pen">Réponse embarquée. {shown(prose.notice)}</p></div>'
    return _block(prose.pen, _sentences(prose.sentences, turn.answer, marks), _cost(prose))


def _block(pen: str, said: str, note: str, live: bool = False) -> str:
    busy = ' aria-busy="true"' if live else ""
    return (
        f'<div class="adv"><section class="prose" aria-label="Réponse rédigée"{busy}>'
        f'<p class="eyebrow">En clair, rédigé par {shown(pen)}</p>{said}'
        f'<p class="note">{shown(note)}</p></section></div>'
    )


def _sentences(said: Sequence[ProseSentence], answer: Answer, marks: Marks) -> str:
    """The sentences with their marks, in paragraphs."""
    cited = {citation.id: citation for citation in answer.citations}
    roles = {statement.id: statement.role for statement in answer.statements}
    paragraphs: list[list[str]] = []
    subject = None
    for sentence in said:
        about = next((_SUBJECTS.get(roles[name], "") for name in sentence.statements if name in roles), "")
        if about != subject:
            paragraphs.append([])
            subject = about
        found = "".join(marks.mark(cited[name]) for name in sentence.citations if name in cited)
        paragraphs[-1].append(f'{shown(sentence.text)}{GLUE}<span class="marks">{found}</span>')
    return "".join(f"<p>{' '.join(sentences)}</p>" for sentences in paragraphs)


def _cost(prose: Prose) -> str:
    """How many sentences were withheld, and what the text cost."""
    spent = prose.spent
    kept = count(len(prose.sentences), "phrase vérifiée", "phrases vérifiées")
    withheld = count(len(prose.withheld), "phrase retenue", "phrases retenues") if prose.withheld else "aucune retenue"
    parts = [kept, withheld]
    if spent.kept:
        parts.append("texte déjà demandé, repris sans nouvel envoi")
    elif spent.total_ms:
        parts += [
            f"{number(round(spent.total_ms / 1000, 1))} s",
            f"{count(spent.tokens_in + spent.tokens_out, 'jeton')}",
        ]
    return f"{' · '.join(parts)}. {prose.notice}".strip()
