"""Canonical JSON: one value, one run of bytes, whoever writes it (RFC 8785, JSON Canonicalization Scheme).

Keys in the order of their UTF-16 units, no blank, numbers as ECMAScript writes them, strings escaped no more
than JSON asks. What RFC 8785 (by RFC 7493) cannot carry faithfully is refused.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from typing import Any

SAFEST = 2**53 - 1
"""The greatest whole number that every reader of JSON reads alike (RFC 7493, section 2.2)."""
_quoted = json.encoder.encode_basestring
"""Escapes the quote, the backslash and the controls alone, as RFC 8785, section 3.2.2.2."""


def text(value: Any) -> str:
    """A value as canonical JSON; tuples are lists.

    Raises ValueError for what JSON does not hold faithfully: another type, a key that is not a string, a number
    that is not finite or too great, half a surrogate pair.
    """
    pieces: list[str] = []
    _write(value, pieces)
    return "".join(pieces)


def encoded(value: Any) -> bytes:
    """A value as the bytes of its canonical JSON. Raises ValueError as `text`."""
    return _bytes(text(value))


def digest(value: Any) -> str:
    """The SHA-256 of a value's canonical bytes, in hexadecimal. Raises ValueError as `text`."""
    return hashlib.sha256(encoded(value)).hexdigest()


def _write(value: Any, pieces: list[str]) -> None:
    if isinstance(value, str):
        pieces.append(_string(value))
    elif value is None or value is True or value is False:
        pieces.append({None: "null", True: "true", False: "false"}[value])
    elif isinstance(value, int):
        pieces.append(_whole(value))
    elif isinstance(value, float):
        pieces.append(_number(value))
    elif isinstance(value, Mapping):
        _write_object(value, pieces)
    elif isinstance(value, list | tuple):
        _write_list(value, pieces)
    else:
        raise ValueError(f"JSON ne porte pas de {type(value).__name__}")


def _write_object(value: Mapping[Any, Any], pieces: list[str]) -> None:
    if not all(isinstance(key, str) for key in value):
        raise ValueError("une clé d'objet JSON est une chaîne")
    separator = "{"
    for key in sorted(value, key=_units):
        pieces += (separator, _string(key), ":")
        _write(value[key], pieces)
        separator = ","
    pieces.append("}" if value else "{}")


def _write_list(value: list[Any] | tuple[Any, ...], pieces: list[str]) -> None:
    separator = "["
    for item in value:
        pieces.append(separator)
        _write(item, pieces)
        separator = ","
    pieces.append("]" if value else "[]")


def _string(value: str) -> str:
    _bytes(value)
    return _quoted(value)


def _bytes(value: str) -> bytes:
    try:
        return value.encode()
    except UnicodeEncodeError as error:
        raise ValueError("une chaîne porte une moitié de caractère") from error


def _units(key: str) -> bytes:
    """What orders a key: its UTF-16 units."""
    return key.encode("utf-16-be", "surrogatepass")


def _whole(value: int) -> str:
    if abs(value) > SAFEST:
        raise ValueError(f"nombre entier trop grand pour JSON : {value:d}")
    return f"{value:d}"


def _number(value: float) -> str:
    """A number as ECMAScript's Number::toString writes it: the shortest digits that read back the same."""
    if not math.isfinite(value):
        raise ValueError("JSON ne porte ni infini ni valeur indéfinie")
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    mantissa, _, exponent = repr(abs(float(value))).partition("e")
    whole, _, part = mantissa.partition(".")
    places = len(whole) + int(exponent or 0)
    digits = (whole + part).lstrip("0")
    places -= len(whole + part) - len(digits)
    return sign + _laid_out(digits.rstrip("0"), places)


def _laid_out(digits: str, places: int) -> str:
    """Significant digits, with the point after the given number of places."""
    count = len(digits)
    if count <= places <= 21:
        return digits + "0" * (places - count)
    if 0 < places <= 21:
        return f"{digits[:places]}.{digits[places:]}"
    if -6 < places <= 0:
        return "0." + "0" * -places + digits
    point = "." if count > 1 else ""
    return f"{digits[0]}{point}{digits[1:]}e{places - 1:+d}"
