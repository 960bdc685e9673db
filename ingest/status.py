"""Where things stand, without doing anything: sources, index, versions, and why it is out of date."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from advisor.domain.source import SourceReport
from advisor.errors import IndexUnusable
from advisor.knowledge.loader import Knowledge
from advisor.retrieval.store import Store
from advisor.settings import Settings
from ingest import report
from ingest.build import fingerprint, up_to_date, versions
from ingest.locate import READABLE, Located


def show(settings: Settings, knowledge: Knowledge, located: Sequence[Located], console: Console) -> int:
    """Prints the state of the sources and of the index; gives the exit code."""
    try:
        store = Store.current(settings.index)
    except IndexUnusable as error:
        console.print(_table(located, {}))
        console.print(f"{error}", markup=False)
        return report.REFUSED
    known = {found.id: found for found in store.reports}
    console.print(_table(located, known))
    manifest = store.manifest
    reason = _outdated(store, settings, knowledge, located)
    console.print(
        f"Index {manifest.fingerprint}, format {manifest.format}, logiciel {manifest.software}, encodeur "
        f"{manifest.encoder} ({manifest.dimension} dimensions), {len(store.documents)} documents, "
        f"{len(knowledge.fiches)} fiches.",
        markup=False,
    )
    console.print(f"Versions : {', '.join(versions())}.")
    _tell_strays(settings, located, console)
    console.print("À jour." if not reason else f"Pas à jour : {reason}. Lancez « python -m ingest ».")
    complete = not reason and all(found.state == "indexé" for found in store.reports)
    return report.COMPLETE if complete else report.INCOMPLETE


def _tell_strays(settings: Settings, located: Sequence[Located], console: Console) -> None:
    """Names the documents dropped in the folder that no catalogue knows: they are not indexed."""
    held = {item.file for item in located}
    folder = settings.documents
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    strays = [path.name for path in files if path.suffix.lower() in READABLE and path not in held]
    if strays:
        console.print(
            f"Hors catalogue, non indexés : {', '.join(strays)}. Lancez « python -m ingest add ».", markup=False
        )


def _table(located: Sequence[Located], known: dict[str, SourceReport]) -> Table:
    found = Table(title="Sources", title_justify="left")
    for column in ("source", "état", "fichier trouvé", "pages", "passages", "message"):
        found.add_column(column, justify="right" if column in {"pages", "passages"} else "left", overflow="fold")
    for item in located:
        told = known.get(item.source.id)
        state, message = _state(item, told)
        pages = (str(told.pages), str(told.passages)) if told and told.pages else ("", "")
        file = str(item.file) if item.file else ""
        found.add_row(f"{item.source.short}\n[dim]{item.source.id}[/dim]", state, file, *pages, message)
    return found


def _state(item: Located, told: SourceReport | None) -> tuple[str, str]:
    """The state of a source today, and what is to be known of it."""
    if item.file is None:
        gone = "Il était dans l'index." if told and told.state == "indexé" else f"{item.source.address}"
        return "manquant", gone
    if told is None or told.state == "manquant":
        return "à indexer", "Nouveau depuis le dernier ingest."
    if told.sha256 != item.sha256:
        return "à indexer", "Le fichier a changé depuis le dernier ingest."
    return told.state, f"{told.message} {told.remedy}".strip()


def _outdated(store: Store, settings: Settings, knowledge: Knowledge, located: Sequence[Located]) -> str:
    """Why the index is out of date, empty when it is not."""
    expected = fingerprint(located, knowledge, settings)
    if up_to_date(settings, expected):
        return ""
    read = {found.id: found.sha256 for found in store.reports}
    if store.manifest.fingerprint == expected:
        return "la base vectorielle manque"
    if read != {item.source.id: item.sha256 for item in located}:
        return "les documents ont changé"
    if store.manifest.knowledge != knowledge.fingerprint:
        return "les fiches ont changé"
    return "le logiciel ou ses réglages ont changé"
