"""Disagreements between readers: what each said, side by side, and the word that settles it."""

from __future__ import annotations

import streamlit as st

from advisor.audit.desk import Desk
from advisor.audit.judging import Item, Verdict
from advisor.audit.readings import Disagreement
from advisor.audit.stored import read
from advisor.errors import AdvisorError
from advisor.ui import audit_evidence
from advisor.ui.audit_words import MEANINGS, SIGNS, moment, tone
from advisor.ui.widgets import show
from advisor.ui.words import capital, count, label, shown, typo
from advisor.workspace import Audited, Workspace

PAGE = 10
"""Disagreements shown at once: each opens its answer."""
REFUSED, SETTLED = "audit-resolve-refused", "audit-resolved"


def render(work: Workspace, audited: Audited, reader: str) -> None:
    """The disagreements that nothing settles yet."""
    desk = audited.desk
    if refused := st.session_state.pop(REFUSED, ""):
        st.error(label(refused), icon=":material/error:")
    if settled := st.session_state.pop(SETTLED, ""):
        show(f'<p class="change" role="status">{shown(settled)}</p>')
    held = desk.disagreements()
    awaited = [item for item in held if _awaited(desk, item, reader)]
    opened = [item for item in held if item not in awaited]
    if not held:
        show('<p class="note">Aucun désaccord en attente. Il en naît un quand deux lecteurs jugent autrement.</p>')
        return
    show(f'<p class="note" role="status">{shown(count(len(opened), "désaccord"))} à trancher.</p>')
    if awaited:
        noun = count(len(awaited), "autre")
        show(f'<p class="note">{shown(f"{noun} : jugez d’abord la réponse, vous êtes l’un de ses lecteurs.")}</p>')
    for item in opened[:PAGE]:
        _card(work, audited, item, reader)


def _awaited(desk: Desk, found: Disagreement, reader: str) -> bool:
    """Whether a reader is still to judge the item in a sample, and must not see what others said."""
    if any(verdict.reader == reader for verdict in found.verdicts):
        return False
    return any(reader in sample.readers and found.item.answer in sample.numbers for sample in desk.samples())


def _card(work: Workspace, audited: Audited, found: Disagreement, reader: str) -> None:
    item = found.item
    key = f"{item.answer}-{item.statement or 'ensemble'}"
    with st.container(border=True, key=f"audit-differ-{key}"):
        show(_about(work, audited, found))
        value = st.segmented_control(
            "Ce qui est retenu",
            item.values,
            format_func=capital,
            key=f"audit-settle-{key}",
            help=typo(" ; ".join(f"{held} : {MEANINGS[held]}" for held in item.values)),
        )
        st.text_input("Ce qui a tranché", key=f"audit-why-{key}", placeholder="une phrase, signée avec la résolution")
        st.button(
            "Trancher",
            key=f"audit-resolve-{key}",
            type="primary",
            disabled=not value,
            on_click=_settle,
            args=(work, audited, item, reader, key),
        )


def _about(work: Workspace, audited: Audited, found: Disagreement) -> str:
    """The statement, its passage, and each verdict with its comment, as HTML."""
    item = found.item
    entry = audited.journal.entry(item.answer)
    stored = read(entry) if entry else None
    said = "".join(_column(verdict) for verdict in found.verdicts)
    verdicts = f'<div class="columns verdicts">{said}</div>'
    address = f'<a href="?reponse={item.answer}" data-cite="n:{item.answer}">Ouvrir la réponse n° {item.answer}</a>'
    if stored is None:
        return f'<p class="note">{address}</p>{verdicts}'
    answer = stored.answer
    statement = next((held for held in answer.statements if held.id == item.statement), None)
    text = statement.text if statement else answer.headline
    proof = audit_evidence.passages(work.advisor, answer, statement, work.terms) if statement else ""
    folded = f"<details><summary>Voir le passage</summary>{proof}</details>" if proof else ""
    what = f"{'Phrase' if statement else 'Réponse dans son ensemble'} · {stored.message[:120]}"
    return (
        f'<p class="eyebrow">{shown(what)}</p>'
        f'<p class="stated">{shown(text)}</p>{folded}{verdicts}<p class="note">{address}</p>'
    )


def _column(verdict: Verdict) -> str:
    comment = f"<p>{shown(f'« {verdict.comment} »')}</p>" if verdict.comment else ""
    blind = "sans voir l’autre" if verdict.blind else "après avoir vu l’autre"
    return (
        f'<div class="item"><h4><span class="sign {tone(verdict.value)}">{SIGNS[verdict.value]}</span> '
        f"{shown(capital(verdict.value))}</h4><p class='note'>{shown(verdict.reader)}, "
        f"{shown(moment(verdict.moment))}, {blind}</p>{comment}</div>"
    )


def _settle(work: Workspace, audited: Audited, item: Item, reader: str, key: str) -> None:
    value = str(st.session_state.get(f"audit-settle-{key}") or "")
    why = str(st.session_state.get(f"audit-why-{key}") or "")
    try:
        made = audited.desk.resolve(item.answer, reader, value, work.masked(why), statement=item.statement)
    except AdvisorError as error:
        st.session_state[REFUSED] = f"{error.message} {error.remedy}"
        return
    st.session_state[SETTLED] = f"Tranché : {made.value}, entrée n° {made.number}."
