"""The journal as a workbook: answers and errors, their statements, what users and readers said of them.

Text is written as text, whatever it begins with: no cell is a formula.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from advisor.domain.record import Entry
from advisor.journal.exports import QUEUE, moment_of, rows
from advisor.journal.ports import Journal

LONGEST = 32_767
"""Characters that a cell holds at most."""
CUT = " […]"
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


def workbook(journal: Journal, numbers: Sequence[int], file: IO[bytes]) -> None:
    """Lines of the queue, their statements, feedback and verdicts, as the sheets of a workbook."""
    book = Workbook(write_only=True)
    answers = _sheet(book, "Réponses", list(QUEUE), wide={"question": 60, "réponse": 60, "conversation": 24})
    statements = _sheet(book, "Énoncés", _STATEMENTS, wide={"texte": 80, "fiche": 30, "sources": 30})
    opinions = _sheet(book, "Avis", _FEEDBACK, wide={"motif": 24, "texte": 60})
    verdicts = _sheet(book, "Verdicts", _VERDICTS, wide={"commentaire": 60, "correction proposée": 60})
    for row in rows(journal, numbers):
        _add(answers, [read(row) for read in QUEUE.values()])
        entry = journal.entry(row.number)
        for values in _statements(row.number, entry.body if entry else None):
            _add(statements, values)
        for other in journal.entries(("feedback", "verdict", "resolution"), about=row.number):
            if other.kind == "feedback":
                _add(opinions, _opinion(other))
            else:
                _add(verdicts, _verdict(other))
    book.save(file)


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
    return (entry.number, moment_of(entry.moment), entry.about, *said)


def _verdict(entry: Entry) -> Sequence[Any]:
    body = entry.body or {}
    proposal = body.get("proposal") or {}
    return (
        entry.number,
        moment_of(entry.moment),
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
