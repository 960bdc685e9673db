"""Proves what an organisation adds against its own documents, read as they are now; every function is pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from advisor.domain.local import RegleLocale
from advisor.domain.place import Locator
from advisor.domain.source import Page, SourceReport
from advisor.knowledge import check, walks, wording
from advisor.knowledge.check import Problem
from advisor.knowledge.loader import FACTS_FOLDER, Knowledge
from advisor.knowledge.local import Whole
from advisor.knowledge.parts import parts
from advisor.text import find_run

Pages = Mapping[tuple[str, str], Page]


def problems(whole: Whole, pages: Pages, reports: Iterable[SourceReport]) -> list[Problem]:
    """What is to be mended: documents that cannot be read, anchors and figures that are not where they are said."""
    own = _own(whole)
    unread = [Problem(report.id, "", f"{report.message} {report.remedy}") for report in reports if not report.pages]
    return [*unread, *_placed(own, pages), *check.figures(own, pages), *_empty(own)]


def advice(whole: Whole, accepted: Path) -> list[Problem]:
    """What would make the fiches better found or better read; none of it keeps them from being served."""
    files = {whole.knowledge.files[name] for name in whole.knowledge.local}
    files |= {f"{FACTS_FOLDER}/{name}.yaml" for name in whole.facts}
    found = (
        *check.structure(whole.knowledge),
        *walks.broken(whole.knowledge),
        *wording.repeated(whole.knowledge),
        *wording.misspelt(_own(whole), wording.accepted(accepted)),
    )
    return list({str(problem): problem for problem in found if problem.file in files}.values())


def _own(whole: Whole) -> Knowledge:
    """The base reduced to the organisation's own fiches."""
    base = whole.knowledge
    return Knowledge({name: base.fiches[name] for name in sorted(base.local)}, base.facts, base.files, "", base.local)


def _placed(own: Knowledge, pages: Pages) -> Iterator[Problem]:
    """Misplaced anchors, with the page where each stands when it stands once elsewhere."""
    at = {
        (own.files[fiche.id], key): locator for fiche in own.fiches.values() for key, locator in parts(fiche, Locator)
    }
    for problem in check.locators(own, pages):
        locator = at[problem.file, problem.key]
        found = [page for (source, _), page in pages.items() if source == locator.source]
        places = [page.label for page in found for _ in find_run(locator.anchor, page.text)]
        near = f" Elle est p. {places[0]}." if len(places) == 1 and places[0] != locator.page else ""
        yield Problem(problem.file, problem.key, f"{problem.message}{near}")


def _empty(own: Knowledge) -> Iterator[Problem]:
    """Rules that ask for nothing: neither a degree nor anything owed."""
    for fiche in own.fiches.values():
        if isinstance(fiche, RegleLocale) and not (
            fiche.degree or fiche.timing or fiche.publicity or fiche.report or fiche.details or fiche.figures
        ):
            message = "la règle ne demande rien : donnez un degré, ou ce qui est dû (timing, publicity, report)."
            yield Problem(own.files[fiche.id], "degree", message)
