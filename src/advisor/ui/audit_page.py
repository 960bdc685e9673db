"""The audit: who reads, then the queue, samples, disagreements, figures, use of the sources and the journal itself."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from advisor.domain.answer import Citation
from advisor.errors import AdvisorError
from advisor.recording import UNKEPT
from advisor.ui import (
    audit_answer,
    audit_disagreements,
    audit_figures,
    audit_filters,
    audit_journal,
    audit_queue,
    audit_reader,
    audit_samples,
    audit_use,
    audit_verdict,
    theme,
)
from advisor.ui.audit_evidence import SCOPE
from advisor.ui.audit_opened import ANSWER, TARGET, Opened, go, number_of
from advisor.ui.citations import open_passage
from advisor.ui.sources import resolved
from advisor.ui.widgets import show
from advisor.ui.words import label, shown
from advisor.workspace import Audited, Workspace

VIEW, PENDING = "audit-view", "audit-pending"
VIEWS = ("File", "Échantillons", "Désaccords", "Chiffres", "Sources", "Journal")


def render(work: Workspace) -> None:
    """The page."""
    theme.apply()
    audit_filters.keep()
    if pending := st.session_state.pop(PENDING, ""):
        _narrow(pending)
    audited = work.audited
    if audited is None:
        _title()
        st.info(label(_absent(work.recorder.absent)))
        theme.bridge()
        return
    named = st.query_params.get(ANSWER, "")
    if not named:
        _title()
    reader = audit_reader.choose(work.readers)
    if not reader:
        theme.bridge()
        return
    try:
        if named:
            opened = audit_answer.render(work, audited, reader, number_of(named))
            _follow(work, audited, opened, *_moment(opened))
        else:
            left = st.session_state.pop("audit-left", "")
            _view(work, audited, reader)
            _follow(work, audited, None, f"row-{left}" if left else "", "", f"left-{left}")
    except AdvisorError as error:
        st.error(f"{label(error.message)} {label(error.remedy)}", icon=":material/error:")
        theme.bridge()


def _absent(told: str) -> str:
    """Why there is nothing to read, from what users are told with each answer."""
    if told == UNKEPT:
        return "Aucun journal n'est tenu (ADVISOR_JOURNAL vaut « aucun ») : il n'y a rien à relire."
    return f"Le journal ne s'ouvre pas : {told.partition(' : ')[2]}"


def _title() -> None:
    show(
        '<h1 class="title">Audit</h1><p class="lead">Chaque réponse donnée, avec ce qui la porte : relisez, jugez, '
        "rejouez, prouvez.</p>"
    )


def _view(work: Workspace, audited: Audited, reader: str) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="audit-bar"):
        view = st.segmented_control(
            "Vue", VIEWS, default=VIEWS[0], required=True, key=VIEW, label_visibility="collapsed"
        )
        with st.popover(label(reader), icon=":material/person:", type="tertiary"):
            show(f"<p>Vous lisez sous le nom de <b>{shown(reader)}</b>.</p>")
            st.button("Changer de lecteur", key="audit-leave", on_click=audit_reader.leave)
    views: dict[str, Callable[[], None]] = {
        "File": lambda: audit_queue.render(work, audited, reader),
        "Échantillons": lambda: audit_samples.render(work, audited, reader),
        "Désaccords": lambda: audit_disagreements.render(work, audited, reader),
        "Chiffres": lambda: audit_figures.render(work, audited),
        "Sources": lambda: audit_use.render(work, audited),
        "Journal": lambda: audit_journal.render(work, audited),
    }
    views[view or VIEWS[0]]()


def _moment(opened: Opened | None) -> tuple[str, str, str]:
    """What is brought into view when an answer opens, what a screen reader says, and when it is new."""
    if opened is None:
        return "", "", ""
    at = audit_verdict.position(opened)
    done = sum(bool(opened.mine(name)) for name in opened.items)
    statement = opened.statement(at)
    said = audit_verdict.said(opened)
    told = f"{said} {statement.text if statement else 'La réponse dans son ensemble'}".strip()
    moment = f"{opened.number}-{at}-{done}"
    first = st.session_state.get("audit-seen") != opened.number
    st.session_state["audit-seen"] = opened.number
    return (TARGET if first else ""), told, moment


def _follow(work: Workspace, audited: Audited, opened: Opened | None, target: str, say: str, moment: str) -> None:
    """Opens the answer, the statement or the passage of the link just clicked."""
    clicked = theme.bridge(target=target, say=say, moment=moment)
    kind, _, name = clicked.partition(":")
    if kind == "n" and (number := number_of(name)):
        if opened is None:
            audit_queue.opened(audited.journal, number)
        go(number)
        st.rerun()
    if kind == "q" and opened is None:
        st.session_state[PENDING] = name  # the widgets of this run can no longer be set
        st.rerun()
    if kind == "i" and name.isdigit() and opened:
        audit_verdict.move(opened, int(name))
        st.rerun()
    if clicked and (citation := _citation(work, opened, clicked)):
        answer = opened.stored.answer if opened else None
        carried = [said.text for said in answer.statements if citation.id in said.citations] if answer else []
        open_passage(work.advisor, citation, carried)


def _citation(work: Workspace, opened: Opened | None, clicked: str) -> Citation | None:
    kind, _, name = clicked.partition(":")
    if kind == SCOPE and opened:
        return next((held for held in opened.stored.answer.citations if held.id == name), None)
    return resolved(work.advisor, clicked)


def _narrow(reference: str) -> None:
    """Shows in the queue the answers that hold a fiche, a source, a passage, or that are numbered."""
    criterion, _, value = reference.partition(":")
    titles = {"fiches": f"fiche {value}", "sources": f"source {value}", "passages": f"passage {value}"}
    if criterion == "numbers":
        numbers = tuple(int(part) for part in value.split(",") if part.isdigit())
        audit_filters.narrow("thème sans réponse", {criterion: numbers})
    elif criterion in titles:
        audit_filters.narrow(titles[criterion], {criterion: (value,)})
