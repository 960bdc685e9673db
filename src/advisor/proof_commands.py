"""`advisor impact`, and `advisor audit replay|bundle|check|case|cases|versions`."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from advisor import keeping, reopening, wiring
from advisor.audit import check_bundle, impact, regression
from advisor.audit.difference import Difference
from advisor.audit.impact import Altered, Impact, InUse
from advisor.audit.proof import Proof
from advisor.audit.replay import Own, Replay
from advisor.domain.record import Entry
from advisor.errors import JournalUnusable, VersionUnusable
from advisor.journal.ports import Journal
from advisor.journal.queue import Filters
from advisor.settings import Settings, read

SHOWN = 8
"""Differences printed for one answer, unless all are asked for."""
_folder = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command("impact")
@click.option("--corpus", type=_folder, help="Folder of the pending corpus; by default, the one in use.")
@click.option("--local", "own", multiple=True, type=_folder, help="Pending folder of the organisation's own fiches.")
@click.option("--last", default=1000, show_default=True, type=click.IntRange(1), help="How many answers, the last.")
@click.option("--since", default="", metavar="AAAA-MM-JJ", help="Only the answers given since a day.")
@click.option("--all", "every", is_flag=True, help="Print every difference, and the answers already altered.")
@click.option("--json", "whole", is_flag=True, help="Print the result as JSON.")
@click.option("--fail", is_flag=True, help="Exit with 1 when an answer would be gravely altered.")
def impact_(
    corpus: Path | None, own: tuple[Path, ...], last: int, since: str, every: bool, whole: bool, fail: bool
) -> None:
    r"""List the stored answers that today's fiches, rules or texts would alter, before they are published.

    The index in use is left alone: the pending one is made in a folder of its own.

    \b
    advisor impact
    advisor impact --corpus ../branche/corpus --last 500
    """
    settings = read()
    with _journal(settings) as journal:
        entries = list(_answers(journal, last, since))
        if not entries:
            click.echo("Aucune réponse dans le journal : rien à comparer.")
            return
        pending = wiring.pending(settings, corpus or settings.corpus, own or settings.local)
        in_use = _in_use(settings, journal)
        with _progress("Réponses redemandées") as told:
            found = impact.measure(entries, Own(pending), in_use, told)
    click.echo(json.dumps(dataclasses.asdict(found), ensure_ascii=False) if whole else "\n".join(_told(found, every)))
    if fail and any(item.gravity == "grave" and not item.already for item in found.altered):
        raise SystemExit(1)


@click.command("replay")
@click.argument("number", type=int)
@click.option("--today", is_flag=True, help="On today's versions, instead of those the answer was made with.")
@click.option("--json", "whole", is_flag=True, help="Print the result as JSON.")
def replay_(number: int, today: bool, whole: bool) -> None:
    """Ask a stored answer again; exit with 1 when it is not the same, timings apart."""
    with _proof() as proof:
        found = proof.replay(number, "aujourd'hui" if today else "siennes")
    click.echo(json.dumps(dataclasses.asdict(found), ensure_ascii=False) if whole else "\n".join(_replay_lines(found)))
    if not found.same:
        raise SystemExit(1)


@click.command("bundle")
@click.argument("number", type=int)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="File; by default preuve-NUMBER.zip here.")
@click.option("--upto", default=0, help="Entry at which the chain stops; by default, the last.")
def bundle_(number: int, out: Path | None, upto: int) -> None:
    """Write the evidence of an answer as one file that anyone checks with Python alone."""
    with _proof() as proof:
        name, content = proof.bundle(number, upto)
    path = out or Path(name)
    path.write_bytes(content)
    click.echo(f"Écrit : {path} ({len(content) // 1024 + 1} Ko). Pour le vérifier : advisor audit check {path}")


@click.command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--seal", default="", help="Seal of an entry, kept elsewhere (`advisor journal head`).")
@click.option("--read", "reading", is_flag=True, help="Print the answer that was proved.")
def check_(file: Path, seal: str, reading: bool) -> None:
    """Check a bundle of evidence, as the script it carries does; exit with 1 when it is refused."""
    options = ["--sceau", seal] if seal else []
    raise SystemExit(check_bundle.main([str(file), *options, *(["--lire"] if reading else [])]))


@click.command("case")
@click.argument("number", type=int)
def case_(number: int) -> None:
    """Make a verdict « faux » (its number, or the answer's) a case that is asked again at each change."""
    with _proof() as proof:
        path = proof.case(number)
    click.echo(f"Écrit : {path}. Dites-y ce qui est attendu si vous le savez, puis : advisor audit cases")


@click.command("cases")
@click.option("--corpus", type=_folder, help="Folder of a pending corpus; by default, the one in use.")
def cases_(corpus: Path | None) -> None:
    """Ask every case again; exit with 1 when one that was put right is wrong again."""
    settings = read()
    held = list(regression.read(settings.corpus / regression.FOLDER))
    if not held:
        click.echo("Aucun cas. Un avis « faux » en devient un : advisor audit case NUMÉRO")
        return
    service = wiring.pending(settings, corpus, settings.local) if corpus else wiring.ready(settings)
    answering, again = Own(service), 0
    for item in held:
        found = regression.problems(item, answering.answer(item.request()))
        again += bool(found) and item.state == regression.RIGHT
        click.echo(_case_line(item, found))
    click.echo(f"{len(held)} cas, {again} de nouveau faux.")
    if again:
        raise SystemExit(1)


@click.command("versions")
@click.option("--check", is_flag=True, help="Read every content again and name what is lost or altered.")
@click.option("--prune", is_flag=True, help="Remove the versions that no stored answer refers to any more.")
def versions_(check: bool, prune: bool) -> None:
    """List the versions kept for replays."""
    settings = read()
    held = keeping.versions(settings)
    if prune:
        with _proof(settings) as proof:
            removed = held.prune({*proof.referred(), str(proof.advisor.parts.versions.get("snapshot"))})
        click.echo(f"{removed} version(s) retirée(s).")
    faulty = 0
    for identifier in held.ids():
        faults = list(held.faults(identifier)) if check else []
        faulty += bool(faults)
        about = held.version(identifier) if not faults else {}
        said = f"logiciel {about['software']}, {about['fiches']['size']} fiches" if about else "abîmée"
        click.echo(f"{identifier}  {said}")
        for fault in faults:
            click.echo(f"    {fault}")
    if faulty:
        raise SystemExit(1)


COMMANDS = (replay_, bundle_, check_, case_, cases_, versions_)
"""The commands of `advisor audit` that are about proof."""


@contextmanager
def _journal(settings: Settings) -> Iterator[Journal]:
    held = wiring.journal(settings)
    if held is None:
        raise JournalUnusable("Aucun journal n'est tenu.", "Donnez son adresse par ADVISOR_JOURNAL.")
    try:
        yield held
    finally:
        held.close()


@contextmanager
def _proof(settings: Settings | None = None) -> Iterator[Proof]:
    chosen = settings or read()
    with _journal(chosen) as journal:
        yield reopening.proof(chosen, journal, wiring.ready(chosen))


def _answers(journal: Journal, last: int, since: str) -> Iterator[Entry]:
    """The last answers since a day, oldest first."""
    for row in reversed(journal.page(Filters(since=since), 0, last)):
        entry = journal.entry(row.number)
        if entry:
            yield entry


def _in_use(settings: Settings, journal: Journal) -> InUse | None:
    """The versions the last answer was made with, when they can be opened."""
    version = reopening.last_version(journal)
    try:
        return InUse(version, reopening.Reopened(settings, keeping.versions(settings), version)) if version else None
    except VersionUnusable as error:
        click.echo(f"La version en service n'est pas comparable : {error}", err=True)
        return None


def _told(found: Impact, every: bool) -> Iterator[str]:
    shown = [item for item in found.altered if every or not item.already]
    for item in shown:
        yield from _altered_lines(item, every)
    for number, why in found.failed:
        yield f"n° {number} : pas de réponse — {why}"
    hidden = len(found.altered) - len(shown)
    counts = ", ".join(
        f"{sum(item.gravity == gravity for item in shown)} {gravity}(s)" for gravity in ("grave", "notable", "légère")
    )
    yield f"{found.read} réponses lues, {found.asked} distinctes redemandées : {len(shown)} changeraient ({counts})."
    if hidden:
        yield f"{hidden} autre(s) avaient déjà changé avec les versions en service (--all les montre)."


def _altered_lines(item: Altered, every: bool) -> Iterator[str]:
    times = f", donnée {len(item.numbers)} fois" if len(item.numbers) > 1 else ""
    already = ", déjà changée par les versions en service" if item.already else ""
    yield f"[{item.gravity}] n° {item.numbers[0]} du {item.moment[:10]}{times}{already}"
    yield f"    {item.question[:160]}"
    yield from _difference_lines(item.differences, every)
    yield ""


def _difference_lines(found: tuple[Difference, ...], every: bool) -> Iterator[str]:
    for difference in found if every else found[:SHOWN]:
        yield f"    · {difference.text}"
    if not every and len(found) > SHOWN:
        yield f"    · et {len(found) - SHOWN} autre(s) écart(s)"


def _replay_lines(found: Replay) -> Iterator[str]:
    on = "ses propres versions" if found.on == "siennes" else "les versions d'aujourd'hui"
    if found.same:
        yield f"Réponse n° {found.number} rejouée sur {on} : identique, octet pour octet."
    elif found.after is not None:
        yield f"Réponse n° {found.number} rejouée sur {on} : {len(found.differences)} écart(s)."
        yield from _difference_lines(found.differences, every=True)
    yield from found.notes


def _case_line(item: regression.Case, found: list[str]) -> str:
    if found:
        mark = "FAUX DE NOUVEAU" if item.state == regression.RIGHT else "encore faux"
        return f"{item.id} : {mark}. {' '.join(found)}"
    return f"{item.id} : juste." + ("" if item.state == regression.RIGHT else " Écrivez « state: corrigé ».")


@contextmanager
def _progress(title: str) -> Iterator[impact.Told]:
    """A bar on stderr, when it is a terminal."""
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(title, total=None)

        def told(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield told
