"""`python -m ingest`: makes the index, brings documents in, says where things stand.

Exit codes: 0 all indexed; 3 an index, but a document is missing or cannot be read; 1 nothing usable.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from advisor import settings as settings_of
from advisor.domain.source import SourceReport
from advisor.errors import AdvisorError, IndexUnusable
from advisor.knowledge import local
from advisor.retrieval.store import Store
from advisor.settings import Settings
from ingest import gather, own, read, report, status, verify
from ingest.build import build
from ingest.fetch import Downloader
from ingest.locate import Located
from ingest.lock import alone


class _Foreseen(click.ClickException):
    """A failure of ours, in French, without a traceback."""

    exit_code = report.REFUSED

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(f"Erreur : {self.message}", err=True)


class _Group(click.Group):
    """Commands whose foreseen failures are one line and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except AdvisorError as error:
            raise _Foreseen(str(error)) from error
        except BrokenPipeError:
            raise
        except OSError as error:
            what = f"{error.filename or 'un fichier'} ne peut pas être lu ou écrit ({error.strerror})."
            raise _Foreseen(f"{what} Vérifiez ses droits et la place du disque.") from error


@click.group(cls=_Group, invoke_without_command=True)
@click.option("--quiet", is_flag=True, help="N'écrit rien quand tout va bien.")
@click.pass_context
def main(ctx: click.Context, quiet: bool) -> None:
    """Indexe les documents trouvés et les fiches ; ne refait rien si rien n'a changé.

    Exemples : « python -m ingest », « python -m ingest add charte.pdf --title "Notre charte" ».
    """
    ctx.obj = quiet
    if ctx.invoked_subcommand is None:
        ctx.exit(_index(settings_of.read(), quiet))


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--title", default="", help="Titre ; par défaut, le nom du fichier.")
@click.option("--author", default="", help="Auteur ou service.")
@click.option("--date", default="", help="Date du document.")
@click.option("--licence", default="", help="Licence ou droits d'usage.")
@click.pass_context
def add(ctx: click.Context, file: Path, title: str, author: str, date: str, licence: str) -> None:
    """Ajoute un document (PDF, texte, Markdown, articles JSONL), puis indexe.

    Exemple : « python -m ingest add charte.pdf --title "Charte de la participation" --date 2025 ».
    """
    settings = settings_of.read()
    source = own.add(file, own.Details(title, author, date, licence), settings, _located(settings))
    if not ctx.obj:
        click.echo(f"Ajouté : « {source.title} » ({source.id}).")
    ctx.exit(_index(settings, ctx.obj))


@main.command(name="status")
@click.pass_context
def show_status(ctx: click.Context) -> None:
    """Dit ce qui est indexé, ce qui manque, et si l'index est à jour ; ne fait rien."""
    settings = settings_of.read()
    whole = gather.whole(settings)
    ctx.exit(status.show(settings, whole.knowledge, gather.located(settings, whole), report.out()))


@main.command()
@click.pass_context
def check(ctx: click.Context) -> None:
    """Lit chaque document trouvé sans rien indexer, et vérifie que chaque passage est à sa place."""
    settings = settings_of.read()
    located = _located(settings)
    console = report.out()
    with _progress(quiet=bool(ctx.obj)) as step:
        corpus = read.read_corpus(located, step)
    console.print(report.table(corpus.reports, "Documents lus", _names(located)))
    faults = verify.faults(corpus.pages, corpus.passages)
    try:
        faults += verify.index_faults(Store.current(settings.index))
    except IndexUnusable as error:
        console.print(f"Index : {error}")
    for line in verify.told(faults):
        console.print(line, markup=False)
    if not faults:
        console.print(f"{len(corpus.passages)} passages lus, tous à leur place.")
    unreadable = any(found.state not in {"indexé", "manquant"} for found in corpus.reports)
    ctx.exit(report.INCOMPLETE if unreadable or faults else report.COMPLETE)


@main.command(name="local", hidden=True)
def local_pages() -> None:
    """Lit les documents de l'organisation (ADVISOR_LOCAL), en JSON : leurs pages et leur état, sans rien indexer."""
    settings = settings_of.read()
    located = [item for item in _located(settings) if item.source.of_local]
    corpus = read.read_corpus(located, lambda _what, _share: None)
    told = local.Read(pages=tuple(corpus.pages), reports=tuple(corpus.reports))
    click.echo(json.dumps(asdict(told), ensure_ascii=False))


@main.command()
@click.pass_context
def fetch(ctx: click.Context) -> None:
    """Télécharge les documents du catalogue depuis leur adresse officielle, puis indexe."""
    settings = settings_of.read()
    with alone(settings.documents):
        outcomes = [downloader(settings.documents).fetch(item) for item in _located(settings)]
    for outcome in outcomes:
        if not ctx.obj or not outcome.present:
            click.echo(outcome.message)
    code = _index(settings, ctx.obj) if any(outcome.arrived for outcome in outcomes) else report.COMPLETE
    ctx.exit(max(code, report.COMPLETE if all(outcome.present for outcome in outcomes) else report.INCOMPLETE))


downloader: Callable[[Path], Downloader] = Downloader
"""What fetches; a test puts one here that may talk to its own server."""


def _index(settings: Settings, quiet: bool) -> int:
    """Builds the index, tells what became of each source, and gives the exit code."""
    whole = gather.whole(settings)
    located = gather.located(settings, whole)
    with _progress(quiet) as step:
        reports = build(located, whole.knowledge, settings, step).reports
    _tell(reports, located, quiet)
    for line in whole.refused:
        click.echo(line, err=True)
    return max(report.exit_code(reports), report.INCOMPLETE if whole.refused else report.COMPLETE)


def _tell(reports: tuple[SourceReport, ...], located: list[Located], quiet: bool) -> None:
    if quiet:
        for line in report.problems(reports):
            click.echo(line, err=True)
    else:
        report.out().print(report.table(reports, "Index à jour", _names(located)))


def _located(settings: Settings) -> list[Located]:
    return gather.located(settings, gather.whole(settings))


def _names(located: list[Located]) -> dict[str, str]:
    return {item.source.id: item.source.short for item in located}


@contextmanager
def _progress(quiet: bool) -> Iterator[read.Step]:
    """A bar on stderr, gone when the work is done; nothing when quiet."""
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=quiet or not console.is_terminal) as bar:
        task = bar.add_task("Préparation", total=1.0)
        yield lambda what, share: bar.update(task, description=what, completed=share)


if __name__ == "__main__":
    main(prog_name="python -m ingest")
