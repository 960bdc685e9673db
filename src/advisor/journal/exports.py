"""The journal as text: JSON lines that carry the proof with them, CSV for a spreadsheet in French.

JSON lines hold entries whole, sealed fields included: who receives all of them can derive the chain again. CSV shows
answers and errors a line each; text that a spreadsheet would take for a formula is given an apostrophe in front
(OWASP, « CSV injection »). Everything is read and written as it goes: a journal of any size is exported.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from advisor.domain.record import Entry
from advisor.journal.ports import Journal
from advisor.journal.queue import Filters, Row

BATCH = 500
"""Lines of the queue read at once."""
BYTE_ORDER_MARK = "\ufeff"
"""By which a spreadsheet knows that a CSV file is UTF-8."""
FORMULA = re.compile(r"[=+\-@\t\r\n|%]")
"""What a spreadsheet may take for the beginning of a formula or of a command."""

QUEUE: dict[str, Callable[[Row], Any]] = {
    "numéro": lambda row: row.number,
    "date (UTC)": lambda row: moment_of(row.moment),
    "conversation": lambda row: row.conversation,
    "tour": lambda row: row.turn,
    "nature": lambda row: row.kind,
    "langue": lambda row: row.language,
    "question": lambda row: row.question,
    "réponse": lambda row: row.headline,
    "degré": lambda row: row.degree,
    "confiance": lambda row: row.confidence,
    "verdict légal": lambda row: row.verdict,
    "contrôle le plus bas": lambda row: row.check,
    "modèle": lambda row: row.model,
    "durée (ms)": lambda row: row.milliseconds,
    "domaines": lambda row: " ; ".join(row.domains),
    "sources": lambda row: " ; ".join(row.sources),
    "avis de l'usager": lambda row: row.feedback,
    "verdicts": lambda row: row.verdicts,
    "lecteurs": lambda row: row.readers,
    "jugement": lambda row: row.judgement,
    "état": lambda row: row.status,
    "vidée par une purge": lambda row: "oui" if row.purged else "non",
}


def lines(entries: Iterable[Entry]) -> Iterator[str]:
    """Each entry whole, as a line of JSON."""
    for entry in entries:
        yield json.dumps(asdict(entry), ensure_ascii=False) + "\n"


def everything(journal: Journal) -> list[int]:
    """The numbers of all answers and errors, in order."""
    return sorted({*journal.numbers(Filters()), *journal.numbers(Filters(kinds=("error",)))})


def followed(journal: Journal, numbers: Iterable[int]) -> Iterator[Entry]:
    """Entries with all that speaks of them, in order."""
    about = {number: [other.number for other in journal.entries(about=number)] for number in numbers}
    for number in sorted({*about, *(other for found in about.values() for other in found)}):
        entry = journal.entry(number)
        if entry:
            yield entry


def conversation(journal: Journal, identifier: str) -> Iterator[Entry]:
    """All that the journal holds of a conversation, in order, with what was said of it."""
    found = journal.entries(conversation=identifier) if identifier else ()
    return followed(journal, [entry.number for entry in found])


def csv_lines(journal: Journal, numbers: Sequence[int]) -> Iterator[str]:
    """Lines of the queue as CSV: UTF-8 with its mark, semicolons, as a French spreadsheet reads."""
    yield BYTE_ORDER_MARK + _csv(list(QUEUE))
    for row in rows(journal, numbers):
        yield _csv([safe(read(row)) for read in QUEUE.values()])


def safe(value: Any) -> Any:
    """A value that no spreadsheet runs: text that looks like a formula has an apostrophe in front.

    >>> safe("=HYPERLINK(...)"), safe("Bonjour"), safe(-3)
    ("'=HYPERLINK(...)", 'Bonjour', -3)
    """
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, str) and FORMULA.match(value.lstrip(" \u00a0\u202f")):
        return f"'{value}"
    return value


def rows(journal: Journal, numbers: Sequence[int]) -> Iterator[Row]:
    """Lines of the queue, the oldest first; what is written meanwhile does not shift them."""
    ordered = sorted(set(numbers))
    for start in range(0, len(ordered), BATCH):
        some = tuple(ordered[start : start + BATCH])
        yield from journal.page(Filters(numbers=some, order="oldest"), limit=BATCH)


def _csv(values: Sequence[Any]) -> str:
    line = io.StringIO()
    csv.writer(line, delimiter=";", lineterminator="\r\n").writerow(values)
    return line.getvalue()


def moment_of(moment: str) -> dt.datetime:
    """A moment as a spreadsheet holds it: without a zone, to the second."""
    return dt.datetime.fromisoformat(moment).astimezone(dt.UTC).replace(tzinfo=None, microsecond=0)
