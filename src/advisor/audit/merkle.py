"""A tree of hashes (RFC 9162, section 2.1): proves that one content is of a version, without the others."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from advisor.journal import canonical

EMPTY = hashlib.sha256(b"").hexdigest()


def leaves(contents: Mapping[str, str]) -> list[bytes]:
    """The leaves of named contents (name → SHA-256 in hexadecimal), in the order of their names."""
    return [hashlib.sha256(b"\0" + canonical.encoded([name, contents[name]])).digest() for name in sorted(contents)]


def root(found: Sequence[bytes]) -> str:
    """The root of some leaves, in hexadecimal."""
    return _root(found).hex() if found else EMPTY


def path(found: Sequence[bytes], rank: int) -> list[str]:
    """What must be hashed with a leaf, from the bottom up, to come to the root."""
    if len(found) <= 1:
        return []
    half = _half(len(found))
    if rank < half:
        return [*path(found[:half], rank), _root(found[half:]).hex()]
    return [*path(found[half:], rank - half), _root(found[:half]).hex()]


def _root(found: Sequence[bytes]) -> bytes:
    if len(found) == 1:
        return found[0]
    half = _half(len(found))
    return hashlib.sha256(b"\1" + _root(found[:half]) + _root(found[half:])).digest()


def _half(count: int) -> int:
    """The greatest power of two under a count of at least two."""
    return 1 << (count - 1).bit_length() - 1
