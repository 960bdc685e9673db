"""No article number of our own making: each stands in a text read, in the notes, or says where it was read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from advisor import articles
from advisor.domain.fiche import Obligation, Reference
from advisor.knowledge.loader import Knowledge
from advisor.settings import ROOT

REGULATION = ROOT.parent / "shared" / "library" / "regulation"
CODE = re.compile(r"\b(?:LO|[LRDA])\.?\s?\*?\d{2,}(?:-\d+)+")
EXAMPLES = {"src/advisor/articles.py", "src/advisor/retrieval/analysis.py"}
"""Files whose examples show how article numbers are read."""


def _numbers(text: str) -> set[str]:
    return {_bare(found.number) for found in articles.find(text) if found.number[:1].isalpha()}


def _bare(number: str) -> str:
    return number.replace(" ", "").replace("*", "").casefold()


@pytest.fixture(scope="module")
def held() -> set[str]:
    """The numbers of the texts at hand, of the articles they name, and of the team's notes."""
    path = REGULATION / "articles.jsonl"
    if not path.exists():
        pytest.skip(f"les textes réglementaires ne sont pas là ({path})")
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    notes = (REGULATION / "missing.md").read_text(encoding="utf-8")
    found = {_bare(row["article"]) for row in rows} | _numbers(notes)
    return found.union(*(_numbers(row["text"]) for row in rows))


def _references(knowledge: Knowledge) -> list[Reference]:
    return [reference for rule in knowledge.of(Obligation) for reference in rule.references]


def test_a_reference_to_an_article_that_is_not_at_hand_says_where_it_was_read(
    knowledge: Knowledge, held: set[str]
) -> None:
    silent = [
        (reference.code, reference.article)
        for reference in _references(knowledge)
        if reference.article[:1].isalpha() and _bare(reference.article) not in held and not reference.note
    ]
    assert silent == []


def _written() -> Iterator[Path]:
    yield from sorted((ROOT / "corpus").rglob("*.yaml"))
    yield from (ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md")))


def test_every_number_written_in_the_repository_is_of_an_article_that_was_read(
    knowledge: Knowledge, held: set[str]
) -> None:
    known = held | {_bare(reference.article) for reference in _references(knowledge) if reference.note}
    unknown = {
        f"{path.relative_to(ROOT)} : {number}"
        for path in _written()
        for number in _numbers(path.read_text(encoding="utf-8")) - known
        if "-" in number
    }
    assert unknown == set()


def test_no_code_holds_an_article_number() -> None:
    """The law is data: code that decides or answers names no article."""
    files = [*(ROOT / "src").rglob("*.py"), *(ROOT / "ingest").rglob("*.py"), ROOT / "app.py"]
    found = {
        f"{path.relative_to(ROOT)} : {match}"
        for path in files
        if path.relative_to(ROOT).as_posix() not in EXAMPLES
        for line in path.read_text(encoding="utf-8").splitlines()
        if not line.strip().startswith(("#", '"""')) and '"""' not in line and "placeholder" not in line
        for match in CODE.findall(line.split("  #")[0])
    }
    assert found == set()
