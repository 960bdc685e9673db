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

MOST = 1_048_576
"""Lines that a sheet holds at most."""
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
    answers = _Sheet(book, "Réponses", list(QUEUE), question=60, réponse=60, conversation=24)
    statements = _Sheet(book, "Énoncés", _STATEMENTS, texte=80, fiche=30, sources=30)
    opinions = _Sheet(book, "Avis", _FEEDBACK, motif=24, texte=60)
    verdicts = _Sheet(book, "Verdicts", _VERDICTS, commentaire=60)
    for row in rows(journal, numbers):
        answers.add([read(row) for read in QUEUE.values()])
        entry = journal.entry(row.number)
        for values in _statements(row.number, entry.body if entry else None):
            statements.add(values)
        for other in journal.entries(("feedback", "verdict", "resolution"), about=row.number):
            if other.kind == "feedback":
                opinions.add(_opinion(other))
            else:
                verdicts.add(_verdict(other))
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


class _Sheet:
    """A sheet of lines under titles in bold that stay in sight; a full one is gone on with by another."""

    def __init__(self, book: Workbook, name: str, titles: Sequence[str], **wide: int) -> None:
        self._book = book
        self._name = name
        self._titles = titles
        self._wide = wide
        self._count = 0
        self._left = 0
        self._sheet: Any = None
        self._open()

    def add(self, values: Sequence[Any]) -> None:
        """Adds a line."""
        if not self._left:
            self._open()
        self._left -= 1
        self._sheet.append([_cell(self._sheet, value) for value in values])

    def _open(self) -> None:
        self._count += 1
        self._left = MOST - 1
        sheet: Any = self._book.create_sheet(self._name if self._count == 1 else f"{self._name} {self._count}")
        sheet.freeze_panes = "A2"
        for rank, title in enumerate(self._titles, start=1):
            sheet.column_dimensions[get_column_letter(rank)].width = self._wide.get(title, max(11, len(title) + 2))
        cells = [WriteOnlyCell(sheet, title) for title in self._titles]
        for cell in cells:
            cell.font = Font(bold=True)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.append(cells)
        self._sheet = sheet


def _cell(sheet: Any, value: Any) -> Any:
    """A value as a cell; text stays text, whatever it begins with, without the signs a workbook refuses."""
    if not isinstance(value, str):
        return value
    said = ILLEGAL_CHARACTERS_RE.sub(" ", value)
    if len(said) > LONGEST:
        said = said[: LONGEST - len(CUT)] + CUT
    if not said.startswith(("=", "#")):
        return said
    cell = WriteOnlyCell(sheet, said)
    cell.data_type = "s"
    cell.quotePrefix = True  # shown with an apostrophe when edited, and so never taken for a formula again
    return cell
