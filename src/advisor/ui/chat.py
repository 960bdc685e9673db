"""The conversation: describe a project or ask a question, read the answer, correct it."""

from __future__ import annotations

import html

import streamlit as st

from advisor.domain.answer import Citation
from advisor.recording import Recorder
from advisor.ui import answers, assist, dialogue, prose, session, theme, widgets
from advisor.ui.citations import open_passage
from advisor.ui.session import Turn
from advisor.ui.sources import banner
from advisor.ui.widgets import show
from advisor.ui.words import label

EXAMPLES = (
    (
        "Un projet encore vague",
        "On voudrait refaire l'accueil de la maison du Département avec les habitants, rien n'est arrêté, "
        "ouverture dans un an.",
    ),
    (
        "Une décision déjà prise",
        "La ligne de car est supprimée en septembre, c'est voté. On veut organiser une concertation avec les "
        "parents d'élèves.",
    ),
    ("Une question de droit", "Quelle loi impose une concertation pour une ZAC ?"),
    ("Une question sur les sources", "Quelle différence entre un usager et un citoyen ?"),
)
PLACEHOLDER = "Décrivez votre projet ou posez votre question"


def render(recorder: Recorder) -> None:
    """The page."""
    theme.apply()
    dialogue.taken_up(recorder)
    held = session.current()
    if held.turns:
        _toolbar()
        dialogue.projects(recorder)
    else:
        _welcome(recorder)
    dialogue.lost(held)
    for turn in held.turns:
        _turn(recorder, turn, held.turns)
    _refusal(recorder)
    banner(recorder.advisor)
    prose.switch(recorder)
    st.chat_input(PLACEHOLDER, key="message", on_submit=_sent, args=(recorder,))
    _follow(recorder)
    prose.follow(held.turns)
    assist.follow(recorder, held.turns)


def _toolbar() -> None:
    show('<h1 class="sr-only">Conseil</h1>')
    with st.container(horizontal=True, horizontal_alignment="right"):
        st.button("Nouvelle conversation", icon=":material/add:", key="new", on_click=dialogue.restart)


def _welcome(recorder: Recorder) -> None:
    show(
        '<h1 class="title" id="top">Quelle place donner aux usagers dans votre projet ?</h1>'
        '<p class="lead">Décrivez-le en quelques phrases, avec vos mots. Vous obtenez un degré d’implication '
        "conseillé, ses raisons, les freins à prévoir, ce que la loi impose, et la source de chaque phrase.</p>"
    )
    show(widgets.scale())
    show('<p class="note">Pour commencer, essayez un exemple :</p>')
    for row in (EXAMPLES[:2], EXAMPLES[2:]):
        for column, (title, text) in zip(st.columns(2), row, strict=True):
            column.button(
                f"**{label(title)}** {label(text)}",
                key=f"example-{EXAMPLES.index((title, text))}",
                width="stretch",
                wrap=True,
                on_click=session.submit,
                args=(recorder, text),
            )


def _turn(recorder: Recorder, turn: Turn, turns: list[Turn]) -> None:
    last = turn is turns[-1]
    show(f'<div id="{turn.key}"><span class="sr-only">Vous : </span>{html.escape(turn.message)}</div>', classes="you")
    if last or turn.opened:
        live = turn.kept and (last or (turn.about_project and dialogue.standing(turn)))
        answers.full(recorder, turn, live)
        return
    with st.container(horizontal=True, vertical_alignment="center", key=f"past-{turn.key}"):
        answers.brief(turn)
        st.button("Revoir", key=f"open-{turn.key}", type="tertiary", on_click=_reopen, args=(turn,))


def _reopen(turn: Turn) -> None:
    turn.opened = True


def _sent(recorder: Recorder) -> None:
    session.submit(recorder, st.session_state["message"] or "")


def _refusal(recorder: Recorder) -> None:
    held = session.current()
    if held.refused is None:
        return
    message, remedy, text = held.refused
    show('<span id="refused"></span>')
    st.error(f"{label(message)} {label(remedy)}", icon=":material/error:")
    if text.strip():
        st.text_area("Votre message, à raccourcir ici si besoin", value=text, height=160, key="again")
        st.button("Envoyer à nouveau", on_click=_resent, args=(recorder,))


def _resent(recorder: Recorder) -> None:
    session.submit(recorder, st.session_state["again"] or "")


def _follow(recorder: Recorder) -> None:
    """Brings the last answer into view, says it is ready, and opens the citation clicked."""
    held = session.current()
    turns = held.turns
    last = turns[-1] if turns else None
    target, moment, say = last.key if last else "top", f"{last.key}-{last.revision}" if last else "start", ""
    if held.refused:
        target, moment, say = "refused", f"{moment}-refused-{held.refusals}", held.refused[0]
    elif last:
        say = f"Réponse prête. {last.change or last.answer.headline}"
    clicked = theme.bridge(target=target, say=say, moment=moment)
    scope, _, identifier = clicked.partition(":")
    turn = next((held for held in turns if held.key == scope), None)
    citation = _citation(turn, identifier) if turn else None
    if turn and citation:
        carried = [said.text for said in turn.answer.statements if citation.id in said.citations]
        open_passage(recorder.advisor, citation, carried)


def _citation(turn: Turn, identifier: str) -> Citation | None:
    return next((held for held in turn.answer.citations if held.id == identifier), None)
