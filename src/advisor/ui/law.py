"""What the law says, as HTML: verdict, articles with the date read, conditions ticked, who, when, how long."""

from __future__ import annotations

import html
from collections.abc import Collection, Sequence

from advisor.domain.answer import ConditionResult, LegalReference, ObligationResult, Verdict
from advisor.ui.citations import Marks
from advisor.ui.widgets import pill
from advisor.ui.words import FORCES, VERDICTS, capital, day, shown

_CLASSES = {"oui": "oui", "non": "non", "dépend": "depend"}
EXCEPTION = "Sauf si "
_TICKS = {
    "remplie": ("yes", "✓", "Remplie"),
    "non remplie": ("no", "✗", "Non remplie"),
    "à savoir": ("open", "?", "À savoir"),
}


def badge(verdict: Verdict) -> str:
    """A verdict as a coloured word."""
    return f'<span class="badge {_CLASSES[verdict]}">{shown(VERDICTS[verdict])}</span>'


def obligations(items: Sequence[ObligationResult], marks: Marks, asked: Collection[str], whole: bool) -> str:
    """The rules of law one after the other; `whole` shows the detail of the first one unfolded.

    `asked` are the questions asked elsewhere in the answer, not said again.
    """
    return "".join(obligation(item, marks, asked, whole and rank == 0) for rank, item in enumerate(items))


def obligation(item: ObligationResult, marks: Marks, asked: Collection[str] = (), whole: bool = False) -> str:
    """One rule of law."""
    force = f'<span class="badge quiet">{shown(FORCES.get(item.force, item.force))}</span>'
    degree = f" <span>{pill(item.degree)}</span>" if item.degree else ""
    first, *rest = item.statements or ("",)
    said = f"<p>{marks.said(first)}</p>" if first else ""
    return (
        f'<div class="law">{badge(item.verdict)} {force}{degree}<h4>{shown(item.title)}</h4>{said}'
        f"{_conditions(item, asked)}{_duties(item)}{_detail(rest, marks, whole)}{_articles(item.references)}</div>"
    )


def _conditions(item: ObligationResult, asked: Collection[str]) -> str:
    lines = []
    for condition in item.conditions:
        kind, tick, word = _TICKS[condition.truth]
        article = f' <span class="note">({shown(condition.article)})</span>' if condition.article else ""
        lines.append(
            f'<li><span class="tick {kind}" aria-hidden="true">{tick}</span>'
            f'<span><span class="sr-only">{word} : </span>{shown(_condition(condition))}{article}</span></li>'
        )
    missing = "".join(f"<li>{shown(question)}</li>" for question in item.missing if question not in asked)
    rest = f'<p class="part"><b>Il reste à savoir</b></p><ul class="said">{missing}</ul>' if missing else ""
    return (f'<ul class="conditions">{"".join(lines)}</ul>' if lines else "") + rest


def _condition(condition: ConditionResult) -> str:
    """A condition in words; of an exception, whether it sets the rule aside."""
    if not condition.text.startswith(EXCEPTION):
        return capital(condition.text)
    word = {"remplie": "écartée", "non remplie": "applicable", "à savoir": "à vérifier"}[condition.truth]
    return f"Exception {word} : {condition.text.removeprefix(EXCEPTION)}"


def _duties(item: ObligationResult) -> str:
    rows = [
        ("Qui", item.bound),
        ("Quand", item.timing),
        ("Durées", " ; ".join(f"{step.what} : {step.said}" for step in item.steps)),
        ("Publicité", item.publicity),
        ("Compte rendu", item.report),
        ("Conséquence", item.consequence),
    ]
    lines = "".join(f"<dt>{shown(name)}</dt><dd>{shown(capital(value))}</dd>" for name, value in rows if value)
    return f"<dl>{lines}</dl>" if lines else ""


def _detail(statements: Sequence[str], marks: Marks, whole: bool) -> str:
    notes = [item for item in statements if marks.role(item) == "note"]
    lines = "".join(f"<li>{marks.said(item)}</li>" for item in statements if item not in notes)
    body = f'<ul class="said">{lines}</ul>' if lines else ""
    said = "".join(f'<p class="note part">{marks.said(item)}</p>' for item in notes)
    if not body:
        return said
    if whole:
        return f'<p class="part"><b>En détail</b></p>{body}{said}'
    return f"<details><summary>En détail</summary>{body}{said}</details>"


def _articles(references: Sequence[LegalReference]) -> str:
    groups: dict[tuple[str, str, str, str], list[LegalReference]] = {}
    for reference in references:
        key = (reference.code, reference.version, reference.checked, reference.warning)
        groups.setdefault(key, []).append(reference)
    lines = []
    for (code, version, checked, warning), held in groups.items():
        links = ", ".join(_link(item) for item in held)
        read = f"version du {shown(day(version))}" if version else "texte non lu"
        read += f", vérifiée sans changement le {shown(day(checked))}" if checked else ""
        old = f' <span class="old">{shown(warning)}</span>' if warning else ""
        noun = "article" if len(held) == 1 else "articles"
        lines.append(f"<p>{shown(capital(code))}, {noun} {links} ({read}).{old}</p>")
    return f'<div class="articles">{"".join(lines)}</div>' if lines else ""


def _link(item: LegalReference) -> str:
    address = html.escape(item.address, quote=True)
    return f'<a href="{address}" target="_blank" rel="noopener">{shown(item.article)}</a>' if address else item.article
