"""Pieces of an answer as HTML: degree scale, alerts, table of phases, cards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

import streamlit as st

from advisor.domain.answer import Alert, Answer, Card, Counterfactual, Recommendation
from advisor.domain.degree import Degree
from advisor.ui import frise
from advisor.ui.citations import Marks
from advisor.ui.words import GLOSSES, PHASES, PUBLICS, attribute, capital, shown

SHOWN = 5
"""Cards shown before the fold."""
MONDAY = 3


def show(*blocks: str, classes: str = "", width: Literal["stretch", "content"] = "stretch") -> None:
    """Writes blocks of HTML, all made of escaped text."""
    body = "".join(block for block in blocks if block)
    if body:
        st.html(f'<div class="adv {classes}">{body}</div>', width=width)


def section(title: str, body: str) -> str:
    """A titled part of an answer, nothing when it is empty."""
    return f'<h3 class="section">{shown(title)}</h3>{body}' if body else ""


def pill(degree: Degree) -> str:
    """A degree as a coloured word."""
    return f'<span class="pill d{degree.rank}">{shown(degree.value)}</span>'


def folded(items: Sequence[str], noun: str, shown_first: int = SHOWN) -> str:
    """Items one after the other, those beyond the fold behind a link."""
    first, rest = "".join(items[:shown_first]), items[shown_first:]
    if not rest:
        return first
    title = f"Afficher {len(rest)} {noun}{'s' if len(rest) > 1 else ''} de plus"
    return f"{first}<details><summary>{shown(title)}</summary>{''.join(rest)}</details>"


def headline(answer: Answer, advice: Recommendation, marks: Marks) -> str:
    """The degree, its scale, the confidence in words and why, in one sentence."""
    caution = answer.headline.partition(". ")[2]
    summary = marks.stating(advice.summary)
    why = marks.said(summary) if summary else shown(advice.summary)
    return (
        f'<p class="eyebrow">{shown(_eyebrow(answer))}</p><div class="degree">'
        f'<h2 class="name">{shown(capital(advice.degree.value))}</h2>'
        f'<span class="badge quiet">Confiance {shown(advice.confidence)}</span></div>'
        f"{scale(advice)}{bounds(advice)}"
        f'<p class="why">{why}</p>' + (f'<p class="muted part">{shown(caution)}</p>' if caution else "")
    )


def _eyebrow(answer: Answer) -> str:
    """What a degree is: advised, or what a hypothesis would make it."""
    return "Avec cette hypothèse" if answer.move and answer.move.act == "hypothese" else "Degré conseillé"


def scale(advice: Recommendation | None = None) -> str:
    """The four steps: the advised one filled, the floor and the ceiling marked on theirs."""
    return f'<ol class="scale" aria-label="Échelle des degrés">{"".join(_step(step, advice) for step in Degree)}</ol>'


FLOORS = {"loi": "ce que la loi impose", "local": "ce à quoi votre collectivité s'est engagée"}


def bounds(advice: Recommendation) -> str:
    """What the marks of the scale mean, when there are any."""
    said = []
    if advice.floor:
        said.append(f"▲ plancher : {FLOORS[advice.floor_origin or 'loi']}")
    if advice.ceiling:
        said.append("▼ plafond : ce qui peut être promis, vu la marge qui reste")
    lines = "".join(f"<span>{shown(item)}</span>" for item in said)
    return f'<p class="legend">{lines}</p>' if lines else ""


def _step(step: Degree, advice: Recommendation | None) -> str:
    on = advice is not None and step is advice.degree
    marks = []
    if advice and advice.floor is step:
        marks.append("▲ plancher")
    if advice and advice.ceiling is step:
        marks.append("▼ plafond")
    said = f' <span class="bound">{shown(" ".join(marks))}</span>' if marks else ""
    current = ' aria-current="step"' if on else ""
    hidden = '<span class="sr-only"> (conseillé)</span>' if on else ""
    return (
        f'<li class="{"on " if on else ""}d{step.rank}"{current}>'
        f"<b>{step.rank}. {shown(capital(step.value))}{hidden}</b><span>{shown(GLOSSES[step])}</span>{said}</li>"
    )


def alerts(items: Sequence[Alert], marks: Marks) -> str:
    """What must be heard first, the gravest on top."""
    ordered = sorted(items, key=lambda alert: alert.severity != "grave")
    return "".join(_alert(alert, marks) for alert in ordered)


def _alert(alert: Alert, marks: Marks) -> str:
    title, _, reason = alert.title.partition(". ")
    kind = " grave" if alert.severity == "grave" else ""
    word = "Alerte : " if kind else "" if alert.to_confirm else "Attention : "
    said = shown(title[:1].lower() + title[1:] if word else title)
    because = f" {shown(reason)}" if reason else ""
    return (
        f'<div class="callout{kind}" role="note"><b>{word}{said}.</b>{because}'
        f"<p>{marks.said(alert.statement)}</p></div>"
    )


def monday(levers: Sequence[Card]) -> str:
    """The first gestures, those of the first levers."""
    steps = [f"<li>{shown(card.action)}</li>" for card in levers[:MONDAY] if card.action]
    if not steps:
        return ""
    return f'<div class="monday"><h3 class="section">À faire lundi</h3><ol class="said">{"".join(steps)}</ol></div>'


def phases(advice: Recommendation, marks: Marks) -> str:
    """The degree of each public at each phase, and what is said of the later phases."""
    columns = [phase for phase in PHASES if phase in advice.phases]
    head = "".join(f'<th scope="col">{shown(PHASES[phase])}</th>' for phase in columns)
    rows = []
    for public, degrees in advice.matrix.items():
        cells = "".join(
            f'<td data-phase="{attribute(PHASES[phase])}">{pill(degrees[phase])}</td>'
            for phase in columns
            if phase in degrees
        )
        rows.append(f'<tr><th scope="row">{shown(PUBLICS.get(public, public))}</th>{cells}</tr>')
    table = (
        f'<table class="matrix twin"><thead><tr><th scope="col">Public</th>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )
    notes = [f"<li>{marks.said(item)}</li>" for item in advice.reasons if marks.role(item).startswith("phase:")]
    said = f'<ul class="said phase-notes">{"".join(notes)}</ul>' if notes else ""
    return section("Le degré pour chaque public et à chaque phase", frise.drawn(advice) + table + said)


def reasons(advice: Recommendation, marks: Marks) -> str:
    """Why this degree, why not more, why not less; what the headline said is not said again."""
    told = marks.stating(advice.summary)
    kept = [item for item in advice.reasons if item != told and not marks.role(item).startswith("phase:")]
    more = [item for item in advice.why_not_more if item != told]
    why = _list("Pourquoi ce degré", kept, marks)
    bounds_said = [
        _list("Pourquoi pas plus", more, marks),
        _list("Pourquoi pas moins", advice.why_not_less, marks),
    ]
    why_not = "".join(f'<div class="stack">{part}</div>' for part in bounds_said if part)
    both = f'<div class="columns"><div>{why}</div><div>{why_not}</div></div>' if why and why_not else why + why_not
    return both + changes(advice.counterfactuals)


def _list(title: str, items: Iterable[str], marks: Marks) -> str:
    lines = "".join(f"<li>{marks.said(item)}</li>" for item in items)
    return section(title, f'<ul class="said">{lines}</ul>' if lines else "")


def changes(items: Sequence[Counterfactual]) -> str:
    """What would tip the advice."""
    lines = [f"<li>{shown(item.text.removesuffix(f'{item.degree.value}.'))} {pill(item.degree)}</li>" for item in items]
    held = f'<ul class="said two">{"".join(lines)}</ul>' if lines else ""
    return f'<div class="part">{section("Ce qui changerait le conseil", held)}</div>' if held else ""


def pitfalls_and_levers(answer: Answer, marks: Marks) -> str:
    """Pitfalls to expect and levers to pull, side by side."""
    freins = [_card(card, marks) for card in answer.pitfalls]
    leviers = [_card(card, marks, _step_of(card, rank)) for rank, card in enumerate(answer.levers)]
    columns = [
        section("Freins à prévoir", f'<div class="cards">{folded(freins, "frein")}</div>' if freins else ""),
        section("Leviers à actionner", f'<div class="cards">{folded(leviers, "levier")}</div>' if leviers else ""),
    ]
    cells = "".join(f"<div>{column}</div>" for column in columns if column)
    return f'<div class="columns pair">{cells}</div>' if cells else ""


def _step_of(card: Card, rank: int) -> str:
    """What to do of a lever; the first ones are told under « À faire lundi »."""
    if not card.action:
        return ""
    if rank < MONDAY:
        return f'<p class="note">Premier pas : {shown(f"« À faire lundi », point {rank + 1}.")}</p>'
    return f'<p class="action">{shown(card.action)}</p>'


def _card(card: Card, marks: Marks, do: str = "") -> str:
    said = "".join(f"<p>{marks.said(item)}</p>" for item in card.statements[:1])
    why = f'<p class="note">{shown(card.why)}</p>' if card.why else ""
    return f'<div class="item"><h4>{shown(card.title)}</h4>{said}{do}{why}</div>'


def practices(cards: Sequence[Card], marks: Marks) -> str:
    """Comparable practices and what each teaches."""
    items = []
    for card in cards:
        said = "".join(f"<p>{marks.said(item)}</p>" for item in card.statements[:1])
        lesson = f"<p><b>À retenir :</b> {shown(card.action)}</p>" if card.action else ""
        items.append(
            f'<div class="item"><h4>{shown(card.title)}</h4><p class="note">{shown(card.why)}</p>{said}{lesson}</div>'
        )
    return section("Pratiques comparables", f'<div class="cards two">{"".join(items)}</div>' if items else "")
