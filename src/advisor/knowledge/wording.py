"""How fiches are written: French spelling, and fiches that say nearly the same thing.

Questions and everyday words are left out of the spelling: people write as they write.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import combinations
from pathlib import Path

from rapidfuzz import fuzz

from advisor.domain.fiche import Fiche
from advisor.knowledge.check import Problem
from advisor.knowledge.loader import Knowledge, iter_texts

ACCEPTED = "vocabulaire.txt"
"""File of the words of the trade that no dictionary holds, in the folder of the corpus."""
SAME_STATEMENT = 82.0
"""Likeness (0 to 100, words sorted) from which two statements of one kind say the same thing."""
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_ELISION = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|presqu|quelqu)['’]", re.IGNORECASE)
_CLITICS = frozenset(
    "je tu il elle on nous vous ils elles ce le la les lui leur moi toi y en t ci là même mêmes".split()  # noqa: SIM905 -- words
)
_QUOTED = re.compile(r"«[^»]*»")
_BEGINS = re.compile(r"(?:^|[.!?:…])[\s\"(]*(?:[cdjlmnst]['’])?$", re.IGNORECASE)
_UNCHECKED = ("questions.",)


def accepted(path: Path) -> frozenset[str]:
    """The words of the file, one a line, lower case; lines that begin with # are comments."""
    if not path.exists():
        return frozenset()
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return frozenset(line.lower() for line in lines if line and not line.startswith("#"))


def misspelt(knowledge: Knowledge, known: frozenset[str]) -> list[Problem]:
    """Words of our sentences that neither the French dictionary nor `known` holds.

    Words between « » are quoted, all capitals are initials, a capital inside a sentence begins a name:
    these are left out.
    """
    return [
        Problem(knowledge.files[fiche.id], key, f"« {word} » n'est pas dans le dictionnaire{_suggested(word)}.")
        for fiche in knowledge.fiches.values()
        for key, text in iter_texts(fiche)
        if not key.startswith(_UNCHECKED)
        for word in _unknown(text, known)
    ]


def repeated(knowledge: Knowledge) -> list[Problem]:
    """Fiches of one kind whose statements say nearly the same thing."""
    by_kind: dict[str, list[Fiche]] = {}
    for fiche in knowledge.fiches.values():
        by_kind.setdefault(fiche.kind, []).append(fiche)
    return [
        Problem(knowledge.files[second.id], "statement", f"dit presque la même chose que « {first.id} ».")
        for fiches in by_kind.values()
        for first, second in combinations(fiches, 2)
        if fuzz.token_sort_ratio(first.statement, second.statement, score_cutoff=SAME_STATEMENT)
    ]


def _unknown(text: str, known: frozenset[str]) -> Iterator[str]:
    said = _QUOTED.sub(" ", text)
    seen: set[str] = set()
    for match in _WORD.finditer(said):
        word = _ELISION.sub("", match.group())
        if word in seen or len(word) < 2 or word.isupper() or _named(word, said[: match.start()]):
            continue
        seen.add(word)
        if not _held([word], known) and not _held(_parts(word), known):
            yield word


def _named(word: str, before: str) -> bool:
    """Whether a capital that does not begin a sentence tells a name."""
    return word[0].isupper() and not _BEGINS.search(before)


def _parts(word: str) -> list[str]:
    """The members of a compound, without the pronouns that hang from a verb (donnez-leur, fait-il)."""
    members = [part for part in re.split(r"['’-]", word) if part]
    return [part for part in members if part.lower() not in _CLITICS and not part.isupper()]


def _held(parts: Iterable[str], known: frozenset[str]) -> bool:
    return all(form in known or form.replace("œ", "oe") in _dictionary() for form in map(str.lower, parts))


@cache
def _dictionary() -> frozenset[str]:
    """The French words of pyspellchecker (frequencies of OpenSubtitles, cleaned by its author)."""
    from spellchecker import SpellChecker  # loads 7 MB: only when words are checked

    return frozenset(SpellChecker(language="fr").word_frequency.words())


@cache
def _suggested(word: str) -> str:
    from rapidfuzz import process

    near = process.extractOne(word.lower(), _dictionary(), scorer=fuzz.ratio, score_cutoff=80)
    return f" ; peut-être « {near[0]} » (mot du métier : ajoutez-le à {ACCEPTED})" if near else ""
