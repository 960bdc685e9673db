"""The figures of the audit: precision and recall with their intervals, whole and by group; agreement of readers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from advisor import french
from advisor.audit.agreement import Agreement
from advisor.audit.figures import AXES, MEASURES, Figures
from advisor.audit.intervals import Share
from advisor.audit.samples import Sample, Scope
from advisor.audit.sampling import Method
from advisor.ui import audit_charts, audit_report
from advisor.ui.widgets import section, show
from advisor.ui.words import capital, count, shown
from advisor.workspace import Audited, Workspace

BASES: dict[str, Method | None] = {
    "Réponses tirées au hasard": "aléatoire",
    "Toutes les réponses jugées": None,
    "Réponses tirées selon le risque": "risque",
}
WEEK = "semaine"
GROUPS = 25
"""Groups drawn on a chart; the table holds them all."""
TOLD = {
    "citation_precision": "citations dont la phrase est soutenue",
    "citation_recall": "phrases soutenues par leur citation",
    "advice_right": "réponses jugées justes",
    "advice_precision": "réponses jugées justes ou défendables",
    "advice_recall": "questions qui ont eu leur réponse",
}


def render(work: Workspace, audited: Audited) -> None:
    """The page of figures."""
    desk = audited.desk
    samples = desk.samples()
    chosen = st.selectbox(
        "Sur quoi compter",
        [*BASES, *samples],
        format_func=lambda item: f"Échantillon {item.title}" if isinstance(item, Sample) else item,
        key="audit-basis",
    )
    scope = Scope(sample=chosen) if isinstance(chosen, Sample) else Scope(basis=BASES[str(chosen)])
    figures = desk.figures(scope)
    if not figures.whole.answers:
        show(
            '<p class="note" role="status">Aucune réponse jugée ici. Tirez un échantillon, lisez-le, et les chiffres '
            "viendront.</p>"
        )
        return
    show(_caution(scope) + _whole(figures))
    _groups(figures)
    show(_agreement("Accord des lecteurs", *desk.agreement(scope)))
    audit_report.button(work, desk, scope)


def _caution(scope: Scope) -> str:
    method = scope.sample.method if scope.sample else scope.basis
    if method == "aléatoire":
        return ""
    return (
        '<div class="callout"><b>À lire avec prudence.</b><p>Ces réponses n’ont pas été choisies au hasard : leurs '
        "chiffres ne disent rien de toutes les autres.</p></div>"
    )


def _whole(figures: Figures) -> str:
    cards = "".join(_card(MEASURES[name], TOLD[name], getattr(figures.whole, name)) for name in MEASURES)
    many = f"{count(figures.whole.answers, 'réponse')}, {count(figures.whole.statements, 'phrase')}"
    open_ = figures.open_disagreements
    waiting = f" {count(open_, 'désaccord en attente, compté', 'désaccords en attente, comptés')} au plus sévère."
    told = f"{many}. Intervalles de Wilson à 95 %.{waiting if open_ else ''}"
    return f'<div class="figures">{cards}</div><p class="note part">{shown(told)}</p>'


def _card(title: str, told: str, share: Share) -> str:
    if share.value is None:
        return f'<div class="figure"><p class="eyebrow">{shown(title)}</p><p class="big">—</p></div>'
    between = f"entre {percent(share.low)} et {percent(share.high)}"
    return (
        f'<div class="figure"><p class="eyebrow">{shown(title)}</p><p class="big">{shown(percent(share.value))}</p>'
        f'<p class="note">{shown(between)}<br>{shown(f"{share.right} sur {share.judged} {told}")}</p></div>'
    )


def percent(value: float | None) -> str:
    """A share as a percentage: « 87 % »; a dash for none."""
    return "—" if value is None else french.percent(value)


# --- by group ----------------------------------------------------------------------------------------------------


def _groups(figures: Figures) -> None:
    show('<h3 class="section part">Par groupe</h3>')
    a, b = st.columns(2)
    axis = str(
        a.segmented_control("Par", list(AXES), format_func=capital, default=WEEK, required=True, key="audit-axis")
    )
    measure = b.selectbox("Mesure", list(MEASURES.values()), key="audit-measure")
    rows = [row for row in figures.rows(axis) if row["mesure"] == measure]
    if not rows:
        show('<p class="note">Rien n’a été jugé pour cette mesure.</p>')
        return
    if axis != WEEK:
        rows.sort(key=lambda row: (-int(str(row["jugés"])), str(row["groupe"])))
    audit_charts.shares(rows[:GROUPS], measure, over_time=axis == WEEK)
    show(f"<details><summary>Les nombres</summary>{_table(rows)}</details>")


def _table(rows: Sequence[Mapping[str, Any]]) -> str:
    lines = "".join(
        f'<tr><th scope="row">{shown(str(row["groupe"]))}</th><td>{shown(percent(row["valeur"]))}</td>'
        f"<td>{shown(percent(row['bas']))} à {shown(percent(row['haut']))}</td>"
        f"<td>{row['justes']} sur {row['jugés']}</td></tr>"
        for row in rows
    )
    heads = "".join(f'<th scope="col">{title}</th>' for title in ("Groupe", "Part", "Intervalle", "Compte"))
    return f'<table class="matrix plain"><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table>'


# --- agreement ---------------------------------------------------------------------------------------------------


def _agreement(title: str, statements: Sequence[Agreement], advice: Sequence[Agreement]) -> str:
    rows = [*((pair, "Phrases") for pair in statements), *((pair, "Réponses") for pair in advice)]
    if not rows:
        said = '<p class="note">Deux lecteurs n’ont encore rien lu en commun.</p>'
    else:
        lines = "".join(_pair(pair, on) for pair, on in rows)
        names = ("Lecteurs", "Sur", "Lus en commun", "D’accord", "Kappa de Cohen")
        heads = "".join(f'<th scope="col">{name}</th>' for name in names)
        said = f'<table class="matrix plain"><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table>'
    note = (
        '<p class="note part">Le kappa compte l’accord au-delà du hasard, sur ce que chacun a jugé sans voir l’autre. '
        "Ses mots viennent de Landis et Koch (1977).</p>"
    )
    return f'<div class="part">{section(title, said + note)}</div>'


def _pair(pair: Agreement, on: str) -> str:
    kappa = "—" if pair.kappa is None else f"{pair.kappa:.2f}".replace(".", ",")
    return (
        f'<tr><th scope="row">{shown(" et ".join(pair.readers))}</th><td>{on}</td><td>{pair.items}</td>'
        f"<td>{pair.agreed} ({shown(percent(pair.observed))})</td><td><b>{kappa}</b> {shown(pair.reading)}</td></tr>"
    )
