"""What of each document the fiches cite: section by section, with the holes explained or not.

A section is covered when a fiche cites a passage of it, or of a section under it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from advisor.domain.place import Locator
from advisor.domain.source import Page, Passage
from advisor.knowledge import yaml_text
from advisor.knowledge.check import Problem
from advisor.knowledge.loader import Knowledge
from advisor.knowledge.parts import parts
from advisor.text import find_run
from advisor.validation import validated

EXPLAINED = "lacunes.yaml"
"""File of the sections no fiche needs to cite, each with its reason, in the folder of the corpus."""
TITLE_WORDS = 5
Path_ = tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Hole:
    """A section that no fiche needs to cite, named by the end of its path, and why."""

    source: str
    section: str
    reason: str


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a document: its pages, its passages, those cited, and the fiches that cite it.

    `fiches` cite the section's own text, `below` that of the sections it holds.
    """

    source: str
    path: Path_
    pages: tuple[str, ...]
    passages: int
    cited: int
    fiches: tuple[str, ...]
    below: tuple[str, ...] = ()
    reason: str = ""

    @property
    def covered(self) -> bool:
        """Whether a fiche cites the section, or a reason says why none does."""
        return bool(self.fiches or self.below or self.reason)


_HOLES = TypeAdapter(tuple[Hole, ...])


def holes(path: Path) -> tuple[Hole, ...]:
    """The explained holes of a file, none without the file. Raises DataError on a bad one."""
    return validated(_HOLES, path, yaml_text.read(path)[0]) if path.exists() else ()


def sections(
    knowledge: Knowledge,
    source: str,
    pages: Mapping[tuple[str, str], Page],
    passages: Sequence[Passage],
    explained: Sequence[Hole] = (),
) -> list[Section]:
    """The sections of a document in reading order; empty when its text is not at hand."""
    own = sorted((page for page in pages.values() if page.source == source), key=lambda page: page.index)
    held = [passage for passage in passages if passage.source == source]
    citing, cited = _citations(knowledge, {page.label: page for page in own}, held)
    reasons = {hole.section: hole.reason for hole in explained if hole.source == source}
    found = []
    for path, labels in _outline(own).items():
        inside = [passage for passage in held if passage.section[: len(path)] == path]
        under = {fiche for place, names in citing.items() if place[: len(path)] == path for fiche in names}
        here = citing.get(path, set())
        found.append(
            Section(
                source=source,
                path=path,
                pages=tuple(labels),
                passages=len(inside),
                cited=sum(passage.id in cited for passage in inside),
                fiches=tuple(sorted(here)),
                below=tuple(sorted(under - here)),
                reason=reasons.get(path[-1], ""),
            )
        )
    return found


def _outline(pages: Sequence[Page]) -> dict[Path_, list[str]]:
    """Every section with the pages it begins or goes on, the sections above included."""
    found: dict[Path_, list[str]] = {}
    for page in pages:
        for _, path in page.sections:
            for depth in range(1, len(path) + 1):
                labels = found.setdefault(path[:depth], [])
                if page.label not in labels:
                    labels.append(page.label)
    return found


def _citations(
    knowledge: Knowledge, pages: Mapping[str, Page], passages: Sequence[Passage]
) -> tuple[dict[Path_, set[str]], set[str]]:
    """Fiches by section path, and ids of the passages that a locator's anchor stands in."""
    citing: dict[Path_, set[str]] = {}
    cited: set[str] = set()
    for fiche in knowledge.fiches.values():
        for _, locator in parts(fiche, Locator):
            page = pages.get(locator.page)
            places = find_run(locator.anchor, page.text) if page and page.source == locator.source else []
            if page is None or len(places) != 1:
                continue
            start = places[0][0]
            citing.setdefault(page.section_at(start), set()).add(fiche.id)
            cited |= {item.id for item in passages if item.page == page.label and item.start <= start < item.end}
    return citing, cited


def problems(found: Sequence[Section], explained: Sequence[Hole]) -> list[Problem]:
    """Sections that nothing covers, and reasons given for a section that is covered or does not exist."""
    bare = [section for section in found if not section.covered]
    listed = [Problem(f"{item.source}", item.path[-1], "aucune fiche ne cite cette section.") for item in bare]
    named: dict[tuple[str, str], bool] = {}
    for section in found:  # several sections may bear one title: a reason is of use while one of them is bare
        key = (section.source, section.path[-1])
        named[key] = named.get(key, True) and bool(section.fiches or section.below)
    sources = {section.source for section in found}
    for hole in explained:
        if hole.source in sources and named.get((hole.source, hole.section), True):
            listed.append(Problem(EXPLAINED, hole.section, "cette section est citée, ou n'existe pas."))
    return listed


def table(found: Sequence[Section]) -> Iterator[str]:
    """The sections of one document as a Markdown table."""
    yield "| section | pages | passages cités | fiches |"
    yield "| --- | --- | --- | --- |"
    for item in found:
        indent = "&nbsp;" * 3 * (len(item.path) - 1)
        where = _pages(item.pages)
        told = [f"`{fiche}`" for fiche in item.fiches]
        told += [f"{len(item.below)} fiche(s) dans ses parties"] if item.below else []
        fiches = ", ".join(told) or f"— {item.reason or 'aucune'}"
        yield f"| {indent}{_short(item.path[-1])} | {where} | {item.cited} sur {item.passages} | {fiches} |"


def _short(title: str) -> str:
    """The first words of a title: enough to find it, too few to copy it."""
    said = title.replace("|", "/").split()
    return " ".join(said[:TITLE_WORDS]) + ("…" if len(said) > TITLE_WORDS else "")


def _pages(labels: Sequence[str]) -> str:
    return labels[0] if len(labels) == 1 else f"{labels[0]} à {labels[-1]}"
