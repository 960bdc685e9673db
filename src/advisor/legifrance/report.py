"""The state of the law and the result of a refresh, in French, for the terminal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from advisor.legifrance.refresh import Plan, Result
from advisor.legifrance.review import Review
from advisor.legifrance.state import Run
from advisor.legifrance.status import AgedFiche, LawStatus

SHOWN = 8
"""Articles named on one line; beyond, they are counted."""


def status_lines(found: LawStatus) -> Iterator[str]:
    """The report of `advisor law status`."""
    yield f"Droit des fiches au {_day(found.today)} : {found.obligations} obligations, {found.articles} articles."
    yield from _last(found.last, found.last_complete, found.verified)
    yield from _section("À relire", [line for item in found.reviews for line in _review(item)], "aucune fiche")
    title = f"Textes lus ou vérifiés il y a plus de {found.max_age_days} jours"
    yield from _section(title, [_aged(item) for item in found.old], "aucun")
    yield from _section("Ce qui repose sur la mémoire ou reste à confirmer", list(_unread(found)), "rien")
    differences = [f"{item.code}, {item.article} : {' ; '.join(item.sources)}" for item in found.differences]
    none = "rien" if found.compared else "non cherché : pas d'index. Lancez « python -m ingest »"
    yield from _section("Ce qui diffère entre les sources", differences, none)
    failures = [f"{item.code}, {item.article} ({_day(item.day)}) : {item.reason}" for item in found.unanswered]
    if failures:
        yield from _section("Demandés à Légifrance sans réponse", failures, "")
    if found.outside:
        yield f"\nHors de Légifrance, à vérifier sur EUR-Lex : {_named([(i.code, i.article) for i in found.outside])}."


def plan_lines(plan: Plan) -> Iterator[str]:
    """What a refresh would ask for; nothing was asked."""
    yield f"{len(plan.todo)} article(s) seraient demandés à Légifrance ; rien n'est demandé ni écrit (--dry-run)."
    if plan.answered:
        yield f"{len(plan.answered)} déjà obtenus depuis le {_day(plan.since)}, non redemandés."
    if plan.later:
        yield f"{len(plan.later)} laissés pour une autre fois (--only, --limit)."
    if plan.outside:
        yield f"{len(plan.outside)} hors de Légifrance : {_named([item.key for item in plan.outside])}."
    yield from (f"  {code}, {article}" for code, article in (item.key for item in plan.todo))


def result_lines(result: Result, plan: Plan, reviews: Sequence[Review]) -> Iterator[str]:
    """What a refresh gave: counted, what failed and why, what to read again, what to do next."""
    run = result.run
    yield f"Mise à jour {_STATUS[run.status]} : {run.answered} article(s) vérifiés, {run.unanswered} non vérifiés."
    if run.status == "limite":
        yield f"{len(plan.later)} laissés pour une autre fois (--only, --limit)."
    if run.failure:
        yield f"Pourquoi : {run.failure}"
    if result.unanswered:
        yield "Non vérifiés :"
        yield from (f"  {code}, {article} : {reason}" for (code, article), reason in result.unanswered)
    if run.remedy:
        yield f"Que faire : {run.remedy}"
    if plan.outside:
        yield f"Hors de Légifrance : {_named([item.key for item in plan.outside])}. À vérifier sur EUR-Lex."
    yield from _section("Fiches à relire", [line for item in reviews for line in _review(item)], "aucune")
    if result.texts_changed:
        yield "Des textes ont été reçus : lancez « python -m ingest » pour que les réponses les citent."


_STATUS = {
    "complet": "complète",
    "partiel": "partielle",
    "échoué": "échouée",
    "interrompu": "interrompue",
    "limite": "limitée, comme demandé",
}


def _last(run: Run | None, last_complete: str, verified: int) -> Iterator[str]:
    if run is None:
        yield "Jamais vérifié auprès de Légifrance. Lancez « advisor law refresh »."
        return
    yield (
        f"Dernière mise à jour le {_day(run.ended)}, {_STATUS[run.status]} : {run.answered} article(s) vérifiés sur "
        f"{run.wanted}, {run.unanswered} sans réponse. {verified} suivis en tout."
    )
    if run.failure:
        yield f"  {run.failure} {run.remedy}".rstrip()
    if run.status != "complet":
        yield f"  Dernière mise à jour complète : {_day(last_complete) if last_complete else 'jamais'}."


def _section(title: str, lines: Sequence[str], none: str) -> Iterator[str]:
    if not lines:
        yield f"\n{title} : {none}."
        return
    yield f"\n{title} :"
    yield from (f"  {line}" for line in lines)


def _review(item: Review) -> Iterator[str]:
    what = {
        "modifié": f"nouvelle version du {_day(item.since)}" if item.since > item.version else item.reason,
        "abrogé": f"plus en vigueur depuis le {_day(item.since)}" if item.since else "plus en vigueur",
        "introuvable": "introuvable sur Légifrance",
    }[item.outcome]
    read = f"lu au {_day(item.version)}" if item.version else "jamais lu"
    yield f"{item.fiche} « {item.title} » : {item.code}, {item.article}, {read}, {what}."
    if item.lost:
        said = ", ".join(f"« {anchor} »" for anchor in item.lost)
        yield f"  ancres qui ne tiennent plus dans le nouveau texte : {said}"
    elif item.lost is not None:
        yield "  ses ancres tiennent toutes dans le nouveau texte"


def _aged(item: AgedFiche) -> str:
    oldest = item.references[0]
    named = _named([(age.code, age.article) for age in item.references])
    when = f"vérifié le {_day(oldest.checked)}" if oldest.checked else f"lu au {_day(oldest.version)}"
    return f"{item.fiche} : le plus ancien {when} ({oldest.days} jours). {named}"


def _unread(found: LawStatus) -> Iterator[str]:
    """Articles never read one by one; the others by confidence, those found unchanged since apart."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for item in sorted(found.unread, key=lambda item: (item.confidence, item.code, item.article)):
        if not item.version:
            yield f"{item.code}, {item.article}, jamais lu : {item.why} ({', '.join(item.fiches)})"
            continue
        since = ", trouvés depuis sans changement sur Légifrance" if item.checked else ""
        groups.setdefault(f"Lus, confiance {item.confidence}{since}", []).append((item.code, item.article))
    for title, keys in groups.items():
        yield f"{title} ({len(keys)}) : {_named(keys, len(keys))}"


def _named(keys: Sequence[tuple[str, str]], most: int = SHOWN) -> str:
    """Articles by code, few enough to be read."""
    codes: dict[str, list[str]] = {}
    for code, article in keys[:most]:
        codes.setdefault(code, []).append(article)
    more = f" et {len(keys) - most} autres" if len(keys) > most else ""
    return " ; ".join(f"{code} : {', '.join(articles)}" for code, articles in codes.items()) + more


def _day(iso: str) -> str:
    try:
        return dt.date.fromisoformat(iso).strftime("%d/%m/%Y")
    except ValueError:
        return iso or "date inconnue"
