"""The files of `prompts/`: Markdown with a header, read and checked; a released one that was edited is refused.

A file is named `<id>-<version>.md`. Its header says its id, version, role, language and variables; its body has two
parts, `# Consigne` (what the model is told to do) and `# Message` (what it is given). `{{name}}` stands for a variable.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter

from advisor.errors import DataError
from advisor.knowledge import yaml_text
from advisor.prompting.fence import fenced
from advisor.validation import validated

RELEASED = "publiees.txt"
"""The hashes of the released prompts: `sha256  file`, one a line."""
Kind = Literal["valeur", "donnée"]
"""A `valeur` is a few words of ours on one line; a `donnée` is fenced: nothing in it is an order."""
_VARIABLE = re.compile(r"\{\{\s*([^{}\s]+)\s*\}\}")
_HEADER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_PARTS = re.compile(r"\A\s*# Consigne\n(?P<system>.+?)\n# Message\n(?P<message>.+)\Z", re.DOTALL)
_LINE_MOST = 200
Said = tuple[tuple[Literal["system", "user"], str], ...]
"""What a chat model is sent: who speaks, and what is said."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Header:
    id: str
    version: str
    role: str
    language: Literal["fr", "en"]
    variables: dict[str, Kind]


_HEADERS = TypeAdapter(_Header)


@dataclass(frozen=True, kw_only=True, slots=True)
class Prompt:
    """A prompt as read: `role` is the use it serves (writer, reader, rephraser), `name` what an answer says of it."""

    id: str
    version: int
    role: str
    language: str
    variables: Mapping[str, Kind]
    system: str
    message: str
    digest: str

    @property
    def name(self) -> str:
        """Id and version, as written in an answer and in the journal."""
        return f"{self.id}@{self.version}"

    def rendered(self, **given: str) -> Said:
        """The messages for some values of the variables. Raises KeyError when they are not those declared."""
        if set(given) != set(self.variables):
            raise KeyError(f"{self.name} attend {sorted(self.variables)}, reçoit {sorted(given)}")

        def put(match: re.Match[str]) -> str:
            name = match.group(1)
            return fenced(name, given[name]) if self.variables[name] == "donnée" else _value(given[name])

        return (("system", _VARIABLE.sub(put, self.system)), ("user", _VARIABLE.sub(put, self.message)))


def load(folder: Path) -> dict[str, Prompt]:
    """The last version of each prompt of a folder, by id; every version is checked. Raises DataError."""
    kept: dict[str, Prompt] = {}
    for prompt in every(folder):
        if prompt.id not in kept or kept[prompt.id].version < prompt.version:
            kept[prompt.id] = prompt
    return kept


def every(folder: Path) -> Iterator[Prompt]:
    """Every prompt of a folder, in the order of the names. Raises DataError."""
    released = _released(folder / RELEASED)
    paths = sorted(folder.glob("*-[0-9]*.md"))
    for path in paths:
        yield _sealed(path, read(path), released)
    for name in released:
        if folder / name not in paths:
            raise DataError(RELEASED, None, name, "ce fichier a disparu.", "Remettez-le : une réponse gardée le cite.")


def read(path: Path) -> Prompt:
    """A prompt file. Raises DataError with the file, the line and the remedy."""
    text = path.read_text(encoding="utf-8")
    header, body, offset = _header(path, text)
    if path.name != f"{header.id}-{header.version}.md":
        wanted = f"{header.id}-{header.version}.md"
        raise DataError(path.name, None, "id", "le nom du fichier ne dit pas son identifiant.", f"Nommez-le {wanted}.")
    if not header.version.isdigit():
        raise DataError(path.name, None, "version", f"« {header.version} » n'est pas un entier.", "Écrivez 1, 2, 3…")
    found = _PARTS.match(body)
    if not found:
        remedy = "Écrivez « # Consigne » puis « # Message », chacun seul sur sa ligne."
        raise DataError(path.name, offset, "", "il manque une des deux parties.", remedy)
    _same_variables(path, header, body, offset)
    return Prompt(
        id=header.id,
        version=int(header.version),
        role=header.role,
        language=header.language,
        variables=dict(header.variables),
        system=found["system"].strip(),
        message=found["message"].strip(),
        digest=hashlib.sha256(text.encode()).hexdigest(),
    )


def _header(path: Path, text: str) -> tuple[_Header, str, int]:
    """The header of a file, the rest, and the line where the rest begins."""
    found = _HEADER.match(text)
    if not found:
        remedy = "Commencez le fichier par une ligne « --- », les clés, puis une ligne « --- »."
        raise DataError(path.name, 1, "", "l'en-tête manque.", remedy)
    content, _ = yaml_text.parsed(found.group(1), path)
    return validated(_HEADERS, path, content), text[found.end() :], text[: found.end()].count("\n") + 1


def _same_variables(path: Path, header: _Header, body: str, offset: int) -> None:
    """Declared and used variables must be the same; data never stand in the orders."""
    used: dict[str, int] = {}
    for match in _VARIABLE.finditer(body):
        used.setdefault(match.group(1), offset + body[: match.start()].count("\n"))
    for name, line in used.items():
        if name not in header.variables:
            raise DataError(path.name, line, name, "cette variable n'est pas déclarée.", "Ajoutez-la à l'en-tête.")
    orders = body.partition("\n# Message\n")[0]
    for name, kind in header.variables.items():
        if name not in used:
            raise DataError(path.name, None, name, "cette variable n'est employée nulle part.", "Retirez-la.")
        if kind == "donnée" and name in _VARIABLE.findall(orders):
            remedy = "Mettez-la dans « # Message » : un document n'est jamais une consigne."
            raise DataError(path.name, used[name], name, "une donnée est dans la consigne.", remedy)


def _released(path: Path) -> dict[str, str]:
    """Hashes of the released files, by name; none without a list."""
    if not path.exists():
        return {}
    found: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        digest, _, name = line.partition("  ")
        if not re.fullmatch(r"[0-9a-f]{64}", digest) or not name.strip() or name.strip() in found:
            raise DataError(path.name, number, "", "ligne illisible ou répétée.", "Écrivez « empreinte  fichier ».")
        found[name.strip()] = digest
    return found


def _sealed(path: Path, prompt: Prompt, released: Mapping[str, str]) -> Prompt:
    """A prompt whose hash is the one released. Raises DataError otherwise."""
    if path.name not in released:
        remedy = f"Ajoutez à {RELEASED} : {prompt.digest}  {path.name}"
        raise DataError(path.name, None, "", "cette consigne n'est pas publiée.", remedy)
    if released[path.name] != prompt.digest:
        remedy = f"Remettez-la comme elle était, et écrivez {prompt.id}-{prompt.version + 1}.md."
        raise DataError(path.name, None, "", "une consigne publiée a été modifiée.", remedy)
    return prompt


def _value(text: str) -> str:
    """A value on one line, of ours: a longer one is a document, which must be fenced."""
    said = " ".join(text.split())
    if len(said) > _LINE_MOST or "{{" in said:
        raise ValueError("une valeur longue ou à accolades doit être déclarée « donnée »")
    return said
