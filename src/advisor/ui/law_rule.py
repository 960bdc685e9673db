"""One rule of law, whole: what it says, when it holds, its calendar, its relations and its texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import streamlit as st

from advisor.domain.condition import Condition, within
from advisor.domain.fiche import Obligation, Pratique
from advisor.domain.graph import edges
from advisor.domain.place import Locator
from advisor.domain.procedure import BEFORE, RelationKind, Step
from advisor.service import Advisor
from advisor.ui import law, schedule
from advisor.ui.sources import places
from advisor.ui.widgets import folded, pill, section, show
from advisor.ui.words import DOMAINS, FORCES, attribute, capital, day, shown

RULE = "regle"
"""The parameter of the address that names the rule shown."""
DECISION = "law-decision"
INTO: dict[RelationKind, str] = {
    "dispense de": "En dispense",
    "remplace": "Peut la remplacer",
    "peut être jointe à": "Peut lui être jointe",
    "précède": "Vient avant",
    "complète": "La complète",
    "cède devant": "S’efface devant elle",
}
"""What another rule does to this one."""


def render(advisor: Advisor, rule: Obligation) -> None:
    """The rule, part by part."""
    title = f'<h1 class="title" id="rule">{shown(rule.title)}</h1>'
    domain = f'<p class="eyebrow">{shown(DOMAINS.get(rule.domain, rule.domain))}</p>'
    said = f'<p class="why">{shown(rule.statement)}{_cites(advisor, rule, rule.evidence)}</p>'
    show(f'{domain}{title}<p class="kinds">{badges(advisor, rule)}</p>{said}')
    show(section("Quand elle s’applique", _conditions(rule)), classes="part")
    show(section("Ce qu’elle demande", _duties(advisor, rule)), classes="part")
    _calendar(advisor, rule)
    show(section("Avec les autres règles", _relations(advisor, rule)), classes="part")
    show(section("En détail", _details(advisor, rule)), classes="part")
    show(section("Les textes", _texts(advisor, rule)), classes="part")
    show(section("Pratiques liées", _practices(advisor, rule)), classes="part")
    show(section("À lire aussi", _near(advisor, rule)), classes="part")


def badges(advisor: Advisor, rule: Obligation) -> str:
    """The force and degree of a rule, and what must be known at once: out of force, to be read again."""
    today = advisor.parts.today
    late = ""
    if not within(rule.since, rule.until, today):
        late = "Pas encore en vigueur" if today < rule.since else "N’est plus en vigueur"
    said = [
        f'<span class="badge quiet">{shown(FORCES.get(rule.force, rule.force))}</span>',
        pill(rule.degree) if rule.degree else "",
        f'<span class="badge depend">{late}</span>' if late else "",
        "" if rule.review.state == "relu" else '<span class="badge depend">À relire</span>',
    ]
    return " ".join(item for item in said if item)


def linked(rule: Obligation) -> str:
    """A link that opens a rule here, and in a new tab when asked."""
    name = attribute(rule.id)
    return f'<a href="?{RULE}={name}" data-cite="r:{name}">{shown(rule.title)}</a>'


def _cites(advisor: Advisor, rule: Obligation, evidence: Iterable[Locator]) -> str:
    """Marks of passages among those of the fiche, each opening its own."""
    held = rule.locators()
    return places(advisor, rule, dict.fromkeys(held.index(item) for item in evidence))


# --- what it asks ------------------------------------------------------------------------------------------------


def _conditions(rule: Obligation) -> str:
    told = [("Si", rule.trigger), *(("Et si", item) for item in rule.conditions)]
    told += [("Sauf si", item) for item in rule.exceptions]
    return f'<ul class="said">{"".join(_condition(word, item) for word, item in told if item.text)}</ul>'


def _condition(word: str, condition: Condition) -> str:
    notes = [condition.article, _period(condition.since, condition.until)]
    note = ", ".join(item for item in notes if item)
    known = ' <span class="note">Supposé acquis, à vérifier.</span>' if condition.presumed else ""
    after = f' <span class="note">({shown(note)})</span>' if note else ""
    return f"<li><b>{word}</b> {shown(condition.text)}{after}{known}</li>"


def _period(since: str, until: str) -> str:
    """A time a rule or a condition holds for, the second day excluded."""
    parts = [f"depuis le {day(since)}" if since else "", f"jusqu’au {day(until)} exclu" if until else ""]
    return ", ".join(part for part in parts if part)


def _duties(advisor: Advisor, rule: Obligation) -> str:
    steps = sorted(rule.steps, key=lambda step: (step.place != BEFORE, step.order))
    rows = [
        ("Qui est tenu", shown(capital(rule.bound))),
        ("Quand", shown(capital(rule.timing))),
        ("Durées", "<br>".join(_step(advisor, rule, step) for step in steps)),
        ("Publicité", shown(capital(rule.publicity))),
        ("Compte rendu", shown(capital(rule.report))),
        ("Conséquence", shown(capital(rule.consequence))),
        ("En vigueur", shown(capital(_period(rule.since, rule.until)))),
    ]
    return f"<dl>{''.join(f'<dt>{name}</dt><dd>{value}</dd>' for name, value in rows if value)}</dl>"


def _step(advisor: Advisor, rule: Obligation, step: Step) -> str:
    after = "" if step.place == BEFORE else ", après la décision"
    said = shown(f"{capital(step.what)} : {step.said()}{after} ({step.article})")
    return f"{said}{_cites(advisor, rule, step.evidence)}"


def _calendar(advisor: Advisor, rule: Obligation) -> None:
    """The legal durations laid back from a date the reader gives."""
    if not rule.steps:
        return
    with st.container(key="law-calendar"):
        show('<h3 class="section">Le calendrier</h3>')
        decision = st.date_input("Date de la décision", value=None, format="DD/MM/YYYY", key=DECISION, width=260)
        if decision is None:
            show('<p class="note">Donnez une date : les durées que la loi fixe sont comptées à rebours.</p>')
            return
        held = advisor.law_calendar(rule.id, decision)
        show(schedule.calendar(held) if held else "")
        show('<p class="note">Seules les durées que ces articles fixent sont comptées : ajoutez le temps de préparer '
             "le dossier et de rédiger le bilan.</p>")  # fmt: skip


# --- what stands around it ---------------------------------------------------------------------------------------


def _relations(advisor: Advisor, rule: Obligation) -> str:
    """What the rule does to others, then what others do to it; said once for those it is said of in the same words."""
    known = {held.id: held for held in advisor.law_rules()}
    told: dict[tuple[str, str], list[tuple[Obligation, str]]] = {}
    for item in rule.relations:
        if other := known.get(item.to):
            cited = _cites(advisor, rule, item.evidence)
            told.setdefault((f"{capital(item.kind)} :", item.text), []).append((other, cited))
    if rule.instead_of in known:
        told["Due à la place de celle-ci, quand elle ne l’est pas :", ""] = [(known[rule.instead_of], "")]
    for other in known.values():
        for item in other.relations:
            if item.to == rule.id:
                cited = _cites(advisor, other, item.evidence)
                told.setdefault((f"{INTO[item.kind]} :", item.text), []).append((other, cited))
    lines = [
        f"<li><b>{shown(word)}</b> {' ; '.join(linked(other) for other, _ in others)}. {shown(text)}{others[0][1]}</li>"
        for (word, text), others in told.items()
    ]
    return f'<ul class="said">{"".join(lines)}</ul>' if lines else ""


def _details(advisor: Advisor, rule: Obligation) -> str:
    items = [f"<li>{shown(told.text)}{_cites(advisor, rule, told.evidence)}</li>" for told in rule.told()[1:]]
    return f'<ul class="said">{folded(items, "point")}</ul>' if items else ""


def _texts(advisor: Advisor, rule: Obligation) -> str:
    notes = [f"{item.article} : {item.note}" for item in rule.references if item.note]
    notes += [rule.note] if rule.note else []
    said = "".join(f'<p class="note">{shown(note)}</p>' for note in notes)
    return f"{law.articles(advisor.law_references(rule), confidence=True)}{said}"


def _linked_to(advisor: Advisor, rule: Obligation) -> Iterator[object]:
    known = advisor.parts.knowledge.fiches
    names = dict.fromkeys(edge.target for edge in edges(rule) if edge.key == "links")
    return (known[name] for name in names if name in known)


def _practices(advisor: Advisor, rule: Obligation) -> str:
    items = [
        f'<div class="item"><h4>{shown(held.title)}</h4><p>{shown(held.statement)}'
        f"{places(advisor, held, range(len(held.evidence)))}</p><p><b>À retenir :</b> {shown(held.lesson)}</p></div>"
        for held in _linked_to(advisor, rule)
        if isinstance(held, Pratique)
    ]
    return f'<div class="cards">{"".join(items)}</div>' if items else ""


def _near(advisor: Advisor, rule: Obligation) -> str:
    told: Sequence[str] = [item.to for item in rule.relations]
    near = [held for held in _linked_to(advisor, rule) if isinstance(held, Obligation) and held.id not in told]
    return f'<ul class="said">{"".join(f"<li>{linked(held)}</li>" for held in near)}</ul>' if near else ""
