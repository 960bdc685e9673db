"""What was understood of a project, each fact shown with its words and open to correction."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from advisor.domain.answer import Question, UnderstoodFact
from advisor.domain.fiche import FactDefinition
from advisor.domain.profile import Fact, FactStatus
from advisor.recording import Recorder
from advisor.ui import session
from advisor.ui.session import Turn
from advisor.ui.widgets import show
from advisor.ui.words import STATUSES, capital, label, number, shown, typo

DECIDING = ("decision", "marge", "decideur", "delai", "reponse")
"""Facts that can be set even when nothing was said of them."""
SEVERAL = 8
"""Number of values from which a list to pick from replaces buttons."""


def editor(recorder: Recorder, turn: Turn) -> None:
    """The facts understood, those that decide first, then those still unknown."""
    facts = recorder.advisor.parts.knowledge.facts
    known = {fact.name: fact for fact in turn.answer.profile if fact.name in facts and fact.status != "unknown"}
    ordered = sorted(known.values(), key=lambda fact: (fact.name not in DECIDING, facts[fact.name].order))
    asked = {question.fact for question in turn.answer.questions}
    removed = [fact.name for fact in turn.conversation.corrections if fact.status is FactStatus.UNKNOWN]
    named = dict.fromkeys([*DECIDING, *removed])
    unknown = [facts[name] for name in named if name in facts and name not in known and name not in asked]
    show(
        '<h3 class="section">Ce que j’ai compris</h3>'
        '<p class="note">Touchez un point pour voir d’où il vient et le corriger : le conseil est refait aussitôt. '
        "En pointillés, ce qui est déduit ou encore à préciser.</p>"
    )
    if turn.aided and turn.answer.assisted:
        show(f'<p class="note" role="status">{shown(turn.aided)}</p>')
    with st.container(horizontal=True, gap="xsmall", key=f"chips-{turn.key}-{turn.revision}"):
        for fact in ordered:
            _chip(recorder, turn, facts[fact.name], fact)
        for definition in unknown:
            _chip(recorder, turn, definition, None)


def _chip(recorder: Recorder, turn: Turn, definition: FactDefinition, fact: UnderstoodFact | None) -> None:
    status = fact.status if fact else "unknown"
    value = f"**{label(_value(fact))}**" if fact else "à préciser"
    words = f" *« {label(fact.words[0])} »*" if fact and fact.words and _shows(fact) else ""
    name = f"{label(definition.label)}\u00a0: {value}{words}"
    key = f"chip-{status}-{turn.key}-{turn.revision}-{definition.name}"
    with st.popover(name, key=key, help=typo(capital(_known(status, fact))), wrap=True):
        show(_origin(fact))
        _choice(recorder, turn, definition, fact)


def _shows(fact: UnderstoodFact) -> bool:
    """Whether the words of a fact stand beside it: those it was read in, by us or by a model."""
    return fact.status == "stated" or bool(fact.by)


def _known(status: str, fact: UnderstoodFact | None) -> str:
    return f"lu par le {fact.by}" if fact and fact.by else STATUSES[status]


def _value(fact: UnderstoodFact) -> str:
    if fact.number is not None:
        return number(fact.number, fact.unit)
    return ", ".join(fact.value_labels)


def _origin(fact: UnderstoodFact | None) -> str:
    if fact is None:
        return '<p class="note">Rien ne le dit dans votre message.</p>'
    words = ", ".join(f"« {shown(word)} »" for word in fact.words)
    if fact.status == "corrected":
        return '<p class="note">Précisé par vous.</p>'
    if fact.by:
        return f'<p class="note">Lu par le {fact.by} dans {words}. À vérifier : le conseil n’en dépend pas.</p>'
    if fact.status == "inferred":
        return f'<p class="note">Déduit{f" de {words}" if words else ""}. À vérifier.</p>'
    return f'<p class="note">Lu dans votre message{f" : {words}" if words else ""}.</p>'


def _choice(recorder: Recorder, turn: Turn, definition: FactDefinition, fact: UnderstoodFact | None) -> None:
    """The field that sets a fact, by kind of fact."""
    key = f"set-{turn.key}-{turn.revision}-{definition.name}"
    arguments = (recorder, turn, definition, key)
    values = list(definition.values())
    current = [value for value in (fact.values if fact else ()) if value in values]
    if definition.kind == "nombre":
        held = fact.number if fact else None
        unit = f" ({definition.unit})" if definition.unit else ""
        st.number_input(typo(definition.question + unit), value=held, min_value=0.0, step=1.0, format="%.0f", key=key)
        st.button("Appliquer", key=f"{key}-apply", on_click=_apply, args=arguments)
    elif definition.kind == "choix":
        st.pills(
            typo(definition.question),
            values,
            default=current[0] if current else None,
            format_func=lambda value: typo(definition.value_label(value)),
            key=key,
            on_change=_apply,
            args=arguments,
        )
    else:
        _several(definition, values, current, key)
        st.button("Appliquer", key=f"{key}-apply", on_click=_apply, args=arguments)
    show(f'<p class="note">{shown(definition.why)}</p>')
    _undo(recorder, turn, definition, fact)


def _several(definition: FactDefinition, values: Sequence[str], current: Sequence[str], key: str) -> None:
    if len(values) > SEVERAL:
        st.multiselect(
            typo(definition.question),
            values,
            default=list(current),
            format_func=lambda value: typo(definition.value_label(value)),
            placeholder="Choisir",
            key=key,
        )
        return
    st.pills(
        typo(definition.question),
        values,
        default=list(current),
        selection_mode="multi",
        format_func=lambda value: typo(definition.value_label(value)),
        key=key,
    )


def _undo(recorder: Recorder, turn: Turn, definition: FactDefinition, fact: UnderstoodFact | None) -> None:
    key = f"undo-{turn.key}-{turn.revision}-{definition.name}"
    if any(held.name == definition.name for held in turn.conversation.corrections):
        arguments = (recorder, turn, definition.name)
        st.button("Annuler ma correction", key=key, type="tertiary", on_click=session.uncorrect, args=arguments)
    elif fact and definition.name not in DECIDING:
        removed = Fact(name=definition.name, status=FactStatus.UNKNOWN)
        st.button(
            "Retirer ce point", key=key, type="tertiary", on_click=session.correct, args=(recorder, turn, removed)
        )


def _apply(recorder: Recorder, turn: Turn, definition: FactDefinition, key: str) -> None:
    """Reads a field and corrects the fact; an emptied choice sets nothing."""
    given = st.session_state.get(key)
    if definition.kind == "nombre":
        if given is not None:
            session.correct(recorder, turn, _fact(definition, (), float(given)))
        return
    values = (given,) if isinstance(given, str) else tuple(given or ())
    if values:
        session.correct(recorder, turn, _fact(definition, values))


def _chosen(definition: FactDefinition, value: str) -> Fact:
    """The fact that an answer offered sets: a value, or a number when two of them were said."""
    return _fact(definition, (), float(value)) if definition.kind == "nombre" else _fact(definition, (value,))


def _fact(definition: FactDefinition, values: Sequence[str], measure: float | None = None) -> Fact:
    return Fact(name=definition.name, values=tuple(values), number=measure, status=FactStatus.CORRECTED)


def questions(recorder: Recorder, turn: Turn) -> None:
    """What to ask next, each with why and its answers to click."""
    held = [item for item in turn.answer.questions if item.fact in recorder.advisor.parts.knowledge.facts]
    if not held:
        return
    title = "Une question qui changerait la réponse" if len(held) == 1 else "Deux questions qui changeraient la réponse"
    with st.container(key=f"questions-{turn.key}-{turn.revision}", gap="xxsmall"):
        show(f'<h3 class="section">{shown(title)}</h3>')
        for item in held:
            _question(recorder, turn, item)


def _question(recorder: Recorder, turn: Turn, item: Question) -> None:
    definition = recorder.advisor.parts.knowledge.facts[item.fact]
    show(f'<p><b>{shown(item.text)}</b><br><span class="note">{shown(item.why)}</span></p>')
    key = f"{turn.key}-{turn.revision}-{item.fact}"
    with st.container(horizontal=True, gap="xsmall", key=f"option-{key}"):
        if not item.options:
            held = f"answer-{key}"
            st.number_input(
                definition.unit or definition.label,
                value=None,
                min_value=0.0,
                step=1.0,
                format="%.0f",
                key=held,
                width=200,
                placeholder=typo(definition.unit),
                label_visibility="collapsed",
            )
            st.button("Répondre", key=f"send-{key}", on_click=_apply, args=(recorder, turn, definition, held))
        for value, said in item.options:
            st.button(
                label(capital(said)),
                key=f"say-{key}-{value}",
                on_click=session.correct,
                args=(recorder, turn, _chosen(definition, value)),
            )
