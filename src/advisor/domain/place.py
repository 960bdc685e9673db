"""Where a statement comes from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Locator:
    """Where a statement comes from.

    `source` is an id of `corpus/sources.yaml`; `section` a title of its outline (for law: the
    article number); `page` the printed page (empty for law); `anchor` at most 8 consecutive
    words of the source, by which the passage is found and checked.
    """

    source: str
    section: str
    page: str = ""
    anchor: str
