"""The journal as files: JSON lines that carry the proof with them, CSV for a spreadsheet in French, XLSX.

JSON lines hold entries whole, sealed fields included: who receives all of them can derive the chain again. CSV and
XLSX show answers and errors a line each; the workbook adds the statements, and what users and readers said of them.
Text that a spreadsheet would take for a formula is given an apostrophe in front in CSV (OWASP, « CSV injection »)
and is written as text in XLSX. Everything is read and written as it goes: a journal of any size is exported.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from advisor.domain.record import Entry
from advisor.journal.ports import Journal
from advisor.journal.queue import Filters, Row

BATCH = 500
"""Lines of the queue read at once."""
LONGEST = 32_767
"""Characters that a cell of a workbook holds at most."""
CUT = " […]"
BYTE_ORDER_MARK = "\ufeff"
"""By which a spreadsheet knows that a CSV file is UTF-8."""
FORMULA = re.compile(r"[=+\-@\t\r\n|%]")
"""What a spreadsheet may take for the beginning of a formula or of a command."""

_QUEUE: dict[str, Callable[[Row], Any]] = {
    "numéro": lambda row: row.number,
    "date (UTC)": lambda row: _moment(row.moment),
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
_STATEMENTS = ("réponse n°", "énoncé", "texte", "rôle", "fiche", "contrôle", "contrôlé par", "sources")
_FEEDBACK = ("numéro", "date (UTC)", "réponse n°", "énoncé", "utile", "motif", "texte")
_VERDICTS = (
    "numéro",
    "date (UTC)",
    "réponse n°",
    "nature",
    "lecteur",
    "énoncé",
    "valeur",
    "commentaire",
    "échantillon",
    "à l'aveugle",
    "fiche à corriger",
    "correction proposée",
)


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
    yield BYTE_ORDER_MARK + _csv(list(_QUEUE))
    for row in _rows(journal, numbers):
        yield _csv([safe(read(row)) for read in _QUEUE.values()])


def workbook(journal: Journal, numbers: Sequence[int], file: IO[bytes]) -> None:
    """Lines of the queue, their statements, feedback and verdicts, as the sheets of a workbook."""
    book = Workbook(write_only=True)
    answers = _sheet(book, "Réponses", list(_QUEUE), wide={"question": 60, "réponse": 60, "conversation": 24})
    statements = _sheet(book, "Énoncés", _STATEMENTS, wide={"texte": 80, "fiche": 30, "sources": 30})
    opinions = _sheet(book, "Avis", _FEEDBACK, wide={"motif": 24, "texte": 60})
    verdicts = _sheet(book, "Verdicts", _VERDICTS, wide={"commentaire": 60, "correction proposée": 60})
    for row in _rows(journal, numbers):
        _add(answers, [read(row) for read in _QUEUE.values()])
        entry = journal.entry(row.number)
        for values in _statements(row.number, entry.body if entry else None):
            _add(statements, values)
        for other in journal.entries(("feedback", "verdict", "resolution"), about=row.number):
            if other.kind == "feedback":
                _add(opinions, _opinion(other))
            else:
                _add(verdicts, _verdict(other))
    book.save(file)


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


def _rows(journal: Journal, numbers: Sequence[int]) -> Iterator[Row]:
    """Lines of the queue, the oldest first; what is written meanwhile does not shift them."""
    ordered = sorted(set(numbers))
    for start in range(0, len(ordered), BATCH):
        some = tuple(ordered[start : start + BATCH])
        yield from journal.page(Filters(numbers=some, order="oldest"), limit=BATCH)


def _csv(values: Sequence[Any]) -> str:
    line = io.StringIO()
    csv.writer(line, delimiter=";", lineterminator="\r\n").writerow(values)
    return line.getvalue()


def _moment(moment: str) -> dt.datetime:
    """A moment as a spreadsheet holds it: without a zone, to the second."""
    return dt.datetime.fromisoformat(moment).astimezone(dt.UTC).replace(tzinfo=None, microsecond=0)


def _statements(number: int, body: Mapping[str, Any] | None) -> Iterator[Sequence[Any]]:
    answer = (body or {}).get("answer") or {}
    sources = {item["id"]: item["source"] for item in answer.get("citations") or ()}
    for item in answer.get("statements") or ():
        check = item.get("check") or {}
        cited = dict.fromkeys(sources.get(name, name) for name in item.get("citations") or ())
        yield (
            number,
            item.get("id", ""),
            item.get("text", ""),
            item.get("role", ""),
            item.get("fiche", ""),
            check.get("status", ""),
            check.get("by", ""),
            " ; ".join(cited),
        )


def _opinion(entry: Entry) -> Sequence[Any]:
    body = entry.body or {}
    helpful = {True: "oui", False: "non"}.get(body.get("helpful"), "")  # type: ignore[arg-type]
    said = (body.get("statement", ""), helpful, body.get("reason", ""), body.get("text", ""))
    return (entry.number, _moment(entry.moment), entry.about, *said)


def _verdict(entry: Entry) -> Sequence[Any]:
    body = entry.body or {}
    proposal = body.get("proposal") or {}
    return (
        entry.number,
        _moment(entry.moment),
        entry.about,
        "accord" if entry.kind == "resolution" else "verdict",
        entry.author,
        body.get("statement", ""),
        body.get("value", ""),
        body.get("comment", ""),
        body.get("sample") or "",
        "oui" if body.get("blind") else "",
        proposal.get("fiche", ""),
        proposal.get("text", ""),
    )


def _sheet(book: Workbook, name: str, titles: Sequence[str], wide: Mapping[str, int]) -> Any:
    """A sheet with its titles in bold, that stay in sight, and columns as wide as what they hold."""
    sheet: Any = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    for rank, title in enumerate(titles, start=1):
        sheet.column_dimensions[get_column_letter(rank)].width = wide.get(title, max(11, len(title) + 2))
    cells = [WriteOnlyCell(sheet, title) for title in titles]
    for cell in cells:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.append(cells)
    return sheet


def _add(sheet: Any, values: Sequence[Any]) -> None:
    sheet.append([_cell(sheet, value) for value in values])


def _cell(sheet: Any, value: Any) -> Any:
    """A value as a cell; text stays text, whatever it begins with, without the signs a workbook refuses."""
    if not isinstance(value, str):
        return value
    said = ILLEGAL_CHARACTERS_RE.sub(" ", value)
    cell = WriteOnlyCell(sheet, said if len(said) <= LONGEST else said[: LONGEST - len(CUT)] + CUT)
    if cell.data_type != "s":
        cell.data_type = "s"
        cell.quotePrefix = True  # shown with an apostrophe when edited, and so never taken for a formula again
    return cell
