"""A new fiche to fill in: its keys in order, each explained, the required ones first."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from pathlib import Path

from advisor.domain.fiche import Fiche
from advisor.errors import DataError
from advisor.knowledge.loader import DRAFT, KINDS
from advisor.knowledge.schema import KEYS

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LOCATOR = '  - {source: robinet-2024, section: "", page: "", anchor: ""}'
_SHAPES: dict[str, str] = {
    "evidence": f"\n{_LOCATOR}",
    "details": f'\n  - aspect: ""\n    text: ""\n    evidence:\n    {_LOCATOR}',
    "figures": f'\n  - what: ""\n    value: 0\n    unit: ""\n    evidence:\n    {_LOCATOR}',
    "cautions": f'\n  - kind: lacune\n    text: ""\n    evidence:\n    {_LOCATOR}',
    "questions": '\n  - ""',
    "links": '\n  - {to: "", basis: équipe}',
    "applies": "\n  - {fact: marge, any_of: [aucune]}",
    "effects": '\n  - {when: {fact: marge, any_of: [aucune]}, role: visée, degree: consulter, reason: ""}',
    "references": '\n  - {code: "", article: "", version: "", confidence: haute, address: ""}',
    "trigger": "{fact: objet, any_of: [zac]}",
    "frequency": '{note: ""}',
    "order": "99",
}
_LISTS = frozenset({"words", "degrees", "phases", "concerned", "answers", "levers", "conditions", "exceptions"})
_FIRST_VALUES = {
    "family": "mémoire",
    "concerned_basis": "équipe",
    "degree": "consulter",
    "severity": "attention",
    "force": "obligation",
}


def kind_of(name: str) -> tuple[str, str, type[Fiche]]:
    """Folder, kind and class of a kind named in the singular or as its folder. Raises DataError."""
    for folder, (kind, cls) in KINDS.items():
        if name in (folder, kind):
            return folder, kind, cls
    known = ", ".join(kind for kind, _ in KINDS.values())
    raise DataError(name, None, "", "ce genre de fiche n'existe pas.", f"Genres : {known}.")


def path_of(knowledge: Path, kind: str, stem: str) -> Path:
    """Where a new fiche goes. Raises DataError for a name that cannot be one, or that is taken."""
    folder, _, _ = kind_of(kind)
    if not _NAME.fullmatch(stem):
        raise DataError(stem, None, "", "ce nom ne convient pas.", "Minuscules sans accents, mots séparés par « - ».")
    path = knowledge / folder / f"{stem}.yaml"
    if path.exists():
        raise DataError(path.name, None, "", "cette fiche existe déjà.", "Modifiez-la, ou choisissez un autre nom.")
    return path


def text(kind: str, stem: str, today: dt.date) -> str:
    """The YAML of a fiche to fill in. Raises DataError for an unknown kind."""
    folder, singular, cls = kind_of(kind)
    fields = [field for field in dataclasses.fields(cls) if field.name not in ("id", "review")]
    required = [field for field in fields if field.default is dataclasses.MISSING]
    optional = [field for field in fields if field.default is not dataclasses.MISSING]
    lines = [
        f"# yaml-language-server: $schema=../../schemas/{folder}.schema.json",
        "# Remplissez, retirez ce qui ne sert pas, puis lancez : advisor knowledge check",
        "# Tant que l'état est « brouillon », la fiche n'est pas servie.",
        f"id: {singular}.{stem}",
    ]
    for field in required:
        lines += [f"# {KEYS[field.name]}", _entry(field.name)]
    lines += ["", "# --- facultatif ---"]
    for field in optional:
        entry = _entry(field.name)
        if field.name not in ("questions", "words"):
            entry = "\n".join(f"# {line}" for line in entry.splitlines())
        lines += [f"# {KEYS[field.name]}", entry]
    lines.append(f'review: {{date: "{today.isoformat()}", state: {DRAFT}}}')
    return "\n".join(lines) + "\n"


def _entry(name: str) -> str:
    if name in _SHAPES:
        shape = _SHAPES[name]
        return f"{name}:{shape}" if shape.startswith("\n") else f"{name}: {shape}"
    if name in _LISTS:
        return f"{name}: []"
    return f"{name}: {_FIRST_VALUES.get(name, chr(34) * 2)}"
