"""What the answers rest on: documents indexed or missing, fiches, passages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import streamlit as st

from advisor.domain.answer import Citation, Found
from advisor.domain.fiche import Degre, Fiche, Frein, Levier, Obligation, Pratique
from advisor.domain.graph import edges
from advisor.domain.local import RegleLocale
from advisor.domain.source import SourceReport
from advisor.errors import AdvisorError
from advisor.service import Advisor
from advisor.ui import theme
from advisor.ui.citations import link, locator_citation, open_passage
from advisor.ui.widgets import pill, show
from advisor.ui.words import FORCES, KINDS, LOCAL, attribute, capital, count, day, label, shown, typo

ADD = "déposez le fichier dans <code>corpus/documents/</code>, puis lancez <code>make ingest</code>"
PAGE = 12
"""Fiches listed at once."""
EXCERPT = 420
"""Characters of a passage shown in a list."""


def banner(advisor: Advisor) -> None:
    """One line: which sources are indexed, which are missing and how to add them."""
    reports = advisor.parts.texts.reports
    have = [_short(advisor, report) for report in reports if report.state == "indexé"]
    lack = [_short(advisor, report) for report in reports if report.state != "indexé"]
    parts = []
    if have:
        parts.append(f"Sources indexées : {shown(' · '.join(have))}.")
    if lack:
        parts.append(
            f'<span class="missing">Manquantes : {shown(" · ".join(lack))}.</span> Les réponses renvoient alors à la '
            f"page et aux mots à chercher. Pour ouvrir les passages ici, {ADD}."
        )
    notices = "".join(f"<p>{shown(notice)}</p>" for notice in advisor.notices)
    show(f"<p>{' '.join(parts)}</p>{notices}", classes="banner")


def render(advisor: Advisor) -> None:
    """The page."""
    theme.apply()
    show(
        '<h1 class="title">Les sources</h1><p class="lead">Chaque phrase d’une réponse vient d’un de ces documents, '
        "par une fiche relue ou par un passage de votre copie.</p>"
    )
    documents, fiches, passages = st.tabs(["Documents", "Fiches", "Chercher un passage"])
    with documents:
        _documents(advisor)
    with fiches:
        _fiches(advisor)
    with passages:
        _passages(advisor)
    clicked = theme.bridge()
    if clicked and (citation := resolved(advisor, clicked)):
        open_passage(advisor, citation)


def _short(advisor: Advisor, report: SourceReport) -> str:
    source = advisor.parts.library.sources.get(report.id)
    return source.short if source else report.id


# --- documents ---------------------------------------------------------------------------------------------------


def _documents(advisor: Advisor) -> None:
    show("".join(_document(advisor, report) for report in advisor.parts.texts.reports))
    show(f'<p class="part"><b>Ajouter un document</b></p><p>Pour un document manquant ou à vous, {ADD}.</p>')
    for notice in advisor.notices:
        st.info(label(notice))


def _document(advisor: Advisor, report: SourceReport) -> str:
    source = advisor.parts.library.sources.get(report.id)
    indexed = report.state == "indexé"
    state = f'<span class="badge {"ok" if indexed else "depend"}">{shown(capital(report.state))}</span>'
    title = source.title if source else report.id
    known = (source.author, day(source.date), source.licence) if source else ()
    about = shown(", ".join(item for item in known if item))
    unit = "article" if source and source.kind == "articles" else "page"
    size = f"{count(report.pages, unit)}, {count(report.passages, 'passage')} dans « {report.file} »" if indexed else ""
    lines = [
        f'<p class="note">{about}</p>' if about else "",
        f"<p>{shown(size)}</p>" if size else "",
        f'<p class="old">{shown(report.message)}</p>' if report.message else "",
        f"<p>{shown(report.remedy)}</p>" if report.remedy else "",
        f'<p><a href="{attribute(source.address)}" target="_blank" rel="noopener">Adresse officielle</a></p>'
        if source and source.address
        else "",
    ]
    return f'<div class="law">{state}<h4>{shown(title)}</h4>{"".join(lines)}</div>'


# --- fiches ------------------------------------------------------------------------------------------------------


def _fiches(advisor: Advisor) -> None:
    held = list(advisor.parts.knowledge.fiches.values())
    many = {kind: sum(fiche.kind == kind for fiche in held) for kind in KINDS}
    narrow, wide = st.columns([1, 2])
    kind = narrow.selectbox(
        "Sorte de fiche",
        [kind for kind in KINDS if many[kind]],
        format_func=lambda item: f"{KINDS[item]} ({many[item]})",
        key="kind",
    )
    words = wide.text_input("Mots à chercher", key="words", placeholder="par exemple : retour aux participants")
    found = [fiche for fiche in held if fiche.kind == kind and _holds(fiche, words)]
    found.sort(key=lambda fiche: fiche.degree.rank if isinstance(fiche, Degre) else 0)
    if not found:
        show('<p class="note">Aucune fiche de cette sorte ne contient ces mots.</p>')
        return
    key = f"more-{kind}-{words}"
    most = st.session_state.get(key, PAGE)
    show(f'<div class="cards">{"".join(_fiche(advisor, fiche) for fiche in found[:most])}</div>')
    if len(found) > most:
        rest = count(len(found) - most, "autre")
        st.button(f"Afficher la suite ({rest})", key="more", on_click=_more, args=(key, most))


def _more(key: str, most: int) -> None:
    st.session_state[key] = most + PAGE


def _holds(fiche: Fiche, words: str) -> bool:
    text = _plain(f"{fiche.title} {fiche.statement} {' '.join(fiche.words)} {' '.join(fiche.questions)}")
    return all(word in text for word in _plain(words).split())


def _plain(text: str) -> str:
    table = str.maketrans("àâäçéèêëîïôöùûü’", "aaaceeeeiioouuu'")
    return text.lower().replace("œ", "oe").translate(table)


def _fiche(advisor: Advisor, fiche: Fiche) -> str:
    cited = places(advisor, fiche, range(len(fiche.evidence)))
    state = "" if fiche.review.state == "relu" else ' <span class="badge depend">À relire</span>'
    said = f"<p>{shown(fiche.statement)}{cited}</p>"
    about = f'<p class="note">{_about(fiche)}</p>'
    whole = _whole(advisor, fiche)
    return f'<div class="item"><h4>{shown(fiche.title)}{state}</h4>{said}{_more_said(fiche)}{whole}{about}</div>'


def places(advisor: Advisor, fiche: Fiche, ranks: Iterable[int]) -> str:
    """Marks of some of a fiche's locators, each opening its passage."""
    locators = fiche.locators()
    return "".join(
        link(f"f:{fiche.id}:{rank}", f"[{rank + 1}]", locator_citation(advisor, locators[rank], fiche).label, cite=True)
        for rank in ranks
    )


