"""The journal itself: its chain, verified on demand, and its exports."""

from __future__ import annotations

import streamlit as st

from advisor.journal.chain import Report
from advisor.journal.ports import Journal
from advisor.journal.queue import Filters
from advisor.ui.widgets import section, show
from advisor.ui.words import count, number, shown
from advisor.workspace import Audited

REPORT = "audit-verified"
"""The last verification of the session."""


def render(audited: Audited) -> None:
    """The page."""
    journal = audited.journal
    head, seal = journal.head()
    answers = journal.count(Filters())
    many = f"{count(head, 'entrée')}, dont {count(answers, 'réponse')}."
    why = "Chaque entrée porte le sceau de la précédente : changer un octet d'une seule rompt toute la suite."
    kept = "Gardé ailleurs, il prouve que rien n'a été retiré ni récrit depuis."
    said = (
        f"<p>{shown(f'{many} {why}')}</p>"
        f'<p class="note">Sceau de la dernière : <code>{shown(seal)}</code>. {shown(kept)}</p>'
    )
    show(section("La chaîne", said))
    st.button(
        "Vérifier toute la chaîne", icon=":material/verified:", key="audit-verify", on_click=_verify, args=(journal,)
    )
    report = st.session_state.get(REPORT)
    if isinstance(report, Report):
        show(_told(report))


def _verify(journal: Journal) -> None:
    with st.spinner("Vérification de la chaîne…"):
        st.session_state[REPORT] = journal.verify()


def _told(report: Report) -> str:
    if report.broken:
        return (
            f'<div class="callout grave" role="alert"><b>La chaîne est rompue à l’entrée n° {report.broken.number}.</b>'
            f"<p>{shown(report.broken.why)}</p></div>"
        )
    purged = f", dont {count(report.purged, 'vidée', 'vidées')} par une purge" if report.purged else ""
    said = f"La chaîne tient : {count(report.entries, 'entrée relue', 'entrées relues')}{purged}."
    return f'<p class="change" role="status">{shown(said)} Dernière entrée : n° {number(report.head[0])}.</p>'
