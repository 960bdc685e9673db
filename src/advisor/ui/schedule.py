"""The calendar of a procedure as HTML: the latest day to begin, the days lacking, then every step with its dates."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.domain.answer import Calendar, CalendarLine
from advisor.domain.procedure import BEFORE
from advisor.ui.words import attribute, capital, count, day, shown


def calendar(held: Calendar, alarm: bool = True) -> str:
    """A calendar, whole; without its `alarm` where the page has already given it."""
    late_by = "" if alarm or not held.short else f' <span class="old">{shown(lack(held))}.</span>'
    said = f'<p class="begin"><b>{shown(begin(held))}</b> {shown(_decided(held))}{late_by}</p>'
    return f"{said}{lacking(held) if alarm else ''}{_table(held)}"


def begin(held: Calendar) -> str:
    """The latest day to begin, in one sentence."""
    if held.start == held.decision:
        return "Aucune durée à tenir avant la décision."
    return f"À commencer au plus tard le {day(held.start)}"


def lacking(held: Calendar) -> str:
    """The days lacking, in the style of alarms; nothing when there is time."""
    if not held.short:
        return ""
    return f'<div class="callout grave" role="note"><b>{shown(lack(held))} :</b> {shown(late(held))}</div>'


def lack(held: Calendar) -> str:
    """How many days are lacking."""
    return f"Il manque {count(held.short, 'jour')}"


def late(held: Calendar) -> str:
    """What the days lacking mean, and what to do."""
    return (
        f"pour décider le {day(held.decision)}, il fallait commencer le {day(held.start)}. "
        "Si la procédure n'est pas déjà en cours, repoussez la décision d'autant."
    )


def _decided(held: Calendar) -> str:
    if held.start == held.decision:
        return f"Décision le {day(held.decision)}."
    return f"pour une décision le {day(held.decision)}."


def _table(held: Calendar) -> str:
    """Steps before the decision, the decision, steps after it; the rule has a column when there are several."""
    several = len({line.fiche for line in held.lines}) > 1
    names = ("Étape", *(("Règle",) if several else ()), "Du", "Au", "Durée", "Article")
    head = "".join(f'<th scope="col">{name}</th>' for name in names)
    before = [_row(line, several) for line in held.lines if line.place == BEFORE]
    after = [_row(line, several) for line in held.lines if line.place != BEFORE]
    said = f"{begin(held).removesuffix('.')}, {_rules(held.lines)}"
    return (
        f'<table class="matrix calendar{" several" if several else ""}"><caption>{shown(said)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(before)}{_decision(held, len(names))}{''.join(after)}</tbody>"
        "</table>"
    )


def _rules(lines: Sequence[CalendarLine]) -> str:
    titles = list(dict.fromkeys(line.title for line in lines))
    return f"règle : {titles[0]}" if len(titles) == 1 else f"{len(titles)} règles"


def _row(line: CalendarLine, several: bool) -> str:
    cells = [
        *([("Règle", shown(line.title))] if several else []),
        ("Du", _time(line.start)),
        ("Au", _time(line.end)),
        ("Durée", shown(line.said)),
        ("Article", shown(line.article)),
    ]
    body = "".join(f'<td data-name="{name}">{value}</td>' for name, value in cells)
    return f'<tr><th scope="row">{shown(capital(line.what))}</th>{body}</tr>'


def _decision(held: Calendar, columns: int) -> str:
    return (
        f'<tr class="decision"><th scope="row">Décision</th>'
        f'<td colspan="{columns - 1}">{_time(held.decision)}</td></tr>'
    )


def _time(iso: str) -> str:
    return f'<time datetime="{attribute(iso)}">{shown(day(iso))}</time>'
