"""A whole answer on screen, by kind; the order of its parts is the order of reading."""

from __future__ import annotations

import streamlit as st

from advisor.domain.answer import OWN_RULE, Answer, Card
from advisor.recording import Recorder
from advisor.ui import dialogue, feedback, frise, law, profile, prose, schedule, session, takeaway, timeline, widgets
from advisor.ui.citations import Marks, cited_sources
from advisor.ui.session import Turn
from advisor.ui.widgets import section, show
from advisor.ui.words import capital, label, shown

NO_LAW = "D'après ce que vous décrivez, aucun texte du corpus n'impose d'associer le public à ce projet."
COMMITTED = "Ce à quoi votre collectivité s'est engagée"
PARTS = {
    "phases": "Par public et par phase",
    "raisons": "Raisons",
    "leviers": "Freins et leviers",
    "loi": "La loi",
    "engagements": "Vos engagements",
    "calendrier": "Calendrier",
    "pratiques": "Pratiques comparables",
    "sources": "Sources",
    "emporter": takeaway.TITLE,
}


def full(recorder: Recorder, turn: Turn, live: bool) -> None:
    """The answer of a turn; only a live one can be corrected."""
    with st.container(border=True, key=f"answer-{turn.key}"):
        feedback.notice(turn)
        if turn.change and live:
            show(f'<p class="change" role="status">{shown(turn.change)}</p>')
        _whole(recorder, turn, live)
        if turn.answer.statements:
            takeaway.block(recorder, turn)
        feedback.bar(recorder, turn)


def read_only(recorder: Recorder, turn: Turn) -> None:
    """The answer of a turn as it was shown, with nothing to act on."""
    with st.container(border=True, key=f"answer-{turn.key}"):
        _whole(recorder, turn, live=False)


def _whole(recorder: Recorder, turn: Turn, live: bool) -> None:
    """The parts of an answer, by its kind, then its sources."""
    marks = Marks(turn.answer, turn.key)
    turn.slot = None
    show(dialogue.did(turn.answer))
    if dialogue.own(turn.answer):
        dialogue.part(recorder, turn, marks, live)
    elif turn.answer.kind == "recommendation":
        _recommendation(recorder, turn, marks, live)
    elif turn.answer.kind == "legal":
        _legal(recorder, turn, marks, live)
    elif turn.answer.kind == "clarification":
        _clarification(recorder, turn, live)
    elif turn.answer.kind == "abstention":
        _abstention(recorder, turn, live)
    else:
        _content(turn, marks)
    prose.fill(turn, marks)
    if found := cited_sources(marks):
        _part(turn, "sources", section("Sources citées", found))


def brief(turn: Turn) -> None:
    """A past answer in one line."""
    advice = turn.answer.recommendation
    first = turn.answer.headline.partition(". ")[0]
    lead = "Hypothèse" if dialogue.supposing(turn) else "Degré conseillé"
    said = f"{lead} : {widgets.pill(advice.degree)}" if advice else shown(first)
    show(f"<span>{said}</span>", classes="past", width="content")


def _recommendation(recorder: Recorder, turn: Turn, marks: Marks, live: bool) -> None:
    answer = turn.answer
    advice = answer.recommendation
    if advice is None:
        return
    dialogue.contradicted(turn)
    dialogue.compared(recorder, turn, marks, live)
    show(widgets.headline(answer, advice, marks))
    show(_alarm(answer))
    show(widgets.alerts(advice.alerts, marks))
    prose.place(turn)
    show(widgets.monday(answer.levers))
    show(_jumps(turn))
    if live and not dialogue.supposing(turn):
        profile.editor(recorder, turn)
        profile.questions(recorder, turn)
    _part(turn, "phases", widgets.phases(advice, marks))
    if live:
        frise.downloads(turn, advice)
    _part(turn, "raisons", widgets.reasons(advice, marks))
    _part(turn, "leviers", widgets.pitfalls_and_levers(answer, marks))
    rules = law.obligations(answer.obligations, marks, _asked(answer), whole=False) or f"<p>{shown(NO_LAW)}</p>"
    _part(turn, "loi", section("Ce que dit la loi", rules))
    _part(turn, "engagements", _commitments(answer, marks))
    _part(turn, "calendrier", _calendar(answer, marks))
    _part(turn, "pratiques", widgets.practices(answer.practices, marks))


def _part(turn: Turn, name: str, body: str) -> None:
    if body:
        show(f'<div id="{turn.key}-{name}">{body}</div>', classes="part")


