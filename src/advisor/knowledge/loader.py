"""YAML fiches to domain values; a bad file is refused with its line, key and remedy."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from advisor.domain.degree import Degree
from advisor.domain.fiche import (
    Alerte,
    Critere,
    Degre,
    FactDefinition,
    Fiche,
    Frein,
    Levier,
    Notion,
    Obligation,
    Pratique,
)
from advisor.domain.local import RegleLocale
from advisor.errors import DataError
from advisor.knowledge import yaml_text

KINDS: dict[str, tuple[str, type[Fiche]]] = {
    "degres": ("degre", Degre),
    "freins": ("frein", Frein),
    "leviers": ("levier", Levier),
    "pratiques": ("pratique", Pratique),
    "publics": ("public", Notion),
    "phases": ("phase", Notion),
    "concepts": ("concept", Notion),
    "methodes": ("methode", Notion),
    "acteurs": ("acteur", Notion),
    "criteres": ("critere", Critere),
    "alertes": ("alerte", Alerte),
    "obligations": ("obligation", Obligation),
    "regles-locales": ("regle-locale", RegleLocale),
}
FACTS_FOLDER = "faits"

_ADAPTERS: dict[type, TypeAdapter[Any]] = {
    cls: TypeAdapter(cls) for cls in {kind for _, kind in KINDS.values()} | {FactDefinition}
}
_AnyFiche = TypeVar("_AnyFiche", bound=Fiche)


@dataclass(frozen=True)
class Knowledge:
    """The whole knowledge base: fiches by id, facts by name, and a fingerprint of its content.

    `local` names the fiches that are the organisation's own.
    """

    fiches: dict[str, Fiche]
    facts: dict[str, FactDefinition]
    files: dict[str, str]
    fingerprint: str
    local: frozenset[str] = frozenset()

    def of(self, cls: type[_AnyFiche]) -> list[_AnyFiche]:
        """The fiches of a class, by id."""
        return [fiche for fiche in self.fiches.values() if type(fiche) is cls]

    def of_kind(self, kind: str) -> list[Fiche]:
        """The fiches of a kind (`public`, `methode`…), by id."""
        return [fiche for fiche in self.fiches.values() if fiche.kind == kind]

    @cached_property
    def degres(self) -> dict[Degree, Degre]:
        """The fiche of each degree."""
        return {fiche.degree: fiche for fiche in self.of(Degre)}

    @cached_property
    def criteres(self) -> list[Critere]:
        """The criteria of decision, in the order of their evaluation."""
        return sorted(self.of(Critere), key=lambda critere: (critere.order, critere.id))


DRAFT = "brouillon"
"""State of a fiche being written: checked, never served."""


def load(folders: Sequence[Path], drafts: bool = False) -> Knowledge:
    """The knowledge base of one or several folders. What an organisation adds is read by `knowledge.local`.

    Fiches still in draft are left out unless asked for. Raises DataError on the first file that
    cannot be used, naming file, line, key and remedy.
    """
    fiches: dict[str, Fiche] = {}
    facts: dict[str, FactDefinition] = {}
    files: dict[str, str] = {}
    for folder in folders:
        for path in sorted(folder.rglob("*.yaml")):
            if path.parent.name == FACTS_FOLDER:
                definition = load_fact(path)
                facts[definition.name] = definition
                continue
            fiche = load_fiche(path)
            if fiche.review.state == DRAFT and not drafts:
                continue
            if fiche.id in fiches:
                raise DataError(
                    path.name, None, "id", f"« {fiche.id} » existe déjà ({files[fiche.id]}).", "Changez l'un des deux."
                )
            fiches[fiche.id] = fiche
            files[fiche.id] = path.relative_to(folder).as_posix()
    ordered = dict(sorted(fiches.items()))
    return Knowledge(ordered, dict(sorted(facts.items())), files, fingerprint(folders))


def fingerprint(folders: Sequence[Path]) -> str:
    """A fingerprint of the fiches of these folders: their paths and their bytes, nothing parsed."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*.yaml")):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def load_fiche(path: Path) -> Fiche:
    """The fiche of a file, whose folder tells its kind. Raises DataError."""
    folder = path.parent.name
    if folder not in KINDS and path.parent.parent.name in KINDS:
        folder = path.parent.parent.name
    if folder not in KINDS:
        known = ", ".join(KINDS)
        raise DataError(
            path.name, None, "", f"le dossier « {folder} » n'est pas un genre de fiche.", f"Dossiers admis : {known}."
        )
    kind, cls = KINDS[folder]
    fiche: Fiche = _validated(path, cls)
    if fiche.id != f"{kind}.{path.stem}":
        raise DataError(
            path.name, 1, "id", f"« {fiche.id} » ne suit pas le nom du fichier.", f"Écrivez id: {kind}.{path.stem}"
        )
    return fiche


