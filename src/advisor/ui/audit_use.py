"""The sources under audit: what each is used for, what is contested, what is never used, what the corpus lacks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import streamlit as st

from advisor.audit.desk import Desk
from advisor.audit.usage import FicheUse, PassageUse, SourceUse, Theme, Usage
from advisor.ui.widgets import section, show
from advisor.ui.words import KINDS, attribute, capital, count, number, shown
from advisor.workspace import Audited, Workspace

COUNTED = "audit-usage"
"""The last count of the session, with the seal of the journal's head."""
SHOWN = 15
"""Rows of a table before the fold."""
THEMES = 12
LAST = 2000
"""Entries whose passages are counted."""


def render(work: Workspace, audited: Audited) -> None:
    """The page: what is missing first, then fiches, sources and passages."""
    desk = audited.desk
    use = _counted(audited)
    gaps, fiches, never, passages = st.tabs(
        ["Ce qui manque", "Fiches et sources", f"Jamais employées ({len(use.unused)})", "Passages"], key="audit-use"
    )
    with gaps:
        show(_gaps(use.gaps))
    with fiches:
        show(section("Les sources", _table(("Source", "Réponses", "Jugées", "Contestées"), map(_source, use.sources))))
        titles = ("Fiche", "Réponses", "Jugées", "Contestées")
        contested = sorted(use.fiches, key=lambda item: (-item.contested, -item.answers))
        show(section("Les fiches, les plus contestées d’abord", _table(titles, map(_fiche, contested))), classes="part")
    with never:
        show(_unused(use.unused))
    with passages:
        _passages(work, desk)


def _counted(audited: Audited) -> Usage:
    """The use of the sources, counted again when the journal has grown."""
    seal = audited.journal.head()[1]
    held = st.session_state.get(COUNTED)
    if held is None or held[0] != seal:
        with st.spinner("Lecture des réponses jugées…"):
            held = st.session_state[COUNTED] = (seal, audited.desk.usage())
    use: Usage = held[1]
    return use


def _gaps(themes: Sequence[Theme]) -> str:
    if not themes:
        return '<p class="note">Aucune question n’est restée sans réponse.</p>'
    total = sum(theme.questions for theme in themes)
    items = []
    for theme in themes[:THEMES]:
        numbers = ",".join(map(str, theme.numbers))
        link = _opening(f"q:numbers:{numbers}", count(theme.questions, "question"), f"Questions : {theme.name}")
        said = "".join(f"<li>{shown(text)}</li>" for text in theme.examples)
        items.append(
            f'<div class="item"><h4>{shown(capital(theme.name))} <span class="note">{link}</span></h4>'
            f'<ul class="said">{said}</ul></div>'
        )
    rest = f" Les {THEMES} plus larges thèmes sont montrés." if len(themes) > THEMES else ""
    lead = f"{count(total, 'question')} sans réponse, en {count(len(themes), 'thème')}.{rest}"
    note = "C'est ce que le corpus devrait contenir ensuite, ou ce qu'il faut dire ne pas savoir."
    return f'<p class="note">{shown(f"{lead} {note}")}</p><div class="cards">{"".join(items)}</div>'


def _opening(reference: str, text: str, title: str) -> str:
    held = attribute(reference)
    return f'<a href="#{held}" data-cite="{held}" title="{attribute(title)}">{shown(text)}</a>'


def _source(use: SourceUse) -> tuple[str, ...]:
    link = _opening(f"q:sources:{use.source}", use.title, "Voir ses réponses dans la file")
    return (link, *_counts(use.answers, use.judged, use.contested))


def _fiche(use: FicheUse) -> tuple[str, ...]:
    link = _opening(f"q:fiches:{use.fiche}", use.title, "Voir ses réponses dans la file")
    return (f'{link} <span class="note">{shown(use.fiche)}</span>', *_counts(use.answers, use.judged, use.contested))


def _counts(used: int, judged: int, contested: int) -> tuple[str, str, str]:
    said = f'<b class="bad">{number(contested)}</b>' if contested else "0"
    return number(used), number(judged), said


def _table(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Rows of HTML cells under their titles, the first ones open, the others folded."""
    lines = [
        f'<tr><th scope="row">{row[0]}</th>' + "".join(f'<td class="many">{cell}</td>' for cell in row[1:]) + "</tr>"
        for row in rows
    ]
    if not lines:
        return '<p class="note">Aucune réponse n’a encore rien cité.</p>'
    heads = "".join(f'<th scope="col">{shown(title)}</th>' for title in titles)
    first, rest = lines[:SHOWN], lines[SHOWN:]
    table = '<table class="matrix plain"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>'
    more = ""
    if rest:
        others = table.format(heads, "".join(rest))
        more = f"<details><summary>{shown(f'Les {len(rest)} autres')}</summary>{others}</details>"
    return table.format(heads, "".join(first)) + more


def _unused(fiches: Sequence[FicheUse]) -> str:
    groups: dict[str, list[FicheUse]] = {}
    for use in fiches:
        groups.setdefault(use.fiche.split(".", 1)[0], []).append(use)
    parts = []
    for kind, held in sorted(groups.items(), key=lambda pair: -len(pair[1])):
        items = "".join(f"<li>{shown(use.title)} <span class='note'>{shown(use.fiche)}</span></li>" for use in held)
        summary = f"{KINDS.get(kind, kind)} : {len(held)}"
        parts.append(f'<details><summary>{shown(summary)}</summary><ul class="said two">{items}</ul></details>')
    note = "Fiches qu'aucune réponse du journal n'a employées : inutiles, introuvables, ou pas encore demandées."
    return f'<p class="note">{shown(note)}</p>{"".join(parts)}'


# --- passages ----------------------------------------------------------------------------------------------------


def _passages(work: Workspace, desk: Desk) -> None:
    said = f"Passages cités par les réponses des {number(LAST)} dernières entrées du journal."
    show(f'<p class="note">{shown(said)}</p>')
    if not st.button("Compter les passages", key="audit-passages"):
        return
    with st.spinner("Lecture des réponses…"):
        held = desk.passages(LAST)
    names = {name: source.short for name, source in work.advisor.parts.library.sources.items()}
    show(_table(("Passage", "Citations", "Jugées", "Contestées"), (_passage(use, names) for use in held)))


def _passage(use: PassageUse, names: Mapping[str, str]) -> tuple[str, ...]:
    source = names.get(use.source)
    place = f"{source}, p. {use.place}" if source else f"{use.source}, art. {use.place}"
    read = _opening(f"p:{use.passage}", place, "Lire le passage")
    seen = _opening(f"q:passages:{use.passage}", "réponses", "Voir ses réponses dans la file")
    return (f'{read} <span class="note">{seen}</span>', *_counts(use.cited, use.judged, use.contested))
