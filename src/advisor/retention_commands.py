"""`advisor journal purge`, `erase` and `export`: how long the journal keeps, what leaves it, what it hands out."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO

import click

from advisor.domain.record import Entry
from advisor.journal import exports, retention
from advisor.journal.ports import Journal
from advisor.journal.queue import Filters
from advisor.journal_commands import opened
from advisor.privacy.masking import Masker
from advisor.settings import read


@click.command()
@click.option("--days", type=click.IntRange(min=1), help="Days to keep, in place of ADVISOR_JOURNAL_DAYS.")
@click.option("--dry-run", is_flag=True, help="Say what would be emptied; empty nothing.")
@click.option("--by", default="", metavar="NAME", help="Who signs the entry that says so.")
@click.option("--yes", is_flag=True, help="Do not ask for a confirmation.")
def purge(days: int | None, dry_run: bool, by: str, yes: bool) -> None:
    """Empty the entries past their time, and all that speaks of them; the chain still verifies.

    The app does it once a day by itself.
    """
    kept_days = days or read().journal_days
    if not kept_days:
        click.echo("ADVISOR_JOURNAL_DAYS vaut 0 : tout est gardé.")
        return
    now = dt.datetime.now(dt.UTC)
    with opened() as kept:
        before = retention.limit(now, kept_days)
        numbers = retention.past(kept, before)
        click.echo(f"{len(numbers)} entrées à vider : écrites avant le {before[:10]}, ou qui parlent de l'une d'elles.")
        if numbers and not dry_run and _agreed(yes):
            _told(retention.purge_past(kept, kept_days, now, by))


@click.command()
@click.argument("conversation")
@click.option("--reason", default=retention.ERASED, help="Why; personal data in it are masked, for it stays.")
@click.option("--by", default="", metavar="NAME", help="Who signs the entry that says so.")
@click.option("--yes", is_flag=True, help="Do not ask for a confirmation.")
def erase(conversation: str, reason: str, by: str, yes: bool) -> None:
    """Empty all that the journal holds of a conversation, and all that was said of it.

    Export it first (`advisor journal export --conversation`) when the person asks for a copy.
    """
    with opened() as kept:
        numbers = retention.of_conversation(kept, conversation)
        if not numbers:
            raise click.ClickException(f"Le journal ne tient rien de la conversation « {conversation} ».")
        click.echo(f"{len(numbers)} entrées à vider : {_listed(numbers)}.")
        if _agreed(yes):
            _told(retention.erase(kept, conversation, Masker().mask(reason).text, by))


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl", "csv", "xlsx"]),
    default="jsonl",
    show_default=True,
    help="jsonl: entries whole, with their proof; csv, xlsx: answers and errors, a line each.",
)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="File to write, else the output.")
@click.option("--conversation", default="", metavar="ID", help="Only this conversation, and what was said of it.")
@click.option("--since", default="", metavar="DAY", help="From this day (AAAA-MM-JJ).")
@click.option("--until", default="", metavar="DAY", help="Until this day, included.")
@click.option("--kind", "kinds", multiple=True, help="Kind of answer, or « error »; may be given again.")
@click.option("--words", default="", help="Full text: beginnings of words, accents or not.")
def export(
    form: str, output: Path | None, conversation: str, since: str, until: str, kinds: tuple[str, ...], words: str
) -> None:
    r"""Write the journal, or a part of it, to a file.

    \b
    advisor journal export --output journal.jsonl
    advisor journal export --format xlsx --since 2026-01-01 --output 2026.xlsx
    """
    if form == "xlsx" and output is None:
        raise click.UsageError("Un classeur s'écrit dans un fichier : donnez --output.")
    filters = Filters(since=since, until=until, kinds=kinds, words=words, conversation=conversation)
    with opened() as kept:
        _written(output, lambda file: _export(kept, form, filters, file))
    if output:
        click.echo(f"Écrit : {output}")


COMMANDS = (purge, erase, export)
"""What they add to `advisor journal`."""


def _export(kept: Journal, form: str, filters: Filters, file: IO[bytes]) -> None:
    if form == "jsonl":
        _write(exports.lines(_entries(kept, filters)), file)
        return
    numbers = exports.everything(kept) if filters == Filters() else kept.numbers(filters)
    if form == "csv":
        _write(exports.csv_lines(kept, numbers), file)
    else:
        from advisor.journal.workbook import workbook  # slow to load, and only needed here

        workbook(kept, numbers, file)


def _entries(kept: Journal, filters: Filters) -> Iterable[Entry]:
    if filters == Filters():
        return kept.entries()
    if filters == Filters(conversation=filters.conversation):
        return exports.conversation(kept, filters.conversation)
    return exports.followed(kept, kept.numbers(filters))


def _write(lines: Iterable[str], file: IO[bytes]) -> None:
    for line in lines:
        file.write(line.encode())


def _written(output: Path | None, write: Callable[[IO[bytes]], None]) -> None:
    """Writes to a file, whole or not at all, or to the output."""
    if output is None:
        write(sys.stdout.buffer)
        return
    part = output.with_name(f"{output.name}.part")
    try:
        with part.open("wb") as file:
            write(file)
        part.replace(output)
    except OSError as error:
        raise click.ClickException(f"Le fichier {output} ne peut pas être écrit : {error.strerror}.") from error
    finally:
        part.unlink(missing_ok=True)


def _agreed(yes: bool) -> bool:
    return yes or click.confirm("Leur contenu sera retiré sans retour. Continuer ?")


def _told(purged: Entry | None) -> None:
    if purged and purged.body:
        click.echo(f"{len(purged.body['numbers'])} entrées vidées ; l'entrée n° {purged.number} le dit.")


def _listed(numbers: list[int], most: int = 12) -> str:
    said = ", ".join(f"n° {number}" for number in numbers[:most])
    return said if len(numbers) <= most else f"{said}…"
