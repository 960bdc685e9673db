"""`advisor audit`: draw samples, and print the figures, the use of the sources and the report."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from advisor import wiring
from advisor.audit.agreement import Agreement
from advisor.audit.desk import TITLE, Desk
from advisor.audit.facts import JOURNEYS
from advisor.audit.figures import AXES, MEASURES, Figures, Measures
from advisor.audit.intervals import Share
from advisor.audit.samples import Sample, Scope
from advisor.audit.usage import FicheUse, PassageUse, SourceUse, Usage
from advisor.errors import JournalUnusable
from advisor.french import count, percent
from advisor.journal.queue import Filters
from advisor.settings import read

_Command = Callable[..., Any]
MOST = 20
"""Lines of a list that could go on for ever."""


@click.group()
def audit() -> None:
    """Draw answers to read, and print what readers found."""


def _scoped(command: _Command) -> _Command:
    """The options that say which answers judged are counted."""
    for option in (
        click.option("--until", default="", metavar="DAY", help="Answers given until this day, included."),
        click.option("--since", default="", metavar="DAY", help="Answers given from this day on (AAAA-MM-JJ)."),
        click.option("--sample", "number", type=int, help="Answers of this sample alone (number of its entry)."),
        click.option(
            "--chance", is_flag=True, help="Answers drawn by chance alone: those that tell of all the others."
        ),
    ):
        command = option(command)
    return command


@audit.command("sample")
@click.option("--author", required=True, metavar="NAME", help="Who signs the draw.")
@click.option("--size", default=30, show_default=True, type=click.IntRange(min=1), help="How many answers.")
@click.option("--risk", is_flag=True, help="Favour the answers likeliest to be wrong, to find faults.")
@click.option("--seed", default="", help="To draw the same again; a new one is taken and kept otherwise.")
@click.option("--reader", "readers", multiple=True, metavar="NAME", help="Who is to read; two for a double reading.")
@click.option("--since", default="", metavar="DAY", help="Answers given from this day on (AAAA-MM-JJ).")
@click.option("--until", default="", metavar="DAY", help="Answers given until this day, included.")
@click.option("--kind", "kinds", multiple=True, type=click.Choice(sorted(JOURNEYS)), help="Kind of answer.")
def sample_(
    author: str,
    size: int,
    risk: bool,
    seed: str,
    readers: tuple[str, ...],
    since: str,
    until: str,
    kinds: tuple[str, ...],
) -> None:
    r"""Draw a sample of answers to read, and write it in the journal.

    \b
    advisor audit sample --author "Prénom Nom" --size 40 --reader "Prénom Nom" --reader "Autre Nom"
    """
    with _desk() as desk:
        drawn = desk.sample(
            author,
            size,
            "risque" if risk else "aléatoire",
            filters=Filters(since=since, until=until, kinds=kinds),
            seed=seed,
            readers=readers,
        )
    click.echo(f"Échantillon {drawn.title}, graine {drawn.seed}.")
    click.echo(f"À lire dans cet ordre : {', '.join(map(str, drawn.numbers))}")


@audit.command("samples")
def samples() -> None:
    """List the samples drawn, how far each reader is, and whether each draw gives the same again."""
    with _desk() as desk:
        for drawn in desk.samples():
            click.echo(f"{drawn.title}, tiré le {drawn.moment[:10]} par {drawn.author}, graine {drawn.seed}")
            if not drawn.sound:
                click.echo("  Attention : sa graine, sa population et ses poids ne donnent pas ces réponses.")
            for held in desk.progress(drawn):
                statements = count(held.statements, "énoncé jugé", "énoncés jugés")
                click.echo(f"  {held.reader} : {held.read} sur {held.total}, {statements}")


@audit.command("figures")
@_scoped
@click.option("--by", "axis", type=click.Choice(sorted(AXES)), help="Split them.")
@click.option("--json", "whole", is_flag=True, help="Print everything as JSON.")
def figures_(chance: bool, number: int | None, since: str, until: str, axis: str | None, whole: bool) -> None:
    """Print precision and recall of citations and advice, with their intervals, and the agreement of readers."""
    with _desk() as desk:
        scope = _scope(desk, chance, number, since, until)
        found, (on_statements, on_advice) = desk.figures(scope), desk.agreement(scope)
    if whole:
        click.echo(json.dumps(_as_data(found, on_statements, on_advice), ensure_ascii=False, indent=2))
        return
    for line in (*_figure_lines(found, axis), *_agreement_lines("énoncés", on_statements)):
        click.echo(line)
    for line in _agreement_lines("réponse", on_advice):
        click.echo(line)


@audit.command("usage")
@click.option("--passages", "last", type=click.IntRange(min=1), help="Also the passages cited in so many last entries.")
@click.option("--json", "whole", is_flag=True, help="Print everything as JSON.")
def usage_(last: int | None, whole: bool) -> None:
    """Print what the sources are used for: cited, judged, contested; fiches never used; questions without answer."""
    with _desk() as desk:
        found, passages = desk.usage(), desk.passages(last) if last else ()
    if whole:
        told = {**dataclasses.asdict(found), "passages": [dataclasses.asdict(held) for held in passages]}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    for line in _usage_lines(found):
        click.echo(line)
    if passages:
        click.echo("Passages :")
    for held in passages[:MOST]:
        click.echo(f"  {held.source}, {held.place} : cité {held.cited} fois, {_said(held)}")


@audit.command("report")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@_scoped
@click.option("--title", default=TITLE, show_default=True, help="Title of the report.")
@click.option("--verify", is_flag=True, help="Verify the whole chain first, and say so in the report.")
def report_(file: Path, chance: bool, number: int | None, since: str, until: str, title: str, verify: bool) -> None:
    """Write the report for a committee as a docx FILE."""
    settings = read()
    with _desk() as desk:
        made = desk.report(settings.date().isoformat(), _scope(desk, chance, number, since, until), title, verify)
    file.write_bytes(made)
    click.echo(f"Écrit : {file}")


@contextmanager
def _desk() -> Iterator[Desk]:
    """The audit desk over the journal of the settings, closed afterwards. Raises JournalUnusable."""
    settings = read()
    kept = wiring.journal(settings)
    if kept is None:
        raise JournalUnusable("Aucun journal n'est tenu.", "Donnez son adresse par ADVISOR_JOURNAL.")
    try:
        yield wiring.desk(settings, kept)
    finally:
        kept.close()


def _scope(desk: Desk, chance: bool, number: int | None, since: str, until: str) -> Scope:
    sample: Sample | None = None
    if number is not None:
        sample = next((held for held in desk.samples() if held.number == number), None)
        if sample is None:
            raise click.ClickException(f"Aucun échantillon n° {number}. Voyez : advisor audit samples")
    return Scope(basis="aléatoire" if chance else None, sample=sample, since=since, until=until)


def _figure_lines(found: Figures, axis: str | None) -> Iterator[str]:
    whole = found.whole
    yield f"{count(whole.answers, 'réponse jugée', 'réponses jugées')}, {count(whole.statements, 'énoncé')}"
    yield from _measure_lines(whole)
    if found.open_disagreements:
        yield f"{count(found.open_disagreements, 'désaccord')} à trancher (le verdict le plus sévère est compté)"
    for group, measures in found.by[axis].items() if axis else ():
        yield group
        yield from _measure_lines(measures)


def _measure_lines(measures: Measures) -> Iterator[str]:
    for name, label in MEASURES.items():
        share: Share = getattr(measures, name)
        if share.value is not None and share.low is not None and share.high is not None:
            between = f"entre {percent(share.low)} et {percent(share.high)}"
            yield f"  {label} : {percent(share.value)}, {between} ({share.right} sur {share.judged})"


def _agreement_lines(on: str, pairs: tuple[Agreement, ...]) -> Iterator[str]:
    for found in pairs:
        kappa = "" if found.kappa is None else f"kappa {found.kappa:.2f}, ".replace(".", ",")
        yield f"{' et '.join(found.readers)} ({on}) : {found.agreed} accords sur {found.items}, {kappa}{found.reading}"


def _usage_lines(found: Usage) -> Iterator[str]:
    yield "Sources :"
    for source in found.sources:
        yield f"  {source.title} : {count(source.answers, 'réponse')}, {_said(source)}"
    yield "Fiches les plus employées :"
    for fiche in found.fiches[:MOST]:
        yield f"  {fiche.fiche} : {count(fiche.answers, 'réponse')}, {_said(fiche)}"
    yield f"{count(len(found.unused), 'fiche jamais employée', 'fiches jamais employées')} :"
    for fiche in found.unused[:MOST]:
        yield f"  {fiche.fiche}"
    yield "Questions sans réponse :"
    for theme in found.gaps[:MOST]:
        yield f"  {theme.name} : {count(theme.questions, 'question')}, par exemple « {theme.examples[0]} »"


def _said(held: SourceUse | FicheUse | PassageUse) -> str:
    """What readers and users said of a source, a fiche or a passage."""
    judged = f"{count(held.judged, 'énoncé jugé', 'énoncés jugés')} dont {count(held.contested, 'contesté')}"
    return judged + (f", {count(held.complaints, 'plainte')}" if held.complaints else "")


def _as_data(found: Figures, on_statements: tuple[Agreement, ...], on_advice: tuple[Agreement, ...]) -> dict[str, Any]:
    def pairs(held: tuple[Agreement, ...]) -> list[dict[str, Any]]:
        return [
            {
                "readers": list(pair.readers),
                "items": pair.items,
                "agreed": pair.agreed,
                "kappa": pair.kappa,
                "table": [[one, other, many] for (one, other), many in sorted(pair.table.items())],
            }
            for pair in held
        ]

    return dataclasses.asdict(found) | {"agreement": {"statements": pairs(on_statements), "advice": pairs(on_advice)}}
