"""`advisor export`: write a document made of an answer, asked now or found in the journal."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import click
from pydantic import TypeAdapter, ValidationError

from advisor import wiring
from advisor.domain.answer import Answer
from advisor.domain.record import Entry
from advisor.errors import JournalUnusable, NothingToTake
from advisor.journal.ports import Journal
from advisor.recording import UNKEPT
from advisor.service import Advisor
from advisor.settings import Settings, read
from advisor.takeaway import kit
from advisor.takeaway.kit import Takeaway
from advisor.takeaway.supplies import Supplies


@click.command()
@click.argument("identifier", metavar="[ID]", required=False)
@click.option("--question", help="Ask this now, instead of taking an answer from the journal.")
@click.option("--what", type=click.Choice(kit.NAMES), default="note", show_default=True, help="Which document.")
@click.option("--to", type=click.Path(path_type=Path), help="File or folder; by default here, under its own name.")
def export(identifier: str | None, question: str | None, what: kit.Name, to: Path | None) -> None:
    r"""Write what one takes away: note, fiche action, moral contract, plan, calendar or data.

    ID is the number of an answer in the journal (`advisor journal list`) or the identifier it bears.

    \b
    advisor export 12 --what contrat --to contrat.docx
    advisor export --question "On refait l'accueil, rien n'est arrêté" --what trame
    """
    if bool(identifier) == bool(question):
        raise click.UsageError("Donnez soit le numéro d'une réponse, soit --question « … ».")
    settings = read()
    advisor = wiring.ready(settings)
    answer, told = _asked(settings, advisor, question) if question else _kept(settings, str(identifier))
    item = kit.chosen(what, answer, Supplies.from_parts(advisor.parts, told))
    path = _path(item, to)
    content = item.build()
    try:
        path.write_bytes(content)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise click.ClickException(
            f"« {path} » ne peut pas être écrit ({why}). Donnez un autre fichier par --to."
        ) from error
    click.echo(f"Écrit : {path} ({item.title}, {len(content) // 1024 + 1} Ko).")


def _path(item: Takeaway, to: Path | None) -> Path:
    """Where to write: the file given, or the document's own name in the folder given."""
    if to is None:
        return Path(item.file)
    return to / item.file if to.is_dir() else to


def _asked(settings: Settings, advisor: Advisor, question: str) -> tuple[Answer, str]:
    """An answer asked now, and put in the journal as any other."""
    told = wiring.recorder(settings, advisor).ask(question, thread=secrets.token_hex(8))
    if told.receipt.notice not in {"", UNKEPT}:
        click.echo(told.receipt.notice, err=True)
    return told.answer, ""


def _kept(settings: Settings, identifier: str) -> tuple[Answer, str]:
    """An answer of the journal, and all that was said of its project. Raises JournalUnusable, NothingToTake."""
    journal = wiring.journal(settings)
    if journal is None:
        raise JournalUnusable("Aucun journal n'est tenu.", "Donnez son adresse par ADVISOR_JOURNAL, ou --question.")
    with closing(journal):
        entry = _found(journal, identifier)
        if entry is None:
            raise NothingToTake(
                f"Aucune réponse « {identifier} » dans le journal.", "Cherchez-la : advisor journal list"
            )
        if entry.kind != "answer" or entry.body is None:
            raise NothingToTake(
                f"L'entrée n° {entry.number} n'est pas une réponse, ou son contenu a été retiré.",
                "Posez la question de nouveau par --question.",
            )
        return _read(entry.number, entry.body)


def _found(journal: Journal, identifier: str) -> Entry | None:
    """The entry of a number, else the last answer that bears an identifier."""
    numbered = re.fullmatch(r"[0-9]{1,9}", identifier)
    found = journal.entry(int(identifier)) if numbered else None
    if found is None:
        for entry in journal.entries(kinds=("answer",)):
            if entry.body and (entry.body.get("answer") or {}).get("id") == identifier:
                found = entry
    return found


def _read(number: int, body: Mapping[str, Any]) -> tuple[Answer, str]:
    try:
        answer = TypeAdapter(Answer).validate_python(body["answer"])
    except (ValidationError, KeyError) as error:
        raise NothingToTake(
            f"La réponse n° {number} a une forme que cette version ne lit pas.", "Posez la question de nouveau."
        ) from error
    said = [*body.get("history", ()), body.get("message", "")]
    return answer, "\n".join(said) if answer.recommendation and len(said) > 1 else ""
