"""An answer opened: read statement by statement, its passage beside it, judged with one key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from advisor.audit.judging import ADVICE, Item, Judgements
from advisor.audit.stored import Stored, read
from advisor.desk import Desk
from advisor.domain.answer import Statement
from advisor.domain.degree import Degree
from advisor.domain.record import Entry
from advisor.journal.ports import Journal
from advisor.ui import audit_evidence, audit_more, audit_queue, audit_verdict
from advisor.ui.audit_queue import Run
from advisor.ui.audit_words import CHECKS, FEEDBACK, JOURNEYS, SIGNS, moment, tone
from advisor.ui.widgets import pill, show
from advisor.ui.words import VERDICTS, attribute, capital, shown

ANSWER = "reponse"
"""The parameter of the address that names the answer opened."""
TARGET = "audit-top"
BOX = 44
"""Characters of a statement told in its box of the strip."""


@dataclass(frozen=True)
class Reading:
    """An answer under the eyes of a reader: its entry, what was said of it, and its items in order."""

    desk: Desk
    journal: Journal
    reader: str
    stored: Stored
    about: tuple[Entry, ...]
    judgements: Judgements
    run: Run

    @property
    def number(self) -> int:
        """The number of its entry."""
        return self.stored.number

    @property
    def items(self) -> tuple[Item, ...]:
        """Its statements in order, then the answer as a whole."""
        said = (Item(answer=self.number, statement=held.id) for held in self.stored.answer.statements)
        return (*said, Item(answer=self.number, statement=ADVICE))

    def mine(self, item: Item) -> str:
        """The reader's own verdict on an item, empty before it is given."""
        held = self.judgements.last(item).get(self.reader)
        return held.value if held else ""

    def statement(self, item: Item) -> Statement | None:
        """The statement of an item, None for the answer as a whole."""
        return next((held for held in self.stored.answer.statements if held.id == item.statement), None)


def render(desk: Desk, journal: Journal, reader: str, number: int) -> str:
    """The answer of an entry; returns what a screen reader says of it."""
    run = audit_queue.run_of(number)
    _steps(run, number)
    entry = journal.entry(number)
    if entry is None or entry.kind not in {"answer", "error"}:
        st.warning("Cette réponse n’est pas dans le journal.", icon=":material/search_off:")
        return ""
    if entry.body is None:
        _purged(entry)
        return ""
    if entry.kind == "error":
        _failed(entry)
        return ""
    about = tuple(journal.entries(about=number))
    stored = read(entry)
    if stored is None:
        _unreadable(entry)
        return ""
    reading = Reading(desk, journal, reader, stored, about, Judgements(about), run)
    return _opened(reading)


def _opened(reading: Reading) -> str:
    items = reading.items
    at = audit_verdict.position(reading.number, items, [bool(reading.mine(item)) for item in items])
    _head(reading)
    show(_strip(reading, at))
    item = items[at]
    statement = reading.statement(item)
    left, right = st.columns([6, 7], gap="medium")
    with left, st.container(key="audit-focus"):
        show(_told(reading, statement, at, len(items)))
        audit_verdict.form(reading, item, at)
    with right:
        show(_beside(reading, statement))
    audit_more.render(reading)
    return statement.text if statement else "La réponse dans son ensemble"


# --- going from one answer to the next ---------------------------------------------------------------------------


def _steps(run: Run, number: int) -> None:
    at = run.numbers.index(number)
    with st.container(horizontal=True, vertical_alignment="center", key="audit-steps"):
        st.button(
            "La liste", icon=":material/arrow_back:", type="tertiary", key="audit-list", on_click=close, shortcut="L"
        )
        if len(run.numbers) > 1:
            told = f"Réponse {at + 1} sur {len(run.numbers)} de {run.title}"
            show(f'<p class="note">{shown(told)}</p>', width="content")
            _step("Précédente", "audit-previous", run, at - 1, "Shift+Left", ":material/chevron_left:")
            _step("Suivante", "audit-next", run, at + 1, "Shift+Right", ":material/chevron_right:")


def _step(title: str, key: str, run: Run, at: int, shortcut: str, icon: str) -> None:
    there = 0 <= at < len(run.numbers)
    target = run.numbers[at] if there else 0
    st.button(
        title, icon=icon, key=key, type="tertiary", disabled=not there, on_click=go, args=(target,), shortcut=shortcut
    )


def go(number: int) -> None:
    """Opens an answer by its number."""
    st.query_params[ANSWER] = str(number)


def close() -> None:
    """Comes back to the list."""
    if ANSWER in st.query_params:
        st.session_state["audit-left"] = st.query_params[ANSWER]
        del st.query_params[ANSWER]


# --- what cannot be read -----------------------------------------------------------------------------------------


def _purged(entry: Entry) -> None:
    show(
        f'<h2 class="verdict">Contenu effacé</h2><p>{shown(f"L’entrée n° {entry.number}, écrite le "
        f"{moment(entry.moment)}, a été vidée par une purge. Son sceau reste dans la chaîne, qui se vérifie toujours.")}</p>'
    )


def _failed(entry: Entry) -> None:
    body = entry.body or {}
    show(f'<div class="you"><div>{shown(str(body.get("message", "")))}</div></div>', classes="you-box")
    show(
        f'<h2 class="verdict">Ce message a fini en erreur</h2><p>{shown(str(body.get("said", "")))}</p>'
        f'<p class="note">{shown(f"{moment(entry.moment)} · n° {entry.number} · {body.get("error", "")} · référence '
        f'{body.get("reference", "")}")}</p>'
    )


def _unreadable(entry: Entry) -> None:
    st.warning(
        f"La réponse n° {entry.number} a été écrite dans une forme que cette version ne lit plus. Elle reste dans le "
        f"journal : « advisor journal show {entry.number} ».",
        icon=":material/history:",
    )


