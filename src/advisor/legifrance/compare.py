"""Whether an article is still what was read of it; every function is pure.

Two texts are the same when their words follow one another alike: spaces, punctuation, capitals, accents,
quotes, ligatures and the way of writing « L. 1-2 » differ from one publisher to the next, words do not.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from advisor.domain.freshness import Outcome
from advisor.text import fold

_WORD = re.compile(r"[a-z]+|\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A text of an article as known at a date, by its fingerprint; `received` when it came from Légifrance."""

    date: str
    fingerprint: str
    received: bool = False


def same_words(left: str, right: str) -> bool:
    """Whether two texts of an article say the same.

    >>> same_words("L’État, au sens de l'art. L. 1-2 ;", "l'Etat au sens de l'art. L1-2.")
    True
    """
    return _words(left) == _words(right)


def fingerprint(text: str) -> str:
    """What stays of a text to know it again: equal for two texts of the same words."""
    return hashlib.sha256(" ".join(_words(text)).encode()).hexdigest()[:16]


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text.replace("º", "°")).text)


def baseline(version: str, texts: Sequence[Known]) -> str:
    """Fingerprint of the text that was read at a date; empty when no text at hand can be that one.

    It is the latest one known at that date; else the earliest of those that we held ourselves.
    """
    before = [known for known in texts if known.date <= version]
    if before:
        return max(before, key=lambda known: known.date).fingerprint
    held = [known for known in texts if not known.received]
    return min(held, key=lambda known: known.date).fingerprint if held else ""


def judged(version: str, texts: Sequence[Known], received: str, valid_from: str) -> tuple[Outcome, str]:
    """What became of an article since it was read at a date, and why it is said so.

    `received` is the fingerprint of the text in force, `valid_from` the day it took effect. Where no text
    was kept, dates decide.
    """
    if not version:
        return "non vérifié", "jamais lu par l'équipe : le texte reçu est à lire"
    before = baseline(version, texts)
    if before and before == received:
        return "inchangé", ""
    if before:
        if valid_from > version:
            return "modifié", "le texte a changé"
        return "modifié", "le texte officiel diffère de celui que nous avons lu"
    if valid_from > version:
        return "modifié", "une version plus récente que notre lecture est en vigueur"
    return "inchangé", "par les dates : la version en vigueur est antérieure à notre lecture"
