"""An answer opened: read statement by statement, its passage beside it, judged with one key."""

from __future__ import annotations

import html

import streamlit as st

from advisor.audit.judging import ADVICE
from advisor.audit.stored import Stored, opinion, read
from advisor.domain.answer import ObligationResult, Statement
from advisor.domain.degree import Degree
from advisor.domain.record import Entry
from advisor.ui import audit_evidence, audit_more, audit_queue, audit_verdict, prose
from advisor.ui.audit_opened import ANSWER, TARGET, WHOLE, Opened, go
from advisor.ui.audit_queue import Run
from advisor.ui.audit_words import CHECKS, FEEDBACK, JOURNEYS, SIGNS, moment, tone
from advisor.ui.widgets import pill, show
from advisor.ui.words import LOCAL, VERDICTS, attribute, capital, count, shown
from advisor.workspace import Audited, Workspace

LEVELS = {"quoted": "ok", "supported": "quiet"}
"""The badge of an automatic check; the others are grave."""
LABEL = 60
"""Characters of a statement that its box tells."""


def render(work: Workspace, audited: Audited, reader: str, number: int) -> Opened | None:
    """The answer of an entry; None when there is nothing to read in it."""
    run = audit_queue.run_of(number)
    _steps(run, number)
    entry = audited.journal.entry(number) if number else None
    if entry is None or entry.kind not in {"answer", "error"}:
        st.warning("Cette réponse n’est pas dans le journal.", icon=":material/search_off:")
        return None
    if entry.body is None:
        _purged(entry)
        return None
    if entry.kind == "error":
        _failed(entry)
        return None
    stored = read(entry)
    if stored is None:
        _unreadable(entry)
        return None
    about = tuple(audited.journal.entries(about=number))
    opened = Opened(work, audited, reader, stored, about, audited.desk.reading(number, reader), run)
    _show(opened)
    return opened


def _show(opened: Opened) -> None:
    at = audit_verdict.position(opened)
    _head(opened.stored, opened.about)
    show(_strip(opened, at))
    audit_verdict.refused()
    statement = opened.statement(at)
    left, right = st.columns([6, 7], gap="medium")
    with left, st.container(key="audit-focus"):
        show(_told(opened, statement, at))
        audit_verdict.form(opened, at)
    with right, st.container(key="audit-beside"):
        show(_beside(opened, statement))
    show(prose.audited(opened.stored.answer))
    audit_more.render(opened)


# --- going from one answer to the next ---------------------------------------------------------------------------


def _steps(run: Run, number: int) -> None:
    at = run.numbers.index(number)
    with st.container(horizontal=True, vertical_alignment="center", key="audit-steps"):
        st.button(
            "La liste", icon=":material/arrow_back:", type="tertiary", key="audit-list", on_click=_close, shortcut="L"
        )
        several = len(run.numbers) > 1
        told = f"Réponse {at + 1} sur {len(run.numbers)} {run.title}" if several else f"Réponse n° {number}"
        show(f'<p class="note" id="{TARGET}">{shown(told)}</p>', width="content")
        if several:
            _step("Précédente", "audit-previous", run, at - 1, "Shift+Left")
            _step("Suivante", "audit-next", run, at + 1, "Shift+Right")


def _step(title: str, key: str, run: Run, at: int, shortcut: str) -> None:
    there = 0 <= at < len(run.numbers)
    target = run.numbers[at] if there else 0
    st.button(title, key=key, type="tertiary", disabled=not there, on_click=go, args=(target,), shortcut=shortcut)


def _close() -> None:
    st.session_state["audit-left"] = st.query_params.get(ANSWER, "")
    st.query_params.pop(ANSWER, None)


# --- what cannot be judged ---------------------------------------------------------------------------------------


def _purged(entry: Entry) -> None:
    said = (
        f"L'entrée n° {entry.number}, écrite le {moment(entry.moment)}, a été vidée par une purge. Son sceau reste "
        "dans la chaîne, qui se vérifie toujours."
    )
    show(f'<h2 class="verdict">Contenu effacé</h2><p>{shown(said)}</p>')


def _failed(entry: Entry) -> None:
    body = entry.body or {}
    told = [moment(entry.moment), f"n° {entry.number}", str(body.get("error", "")), str(body.get("reference", ""))]
    show(f"<div>{html.escape(str(body.get('message', '')))}</div>", classes="you")
    show(
        f'<h2 class="verdict">Ce message a fini en erreur</h2><p>{shown(str(body.get("said", "")))}</p>'
        f'<p class="note">{shown(" · ".join(item for item in told if item))}</p>'
    )


def _unreadable(entry: Entry) -> None:
    st.warning(
        f"La réponse n° {entry.number} a été écrite dans une forme que cette version ne lit plus. Elle reste dans le "
        f"journal : « advisor journal show {entry.number} ».",
        icon=":material/history:",
    )


# --- the answer and its statements -------------------------------------------------------------------------------