# --- the answer and its statements -------------------------------------------------------------------------------


def _head(reading: Reading) -> None:
    answer, stored = reading.stored.answer, reading.stored
    kinds = [f'<span class="badge quiet">{shown(JOURNEYS.get(answer.kind, answer.kind))}</span>']
    if answer.recommendation:
        advice = answer.recommendation
        kinds.append(pill(Degree(advice.degree)))
        low = "depend" if advice.confidence == "faible" else "quiet"
        kinds.append(f'<span class="badge {low}">Confiance {shown(advice.confidence)}</span>')
    if answer.verdict:
        kinds.append(f'<span class="badge quiet">{shown(VERDICTS[answer.verdict])}</span>')
    if stored.opinion(reading.about):
        told = stored.opinion(reading.about)
        kinds.append(f'<span class="badge {"ok" if told == "positive" else "grave"}">{shown(FEEDBACK[told])}</span>')
    when = f"n° {stored.number} · {moment(stored.moment)}"
    show(
        f'<p class="kinds">{"".join(kinds)}<span class="when">{shown(when)}</span></p>'
        f'<h2 class="verdict asked">{shown(answer.question)}</h2><p>{shown(answer.headline)}</p>',
        classes="opened",
    )


def _strip(reading: Reading, at: int) -> str:
    """A box per item, coloured by the reader's own verdict; each opens its item."""
    boxes = []
    for rank, item in enumerate(reading.items):
        value = reading.mine(item)
        statement = reading.statement(item)
        text = statement.text if statement else "La réponse dans son ensemble"
        named = f"{rank + 1 if statement else 'Ensemble'}, {value or 'à juger'} : {text[:BOX]}"
        current = ' aria-current="step"' if rank == at else ""
        told = SIGNS.get(value, "") or (str(rank + 1) if statement else "Ensemble")
        boxes.append(
            f'<a class="box {tone(value)}" href="#{TARGET}" data-cite="i:{rank}"{current} title="{attribute(named)}" '
            f'aria-label="{attribute(named)}">{shown(told)}</a>'
        )
    done = sum(bool(reading.mine(item)) for item in reading.items)
    said = f"{done} jugées sur {len(boxes)}"
    return (
        f'<nav class="strip" aria-label="Phrases de la réponse">{"".join(boxes)}'
        f'<span class="note">{shown(said)}</span></nav>'
    )


def _told(reading: Reading, statement: Statement | None, at: int, many: int) -> str:
    if statement is None:
        return (
            '<p class="eyebrow">La réponse dans son ensemble</p>'
            f'<p class="stated">{shown(reading.stored.answer.headline)}</p>{_advice(reading)}'
        )
    told = f"Phrase {at + 1} sur {many - 1}" + (f" · {statement.subject}" if statement.subject else "")
    level = {"quoted": "ok", "supported": "quiet"}.get(statement.check.status, "grave")
    check = f'<span class="badge {level}">{shown(CHECKS[statement.check.status])}</span>'
    return (
        f'<p class="eyebrow">{shown(told)}</p><p class="stated">{shown(statement.text)}</p>'
        f'<p class="note">Contrôle automatique : {check} {shown(statement.check.by)}</p>'
        f"{_said_by_users(reading, statement.id)}"
    )


def _advice(reading: Reading) -> str:
    """What the whole answer says, in a few lines."""
    answer = reading.stored.answer
    lines = []
    if answer.recommendation:
        advice = answer.recommendation
        lines.append(shown(advice.summary))
        bounds = (("plancher", advice.floor), ("plafond", advice.ceiling), ("visée", advice.pull))
        lines.append(" · ".join(f"{name} {pill(Degree(degree))}" for name, degree in bounds if degree))
        lines += [f"Alerte : {shown(alert.title)}" for alert in advice.alerts]
    lines += [
        f"{shown(VERDICTS[rule.verdict])} : {shown(rule.title)} ({shown(rule.article)})" for rule in answer.obligations
    ]
    items = "".join(f"<li>{line}</li>" for line in lines if line)
    return f'<ul class="said">{items}</ul>{_said_by_users(reading, "")}' if items else _said_by_users(reading, "")


def _said_by_users(reading: Reading, statement: str) -> str:
    """What the user said of the answer, or of one statement."""
    parts = []
    for entry in reading.about:
        body = entry.body
        if entry.kind != "feedback" or body is None or body.get("statement", "") != statement:
            continue
        helpful = body.get("helpful")
        word = "Utile" if helpful else "Pas utile" if helpful is False else "Remarque"
        told = " ".join(str(item) for item in (body.get("reason"), body.get("text")) if item)
        parts.append(f"<p><b>L’usager de l’outil : {shown(word)}.</b> {shown(capital(told))}</p>")
    return f'<div class="callout">{"".join(parts)}</div>' if parts else ""


def _beside(reading: Reading, statement: Statement | None) -> str:
    """The passages of a statement and where the sources differ; for the whole, what the project was read as."""
    advisor, answer = reading.desk.advisor, reading.stored.answer
    if statement is None:
        return audit_more.understood(reading.stored)
    found = audit_evidence.passages(advisor, answer, statement, reading.desk.terms)
    against = audit_evidence.contrary(advisor, audit_evidence.fiches_of(answer, statement))
    warned = f'<div class="against"><h3 class="section">Ce qui s’y oppose</h3>{against}</div>' if against else ""
    return f'<h3 class="section">Ce qui porte cette phrase</h3>{found}{warned}'


def readings(items: Sequence[Item], judgements: Judgements, reader: str) -> int:
    """How many items a reader has judged."""
    return sum(reader in judgements.last(item) for item in items)
