"""Plans, adaptations and the moral contract of `corpus/a-emporter/`, loaded and proved as the fiches are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from advisor.domain.degree import Degree
from advisor.domain.fiche import Fiche
from advisor.domain.source import Page
from advisor.domain.trame import Adaptation, Contrat, Hint, Trame
from advisor.errors import DataError
from advisor.knowledge import check, wording
from advisor.knowledge.check import Problem
from advisor.knowledge.loader import Knowledge, load_as
from advisor.knowledge.parts import parts

FOLDER = "a-emporter"
"""Where these files are, in the corpus."""
KINDS: dict[str, tuple[str, type[Fiche]]] = {
    "trames": ("trame", Trame),
    "adaptations": ("adaptation", Adaptation),
    "contrats": ("contrat", Contrat),
}


@cache
def load(folder: Path) -> Mapping[str, Fiche]:
    """The templates of a folder, by id.

    Raises DataError on the first file that cannot be used, naming file, line, key and remedy.
    """
    held: dict[str, Fiche] = {}
    for name, (kind, cls) in KINDS.items():
        for path in sorted((folder / name).glob("*.yaml")):
            fiche: Fiche = load_as(path, cls)
            if fiche.id != f"{kind}.{path.stem}":
                said = f"« {fiche.id} » ne suit pas le nom du fichier."
                raise DataError(path.name, 1, "id", said, f"Écrivez id: {kind}.{path.stem}")
            held[fiche.id] = fiche
    return held


def problems(
    folder: Path, knowledge: Knowledge, pages: Mapping[tuple[str, str], Page], words: frozenset[str]
) -> list[Problem]:
    """What is wrong in the templates: conditions, fiches named, fields, spelling, anchors, copied runs, degrees."""
    if not folder.is_dir():  # a corpus of fiches alone has no document to hand out
        return []
    held = dict(load(folder))
    files = {name: f"{FOLDER}/{name.partition('.')[0]}s/{name.partition('.')[2]}.yaml" for name in held}
    templates = Knowledge(held, knowledge.facts, files, "")
    found = [
        Problem(files[fiche.id], key, message)
        for fiche in held.values()
        for key, message in (*check.template(fiche, knowledge), *_named(fiche, knowledge), *_fields(fiche))
    ]
    planned = {fiche.degree for fiche in held.values() if isinstance(fiche, Trame)}
    found += [
        Problem(f"{FOLDER}/trames", "degree", f"le degré « {degree.value} » n'a pas de trame.")
        for degree in Degree
        if degree not in planned
    ]
    return [
        *found,
        *wording.misspelt(templates, words),
        *check.locators(templates, pages),
        *check.copied(templates, pages),
    ]


def _named(fiche: Fiche, knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    for key, hint in parts(fiche, Hint):
        if hint.fiche and hint.fiche not in knowledge.fiches:
            yield f"{key}.fiche", f"la fiche « {hint.fiche} » n'existe pas."


def _fields(fiche: Fiche) -> Iterator[tuple[str, str]]:
    """Fields to complete that are left open or empty."""
    for key, text in fiche.own_texts():
        if text.count("[[") != text.count("]]") or "[[]]" in text:
            yield key, "un champ à compléter s'écrit [[ce qu'il faut écrire]]."
