"""Everything that is proved of the knowledge base, in one list: what CI and a reviewer run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from advisor.domain.source import Page, Passage
from advisor.knowledge import asked, check, coverage, templates, walks, wording
from advisor.knowledge.check import Problem
from advisor.knowledge.loader import Knowledge

READ_WHOLE = ("robinet-2024", "club-territoires-2024")
"""The documents whose every section is read: those that the fiches must cover."""


def problems(
    knowledge: Knowledge, corpus: Path, pages: Mapping[tuple[str, str], Page], passages: Sequence[Passage]
) -> list[Problem]:
    """What is wrong in the fiches, then in what they say of the texts at hand; none when all is well."""
    words = wording.accepted(corpus / wording.ACCEPTED)
    return [
        *check.structure(knowledge),
        *walks.broken(knowledge),
        *wording.repeated(knowledge),
        *wording.misspelt(knowledge, words),
        *check.locators(knowledge, pages),
        *check.figures(knowledge, pages),
        *check.copied(knowledge, pages),
        *_holes(knowledge, corpus, pages, passages),
        *_put_for_nobody(knowledge, corpus),
        *templates.problems(corpus / templates.FOLDER, knowledge, pages, words),
    ]


def _put_for_nobody(knowledge: Knowledge, corpus: Path) -> list[Problem]:
    lost = asked.unknown(corpus / asked.FOLDER, knowledge.fiches)
    return [
        Problem(asked.FOLDER, fiche, "des questions sont posées à cette fiche, qui n'existe pas.") for fiche in lost
    ]


def _holes(
    knowledge: Knowledge, corpus: Path, pages: Mapping[tuple[str, str], Page], passages: Sequence[Passage]
) -> list[Problem]:
    explained = coverage.holes(corpus / coverage.EXPLAINED)
    found = [
        section for source in READ_WHOLE for section in coverage.sections(knowledge, source, pages, passages, explained)
    ]
    return coverage.problems(found, explained)
