"""`advisor journal`: prove the journal, note its head, list its answers, show an entry."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from contextlib import contextmanager

import click
from rich.console import Console
from rich.progress import Progress

from advisor import wiring
from advisor.domain.record import Entry
from advisor.errors import JournalUnusable
from advisor.journal.ports import Journal
from advisor.journal.queue import Filters, Row
from advisor.settings import read

CONTENT_WIDTH = 100


@click.group()
def journal() -> None:
    """Prove and read the journal of answers."""


@journal.command()
@click.option(
    "--known",
    multiple=True,
    metavar="NUMBER:SEAL",
    help="A head noted earlier (`advisor journal head`) and kept elsewhere; may be given again.",
)
@click.option("--json", "whole", is_flag=True, help="Print the report as JSON.")
def verify(known: tuple[str, ...], whole: bool) -> None:
    r"""Derive the chain again and name the first broken entry; exit with 1 when there is one.

    Alone, the chain proves that no entry was altered, added or removed before the last one. Only a head kept
    elsewhere proves that the last ones were not cut off, or everything written again.

    \b
    advisor journal head > /elsewhere/head.txt
    advisor journal verify --known "$(cat /elsewhere/head.txt)"
    """
    seals = dict(_known(item) for item in known)
    with opened() as kept, Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Vérification", total=kept.head()[0] or None)
        report = kept.verify(seals, lambda number: bar.update(task, completed=number))
        drift = kept.drift() if report.holds else None
    if whole:
        click.echo(json.dumps({**dataclasses.asdict(report), "queue": drift}, ensure_ascii=False))
    elif report.broken:
        click.echo(f"Entrée n° {report.broken.number} : {report.broken.why}.")
        click.echo(f"Ce qui la précède tient ({_counted(report.entries, 'entrée')}).")
    else:
        purged = f", dont {_counted(report.purged, 'vidée')} par une purge" if report.purged else ""
        click.echo(f"{_counted(report.entries, 'entrée')}{purged} : la chaîne tient. Tête : {_head(report.head)}")
        if drift:
            click.echo(
                f"La file d'audit ne dit plus ce que dit l'entrée n° {drift} : lancez « advisor journal redraw »."
            )
    if not report.holds or drift:
        raise SystemExit(1)


@journal.command()
def head() -> None:
    """Print the number and the seal of the last entry, to be kept elsewhere and given to `verify`."""
    with opened() as kept:
        click.echo(_head(kept.head()))


@journal.command("list")
@click.option("--since", default="", metavar="DAY", help="From this day (AAAA-MM-JJ).")
@click.option("--until", default="", metavar="DAY", help="Until this day, included.")
@click.option("--kind", "kinds", multiple=True, help="Kind of answer, or « error »; may be given again.")
@click.option("--words", default="", help="Full text: beginnings of words, accents or not.")
@click.option("--feedback", type=click.Choice(["positive", "negative", "none"]), help="What users said of it.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1000), help="How many lines.")
@click.option("--json", "whole", is_flag=True, help="Print one JSON line an answer.")
def listed(
    since: str, until: str, kinds: tuple[str, ...], words: str, feedback: str | None, limit: int, whole: bool
) -> None:
    """List the answers, the newest first."""
    chosen = Filters(since=since, until=until, kinds=kinds, words=words, feedback=(feedback,) if feedback else ())
    with opened() as kept:
        count, rows = kept.count(chosen), kept.page(chosen, limit=limit)
    for row in rows:
        click.echo(json.dumps(dataclasses.asdict(row), ensure_ascii=False) if whole else _line(row))
    if not whole:
        click.echo(f"{len(rows)} sur {count}.")


@journal.command()
@click.argument("number", type=click.IntRange(min=1))
@click.option("--json", "whole", is_flag=True, help="Print the whole entry as JSON.")
def show(number: int, whole: bool) -> None:
    """Print an entry, and what was said of it since."""
    with opened() as kept:
        entry = kept.entry(number)
        if entry is None:
            raise click.ClickException(f"Aucune entrée n° {number} : la dernière est la n° {kept.head()[0]}.")
        after = list(kept.entries(about=number))
    if whole:
        click.echo(json.dumps(dataclasses.asdict(entry), ensure_ascii=False, indent=2))
        return
    for line in _lines(entry):
        click.echo(line)
    for other in after:
        click.echo(f"n° {other.number} · {other.moment[:16]} · {other.kind} {other.author}: {_content(other)}")


@journal.command()
def redraw() -> None:
    """Draw the queue of the audit again from the entries, which stay as they are."""
    with opened() as kept:
        kept.draw_again()
        click.echo(f"File d'audit refaite : {_counted(kept.count(Filters()), 'réponse')}.")


@contextmanager
def opened() -> Iterator[Journal]:
    """The journal of the settings, closed afterwards."""
    kept = wiring.journal(read())
    if kept is None:
        raise JournalUnusable("Aucun journal n'est tenu.", "Donnez son adresse par ADVISOR_JOURNAL.")
    try:
        yield kept
    finally:
        kept.close()


def _known(text: str) -> tuple[int, str]:
    number, _, seal = text.strip().partition(":")
    if not number.isdigit() or len(seal) != 64:
        raise click.BadParameter(f"« {text} » n'est pas de la forme NUMERO:SCEAU.", param_hint="--known")
    return int(number), seal


def _head(head: tuple[int, str]) -> str:
    return f"{head[0]}:{head[1]}"


def _counted(number: int, name: str) -> str:
    return f"{number} {name}{'s' if number > 1 else ''}"


def _line(row: Row) -> str:
    said = row.degree or row.verdict or row.kind or "vidée"
    return f"n° {row.number} · {row.moment[:16]} · {said} · {row.question[:CONTENT_WIDTH]}".replace("\n", " ")


def _lines(entry: Entry) -> Iterator[str]:
    signed = f" · signée {entry.author}" if entry.author else ""
    yield f"n° {entry.number} · {entry.moment} · {entry.kind}{signed}"
    if entry.about:
        yield f"À propos de la n° {entry.about}"
    yield f"Sceau {entry.seal}"
    yield f"Précédent {entry.previous}"
    yield _content(entry)


def _content(entry: Entry) -> str:
    """What an entry says, in a line or two; an answer by its question and headline."""
    if entry.body is None:
        return "(contenu retiré par une purge)"
    if entry.kind == "answer":
        answer = entry.body.get("answer") or {}
        return f"{entry.body.get('message')}\n→ {answer.get('headline')}"
    return json.dumps(entry.body, ensure_ascii=False)
