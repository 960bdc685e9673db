"""Figures on questions about the two documents (`content.yaml`): finding, citing, declining.

hit@k, the reciprocal rank (MRR) and nDCG at 10 judge what the search gives; the passages that hold a
gold anchor are the right ones, each worth the same. Recall of citations is the share of questions among whose first
citations one opens on a right passage; precision, the share of those citations that open on a page of the
gold (ALCE, Gao et al. 2023, judges each citation with a model: here the place tells).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from advisor.domain.answer import Answer
from advisor.evaluation.report import Report, cases, told
from advisor.service import Advisor
from advisor.text import find_run

NAME = "content.yaml"
FIRST = 5
"""Results and citations looked at."""
DEPTH = 10
"""Rank up to which MRR and nDCG look."""

Case = Mapping[str, Any]


def asked_of_sources(advisor: Advisor, folder: Path, report: Report) -> None:
    """Runs the questions on a service with the full texts; one whose text is not there is left out."""
    for case in _cases(folder):
        name = f"contenu ({case['set']})"
        answer = advisor.ask(case["question"])
        report.milliseconds.append(answer.engine.timings_ms["total"])
        if case["kind"] == "absent":
            _declined(case, answer, name, report)
        elif all(advisor.parts.library.has_text(gold["source"]) for gold in case["gold"]):
            _found(advisor, case, name, report)
            _answered(advisor, case, answer, name, report)


def asked_of_base(alone: Advisor, whole: Advisor, folder: Path, report: Report) -> None:
    """Runs the questions on the knowledge base alone.

    A fiche is right when one of its locators stands in a right passage, which only the service with the
    full texts (`whole`) can tell.
    """
    if not any(whole.parts.library.has_text(source) for source in ("robinet-2024", "club-territoires-2024")):
        return
    carried = _fiches_by_passage(whole)
    for case in _cases(folder):
        name = f"contenu, base seule ({case['set']})"
        answer = alone.ask(case["question"])
        if case["kind"] == "absent":
            _declined(case, answer, name, report)
            continue
        right = {fiche for passage in _right(whole, case) for fiche in carried.get(passage, ())}
        found = [
            hit.ref for hit in alone.parts.retriever.search(case["question"], FIRST, kinds=("fiche", "obligation"))
        ]
        cited = {citation.fiche for citation in answer.citations[:FIRST]}
        report.count(f"{name} : bonne fiche en premier", bool(found) and found[0] in right)
        report.count(f"{name} : bonne fiche dans les cinq", bool(right & set(found)), _shown(case))
        report.count(f"{name} : question acceptée", answer.kind not in {"abstention", "clarification"}, _shown(case))
        report.count(f"{name} : répondue par une bonne fiche", bool(right & cited))


def _cases(folder: Path) -> Sequence[Case]:
    path = folder / NAME
    return cases(path) if path.exists() else ()


def _shown(case: Case, more: str = "") -> str:
    """How a failure is named: only those of the set that is looked at are."""
    return f"{told(case)} {more}".strip() if case["set"] == "dev" else ""


def _declined(case: Case, answer: Answer, name: str, report: Report) -> None:
    near = "loin du sujet" if case["far"] == "true" else "près du sujet"
    refused = answer.kind in {"abstention", "clarification"}
    report.count(
        f"{name} : sans réponse, {near}, déclinée", refused, _shown(case, f"({case['missing']}, {answer.kind})")
    )


def _right(advisor: Advisor, case: Case) -> set[str]:
    """Ids of the passages that hold a gold anchor."""
    wanted: dict[tuple[str, str], list[str]] = {}
    for gold in case["gold"]:
        wanted.setdefault((gold["source"], gold["page"]), []).append(gold["anchor"])
    return {
        passage.id
        for passage in advisor.parts.texts.passages.values()
        if any(find_run(anchor, passage.text) for anchor in wanted.get((passage.source, passage.page), ()))
    }


def _fiches_by_passage(advisor: Advisor) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for fiche in advisor.parts.knowledge.fiches.values():
        for told_part in fiche.told():
            for locator in told_part.evidence:
                placed = advisor.parts.library.placing(locator)
                if placed:
                    found.setdefault(placed.passage_id, set()).add(fiche.id)
    return found


def _found(advisor: Advisor, case: Case, name: str, report: Report) -> None:
    right = _right(advisor, case)
    ranked = [found.passage_id for found in advisor.search(case["question"], DEPTH).passages]
    ranks = [rank for rank, passage in enumerate(ranked, start=1) if passage in right]
    report.count(f"{name} : bon passage en premier", ranks[:1] == [1])
    report.count(f"{name} : bon passage dans les cinq premiers", any(rank <= FIRST for rank in ranks), _shown(case))
    report.mean(f"{name} : rang réciproque (MRR@{DEPTH})", 1 / ranks[0] if ranks else 0.0)
    best = sum(1 / math.log2(rank + 1) for rank in range(1, min(len(right), DEPTH) + 1))
    report.mean(f"{name} : nDCG@{DEPTH}", sum(1 / math.log2(rank + 1) for rank in ranks) / best if best else 0.0)


def _answered(advisor: Advisor, case: Case, answer: Answer, name: str, report: Report) -> None:
    accepted = answer.kind not in {"abstention", "clarification"}
    report.count(f"{name} : question acceptée", accepted, _shown(case, f"({answer.kind})"))
    first = answer.citations[:FIRST]
    right = _right(advisor, case)
    report.count(f"{name} : bon passage dans les cinq premières citations", any(c.passage_id in right for c in first))
    pages = {(gold["source"], gold["page"]) for gold in case["gold"]}
    if first:
        on_page = sum((citation.source, citation.page) in pages for citation in first) / len(first)
        report.mean(f"{name} : précision des citations (page)", on_page)