def _whole(advisor: Advisor, fiche: Fiche) -> str:
    """Everything else the fiche says, folded: details, figures and cautions with their marks, then its links."""
    items: list[str] = []
    rank = len(fiche.evidence)
    for told in fiche.told()[1:]:
        after = rank + len(told.evidence)
        items.append(f"<li>{shown(told.text)}{places(advisor, fiche, range(rank, after))}</li>")
        rank = after
    known = advisor.parts.knowledge.fiches
    titles = [shown(known[name].title) for name in dict.fromkeys(edge.target for edge in edges(fiche)) if name in known]
    near = f'<p class="note">Liée à : {" ; ".join(titles)}</p>' if titles else ""
    if not items and not near:
        return ""
    return f"<details><summary>Tout ce que dit la fiche</summary><ul>{''.join(items)}</ul>{near}</details>"


def _more_said(fiche: Fiche) -> str:
    said = ""
    if isinstance(fiche, Levier):
        said = f"Premier pas : {fiche.first_step}"
    elif isinstance(fiche, Frein):
        said = fiche.advice
    elif isinstance(fiche, Pratique):
        said = fiche.lesson
    return f"<p>{shown(said)}</p>" if said else ""


def _about(fiche: Fiche) -> str:
    parts: list[str] = []
    if isinstance(fiche, Obligation):
        parts += [FORCES.get(fiche.force, fiche.force), capital(fiche.domain)]
    if isinstance(fiche, Pratique):
        parts += [fiche.direction, fiche.policy]
    if isinstance(fiche, Frein):
        parts.append(f"Famille : {fiche.family}")
    if isinstance(fiche, RegleLocale):
        parts += [LOCAL, fiche.body, day(fiche.decided)]
    degree = fiche.degree if isinstance(fiche, Obligation | RegleLocale | Pratique | Degre) else None
    said = shown(" · ".join(part for part in parts if part))
    return f"{said} {pill(degree) if degree else ''} <span>{shown(fiche.id)}</span>"


# --- passages ----------------------------------------------------------------------------------------------------


def _passages(advisor: Advisor) -> None:
    words = st.text_input(
        "Votre recherche", key="search", placeholder="par exemple : conseil de la vie sociale, défraiement…"
    )
    if not words.strip():
        show('<p class="note">La recherche comprend les pluriels, les sigles et les mots voisins.</p>')
        return
    try:
        found = advisor.search(words).passages
    except AdvisorError as error:
        st.error(f"{label(error.message)} {label(error.remedy)}")
        return
    show(_results(advisor, found) or '<p class="note">Rien de proche dans le corpus.</p>')


def _results(advisor: Advisor, found: Sequence[Found]) -> str:
    items = []
    for item in found:
        source = advisor.parts.library.sources.get(item.source)
        named = source.short if source else item.source
        where = f"page {item.page}" if source else f"article {item.page}"
        text = item.text if len(item.text) <= EXCERPT else f"{item.text[:EXCERPT].rsplit(' ', 1)[0]}…"
        reference = f"p:{item.passage_id}" if item.passage_id else f"f:{item.fiche}:0"
        title = f"{named}, {where}" if item.page else named
        opened = link(reference, "Lire le passage", title)
        section = f'<p class="note">{shown(item.section)}</p>' if item.section else ""
        items.append(f'<div class="item"><h4>{shown(title)}</h4>{section}<p>{shown(text)}</p><p>{opened}</p></div>')
    return f'<div class="cards">{"".join(items)}</div>' if items else ""


def resolved(advisor: Advisor, reference: str) -> Citation | None:
    """The citation a link of this page stands for."""
    kind, _, rest = reference.partition(":")
    if kind == "f":
        name, _, rank = rest.rpartition(":")
        fiche = advisor.parts.knowledge.fiches.get(name)
        if fiche and rank.isdigit() and int(rank) < len(fiche.locators()):
            return locator_citation(advisor, fiche.locators()[int(rank)], fiche)
        return None
    passage = advisor.parts.texts.passages.get(rest)
    if passage is None:
        return None
    source = advisor.parts.library.sources.get(passage.source)
    return Citation(
        id=rest,
        source=passage.source,
        source_title=source.title if source else passage.source,
        section=(passage.section[-1] if passage.section else "") if source else passage.page,
        page=passage.page if source else "",
        anchor="",
        label=typo(passage.source),
        address=source.address if source else "",
        passage_id=rest,
        page_index=passage.page_index,
    )
