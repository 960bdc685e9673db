"""Rows of a data file to frozen values; the first bad row is refused with its file, key and remedy."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from advisor.errors import DataError

_Rows = TypeVar("_Rows")


def validated(adapter: TypeAdapter[_Rows], path: Path, content: object) -> _Rows:
    """The content of a parsed file as the adapter's type; unknown keys are refused.

    Raises DataError naming the file and the key of the first bad row.
    """
    try:
        return adapter.validate_python(content, extra="forbid")
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise DataError(
            path.name, None, key, f"entrée refusée ({first['msg']}).", "Comparez avec les autres."
        ) from error
