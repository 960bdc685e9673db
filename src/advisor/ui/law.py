"""What the law says, as HTML: verdict, articles with the date read, conditions ticked, who, when, how long."""

from __future__ import annotations

import html
from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType

from advisor.domain.answer import Card, LegalReference, ObligationResult, Verdict
from advisor.labels import condition_said as condition_said
from advisor.labels import read as read
from advisor.ui.citations import Marks
from advisor.ui.widgets import pill
from advisor.ui.words import FORCES, LOCAL, VERDICTS, capital, shown

_CLASSES = {"oui": "oui", "non": "non", "dépend": "depend"}
_TICKS = {
    "remplie": ("yes", "✓", "Remplie"),
    "non remplie": ("no", "✗", "Non remplie"),
    "à savoir": ("open", "?", "À savoir"),
}


def badge(verdict: Verdict, waived: bool = False) -> str:
    """A verdict as a coloured word, greyed when another rule sets this one aside."""
    if waived:
        return f'<span class="badge waived">{shown(VERDICTS[verdict])}<span class="sr-only"> (écartée)</span></span>'
    return f'<span class="badge {_CLASSES[verdict]}">{shown(VERDICTS[verdict])}</span>'


def obligations(items: Sequence[ObligationResult], marks: Marks, asked: Collection[str], whole: bool) -> str:
    """The rules of law one after the other; `whole` shows the detail of the first one unfolded.

    `asked` are the questions asked elsewhere in the answer, not said again.
    """
    return _rules([item for item in items if item.origin == "loi"], marks, asked, whole)


def commitments(items: Sequence[ObligationResult], marks: Marks, asked: Collection[str]) -> str:
    """The rules that the organisation set itself, never among those of the law; empty without any."""
    return _rules([item for item in items if item.origin == "local"], marks, asked, whole=False)


def _rules(items: Sequence[ObligationResult], marks: Marks, asked: Collection[str], whole: bool) -> str:
    titles = {item.fiche: item.title for item in items}
    return "".join(obligation(item, marks, asked, whole and rank == 0, titles) for rank, item in enumerate(items))


def obligation(
    item: ObligationResult,
    marks: Marks,
    asked: Collection[str] = (),
    whole: bool = False,
    titles: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """One rule of law; `titles` are those of the rules shown with it, by fiche."""
    named = LOCAL if item.origin == "local" else FORCES.get(item.force, item.force)
    force = f'<span class="badge quiet">{shown(named)}</span>'
    degree = f" <span>{pill(item.degree)}</span>" if item.degree else ""
    first, *rest = item.statements or ("",)
    said = f"<p>{marks.said(first)}</p>" if first else ""
    return (
        f'<div class="law">{badge(item.verdict, bool(item.waived_by))} {force}{degree}<h4>{shown(item.title)}</h4>'
        f"{_waived(item, titles)}{said}{_conditions(item, asked)}{_duties(item)}{_relations(item, marks)}"
        f"{_detail(rest, marks, whole)}{articles(item.references)}{_document(item)}</div>"
    )


def _document(item: ObligationResult) -> str:
    """The organisation's own document, in place of articles of law."""
    if item.origin == "loi":
        return ""
    return f'<div class="articles"><p>{shown(f"{item.code}, « {item.article} »")}</p></div>'


def _waived(item: ObligationResult, titles: Mapping[str, str]) -> str:
    if not item.waived_by:
        return ""
    return f'<p class="waived"><b>Écartée ici par :</b> {shown(titles.get(item.waived_by, "une autre règle"))}</p>'


def _relations(item: ObligationResult, marks: Marks) -> str:
    lines = "".join(f"<li>{marks.said(identifier)}</li>" for identifier in item.relations)
    return f'<p class="part"><b>Avec les autres règles</b></p><ul class="said">{lines}</ul>' if lines else ""


def nearest(card: Card, marks: Marks) -> str:
    """The rule that comes nearest to a question that none answers, and on what it would hold."""
    said = " ".join(marks.said(identifier) for identifier in card.statements)
    return f'<div class="law"><p class="eyebrow">{shown(card.why)}</p><h4>{shown(card.title)}</h4><p>{said}</p></div>'


def _conditions(item: ObligationResult, asked: Collection[str]) -> str:
    lines = []
    for condition in item.conditions:
        kind, tick, word = _TICKS[condition.truth]
        article = f' <span class="note">({shown(condition.article)})</span>' if condition.article else ""
        lines.append(
            f'<li><span class="tick {kind}" aria-hidden="true">{tick}</span>'
            f'<span><span class="sr-only">{word} : </span>{shown(condition_said(condition))}{article}</span></li>'
        )
    missing = "".join(f"<li>{shown(question)}</li>" for question in item.missing if question not in asked)
    rest = f'<p class="part"><b>Il reste à savoir</b></p><ul class="said">{missing}</ul>' if missing else ""
    return (f'<ul class="conditions">{"".join(lines)}</ul>' if lines else "") + rest


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


def articles(references: Sequence[LegalReference], confidence: bool = False) -> str:
    """Articles by code and by what is known of their text, with the trust in our reading when asked."""
    groups: dict[tuple[str, str, str, str, str], list[LegalReference]] = {}
    for item in references:
        trust: str = item.confidence if confidence else ""
        groups.setdefault((item.code, item.version, item.checked, trust, item.warning), []).append(item)
    lines = []
    for (code, _, _, trust, warning), held in groups.items():
        links = ", ".join(_link(item) for item in held)
        known = read(held[0]) + (f", confiance {trust} dans notre lecture" if trust else "")
        old = f' <span class="old">{shown(warning)}</span>' if warning else ""
        noun = "article" if len(held) == 1 else "articles"
        lines.append(f"<p>{shown(capital(code))}, {noun} {links} ({shown(known)}).{old}</p>")
    return f'<div class="articles">{"".join(lines)}</div>' if lines else ""


def named_articles(references: Sequence[LegalReference], most: int = 3) -> str:
    """The articles by code, in one line: « Code de l'urbanisme : L103-2, L103-3 et 2 autres »."""
    codes: dict[str, list[str]] = {}
    for item in references:
        codes.setdefault(item.code, []).append(item.article)
    lines = []
    for code, numbers in codes.items():
        rest = f" et {len(numbers) - most} autres" if len(numbers) > most + 1 else ""
        named = numbers[:most] if rest else numbers
        lines.append(f"{capital(code)} : {', '.join(named)}{rest}")
    return " ; ".join(lines)


def _link(item: LegalReference) -> str:
    address = html.escape(item.address, quote=True)
    return (
        f'<a href="{address}" target="_blank" rel="noopener">{shown(item.article)}</a>'
        if address
        else shown(item.article)
    )
