"""What became of each source, as a table for the terminal, and the exit code that sums it up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rich.console import Console
from rich.table import Table

from advisor.domain.source import SourceReport

COMPLETE, REFUSED, INCOMPLETE = 0, 1, 3
"""Exit codes: all indexed; nothing usable; an index, but something is missing or cannot be read."""

_WIDE = 160
_COLUMNS = ("source", "état", "fichier", "pages", "passages", "message", "remède")


def exit_code(reports: Iterable[SourceReport]) -> int:
    """The code of a finished ingest."""
    return COMPLETE if all(report.state == "indexé" for report in reports) else INCOMPLETE


def out(stderr: bool = False) -> Console:
    """A console; wide when it is not a terminal, so that a file or a pipe gets whole lines."""
    console = Console(stderr=stderr, highlight=False, soft_wrap=False)
    return console if console.is_terminal else Console(stderr=stderr, highlight=False, width=_WIDE)


def table(reports: Sequence[SourceReport], title: str, names: Mapping[str, str]) -> Table:
    """The reports as a table; `names` are the short names of the sources, by id."""
    found = Table(title=title, title_justify="left", expand=False)
    for column in _COLUMNS:
        found.add_column(column, justify="right" if column in {"pages", "passages"} else "left", overflow="fold")
    for report in reports:
        read = bool(report.pages)
        found.add_row(
            f"{names.get(report.id, '')}\n[dim]{report.id}[/dim]",
            f"[green]{report.state}[/green]" if report.state == "indexé" else f"[yellow]{report.state}[/yellow]",
            report.file,
            str(report.pages) if read else "",
            str(report.passages) if read else "",
            report.message,
            report.remedy,
        )
    return found


def problems(reports: Iterable[SourceReport]) -> list[str]:
    """One line for each source that is not indexed: what is wrong, and what to do."""
    return [f"{report.message} {report.remedy}".strip() for report in reports if report.state != "indexé"]
