"""The journal itself: its chain, verified on demand, how long it keeps, and its exports."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from advisor.journal import exports
from advisor.journal.chain import Report
from advisor.journal.ports import Journal
from advisor.journal.queue import Filters
from advisor.ui import audit_filters
from advisor.ui.widgets import section, show
from advisor.ui.words import count, number, shown
from advisor.workspace import Audited, Workspace

REPORT = "audit-verified"
"""The last verification of the session."""
EVERY, FILTERED = "Tout le journal", "La file, telle qu’elle est filtrée"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def render(work: Workspace, audited: Audited) -> None:
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
        f'<p class="note">{shown(_kept(work.kept_days))}</p>'
    )
    show(section("La chaîne", said))
    st.button(
        "Vérifier toute la chaîne", icon=":material/verified:", key="audit-verify", on_click=_verify, args=(journal,)
    )
    report = st.session_state.get(REPORT)
    if isinstance(report, Report):
        show(_told(report))
    _exports(journal)


def _kept(days: int) -> str:
    if not days:
        return "Les contenus sont gardés sans limite de durée (ADVISOR_JOURNAL_DAYS vaut 0)."
    return f"Les contenus sont gardés {count(days, 'jour')}, puis effacés ; les sceaux restent et la chaîne se vérifie."


def _verify(journal: Journal) -> None:
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


# --- exports -----------------------------------------------------------------------------------------------------


def _exports(journal: Journal) -> None:
    show(
        '<h3 class="section part">Exporter</h3><p class="note">JSON lines : les entrées entières, avec leurs sceaux ; '
        "qui les reçoit toutes peut refaire la chaîne. CSV et Excel : une ligne par réponse.</p>"
    )
    filters = audit_filters.chosen()
    chosen = st.radio("Quoi", [EVERY, FILTERED], key="audit-export", horizontal=True, label_visibility="collapsed")
    some = filters if chosen == FILTERED else None
    with st.container(horizontal=True, gap="small"):
        _export("JSON lines", "jsonl", "application/x-ndjson", partial(_lines, journal, some))
        _export("CSV", "csv", "text/csv", partial(_csv, journal, some))
        _export("Excel", "xlsx", EXCEL, partial(_workbook, journal, some))


def _export(title: str, form: str, mime: str, made: Callable[[], bytes]) -> None:
    st.download_button(
        title,
        made,
        file_name=f"journal.{form}",
        mime=mime,
        key=f"audit-export-{form}",
        icon=":material/download:",
        on_click="ignore",
    )


def _numbers(journal: Journal, filters: Filters | None) -> Sequence[int]:
    return exports.everything(journal) if filters is None else journal.numbers(filters)


def _lines(journal: Journal, filters: Filters | None) -> bytes:
    entries = journal.entries() if filters is None else exports.followed(journal, journal.numbers(filters))
    return "".join(exports.lines(entries)).encode()


def _csv(journal: Journal, filters: Filters | None) -> bytes:
    return "".join(exports.csv_lines(journal, _numbers(journal, filters))).encode()


def _workbook(journal: Journal, filters: Filters | None) -> bytes:
    from advisor.journal.workbook import workbook  # slow to load, and only needed here

    written = io.BytesIO()
    workbook(journal, _numbers(journal, filters), written)
    return written.getvalue()
