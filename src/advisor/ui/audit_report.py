"""The report for a committee, made when it is asked for."""

from __future__ import annotations

import streamlit as st

from advisor.audit.desk import Desk
from advisor.audit.samples import Scope
from advisor.workspace import Workspace

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def button(work: Workspace, desk: Desk, scope: Scope) -> None:
    """The download of the report on the answers of a scope."""
    today = work.advisor.parts.today
    named = f"echantillon-{scope.sample.number}" if scope.sample else (scope.basis or "ensemble")
    st.download_button(
        "Rapport (docx)",
        lambda: desk.report(today, scope),
        file_name=f"audit-{named}-{today}.docx",
        mime=DOCX,
        key=f"audit-report-{named}",
        icon=":material/description:",
        on_click="ignore",
        help="Le rapport pour un comité : chiffres, intervalles, accord, fautes trouvées, preuve de la chaîne.",
    )
