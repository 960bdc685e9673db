"""Samples: drawn so that anyone can draw them again, read by several without seeing each other."""

from __future__ import annotations

import streamlit as st

from advisor.audit.desk import Desk
from advisor.audit.samples import Progress, Sample, Scope
from advisor.audit.sampling import RISKS, Method
from advisor.errors import AdvisorError
from advisor.journal.ports import Journal
from advisor.journal.queue import Filters
from advisor.ui import audit_filters, audit_report
from advisor.ui.audit_opened import go
from advisor.ui.audit_queue import RUN, Run
from advisor.ui.audit_words import moment
from advisor.ui.widgets import show
from advisor.ui.words import capital, count, label, number, shown
from advisor.workspace import Audited, Workspace

METHODS: dict[Method, str] = {"aléatoire": "Au hasard", "risque": "Selon le risque"}
SIZE = 20
REFUSED, DRAWN = "audit-sample-refused", "audit-sample-drawn"
EVERY, FILTERED = "Toutes les réponses du journal", "La file, telle qu'elle est filtrée"


def render(work: Workspace, audited: Audited, reader: str) -> None:
    """The samples drawn, the latest first, and the form that draws another."""
    journal, desk = audited.journal, audited.desk
    samples = desk.samples()
    with st.expander("Tirer un échantillon", icon=":material/casino:", expanded=not samples, key="audit-draw"):
        _draw(work, journal, desk, reader)
    if refused := st.session_state.pop(REFUSED, ""):
        st.error(label(refused), icon=":material/error:")
    if drawn := st.session_state.pop(DRAWN, ""):
        show(f'<p class="change" role="status">{shown(drawn)}</p>')
    if not samples:
        show('<p class="note">Aucun échantillon n’a encore été tiré.</p>')
    for sample in samples:
        _card(work, desk, sample, reader)


# --- drawing -----------------------------------------------------------------------------------------------------


def _draw(work: Workspace, journal: Journal, desk: Desk, reader: str) -> None:
    left, right = st.columns([3, 2], gap="large")
    with left:
        method = st.segmented_control(
            "Méthode",
            list(METHODS),
            format_func=METHODS.__getitem__,
            default="aléatoire",
            required=True,
            key="audit-method",
        )
        filters = audit_filters.chosen()
        many = {EVERY: journal.count(Filters()), FILTERED: journal.count(filters)}
        st.radio(
            "Parmi", [EVERY, FILTERED], format_func=lambda item: f"{item} ({number(many[item])})", key="audit-among"
        )
        a, b = st.columns(2)
        a.number_input(
            "Nombre de réponses", min_value=1, value=min(SIZE, max(1, many[EVERY])), step=1, key="audit-size"
        )
        b.text_input("Graine", key="audit-seed", placeholder="tirée si elle est vide", max_chars=60)
        _readers(work, reader)
        st.button("Tirer", type="primary", key="audit-draw-now", on_click=_drawn, args=(desk, reader, filters))
    with right:
        show(_explained(method or "aléatoire"))


def _readers(work: Workspace, reader: str) -> None:
    if work.readers:
        st.multiselect(
            "Lecteurs (deux : double lecture)",
            work.readers,
            default=[reader],
            key="audit-readers",
            placeholder="Choisir",
        )
    else:
        st.text_input("Lecteurs, séparés par des virgules (deux : double lecture)", value=reader, key="audit-readers")


def _explained(method: Method) -> str:
    if method == "aléatoire":
        return (
            '<p class="note">Chaque réponse a la même chance. Seul un tel échantillon dit quelque chose de toutes les '
            "réponses : c’est sur lui que les chiffres d’un rapport se fondent.</p><p class='note'>La graine, la "
            "population et le tirage sont scellés dans le journal : chacun peut refaire le tirage.</p>"
        )
    lines = "".join(
        f"<li>{shown(capital(trait))} <span class='note'>× {shown(f'{weight:g}'.replace('.', ','))}</span></li>"
        for trait, weight in RISKS.items()
    )
    return f'<p class="note">Les réponses à risque ont plus de chances d’être tirées :</p><ul class="said">{lines}</ul>'


def _drawn(desk: Desk, reader: str, filters: Filters) -> None:
    state = st.session_state
    named = state.get("audit-readers") or []
    readers = [part.strip() for part in named.split(",")] if isinstance(named, str) else list(named)
    try:
        sample = desk.sample(
            reader,
            int(state.get("audit-size") or SIZE),
            state.get("audit-method") or "aléatoire",
            filters=filters if state.get("audit-among") == FILTERED else None,
            seed=str(state.get("audit-seed") or ""),
            readers=[" ".join(name.split()) for name in readers if name.strip()],
        )
    except AdvisorError as error:
        state[REFUSED] = f"{error.message} {error.remedy}"
        return
    state[DRAWN] = f"Échantillon n° {sample.number} tiré : {count(len(sample.numbers), 'réponse')}."


# --- reading -----------------------------------------------------------------------------------------------------


def _card(work: Workspace, desk: Desk, sample: Sample, reader: str) -> None:
    with st.container(border=True, key=f"audit-sample-{sample.number}"):
        show(_about(sample) + "".join(_bar(item, reader) for item in desk.progress(sample)))
        following = desk.next(sample, reader)
        with st.container(horizontal=True, gap="small"):
            st.button(
                "Lire" if following else "Relire",
                icon=":material/menu_book:",
                type="primary" if following else "secondary",
                key=f"audit-read-{sample.number}",
                on_click=_read,
                args=(sample, following or sample.numbers[0]),
            )
            st.button(
                "Voir dans la file",
                type="tertiary",
                key=f"audit-see-{sample.number}",
                on_click=audit_filters.narrow,
                args=(f"échantillon n° {sample.number}", {"numbers": sample.numbers}),
            )
            audit_report.button(work, desk, Scope(sample=sample))


def _about(sample: Sample) -> str:
    title = f"Échantillon n° {sample.number}"
    drawn = f"{count(len(sample.numbers), 'réponse tirée', 'réponses tirées')} {METHODS[sample.method].lower()}"
    told = f"{drawn} parmi {number(sample.population)}, graine « {sample.seed} »"
    who = f"par {sample.author}, {moment(sample.moment)}"
    sound = "ok" if sample.sound else "grave"
    again = "Tirage refait à l’identique" if sample.sound else "Le tirage ne se refait pas"
    return (
        f'<h3 class="section">{shown(title)} <span class="badge {sound}">{again}</span></h3>'
        f'<p class="note">{shown(told)}, {shown(who)}.</p>'
    )


def _bar(progress: Progress, reader: str) -> str:
    share = round(100 * progress.read / progress.total) if progress.total else 0
    name = "Vous" if progress.reader == reader else progress.reader
    told = f"{progress.read} réponses sur {progress.total}, {count(progress.statements, 'phrase')}"
    return (
        f'<div class="progress"><span>{shown(name)}</span><span class="track" role="img" aria-label="{share} %">'
        f'<span style="width:{share}%"></span></span><span class="note">{shown(told)}</span></div>'
    )


def _read(sample: Sample, first: int) -> None:
    st.session_state[RUN] = Run(f"de l'échantillon n° {sample.number}", sample.numbers, sample.number)
    go(first)
