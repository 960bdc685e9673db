"""Walks a value of the domain for everything of a class inside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar

_Part = TypeVar("_Part")


def parts(value: Any, cls: type[_Part], key: str = "") -> Iterator[tuple[str, _Part]]:
    """Everything of a class inside a value, itself included, with the key each stands at."""
    if isinstance(value, cls):
        yield key, value
    if isinstance(value, tuple):
        for rank, item in enumerate(value):
            yield from parts(item, cls, f"{key}.{rank}" if key else str(rank))
    elif is_dataclass(value):
        for field in fields(value):
            yield from parts(getattr(value, field.name), cls, f"{key}.{field.name}" if key else field.name)
