"""The Streamlit application: builds the service once and shows its pages."""

from __future__ import annotations

import streamlit as st

from advisor import settings, wiring, workspace
from advisor.errors import AdvisorError
from advisor.ui import about, audit_page, chat, law_page, sources, theme
from advisor.workspace import Workspace

st.set_page_config(
    page_title="advisor : la place des usagers dans un projet public",
    page_icon=str(theme.ICON),
    layout="wide",
    initial_sidebar_state="collapsed",
)


@st.cache_resource(show_spinner="Préparation des sources, une minute au plus la première fois…")
def opened() -> Workspace:
    """The service, over an index made first when there is none, and its journal."""
    read = settings.read()
    return workspace.opened(read, wiring.ready(read))


def main() -> None:
    """Shows the page asked for, or why the service cannot start."""
    try:
        work = opened()
    except AdvisorError as error:
        st.error(f"{error.message}\n\n{error.remedy}", icon=":material/error:")
        return
    st.navigation(
        [
            st.Page(lambda: chat.render(work.recorder), title="Conseil", url_path="conseil", default=True),
            st.Page(lambda: law_page.render(work.advisor), title="Droit", url_path="droit"),
            st.Page(lambda: sources.render(work.advisor), title="Sources", url_path="sources"),
            st.Page(lambda: audit_page.render(work), title="Audit", url_path="audit"),
            st.Page(lambda: about.render(work.advisor, work.told_days), title="Comment ça marche", url_path="comment"),
        ],
        position="top",
    ).run()


main()
