"""The catalogue of documents: what each is, and under which names it may be found."""

from __future__ import annotations

from pathlib import Path

from pydantic import TypeAdapter

from advisor.domain.source import SourceInfo
from advisor.errors import DataError
from advisor.knowledge import yaml_text
from advisor.validation import validated

LOCAL = "catalogue.yaml"
"""Name, in the documents folder, of the catalogue of what the user brought in."""

_SOURCES = TypeAdapter(tuple[SourceInfo, ...])


def read(path: Path) -> tuple[SourceInfo, ...]:
    """The sources of a catalogue file. Raises DataError when it cannot be used."""
    content, _ = yaml_text.read(path)
    return validated(_SOURCES, path, content)


def whole(corpus: Path, documents: Path) -> tuple[SourceInfo, ...]:
    """The shipped catalogue followed by the documents the user brought in. Raises DataError."""
    shipped = read(corpus / "sources.yaml")
    own = read(documents / LOCAL) if (documents / LOCAL).exists() else ()
    taken = {source.id for source in shipped}
    for source in own:
        if source.id in taken:
            raise DataError(LOCAL, None, source.id, "cet identifiant existe déjà.", "Choisissez-en un autre.")
        taken.add(source.id)
    return (*shipped, *own)
