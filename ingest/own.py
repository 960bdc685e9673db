"""Documents of the user's own: checked, copied beside the others, entered in their catalogue."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import yaml

from advisor.domain.source import SourceInfo
from advisor.errors import DocumentUnreadable
from advisor.knowledge import catalogue
from advisor.settings import Settings
from advisor.text import words
from ingest import read
from ingest.locate import READABLE, Kind, Located, sha256_of
from ingest.lock import alone, draft


@dataclass(frozen=True)
class Details:
    """What the user says of a document; empty when nothing was said."""

    title: str = ""
    author: str = ""
    date: str = ""
    licence: str = ""


def add(file: Path, details: Details, settings: Settings, located: Sequence[Located]) -> SourceInfo:
    """Brings a document in, and gives its entry. Nothing is written before it was read.

    A document of the catalogue that was missing takes its place there; any other gets an entry of
    its own. Raises DocumentUnreadable when it cannot be read or is there already.
    """
    kind = READABLE.get(file.suffix.lower())
    if kind is None:
        raise DocumentUnreadable(
            f"{file.name} : type de fichier non pris en charge.", f"Types admis : {', '.join(READABLE)}."
        )
    digest = sha256_of(file)
    with alone(settings.documents):
        expected = _of_catalogue(file, digest, located)
        own = expected or _entry(file, kind, digest, details, located)
        report = read.trial(Located(own, file, digest))
        if report.state != "indexé":
            raise DocumentUnreadable(report.message, report.remedy)
        with filed(file, settings.documents / own.files[0]):
            if expected is None:
                _enter(own, settings.documents / catalogue.LOCAL)
    return own


def _of_catalogue(file: Path, digest: str, located: Sequence[Located]) -> SourceInfo | None:
    """The missing document of the catalogue that this file is, by content or by name."""
    for item in located:
        known = item.source.sha256
        if digest and (digest == item.sha256 or (digest in known and item.file)):
            raise DocumentUnreadable(
                f"{file.name} est déjà là : c'est « {item.source.title} » ({item.source.id}).",
                "Il n'y a rien à faire.",
            )
        if item.file is None and (digest in known or any(file.match(name) for name in item.source.files)):
            plain = [name for name in item.source.files if "*" not in name]
            return replace(item.source, files=(plain[0] if plain else file.name,))
    return None


def _entry(file: Path, kind: Kind, digest: str, details: Details, located: Sequence[Located]) -> SourceInfo:
    title = details.title.strip() or file.stem
    base = "-".join(words(title))[:48].strip("-") or "document"
    taken = {item.source.id for item in located}
    identifier = next(name for name in _numbered(base) if name not in taken)
    return SourceInfo(
        id=identifier,
        title=title,
        short=title,
        author=details.author.strip() or "auteur non précisé",
        date=details.date.strip() or "date non précisée",
        licence=details.licence.strip() or "usage interne, licence non précisée",
        address="",
        kind=kind,
        files=(f"{identifier}{file.suffix.lower()}",),
        sha256=(digest,),
        local=True,
    )


def _numbered(base: str) -> Iterator[str]:
    yield base
    rank = 2
    while True:
        yield f"{base}-{rank}"
        rank += 1


@contextmanager
def filed(file: Path, target: Path) -> Iterator[None]:
    """Copies a file to its place in one move; takes it away again when what follows fails."""
    already = target.exists()
    with draft(target.parent) as copy:
        shutil.copyfile(file, copy)
        copy.replace(target)
    try:
        yield
    except BaseException:
        if not already:
            target.unlink(missing_ok=True)
        raise


def _enter(own: SourceInfo, path: Path) -> None:
    """Appends an entry to the catalogue of the user's documents, in one move, comments kept."""
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    if before.strip() and not catalogue.read(path):
        before = ""
    entry = {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(own).items()}
    entry = {key: value for key, value in entry.items() if key not in {"download", "max_megabytes", "folder"}}
    said = yaml.safe_dump([entry], allow_unicode=True, sort_keys=False, width=1000)
    with draft(path.parent) as written:
        written.write_text(before + ("\n" if before and not before.endswith("\n") else "") + said, encoding="utf-8")
        catalogue.read(written)
        written.replace(path)
