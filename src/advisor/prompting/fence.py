"""Documents inside a prompt: between marks that their content cannot hold, so that nothing in them is an order.

The mark is a hash of the content: nobody can write a text that holds the hash of itself, and the same text always
gets the same mark (same input, same bytes). What looks like a mark inside the content is defused all the same.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

LENGTH = 16
"""Hexadecimal digits of a mark: 64 bits, beyond any search by whoever writes the content."""
_ANGLES = re.compile(r"<{3,}|>{3,}")
_BLANK_LINES = re.compile(r"\n{3,}")


def fenced(name: str, content: str) -> str:
    """A text between its marks, on lines of their own.

    >>> fenced("question", "Bonjour").splitlines()[1]
    'Bonjour'
    """
    held = harmless(content)
    mark = _mark(name, held)
    return f"<<<{name} {mark}\n{held}\n{mark} {name}>>>"


def harmless(content: str) -> str:
    """A text without what could pass for a mark or hide something from a reader: controls, invisible characters."""
    plain = "".join(
        character
        for character in content.replace("\r\n", "\n")
        .replace("\r", "\n")
        .replace("\u2028", "\n")
        .replace("\u2029", "\n")
        if character in "\n\t" or unicodedata.category(character) not in {"Cc", "Cf", "Co", "Cs", "Cn"}
    )
    return _BLANK_LINES.sub("\n\n", _ANGLES.sub(lambda match: " ".join(match.group()), plain)).strip()


def _mark(name: str, content: str) -> str:
    """The hash of a content; one more round each time the content holds it, which nobody has seen happen."""
    digest = hashlib.sha256(f"{name}\0{content}".encode()).hexdigest()
    while digest[:LENGTH] in content:
        digest = hashlib.sha256(digest.encode()).hexdigest()
    return digest[:LENGTH]