def _jumps(turn: Turn) -> str:
    """Links to the parts of a long answer."""
    there = {
        "phases": True,
        "raisons": True,
        "leviers": bool(turn.answer.pitfalls or turn.answer.levers),
        "loi": True,
        "engagements": any(item.origin == "local" for item in turn.answer.obligations),
        "calendrier": turn.answer.calendar is not None,
        "pratiques": bool(turn.answer.practices),
        "sources": True,
        "emporter": bool(turn.answer.statements),
    }
    links = "".join(f'<a href="#{turn.key}-{name}">{PARTS[name]}</a>' for name, held in there.items() if held)
    return f'<nav class="jump" aria-label="Parties de la réponse">{links}</nav>'


def _legal(recorder: Recorder, turn: Turn, marks: Marks, live: bool) -> None:
    answer = turn.answer
    law_says, begins, own = answer.headline.partition(OWN_RULE[answer.language])
    title = f'<p class="eyebrow">Question de droit</p><h2 class="verdict">{shown(law_says.strip())}</h2>'
    show(title + (f'<p class="why">{shown(begins + own)}</p>' if begins else ""))
    show(schedule.lacking(answer.calendar) if answer.calendar else "")
    prose.place(turn)
    if live:
        profile.questions(recorder, turn)
    quoted = "".join(
        f"<blockquote>{shown(statement.text)}{marks.marks(statement.id)}</blockquote>"
        for statement in answer.statements
        if statement.role == "article"
    )
    show(quoted)
    show(law.obligations(answer.obligations, marks, _asked(answer), whole=True))
    _part(turn, "engagements", _commitments(answer, marks))
    show("".join(law.nearest(card, marks) for card in answer.nearby))
    _part(turn, "calendrier", _calendar(answer, marks))
    known = [f"{fact.label} : {', '.join(fact.value_labels)}" for fact in answer.profile if fact.value_labels]
    if known:
        show(f'<p class="note">{dialogue.read_in(answer)} : {shown(" · ".join(known))}</p>')


def _alarm(answer: Answer) -> str:
    """The days lacking before the decision: those of the advised steps, else those of the law."""
    held = answer.calendar
    if held is None:
        return ""
    return (timeline.alarm(held.preparation) if held.preparation else "") or schedule.lacking(held)


def _commitments(answer: Answer, marks: Marks) -> str:
    return section(COMMITTED, law.commitments(answer.obligations, marks, _asked(answer)))


def _calendar(answer: Answer, marks: Marks) -> str:
    held = answer.calendar
    if held is None:
        return ""
    body = timeline.plan(held, held.preparation, marks) if held.preparation else schedule.calendar(held, alarm=False)
    return section("Calendrier", body)


def _asked(answer: Answer) -> frozenset[str]:
    """What the answer already asks, which the law does not ask again."""
    return frozenset(question.text for question in answer.questions)


def _content(turn: Turn, marks: Marks) -> None:
    answer = turn.answer
    show(f'<h2 class="verdict">{shown(answer.headline.rstrip(" :"))}</h2>')
    prose.place(turn)
    said: list[str] = []
    subject = ""
    for statement in answer.statements:
        if statement.check.status == "quoted":
            said.append(f"<blockquote>{marks.said(statement.id)}</blockquote>")
            continue
        if statement.subject != subject:  # what the sentence is about, said once for those that follow
            subject = statement.subject
            said.append(f'<h3 class="section">{shown(subject)}</h3>')
        said.append(f"<p>{marks.said(statement.id)}</p>")
    show("".join(said))


def _clarification(recorder: Recorder, turn: Turn, live: bool) -> None:
    show(f'<h2 class="verdict">{shown(turn.answer.headline)}</h2>')
    dialogue.contradicted(turn)
    if live:
        profile.questions(recorder, turn)
        profile.editor(recorder, turn)


def _abstention(recorder: Recorder, turn: Turn, live: bool) -> None:
    first, _, rest = turn.answer.headline.partition(". ")
    show(f'<h2 class="verdict">{shown(first)}.</h2><p>{shown(rest)}</p>')
    leads = [(card, question) for card in turn.answer.nearby if (question := _lead(recorder, card))]
    if not leads or not live:
        return
    with st.container(key=f"leads-{turn.key}", gap="xxsmall"):
        show('<p class="note">Le corpus parle de sujets voisins :</p>')
        for card, question in leads:
            st.button(
                label(capital(card.title)),
                key=f"lead-{turn.key}-{card.fiche}",
                icon=":material/arrow_forward:",
                type="tertiary",
                on_click=session.submit,
                args=(recorder, question),
                wrap=True,
            )


def _lead(recorder: Recorder, card: Card) -> str:
    fiche = recorder.advisor.parts.knowledge.fiches.get(card.fiche)
    return (fiche.questions[0] if fiche.questions else fiche.title) if fiche else ""
