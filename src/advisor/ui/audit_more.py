"""What lies under an opened answer: passages left out, sources that differ, the whole answer, its talk, its proof."""

from __future__ import annotations

import streamlit as st

from advisor.audit.stored import Stored
from advisor.domain.record import Entry
from advisor.service import Conversation
from advisor.ui import answers, audit_evidence, audit_proof
from advisor.ui.audit_opened import Opened
from advisor.ui.audit_words import JOURNEYS, moment
from advisor.ui.session import Turn
from advisor.ui.widgets import section, show
from advisor.ui.words import capital, count, number, shown

TALK = 30
"""Entries of a conversation shown."""
STATUSES = {
    "stated": "lu dans le message",
    "inferred": "déduit",
    "corrected": "précisé par l'auteur du message",
    "unknown": "retiré ou inconnu",
}
KINDS = {
    "feedback": "Retour reçu",
    "correction": "Fait corrigé",
    "assistance": "Proposé par le modèle",
    "verdict": "Verdict",
    "resolution": "Désaccord tranché",
    "sample": "Échantillon tiré",
    "purge": "Purge",
    "error": "Erreur",
}


def render(opened: Opened) -> None:
    """The parts, one tab each."""
    stored, advisor = opened.stored, opened.work.advisor
    fiches = [name for held in stored.answer.statements for name in audit_evidence.fiches_of(stored.answer, held)]
    against = audit_evidence.contrary(advisor, dict.fromkeys(fiches))
    left = sum(not found.get("used") for found in stored.candidates)
    differ = against.count('class="item"')
    names = [
        f"Non employés ({left})",
        f"Sources contraires ({differ})",
        "Réponse entière",
        "Échange",
        "Preuve et rejeu",
    ]
    unused, contrary, whole, talk, proof = st.tabs(names, key=f"audit-tabs-{opened.number}")
    with unused:
        show(audit_evidence.unused(advisor, stored.candidates))
    with contrary:
        show(against or '<p class="note">Aucune fiche de cette réponse ne signale de désaccord entre ses sources.</p>')
    with whole:
        answers.read_only(opened.work.recorder, _turn(stored))
    with talk:
        _talk(opened)
    with proof:
        audit_proof.render(opened)


def _turn(stored: Stored) -> Turn:
    return Turn(audit_evidence.SCOPE, stored.message, stored.answer, Conversation())


def understood(stored: Stored) -> str:
    """What the message was read as, with the words each fact comes from, as HTML."""
    rows = []
    for fact in stored.answer.profile:
        value = number(fact.number, fact.unit) if fact.number is not None else ", ".join(fact.value_labels)
        words = ", ".join(f"« {word} »" for word in fact.words)
        told = f"{STATUSES[fact.status]}{f' : {words}' if words else ''}"
        rows.append(f'<dt>{shown(fact.label)}</dt><dd>{shown(value)} <span class="note">{shown(told)}</span></dd>')
    said = f"<dl>{''.join(rows)}</dl>" if rows else '<p class="note">Aucun fait n’a été lu dans ce message.</p>'
    return section("Ce qui a été compris", said)


def _talk(opened: Opened) -> None:
    """The other answers of the conversation, then everything that was said of this one."""
    stored = opened.stored
    history = "".join(f"<li>{shown(text)}</li>" for text in stored.history)
    before = section("Messages du projet avant celui-ci", f'<ol class="said">{history}</ol>') if history else ""
    others: list[str] = []
    if stored.conversation:
        talk = opened.audited.journal.entries(kinds=("answer",), conversation=stored.conversation, limit=TALK)
        others = [_turn_line(entry, stored.number) for entry in talk]
    same = section(
        "Réponses de la même conversation", f'<ul class="plain talk">{"".join(others)}</ul>' if others else ""
    )
    lines = "".join(_event(entry, opened) for entry in opened.about)
    made = section("Ce qui en a été dit", f'<ul class="plain talk">{lines}</ul>' if lines else "")
    many = count(stored.masked, "donnée personnelle masquée", "données personnelles masquées")
    note = f'<p class="note">{shown(f"{many} avant toute lecture.")}</p>' if stored.masked else ""
    show(before + same + made + note or '<p class="note">Rien d’autre n’a été dit dans cette conversation.</p>')


def _turn_line(entry: Entry, current: int) -> str:
    body = entry.body or {}
    answer = body.get("answer", {})
    kind = JOURNEYS.get(str(answer.get("kind", "")), "Contenu effacé")
    text = str(body.get("message", ""))[:160]
    told = f'<span class="note">n° {entry.number}, {shown(moment(entry.moment))}, {shown(kind)}</span> '
    if entry.number == current:
        return f"<li>{told}<b>{shown(text)}</b></li>"
    return f'<li>{told}<a href="?reponse={entry.number}" data-cite="n:{entry.number}">{shown(text)}</a></li>'


def _event(entry: Entry, opened: Opened) -> str:
    """An entry on the answer; the verdicts of the others only where this reader may see them."""
    body = entry.body
    if body is None:
        return f'<li><span class="note">n° {entry.number}</span> Contenu effacé.</li>'
    statement = str(body.get("statement") or "")
    if entry.kind == "verdict" and entry.author != opened.reader:
        held = opened.readings.get(statement)
        if held is None or held.mine is None:
            return ""
    parts = [str(body.get(name) or "") for name in ("value", "reason", "text", "comment")]
    if entry.kind == "feedback" and body.get("helpful") is not None:
        parts.insert(0, "utile" if body["helpful"] else "pas utile")
    if entry.kind == "correction":
        parts = [f"{body.get('fact', '')} : {', '.join(map(str, body.get('values') or ())) or body.get('number')}"]
    if entry.kind == "assistance":
        parts = [str(body.get("model") or ""), *map(str, body.get("told") or ()), str(body.get("notice") or "")]
    proposal = body.get("proposal")
    if proposal:
        parts.append(f"correction proposée pour {proposal['fiche']} : « {proposal['text']} »")
    place = f" sur « {statement} »" if statement else ""
    who = f", {entry.author}" if entry.author else ""
    told = ". ".join(capital(part) for part in parts if part)
    return (
        f'<li><span class="note">n° {entry.number}, {shown(moment(entry.moment) + who)}</span> '
        f"<b>{shown(KINDS.get(entry.kind, entry.kind) + place)}.</b> {shown(told)}</li>"
    )
