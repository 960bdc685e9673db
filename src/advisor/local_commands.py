"""`advisor local`: the organisation's own rules, written, checked and shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import click

from advisor import gathering, wiring
from advisor.domain.fiche import FactDefinition
from advisor.domain.local import RegleLocale
from advisor.domain.source import Page
from advisor.errors import IndexUnusable
from advisor.french import count, day
from advisor.knowledge import local, local_check, local_template, template
from advisor.knowledge.local import Whole
from advisor.retrieval.store import Store
from advisor.settings import Settings, read

KIND = "regle-locale"
_NONE = "Aucun dossier de règles locales. Donnez-le par ADVISOR_LOCAL, ou par --folder."
_folder = click.option(
    "--folder", type=click.Path(file_okay=False, path_type=Path), help="Folder of the rules; by default, ADVISOR_LOCAL."
)


@click.group(name="local")
def local_() -> None:
    """Write, check and show the organisation's own rules (charter, deliberations): see docs/regles-locales.md."""


@local_.command("new")
@click.argument("name")
@click.option("--kind", default=KIND, show_default=True, help="Kind of fiche.")
@_folder
def local_new(name: str, kind: str, folder: Path | None) -> None:
    r"""Write a rule to fill in, each key explained; the first time, the whole folder with it.

    \b
    advisor local new retour-aux-participants
    """
    settings = _chosen(folder)
    place = settings.local[0]
    path = template.path_of(local.fiches_of(place), kind, name)
    if path.parent.name in local.NOT_OURS_TO_SET:
        raise click.ClickException(f"« {kind} » n'est pas ouvert ici. {local.NOT_OURS_TO_SET[path.parent.name]}")
    today = settings.date()
    text = local_template.rule(name, today) if path.parent.name == local.RULES else template.text(kind, name, today)
    for made in local_template.begin(place):
        click.echo(f"Créé : {made}")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    click.echo(f"Écrit : {path}. Remplissez la fiche, puis lancez : advisor local check")
    if folder is not None and not read().local:
        click.echo(f"Pour que l'assistant s'en serve : ADVISOR_LOCAL={folder}")


@local_.command("check")
@_folder
def local_check_(folder: Path | None) -> None:
    """Prove the local fiches, drafts included: keys, ids, every anchor and figure at its place in the document.

    Exit code 1 when something is refused or is to be mended; advice alone leaves it at 0.
    """
    settings = _chosen(folder)
    whole = gathering.whole(settings, drafts=True)
    texts = wiring.local_texts(settings)
    pages = _pages(settings) | {(page.source, page.label): page for page in texts.pages}
    words = gathering.words(settings)[1]
    found = [*whole.refused, *words, *map(str, local_check.problems(whole, pages, texts.reports))]
    advice = [str(item) for item in local_check.advice(whole, settings.corpus / "vocabulaire.txt")]
    for line in (*found, *(f"Conseil, {item}" for item in advice)):
        click.echo(line)
    fiches, documents = count(len(whole.knowledge.local), "fiche"), count(len(texts.reports), "document")
    click.echo(f"{fiches}, {documents}, {count(len(found), 'problème')}, {count(len(advice), 'conseil')}.")
    if found:
        raise SystemExit(1)


@local_.command("show")
@_folder
def local_show(folder: Path | None) -> None:
    """Print what the organisation adds: documents, rules with what they ask, other fiches, what is refused."""
    settings = _chosen(folder)
    whole = gathering.whole(settings, drafts=True)
    reports = {report.id: report.state for report in wiring.local_texts(settings).reports}
    click.echo(f"Dossiers : {', '.join(map(str, settings.local))} · version {whole.version or 'vide'}")
    for source in whole.sources:
        if source.of_local:
            click.echo(f"Document {source.id} : {source.title} ({reports.get(source.id, 'illisible')})")
    for line in _shown(whole):
        click.echo(line)
    for told in (*whole.refused, *gathering.words(settings)[1]):
        click.echo(told)


@local_.command("facts")
@click.argument("name", required=False)
def local_facts(name: str | None) -> None:
    """Print the facts that conditions may look at, with the values of one when it is named."""
    facts = gathering.whole(read()).knowledge.facts
    if name is None:
        for fact in facts.values():
            click.echo(f"{fact.name} : {fact.label}{_unit(fact)}")
        return
    if name not in facts:
        raise click.ClickException(f"Le fait « {name} » n'existe pas. Faits : {', '.join(facts)}.")
    for line in _values(facts, name):
        click.echo(line)


def _chosen(folder: Path | None) -> Settings:
    settings = read()
    if folder is None and not settings.local:
        raise click.ClickException(_NONE)
    return settings if folder is None else replace(settings, local=(folder,))


def _pages(settings: Settings) -> dict[tuple[str, str], Page]:
    """The pages of our own documents, when an index holds them."""
    try:
        return dict(Store.current(settings.index).pages)
    except IndexUnusable:
        return {}


def _shown(whole: Whole) -> Iterator[str]:
    held = [whole.knowledge.fiches[name] for name in sorted(whole.knowledge.local)]
    for fiche in held:
        state = "" if fiche.review.state == "relu" else f" [{fiche.review.state}]"
        yield f"{fiche.id}{state} : {fiche.title}"
        if isinstance(fiche, RegleLocale):
            yield from (f"  {line}" for line in _asked(fiche))


def _asked(rule: RegleLocale) -> Iterator[str]:
    until = f", jusqu'au {day(rule.until)} exclu" if rule.until else ""
    yield f"{rule.body}, {day(rule.decided)}{f', n° {rule.reference}' if rule.reference else ''}{until}"
    yield f"degré : {rule.degree.value}" if rule.degree else "sans degré"
    yield from (f"si : {condition.text or condition.fact}" for condition in rule.conditions)
    yield from (f"sauf si : {condition.text or condition.fact}" for condition in rule.exceptions)
    if not rule.conditions:
        yield "pour tous les projets"
    dues = (("quand", rule.timing), ("publicité", rule.publicity), ("compte rendu", rule.report))
    yield from (f"{name} : {text}" for name, text in dues if text)


def _unit(fact: FactDefinition) -> str:
    return f" (nombre, {fact.unit})" if fact.kind == "nombre" else ""


def _values(facts: Mapping[str, FactDefinition], name: str) -> Iterator[str]:
    fact = facts[name]
    if fact.kind == "nombre":
        yield f"{name} : un nombre ({fact.unit}), avec above, at_least, below ou at_most."
    yield from (f"{value} : {fact.value_label(value)}" for value in fact.values())
