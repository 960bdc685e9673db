"""A workspace over a real journal, and the audit page run on it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from streamlit.testing.v1 import AppTest

from advisor import settings, workspace
from advisor.service import Advisor
from advisor.workspace import Workspace

PROJECT = "On voudrait refaire l'accueil avec les habitants, rien n'est arrêté, ouverture dans un an."
LAW = "Quelle loi impose une concertation pour une ZAC ?"
SOURCES = "Quelle différence entre un usager et un citoyen ?"
OUTSIDE = "Quelle est la recette de la tarte aux pommes ?"
ONE, TWO = "Relecture 1", "Relecture 2"


def opened(advisor: Advisor, folder: Path, readers: tuple[str, ...] = ()) -> Workspace:
    """A workspace whose journal is in a folder."""
    given = {"ADVISOR_DATA": str(folder), "ADVISOR_JOURNAL": f"sqlite:///{folder / 'journal.db'}"}
    return workspace.opened(settings.read(given | {"ADVISOR_READERS": ",".join(readers)}), advisor)


def _page() -> None:
    import streamlit

    from advisor.ui import audit_page

    audit_page.render(streamlit.session_state["work"])


def page(work: Workspace, reader: str = ONE, answer: int | str = 0, more: bool = False) -> AppTest:
    """The audit page under a reader's name, on an answer when one is given; `more` opens the other filters."""
    st.cache_resource.clear()
    app = AppTest.from_function(_page, default_timeout=30)
    app.session_state["work"] = work
    if reader:
        app.session_state["audit-reader"] = reader
    if more:
        app.session_state["audit-more"] = True
    if answer:
        app.query_params["reponse"] = str(answer)
    return app.run()


def view(app: AppTest, name: str) -> AppTest:
    """The page on another of its views."""
    return app.segmented_control(key="audit-view").set_value(name).run()