def load_fact(path: Path) -> FactDefinition:
    """The definition of a fact. Raises DataError."""
    definition: FactDefinition = _validated(path, FactDefinition)
    if definition.name != path.stem:
        raise DataError(
            path.name, 1, "name", f"« {definition.name} » ne suit pas le nom du fichier.", f"Écrivez name: {path.stem}"
        )
    return definition


def load_as(path: Path, cls: type) -> Any:
    """The value of a class that a file holds. Raises DataError with its line, key and remedy."""
    _ADAPTERS.setdefault(cls, TypeAdapter(cls))
    return _validated(path, cls)


def _validated(path: Path, cls: type) -> Any:
    content, lines = yaml_text.read(path)
    try:
        return _ADAPTERS[cls].validate_python(content, extra="forbid")
    except ValidationError as error:
        raise explained(path, error, lines) from error


def explained(path: Path, error: ValidationError, lines: yaml_text.Lines, at: tuple[str | int, ...] = ()) -> DataError:
    """The first fault of a file in French, with its line; `at` is where in the file the refused value stands."""
    first = error.errors()[0]
    location = (*at, *(part for part in first["loc"] if isinstance(part, (str, int))))
    line = next((lines[location[:end]] for end in range(len(location), -1, -1) if location[:end] in lines), None)
    key = ".".join(str(part) for part in location)
    message, remedy = _in_french(first)
    return DataError(path.name, line, key, message, remedy)


def _in_french(error: Any) -> tuple[str, str]:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "missing":
        return "cette clé manque.", "Ajoutez-la."
    if kind in {"unexpected_keyword_argument", "extra_forbidden"}:
        return "cette clé n'existe pas pour ce genre de fiche.", "Corrigez-en l'orthographe ou retirez-la."
    if kind in {"literal_error", "enum"}:
        return f"valeur « {error['input']} » refusée.", f"Valeurs admises : {context.get('expected', '')}."
    if kind == "value_error":
        return f"{context.get('error', error['msg'])}.", "Corrigez la condition."
    if kind in {"tuple_type", "list_type"}:
        return "une liste est attendue.", "Écrivez un tiret par élément."
    if kind in {"float_parsing", "int_parsing"}:
        return f"« {error['input']} » n'est pas un nombre.", "Écrivez un nombre, sans unité ni espace."
    if kind == "string_type":
        return "un texte est attendu, la valeur est vide ou n'en est pas un.", "Écrivez le texte, ou retirez la clé."
    return f"valeur « {error.get('input')!s:.60} » refusée ({error['msg']}).", "Comparez avec une fiche du même genre."


def iter_texts(fiche: Fiche) -> Iterator[tuple[str, str]]:
    """Every sentence of ours in a fiche, with the key it stands at."""
    yield from fiche.own_texts()
    yield "title", fiche.title
    yield "statement", fiche.statement
    yield "note", fiche.note
    for index, detail in enumerate(fiche.details):
        yield f"details.{index}.text", detail.text
    for index, figure in enumerate(fiche.figures):
        yield f"figures.{index}.what", figure.what
    for index, caution in enumerate(fiche.cautions):
        yield f"cautions.{index}.text", caution.text
    for index, question in enumerate(fiche.questions):
        yield f"questions.{index}", question
    for name in (
        "advice",
        "first_step",
        "aim",
        "lesson",
        "timing",
        "publicity",
        "report",
        "consequence",
        "bound",
        "value",
    ):
        value = getattr(fiche, name, "")
        if value:
            yield name, str(value)
    for index, step in enumerate(getattr(fiche, "steps", ())):
        yield f"steps.{index}.what", step.what
    yield from _of_stages(fiche)
    for index, relation in enumerate(getattr(fiche, "relations", ())):
        yield f"relations.{index}.text", relation.text
    for index, effect in enumerate(getattr(fiche, "effects", ())):
        yield f"effects.{index}.reason", effect.reason


def _of_stages(fiche: Fiche) -> Iterator[tuple[str, str]]:
    for index, stage in enumerate(getattr(fiche, "stages", ())):
        key = f"stages.{index}"
        yield from ((f"{key}.what", stage.what), (f"{key}.text", stage.text), (f"{key}.produces", stage.produces))
        if stage.lighter:
            yield from ((f"{key}.lighter.how", stage.lighter.how), (f"{key}.lighter.lost", stage.lighter.lost))
