"""One thing that changed between two answers, how grave it is, and how it is said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Gravity = Literal["grave", "notable", "légère"]
GRAVITIES: tuple[Gravity, ...] = ("grave", "notable", "légère")
"""From what changes the advice itself to what changes only its wording or place."""
Data = Mapping[str, Any]
NOTHING = "rien"
_LONG = 220


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """A change, said in French in `text`; `section` is the field of the answer it stands in.

    `before` and `after` are what stood there, empty when nothing did.
    """

    section: str
    gravity: Gravity
    text: str
    before: str = ""
    after: str = ""


def changed(section: str, gravity: Gravity, what: str, before: object, after: object) -> Difference:
    """A value that became another."""
    said = f"{what} : {shown(before)} → {shown(after)}"
    return Difference(section=section, gravity=gravity, text=said, before=_kept(before), after=_kept(after))


def gone(section: str, gravity: Gravity, what: str, value: object) -> Difference:
    """Something that stood before and stands no more."""
    return Difference(section=section, gravity=gravity, text=f"{what} : {shown(value)}", before=_kept(value))


def come(section: str, gravity: Gravity, what: str, value: object) -> Difference:
    """Something that did not stand before."""
    return Difference(section=section, gravity=gravity, text=f"{what} : {shown(value)}", after=_kept(value))


def ranked(found: Iterable[Difference]) -> tuple[Difference, ...]:
    """The differences, gravest first, otherwise in the order they were found."""
    return tuple(sorted(found, key=lambda difference: GRAVITIES.index(difference.gravity)))


def worst(found: Iterable[Difference]) -> Gravity | None:
    """The gravity of the gravest difference; None when there is none."""
    held = {difference.gravity for difference in found}
    return next((gravity for gravity in GRAVITIES if gravity in held), None)


def shown(value: object) -> str:
    """A value in a sentence: « rien » when there is none, a long text cut in its middle."""
    text = _kept(value)
    if not text:
        return NOTHING
    return f"« {text} »" if len(text) <= _LONG else f"« {text[: _LONG // 2]} […] {text[-_LONG // 2 :]} »"


def _kept(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, (_kept(item) for item in value)))
    return str(value)