def _head(stored: Stored, about: tuple[Entry, ...]) -> None:
    answer, said = stored.answer, opinion(about)
    kinds = [f'<span class="badge quiet">{shown(JOURNEYS.get(answer.kind, answer.kind))}</span>']
    if answer.recommendation:
        advice = answer.recommendation
        low = "depend" if advice.confidence == "faible" else "quiet"
        kinds.append(pill(advice.degree))
        kinds.append(f'<span class="badge {low}">Confiance {shown(advice.confidence)}</span>')
    if answer.verdict:
        kinds.append(f'<span class="badge quiet">{shown(VERDICTS[answer.verdict])}</span>')
    if said:
        kinds.append(f'<span class="badge {"ok" if said == "positive" else "grave"}">{shown(FEEDBACK[said])}</span>')
    when = f"n° {stored.number} · {moment(stored.moment)}"
    show(
        f'<p class="kinds">{"".join(kinds)}<span class="when">{shown(when)}</span></p>'
        f'<h2 class="verdict asked">{shown(stored.message)}</h2><p>{shown(answer.headline.rstrip(" :"))}</p>'
    )


def _strip(opened: Opened, at: int) -> str:
    """A box per item, coloured by the reader's own verdict; each opens its item."""
    boxes = []
    for rank, name in enumerate(opened.items):
        statement, value = opened.statement(rank), opened.mine(name)
        number = str(rank + 1) if statement else WHOLE
        text = statement.text if statement else "la réponse dans son ensemble"
        named = attribute(f"{number}, {value or 'à juger'} : {text[:LABEL]}")
        current = ' aria-current="step"' if rank == at else ""
        boxes.append(
            f'<a class="box {tone(value)}" href="#{TARGET}" data-cite="i:{rank}"{current} title="{named}" '
            f'aria-label="{named}">{shown(SIGNS.get(value, number) if statement else number)}</a>'
        )
    done = sum(bool(opened.mine(name)) for name in opened.items)
    said = f"{count(done, 'verdict')} sur {len(boxes)}. {audit_verdict.said(opened)}"
    return (
        f'<nav class="strip" aria-label="Phrases de la réponse">{"".join(boxes)}'
        f'<span class="note" role="status">{shown(said)}</span></nav>'
    )


def _told(opened: Opened, statement: Statement | None, at: int) -> str:
    if statement is None:
        headline = shown(opened.stored.answer.headline.rstrip(" :"))
        return (
            f'<p class="eyebrow">La réponse dans son ensemble</p><p class="stated">{headline}</p>'
            f"{_advice(opened)}{_users(opened, ADVICE)}"
        )
    about = f" · {statement.subject}" if statement.subject else ""
    place = f"Phrase {at + 1} sur {len(opened.items) - 1}{about}"
    level = LEVELS.get(statement.check.status, "grave")
    check = f'<span class="badge {level}">{shown(CHECKS[statement.check.status])}</span>'
    return (
        f'<p class="eyebrow">{shown(place)}</p><p class="stated">{shown(statement.text)}</p>'
        f'<p class="note">Contrôle automatique : {check} {shown(statement.check.by)}</p>{_users(opened, statement.id)}'
    )


def _advice(opened: Opened) -> str:
    """What the whole answer says, in a few lines."""
    answer, lines = opened.stored.answer, []
    if answer.recommendation:
        advice = answer.recommendation
        lines.append(shown(advice.summary))
        bounds: tuple[tuple[str, Degree | None], ...]
        bounds = (("plancher", advice.floor), ("plafond", advice.ceiling), ("visée", advice.pull))
        lines.append(" · ".join(f"{name} {pill(degree)}" for name, degree in bounds if degree))
        lines += [f"Alerte : {shown(alert.title)}" for alert in advice.alerts]
    lines += [
        f"<b>{shown(VERDICTS[rule.verdict])}</b> : {shown(rule.title)} ({shown(_where(rule))})"
        for rule in answer.obligations
    ]
    items = "".join(f"<li>{line}</li>" for line in lines if line)
    return f'<ul class="said">{items}</ul>' if items else ""


def _users(opened: Opened, statement: str) -> str:
    """What the user said of the answer, or of one statement."""
    parts = []
    for entry in opened.about:
        body = entry.body
        if entry.kind != "feedback" or body is None or (body.get("statement") or ADVICE) != statement:
            continue
        helpful = body.get("helpful")
        word = "Utile" if helpful else "Pas utile" if helpful is False else "Remarque"
        told = ". ".join(capital(str(item)) for item in (body.get("reason"), body.get("text")) if item)
        parts.append(f"<p><b>Retour reçu : {shown(word)}.</b> {shown(told)}</p>")
    return f'<div class="callout">{"".join(parts)}</div>' if parts else ""


def _beside(opened: Opened, statement: Statement | None) -> str:
    """The passages of a statement and where the sources differ; for the whole, what the message was read as."""
    advisor, answer = opened.work.advisor, opened.stored.answer
    if statement is None:
        return audit_more.understood(opened.stored)
    found = audit_evidence.passages(advisor, answer, statement, opened.work.terms)
    against = audit_evidence.contrary(advisor, audit_evidence.fiches_of(answer, statement))
    warned = f'<h3 class="section part">Ce qui s’y oppose</h3>{against}' if against else ""
    return f'<h3 class="section">Ce qui porte cette phrase</h3>{found}{warned}'


def _where(rule: ObligationResult) -> str:
    """The article of a rule of law; of a local one, that it is no law."""
    return rule.article if rule.origin == "loi" else f"{LOCAL}, {rule.article}"
