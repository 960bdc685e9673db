"""The verdict on one item: a key per value, a comment, a proposed correction, and what others said once one has."""

from __future__ import annotations

import streamlit as st

from advisor.audit.judging import Proposal
from advisor.audit.readings import Reading
from advisor.errors import AdvisorError
from advisor.ui import audit_evidence
from advisor.ui.audit_opened import Opened
from advisor.ui.audit_words import KEYS, MEANINGS, SIGNS, moment, tone
from advisor.ui.widgets import show
from advisor.ui.words import capital, label, shown, typo

SAID, REFUSED = "audit-said", "audit-refused"
"""What the last verdict did, or why it was not signed, in the session."""


def position(opened: Opened) -> int:
    """The item in view: the one chosen, else the first that the reader has not judged."""
    key = _key(opened)
    if key not in st.session_state:
        st.session_state[key] = _unjudged(opened, 0)
    return max(0, min(int(st.session_state[key]), len(opened.items) - 1))


def move(opened: Opened, at: int) -> None:
    """Puts another item of an answer in view."""
    st.session_state[_key(opened)] = at
    for told in (SAID, REFUSED):
        st.session_state.pop(told, None)


def _key(opened: Opened) -> str:
    return f"audit-at-{opened.number}-{opened.reader}"


def _unjudged(opened: Opened, after: int) -> int:
    """The first item not judged from a rank on, turning once; the answer as a whole when all are."""
    many = len(opened.items)
    order = [*range(after, many), *range(after)]
    return next((rank for rank in order if not opened.mine(opened.items[rank])), many - 1)


def form(opened: Opened, at: int) -> None:
    """The keys of the verdicts, the comment, and what is known of the verdicts given."""
    name = opened.items[at]
    reading = opened.readings[name]
    field = f"{opened.number}-{name or 'ensemble'}"
    with st.container(horizontal=True, gap="xsmall", key=f"audit-verdicts-{field}"):
        for value in reading.item.values:
            st.button(
                capital(value),
                key=f"audit-say-{field}-{value}",
                type="primary" if opened.mine(name) == value else "secondary",
                shortcut=KEYS[value],
                help=typo(capital(MEANINGS[value])),
                on_click=_give,
                args=(opened, at, value, field),
            )
    _notes(opened, at, reading, field)
    _around(opened, at)
    _told(reading)


def _notes(opened: Opened, at: int, reading: Reading, field: str) -> None:
    """The comment, and the correction of a fiche that one proposes."""
    mine = reading.mine
    st.text_area(
        "Commentaire",
        value=mine.comment if mine else "",
        key=f"audit-comment-{field}",
        height=80,
        placeholder="Facultatif ; il est signé avec le verdict.",
    )
    statement = opened.statement(at)
    answer = opened.stored.answer
    names = audit_evidence.fiches_of(answer, statement) if statement else _all_fiches(opened)
    if not names:
        return
    fiches = opened.work.advisor.parts.knowledge.fiches
    with st.expander("Proposer une correction de fiche", icon=":material/edit_note:", key=f"audit-proposal-{field}"):
        st.selectbox(
            "Fiche",
            names,
            format_func=lambda item: f"{typo(fiches[item].title)} ({item})" if item in fiches else item,
            key=f"audit-fiche-{field}",
        )
        st.text_area(
            "Texte proposé",
            value=mine.proposal.text if mine and mine.proposal else "",
            key=f"audit-text-{field}",
            height=100,
            placeholder="Ce que la fiche devrait dire. Le verdict suivant l’emporte avec lui.",
        )


def _all_fiches(opened: Opened) -> list[str]:
    return list(dict.fromkeys(held.fiche for held in opened.stored.answer.statements if held.fiche))


def _around(opened: Opened, at: int) -> None:
    last = len(opened.items) - 1
    with st.container(horizontal=True, gap="xsmall", key="audit-around"):
        _move("Phrase précédente", "audit-back", opened, at - 1, at > 0, "Left")
        _move("Phrase suivante", "audit-forth", opened, at + 1, at < last, "Right")
        _move("Ensemble", "audit-whole", opened, last, at < last, "E")


def _move(title: str, key: str, opened: Opened, at: int, there: bool, shortcut: str) -> None:
    st.button(title, key=key, type="tertiary", disabled=not there, on_click=move, args=(opened, at), shortcut=shortcut)


def _give(opened: Opened, at: int, value: str, field: str) -> None:
    """Signs a verdict and puts the next item to judge in view; a refusal is said and nothing is lost."""
    st.session_state.pop(SAID, None)
    st.session_state.pop(REFUSED, None)
    text = opened.work.masked(str(st.session_state.get(f"audit-text-{field}") or "").strip())
    fiche = str(st.session_state.get(f"audit-fiche-{field}") or "")
    try:
        signed = opened.audited.desk.judge(
            opened.number,
            opened.reader,
            value,
            statement=opened.items[at],
            comment=opened.work.masked(str(st.session_state.get(f"audit-comment-{field}") or "")),
            proposal=Proposal(fiche=fiche, text=text) if text else None,
            sample=opened.run.sample,
        )
    except AdvisorError as error:
        st.session_state[REFUSED] = f"{error.message} {error.remedy}"
        return
    st.session_state[SAID] = (opened.number, _signed(opened, opened.items[at], value, signed.number))
    opened = opened.refreshed()
    if not all(opened.mine(name) for name in opened.items):
        st.session_state[_key(opened)] = _unjudged(opened, (at + 1) % len(opened.items))


def _signed(opened: Opened, name: str, value: str, number: int) -> str:
    """What a verdict did, and what the others had said, now that it can be seen."""
    after = opened.refreshed()
    told = f"Signé : {value}, entrée n° {number}."
    others = [f"{verdict.reader} avait dit : {verdict.value}." for verdict in after.readings[name].others]
    done = ["Lecture terminée."] if all(after.mine(held) for held in after.items) else []
    return " ".join((told, *others, *done))


def said(opened: Opened) -> str:
    """What the last verdict on this answer did; empty before the first."""
    number, told = st.session_state.get(SAID) or (0, "")
    return str(told) if number == opened.number else ""


def refused() -> None:
    """Shows why the last verdict was not signed, when it was not."""
    if told := st.session_state.get(REFUSED):
        st.error(label(told), icon=":material/error:")


def _told(reading: Reading) -> None:
    """The verdicts a reader may see: one's own, then the others' once one has given one's own."""
    lines = []
    if reading.mine:
        told = f"Vous : {reading.mine.value}, le {moment(reading.mine.moment)}."
        lines.append(_line(reading.mine.value, told, reading.mine.comment))
    for verdict in reading.others:
        lines.append(_line(verdict.value, f"{verdict.reader} : {verdict.value}.", verdict.comment))
    if reading.resolution:
        lines.append(
            _line(reading.resolution.value, f"Tranché : {reading.resolution.value}.", reading.resolution.comment)
        )
    elif reading.held and reading.held.how == "désaccord":
        lines.append("<li><b>Désaccord.</b> Il se tranche dans « Désaccords ».</li>")
    if reading.hidden:
        noun = "Un autre lecteur a" if reading.hidden == 1 else f"{reading.hidden} autres lecteurs ont"
        lines.append(f"<li>{shown(f'{noun} déjà jugé : son verdict s’affichera après le vôtre.')}</li>")
    show(f'<ul class="plain given">{"".join(lines)}</ul>' if lines else "")


def _line(value: str, told: str, comment: str) -> str:
    more = f" {shown(f'« {comment} »')}" if comment else ""
    return f'<li><span class="sign {tone(value)}">{SIGNS[value]}</span> {shown(told)}{more}</li>'
