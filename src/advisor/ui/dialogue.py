"""What a conversation adds to answers on screen: its projects, what a message did, hypotheses, taking it up again."""

from __future__ import annotations

import streamlit as st

from advisor.domain.answer import Answer, Comparison
from advisor.domain.degree import Degree
from advisor.recording import Recorder
from advisor.ui import law, prose, schedule, session, widgets
from advisor.ui.citations import Marks
from advisor.ui.session import Session, Turn
from advisor.ui.widgets import section, show
from advisor.ui.words import capital, label, number, shown

THREAD = "fil"
"""Name, in the page's address, of the identifier of its conversation."""
ADOPT, DROP = "J'adopte cette hypothèse.", "J'abandonne cette hypothèse."
_ACTS = {
    "nouveau": "Nouveau projet",
    "ajout": "Complément",
    "correction": "Correction",
    "hypothese": "Hypothèse : votre projet n'est pas modifié",
    "adopter": "Hypothèse adoptée",
    "abandonner": "Hypothèse abandonnée",
    "pourquoi-pas": "Pourquoi pas ?",
    "partie": "Extrait du conseil",
    "resume": "Résumé",
    "retour": "Retour au projet",
    "question": "À part : votre projet est gardé",
    "politesse": "",
}
TITLE = 42
"""Characters of a project's first message that name it."""


def taken_up(recorder: Recorder) -> None:
    """Takes up the conversation that the page's address names, and keeps the address up to date."""
    asked = str(st.query_params.get(THREAD, ""))
    if "session" not in st.session_state and asked:
        session.resume(recorder, asked)
    held = session.current()
    if held.turns:
        st.query_params[THREAD] = held.thread


def restart() -> None:
    """Begins another conversation."""
    session.restart()
    st.query_params.pop(THREAD, None)


def lost(held: Session) -> None:
    """Says why the conversation of the address could not be taken up again."""
    if held.lost:
        st.warning(label(held.lost), icon=":material/history:")


def standing(turn: Turn) -> bool:
    """Whether a turn gives the advice in force on the project under way."""
    held = session.current()
    return turn.rank == held.state.current and turn.conversation == held.conversation


def projects(recorder: Recorder) -> None:
    """The projects of the conversation, when there are several: a click comes back to one."""
    state = session.current().state
    if len(state.projects) < 2:
        return
    with st.container(horizontal=True, gap="xsmall", key="projects"):
        for rank, project in enumerate(state.projects, 1):
            st.button(
                label(f"{rank}. {title(project.messages[0])}"),
                key=f"project-{rank}",
                type="primary" if rank == state.current else "secondary",
                disabled=rank == state.current,
                on_click=session.submit,
                args=(recorder, f"Revenons au projet {rank}."),
            )


def title(message: str) -> str:
    """A project in a few words, those its description begins with."""
    text = " ".join(message.split())
    return text if len(text) <= TITLE else f"{text[:TITLE].rsplit(' ', 1)[0]}…"


def did(answer: Answer) -> str:
    """What the message did, in a few quiet words; nothing for the first project of a conversation."""
    move = answer.move
    if move is None or not _ACTS[move.act] or (move.act == "nouveau" and move.projects < 2):
        return ""
    if move.act == "question" and not move.projects:
        return ""
    where = f" · projet {move.project}" if move.project and move.projects > 1 else ""
    return f'<p class="note">{shown(_ACTS[move.act] + where)}</p>'


def read_in(answer: Answer) -> str:
    """Where the facts of a question of law come from."""
    borrowed = answer.move.borrowed if answer.move else ()
    return "Lu dans votre question et repris de votre projet" if borrowed else "Lu dans votre question"


def supposing(turn: Turn) -> bool:
    """Whether a turn shows a hypothesis."""
    return bool(turn.answer.move and turn.answer.move.act == "hypothese")


def own(answer: Answer) -> bool:
    """Whether an answer has a form of its own: a part of an advice, a summary, why not a degree."""
    return answer.kind == "content" and bool(answer.move) and answer.move is not None and answer.move.act != "question"


def part(recorder: Recorder, turn: Turn, marks: Marks, live: bool) -> None:
    """A part of an advice, a summary, or why not a degree."""
    answer = turn.answer
    show(f'<h2 class="verdict">{shown(answer.headline)}</h2>')
    prose.place(turn)
    if answer.levers or answer.pitfalls:
        show(widgets.pitfalls_and_levers(answer, marks))
    elif answer.practices:
        show(widgets.practices(answer.practices, marks))
    elif answer.calendar:
        show(schedule.calendar(answer.calendar, alarm=False))
        show(law.obligations(answer.obligations, marks, frozenset(), whole=False))
    else:
        _lines(answer, marks)
    compared(recorder, turn, marks, live)


def _lines(answer: Answer, marks: Marks) -> None:
    """Statements under what each is about."""
    said: list[str] = []
    subject = ""
    for statement in answer.statements:
        if statement.subject != subject:
            subject = statement.subject
            said.append(f'<h3 class="section">{shown(subject)}</h3>')
        said.append(f"<p>{marks.said(statement.id)}</p>")
    show("".join(said))


def compared(recorder: Recorder, turn: Turn, marks: Marks, live: bool) -> None:
    """A hypothesis beside the advice in force, and the buttons that adopt or drop it."""
    comparison = turn.answer.move.comparison if turn.answer.move else None
    if comparison is None:
        return
    if supposing(turn):
        show(f'<h2 class="verdict">{shown(turn.answer.headline)}</h2>')
    show(_table(comparison))
    if comparison.gone:
        show(section("Ne vaudrait plus", _list(comparison.gone, marks)))
    if comparison.come:
        show(section("Vaudrait alors", _list(comparison.come, marks)))
    if not (live and comparison.pending):
        return
    with st.container(horizontal=True, gap="small", key=f"hypothesis-{turn.key}"):
        for name, said, icon in (("Adopter", ADOPT, "check"), ("Abandonner", DROP, "undo")):
            st.button(
                f"{name} cette hypothèse",
                key=f"{name.lower()}-{turn.key}",
                icon=f":material/{icon}:",
                type="primary" if said == ADOPT else "secondary",
                on_click=session.submit,
                args=(recorder, said),
            )


def contradicted(turn: Turn) -> None:
    """Says what contradicts an earlier message; the question below lets one choose."""
    for one in turn.answer.move.contradictions if turn.answer.move else ():
        said = (
            f"{one.label} : vous aviez dit « {one.before} », vous dites maintenant « {one.now} ». "
            "Je retiens le dernier en attendant votre réponse."
        )
        show(f'<div class="callout" role="note"><b>Deux messages se contredisent.</b> {shown(said)}</div>')


def _table(comparison: Comparison) -> str:
    """The advice in force and the one of the hypothesis, side by side."""
    said = [
        f"{one.label} : {number(one.number, one.unit) if one.number is not None else ', '.join(one.value_labels)}"
        for one in comparison.supposed
    ]
    cells = f"<td>{_pill(comparison.before)}</td><td>{_pill(comparison.after)}</td>"
    return (
        '<table class="matrix"><thead><tr><th scope="col">Aujourd’hui</th><th scope="col">Avec : '
        f"{shown(capital(' ; '.join(said)))}</th></tr></thead><tbody><tr>{cells}</tr></tbody></table>"
    )


def _pill(degree: Degree | None) -> str:
    return widgets.pill(degree) if degree else "à préciser"


def _list(identifiers: tuple[str, ...], marks: Marks) -> str:
    return f'<ul class="said">{"".join(f"<li>{marks.said(one)}</li>" for one in identifiers)}</ul>'
