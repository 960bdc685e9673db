"""What an organisation adds to the base: its documents, its rules and fiches, its words.

    <folder>/sources.yaml        its documents, in the form of corpus/sources.yaml
    <folder>/documents/          their texts
    <folder>/knowledge/          fiches by kind, as in corpus/knowledge/; above all regles-locales/
    <folder>/thesaurus.yaml      words to add, in the form of corpus/thesaurus.yaml

A file that cannot be used is refused by itself, in words, and all the rest is served. Nothing here replaces what
the base holds: a name that is taken is refused, and so are the law and the degrees, which are not to be set here.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from advisor.domain.fiche import FactDefinition, Fiche
from advisor.domain.place import Locator
from advisor.domain.source import Page, SourceInfo, SourceReport
from advisor.errors import DataError
from advisor.knowledge import check, yaml_text
from advisor.knowledge.loader import DRAFT, FACTS_FOLDER, KINDS, Knowledge, explained, load_fact, load_fiche
from advisor.knowledge.parts import parts

SOURCES, DOCUMENTS, FICHES, WORDS = "sources.yaml", "documents", "knowledge", "thesaurus.yaml"
RULES = "regles-locales"
"""Folder of the local rules, the kind that matters most here."""
NOT_OURS_TO_SET = {
    "obligations": "Une règle que votre collectivité se donne s'écrit dans regles-locales.",
    "degres": "Les quatre degrés sont ceux de la base.",
}
"""Kinds that an organisation cannot add, and what to do instead: its own rules are never shown as law."""
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SOURCE = TypeAdapter(SourceInfo)


@dataclass(frozen=True, kw_only=True)
class Whole:
    """The base with what the organisation adds.

    `sources` is the catalogue, its documents last; `refused` says, in French, what could not be used and what to do;
    `version` is the fingerprint of what it adds, empty when it adds nothing; `facts` are those it adds.
    """

    knowledge: Knowledge
    sources: tuple[SourceInfo, ...]
    refused: tuple[str, ...] = ()
    version: str = ""
    facts: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Read:
    """The documents of an organisation as read: pages, and what became of each document."""

    pages: tuple[Page, ...] = ()
    reports: tuple[SourceReport, ...] = ()


def added(base: Knowledge, catalogue: Sequence[SourceInfo], folders: Sequence[Path], drafts: bool = False) -> Whole:
    """The base and its catalogue with what these folders add; unchanged when there are none. Never raises DataError.

    Fiches in draft are left out unless asked for.
    """
    version = fingerprint(folders)
    refused = [_absent(folder) for folder in folders if not folder.is_dir()]
    sources = list(catalogue)
    for folder in folders:
        sources += _sources(folder, {source.id for source in sources}, refused)
    grown = _Growing(base, refused)
    for folder in folders:
        grown.read(folder, drafts)
    grown.prune({source.id for source in sources if source.of_local}, {source.id for source in sources}, drafts)
    whole = Knowledge(
        dict(sorted({**base.fiches, **grown.fiches}.items())),
        dict(sorted({**base.facts, **grown.facts}.items())),
        {**base.files, **grown.files},
        hashlib.sha256(f"{base.fingerprint}\n{version}".encode()).hexdigest()[:16] if version else base.fingerprint,
        frozenset(grown.fiches),
    )
    return Whole(
        knowledge=whole, sources=tuple(sources), refused=tuple(refused), version=version, facts=frozenset(grown.facts)
    )


def fingerprint(folders: Sequence[Path]) -> str:
    """A fingerprint of all that these folders add, texts of documents apart; empty when they add nothing.

    It does not depend on where the folders are: a version unpacked elsewhere has the same.
    """
    digest, any_file = hashlib.sha256(), False
    for folder in folders:
        for path in files(folder):
            any_file = True
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16] if any_file else ""


def files(folder: Path) -> list[Path]:
    """Every file that is read of a folder, documents apart."""
    own = [path for name in (SOURCES, WORDS) if (path := folder / name).is_file()]
    inside = fiches_of(folder)
    kinds = [folder / kind for kind in (*KINDS, FACTS_FOLDER)] if inside == folder else [inside]
    return [*own, *sorted(path for kind in kinds for path in kind.rglob("*.yaml"))]


def fiches_of(folder: Path) -> Path:
    """Where the fiches of a folder are: in `knowledge/`, or at its root in one that only ever held fiches."""
    inside = folder / FICHES
    flat = not inside.is_dir() and any((folder / kind).is_dir() for kind in (*KINDS, FACTS_FOLDER))
    return folder if flat else inside


def rows(path: Path) -> tuple[list[object], yaml_text.Lines]:
    """The entries of a list file and their lines; none when there is no file, or nothing but comments in it.

    Raises DataError.
    """
    if not path.is_file():
        return [], {}
    try:
        if all(not line.strip() or line.lstrip().startswith("#") for line in path.read_text("utf-8").splitlines()):
            return [], {}
    except UnicodeDecodeError:
        pass  # told below, as of any file
    content, lines = yaml_text.read(path)
    if not isinstance(content, list):
        raise DataError(path.name, 1, "", "une liste est attendue.", "Écrivez un tiret par entrée.")
    return content, lines


def _absent(folder: Path) -> str:
    return f"Règles locales : le dossier {folder} n'existe pas. Corrigez ADVISOR_LOCAL, ou créez-le."


def told(error: DataError) -> str:
    """How a file that cannot be used is told."""
    return f"Règles locales, fichier refusé : {error}"


def _sources(folder: Path, taken: set[str], refused: list[str]) -> Iterator[SourceInfo]:
    """The documents of a folder, those that clash or are badly described refused one by one."""
    path = folder / SOURCES
    try:
        entries, lines = rows(path)
    except DataError as error:
        refused.append(told(error))
        return
    for rank, entry in enumerate(entries):
        try:
            source = replace(_source(path, entry, rank, lines, taken), folder=str(folder), local=True)
        except DataError as error:
            refused.append(told(error))
            continue
        taken.add(source.id)
        yield source


def _source(path: Path, entry: object, rank: int, lines: yaml_text.Lines, taken: set[str]) -> SourceInfo:
    try:
        source = _SOURCE.validate_python(entry, extra="forbid")
    except ValidationError as error:
        raise explained(path, error, lines, (rank,)) from error
    line = lines.get((rank, "id"))
    if not _ID.fullmatch(source.id):
        remedy = "Minuscules sans accents, mots séparés par « - »."
        raise DataError(path.name, line, "id", f"« {source.id} » ne convient pas.", remedy)
    if source.id in taken:
        raise DataError(path.name, line, "id", f"« {source.id} » existe déjà.", "Choisissez un autre identifiant.")
    return source


class _Growing:
    """Local fiches and facts as they are read, what is refused told apart."""

    def __init__(self, base: Knowledge, refused: list[str]) -> None:
        self._base = base
        self._refused = refused
        self.fiches: dict[str, Fiche] = {}
        self.facts: dict[str, FactDefinition] = {}
        self.files: dict[str, str] = {}
        self._paths: dict[str, Path] = {}

    def read(self, folder: Path, drafts: bool) -> None:
        """Reads the fiches and facts of a folder."""
        held = fiches_of(folder)
        for path in files(folder):
            if not path.is_relative_to(held) or path.parent == folder:
                continue
            try:
                self._take(path, path.relative_to(folder.parent).as_posix(), drafts)
            except DataError as error:
                self._refused.append(told(error))

    def _take(self, path: Path, name: str, drafts: bool) -> None:
        kind = path.parent.name
        if kind in NOT_OURS_TO_SET or path.parent.parent.name in NOT_OURS_TO_SET:
            refused = kind if kind in NOT_OURS_TO_SET else path.parent.parent.name
            message = f"le dossier « {refused} » n'est pas ouvert aux fiches locales."
            raise DataError(path.name, None, "", message, NOT_OURS_TO_SET[refused])
        if kind == FACTS_FOLDER:
            definition = load_fact(path)
            _free(path, "name", definition.name, (self._base.facts, self.facts))
            self.facts[definition.name] = definition
            return
        fiche = load_fiche(path)
        if fiche.review.state == DRAFT and not drafts:
            return
        _free(path, "id", fiche.id, (self._base.fiches, self.fiches))
        self.fiches[fiche.id] = fiche
        self.files[fiche.id] = name
        self._paths[fiche.id] = path

    def prune(self, own: set[str], sources: set[str], every: bool) -> None:
        """Refuses the fiches that name what does not exist, until those that are left lean on one another alone.

        The first fault of each is told, or `every` one.
        """
        gone: dict[str, list[str]] = {}
        while True:
            whole = Knowledge({**self._base.fiches, **self.fiches}, {**self._base.facts, **self.facts}, self.files, "")
            faults = {name: list(_faults(fiche, whole, own, sources)) for name, fiche in self.fiches.items()}
            wrong = {name: found if every else found[:1] for name, found in faults.items() if found}
            if not wrong:
                break
            for name, found in wrong.items():
                gone[name] = [self._told(name, key, message) for key, message in found]
            for name in wrong:
                del self.fiches[name], self.files[name]
        self._refused += [line for name in sorted(gone) for line in gone[name]]

    def _told(self, name: str, key: str, message: str) -> str:
        line = _line(self._paths[name], key)
        return told(DataError(self.files[name], line, key, message, "Corrigez-le, puis lancez : advisor local check"))


def _line(path: Path, key: str) -> int | None:
    """The line of a key, or of the nearest one above it."""
    at = tuple(int(part) if part.isdigit() else part for part in key.split("."))
    lines = yaml_text.read(path)[1]
    return next((lines[at[:end]] for end in range(len(at), 0, -1) if at[:end] in lines), None)


def _free(path: Path, key: str, name: str, taken: Sequence[Mapping[str, object]]) -> None:
    if any(name in held for held in taken):
        raise DataError(
            path.name, 1, key, f"« {name} » existe déjà.", "Choisissez un autre nom de fichier et de fiche."
        )


def _faults(fiche: Fiche, whole: Knowledge, own: set[str], sources: set[str]) -> Iterator[tuple[str, str]]:
    """What keeps a local fiche from being served: keys and messages."""
    for key, locator in parts(fiche, Locator):
        if locator.source in own and not locator.page:
            yield f"{key}.page", "la page manque."
        if " " not in locator.source and locator.source not in sources:
            yield f"{key}.source", f"« {locator.source} » n'est dans aucun catalogue ({SOURCES})."
    yield from check.unusable(fiche, whole)
