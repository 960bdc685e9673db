"""What proves an opened answer: its seal, the versions it was made with, its replay, its bundle, its case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from advisor.audit.difference import Difference
from advisor.audit.regression import wrong
from advisor.audit.replay import On, Replay
from advisor.errors import AdvisorError
from advisor.ui.audit_opened import Opened
from advisor.ui.widgets import section, show
from advisor.ui.words import capital, count, label, shown

VERSIONS = {
    "software": "Logiciel",
    "knowledge": "Fiches",
    "index": "Index",
    "decision": "Modèle de décision",
    "encoder": "Encodeur",
    "prompt": "Consigne",
    "model": "Modèle de langue",
    "snapshot": "Version conservée",
}
TIMES = {"total": "réponse", "candidates": "recherche gardée pour l'audit"}
ON: dict[On, str] = {"siennes": "sur ses propres versions", "aujourd'hui": "sur celles d'aujourd'hui"}
REPLAY, CASE = "audit-replay", "audit-case"
"""The last replay of the session with the answer it is of, and the last case made."""
LONG = 400
"""Characters shown of each side of a difference."""


def render(opened: Opened) -> None:
    """The tab: replay, then what leaves the app, then the versions and the seal."""
    left, right = st.columns([3, 2], gap="large")
    with left:
        _replay(opened)
    with right:
        _leaves(opened)
    stored = opened.stored
    show(section("Sceau et versions", _versions(stored.versions, stored.seal, stored.timings_ms)), classes="part")


# --- replay ------------------------------------------------------------------------------------------------------


def _replay(opened: Opened) -> None:
    show(
        '<h3 class="section">Rejouer</h3><p class="note">La même question est reposée : sur les fiches, les textes et '
        "le logiciel d’alors, ou sur ceux d’aujourd’hui. Rien n’est écrit.</p>"
    )
    with st.container(horizontal=True, gap="small"):
        for on, named in ON.items():
            st.button(
                f"Rejouer {label(named)}",
                key=f"audit-replay-{on}",
                icon=":material/replay:",
                on_click=_run,
                args=(opened, on),
            )
    held = st.session_state.get(REPLAY)
    if held and held[0] == opened.number:
        show(_result(held[1]) if isinstance(held[1], Replay) else _failed(str(held[1])))


def _run(opened: Opened, on: On) -> None:
    try:
        with st.spinner("Rejeu en cours…"):
            made: Replay | str = opened.audited.proof.replay(opened.number, on)
    except AdvisorError as error:
        made = f"{error.message} {error.remedy}"
    st.session_state[REPLAY] = (opened.number, made)


def _failed(told: str) -> str:
    return f'<div class="callout grave" role="status"><b>Rejeu impossible.</b><p>{shown(told)}</p></div>'


def _result(replay: Replay) -> str:
    """What a replay gave, as HTML: the same bytes, or each difference, the gravest first."""
    notes = "".join(f'<p class="note">{shown(note)}</p>' for note in replay.notes)
    named = ON[replay.on]
    if replay.same:
        said = f"Rejouée {named} : la réponse est la même, octet pour octet, aux durées près."
        return f'<p class="change" role="status">{shown(said)}</p>{notes}'
    if replay.after is None:
        return _failed(" ".join(replay.notes))
    many = count(len(replay.differences), "différence")
    lines = "".join(_difference(item) for item in replay.differences)
    return f'<p role="status"><b>{shown(f"Rejouée {named} : {many}.")}</b></p>{notes}<ul class="changes">{lines}</ul>'


def _difference(item: Difference) -> str:
    kind = item.gravity if item.gravity in {"grave", "notable"} else ""
    sides = "".join(
        f'<p class="note"><b>{side}</b> {shown(text[:LONG])}</p>'
        for side, text in (("Avant :", item.before), ("Après :", item.after))
        if text and len(item.before) + len(item.after) > LONG // 2
    )
    return f'<li class="{kind}">{shown(capital(item.text))}{sides}</li>'


# --- what leaves the app -----------------------------------------------------------------------------------------


def _leaves(opened: Opened) -> None:
    number, proof = opened.number, opened.audited.proof
    show(
        '<h3 class="section">Prouver</h3><p class="note">Un seul fichier : la réponse, ses passages, ses versions, les '
        "verdicts et la chaîne. Un tiers le vérifie sans cette application, avec le script qu’il contient.</p>"
    )
    st.download_button(
        "Dossier de preuve",
        lambda: proof.bundle(number)[1],
        file_name=f"preuve-{number:06d}.zip",
        mime="application/zip",
        key=f"audit-bundle-{number}",
        icon=":material/folder_zip:",
        on_click="ignore",
    )
    faults = [entry for entry in opened.about if entry.kind == "verdict" and wrong(entry)]
    mine = [entry for entry in faults if entry.author == opened.reader]
    if mine:
        show(
            '<h3 class="section part">Ne plus se tromper</h3><p class="note">Votre verdict devient un cas que les '
            "tests rejouent à chaque changement, jusqu’à ce que la réponse soit juste.</p>"
        )
        st.button(
            "En faire un cas de régression",
            key=f"audit-case-{number}",
            icon=":material/bug_report:",
            on_click=_case,
            args=(opened, mine[-1].number),
        )
    held = st.session_state.get(CASE)
    if held and held[0] == number:
        show(f'<p class="note" role="status">{shown(held[1])}</p>')


def _case(opened: Opened, verdict: int) -> None:
    try:
        told = f"Cas écrit : {opened.audited.proof.case(verdict).name}."
    except (AdvisorError, OSError) as error:
        told = f"Le cas n'a pas pu être écrit. {error}"
    st.session_state[CASE] = (opened.number, told)


# --- seal and versions -------------------------------------------------------------------------------------------


def _versions(versions: Mapping[str, Any], seal: str, timings: Mapping[str, Any]) -> str:
    rows = [(VERSIONS.get(name, capital(name)), str(value)) for name, value in versions.items() if value]
    rows.append(("Sceau de l'entrée", seal))
    said = "".join(f"<dt>{shown(name)}</dt><dd><code>{shown(value)}</code></dd>" for name, value in rows)
    took = ", ".join(f"{TIMES.get(name, name)} {float(value):.0f} ms" for name, value in timings.items())
    return f"<dl>{said}</dl>" + (f'<p class="note part">{shown(f"Durées : {took}.")}</p>' if took else "")
