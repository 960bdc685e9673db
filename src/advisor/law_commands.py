"""`advisor law`: where the law of the fiches stands, and its refresh from Légifrance."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
from rich.progress import Progress as Bar

from advisor import wiring
from advisor.domain.fiche import Obligation
from advisor.errors import LegifranceFailed
from advisor.knowledge import cache
from advisor.legifrance import refresh, report, review, state
from advisor.legifrance import status as status_of
from advisor.legifrance.client import Client
from advisor.legifrance.compare import Known
from advisor.legifrance.refresh import Plan, Progress, Refresh
from advisor.legifrance.state import FollowUp, Key
from advisor.legifrance.status import HeldText
from advisor.settings import Settings, read

Held = Mapping[Key, Sequence[HeldText]]


@click.group()
def law() -> None:
    """See how fresh the law is, and refresh it from Légifrance."""


@law.command("status")
@click.option("--json", "whole", is_flag=True, help="Print the whole report as JSON.")
@click.option("--strict", is_flag=True, help="Exit with 1 when a fiche is to review or the last refresh failed.")
def law_status(whole: bool, strict: bool) -> None:
    """Say what is old, what rests on memory, what differs between sources, what to review."""
    settings = read()
    found = status_of.status(
        _obligations(settings),
        state.read(settings.documents),
        state.read_texts(settings.documents),
        wiring.law_texts(settings),
        settings.date().isoformat(),
        settings.law_max_age_days,
    )
    if whole:
        click.echo(json.dumps(dataclasses.asdict(found), ensure_ascii=False, indent=2))
    else:
        for line in report.status_lines(found):
            click.echo(line)
    if strict and found.to_review:
        raise SystemExit(1)


@law.command("refresh")
@click.option("--dry-run", is_flag=True, help="Say what would be asked for; ask nothing, write nothing.")
@click.option("--only", default="", metavar="CODE", help="Only the codes or laws whose name holds these words.")
@click.option("--limit", type=click.IntRange(min=1), help="Ask for this many articles at most.")
def law_refresh(dry_run: bool, only: str, limit: int | None) -> None:
    r"""Ask Légifrance for the articles the fiches rest on, keep them, and list the fiches to review.

    Needs ADVISOR_LEGIFRANCE_ID and ADVISOR_LEGIFRANCE_SECRET. A run that stops is gone on with by the next
    one. Exits with 1 when something asked for was not answered.

    \b
    advisor law refresh --only "code de l'environnement" --limit 20
    """
    settings = read()
    if dry_run:
        plan = _plan(settings, state.read(settings.documents), wiring.law_texts(settings) or {}, only, limit)
        for line in report.plan_lines(plan):
            click.echo(line)
        return
    with wiring.legifrance(settings) as client, state.alone(settings.documents):
        failed = _refreshed(settings, client, only, limit)
    if failed:
        raise SystemExit(1)


def _refreshed(settings: Settings, client: Client, only: str, limit: int | None) -> bool:
    """One run, told to the user; whether something was not answered."""
    held = wiring.law_texts(settings, needed=True) or {}
    plan = _plan(settings, state.read(settings.documents), held, only, limit)
    if only and not (plan.todo or plan.answered):
        raise LegifranceFailed(f"Aucun article d'un code ou d'une loi nommé « {only} ».", "Voyez « --dry-run ».")

    def known(key: Key) -> list[Known]:
        return [text.known() for text in held.get(key, ())]

    with _progress(len(plan.todo)) as progress:
        run = Refresh(client.post, settings.documents, settings.date().isoformat(), known, progress)
        result = run.run(plan)
    reviews = review.reviews(_obligations(settings), result.follow_up, result.texts)
    for line in report.result_lines(result, plan, reviews):
        click.echo(line)
    return result.run.failed


def _plan(settings: Settings, follow_up: FollowUp, held: Held, only: str, limit: int | None) -> Plan:
    ids = {key: text.legi_id for key, texts in held.items() for text in texts if text.legi_id}
    ids |= {key: entry.legi_id for key, entry in follow_up.entries.items() if entry.legi_id}
    articles = refresh.wanted(_obligations(settings), ids)
    return refresh.planned(articles, follow_up, settings.date().isoformat(), only, limit)


def _obligations(settings: Settings) -> list[Obligation]:
    return cache.loaded(settings.knowledge, settings.data).of(Obligation)


@contextmanager
def _progress(count: int) -> Iterator[Progress]:
    """A bar on stderr where it is a terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Bar(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("Légifrance", total=count)
        yield lambda what, rank, _count: bar.update(task, description=what, completed=rank)
