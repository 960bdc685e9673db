"""Articles named in a question, and the rules that rest on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from advisor import articles
from advisor.domain.fiche import Obligation
from advisor.text import words
from advisor.validation import validated


@dataclass(frozen=True, slots=True)
class CodeName:
    """A code or law and the ways people write it."""

    code: str
    aliases: tuple[str, ...]


_CODES = TypeAdapter(tuple[CodeName, ...])


def code_names(path: Path, content: object) -> tuple[CodeName, ...]:
    """The names of a parsed file. Raises DataError on the first bad one."""
    return validated(_CODES, path, content)


@dataclass(frozen=True, slots=True)
class AskedArticle:
    """An article asked by number, with the codes the question names (none: any code)."""

    number: str
    codes: tuple[str, ...]


def asked_articles(question: str, names: Sequence[CodeName]) -> list[AskedArticle]:
    """The articles a question names by number, each once."""
    line = " " + " ".join(words(question)) + " "
    named = tuple(
        name.code
        for name in names
        if any(f" {alias} " in line for alias in (*name.aliases, " ".join(words(name.code))))
    )
    found = [AskedArticle(number.number, named) for number in articles.find(question)]
    return list(dict.fromkeys(found))


def holders(asked: AskedArticle, known: Mapping[str, Sequence[str]]) -> list[str]:
    """The codes, among those known to hold each number, that an asked article may be of."""
    codes = [code for code in known.get(articles.key(asked.number), ()) if not asked.codes or code in asked.codes]
    bare = asked.number[0].isdigit()
    return codes if asked.codes or not bare else []


def resolved(asked: AskedArticle, known: Mapping[str, Sequence[str]]) -> list[AskedArticle]:
    """An asked article with the letter that a bare number leaves out (« art. 131-1 du CRPA »), where a code has it.

    The article itself when it has its letter, names no code, or no code named holds such a number.
    """
    if not asked.codes or not asked.number[0].isdigit() or holders(asked, known):
        return [asked]
    found = [
        AskedArticle(f"{letter}{asked.number}", asked.codes)
        for letter in LETTERS
        if any(code in asked.codes for code in known.get(articles.key(f"{letter}{asked.number}"), ()))
    ]
    return found or [asked]


LETTERS = ("L", "LO", "R", "R*", "D", "D*", "A")
"""What comes before an article's number: law, organic law, decrees, order."""


def by_number(numbers: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    """Codes by article number, for (code, number) pairs."""
    found: dict[str, list[str]] = {}
    for code, number in numbers:
        found.setdefault(articles.key(number), []).append(code)
    return found


def cites(obligation: Obligation, asked: AskedArticle, codes: Sequence[str]) -> bool:
    """Whether an obligation rests on an asked article."""
    wanted = articles.key(asked.number)
    return any(
        articles.key(reference.article) == wanted and reference.code in codes for reference in obligation.references
    )
