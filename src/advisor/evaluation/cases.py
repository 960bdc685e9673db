"""Figures on written cases: retrieval, citations, law, refusals, degrees, and that every citation resolves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from advisor.domain.answer import Answer
from advisor.evaluation import law
from advisor.evaluation.report import Report, cases, told
from advisor.service import Advisor
from advisor.text import find_run

FIRST = 5
"""A gold passage counts among the first citations up to this rank."""
FIRST_FICHES = 3
"""A right fiche counts up to this rank, as searched and as shown in the answer."""


def run(advisor: Advisor, folder: Path) -> Report:
    """Runs every case of a folder (`questions.yaml`, `projects.yaml`)."""
    report = Report()
    for case in cases(folder / "questions.yaml"):
        answer = _asked(advisor, case["question"], report)
        if case["kind"] == "content":
            _content(advisor, case, answer, report)
        elif case["kind"] == "legal":
            law.judged(case, answer, report)
        else:
            report.count("hors corpus décliné", answer.kind == "abstention", told(case))
    for case in cases(folder / "projects.yaml"):
        _project(case, _asked(advisor, case["text"], report), report)
    return report


def read_alone(advisor: Advisor, folder: Path, report: Report) -> None:
    """Runs the questions on the two documents (`reading.yaml`) on a service without any full text.

    A question is met when it is answered and one of the fiches that state its answer is among the
    first three that the answer cites. The cases are in two sets: `dev`, whose failures
    are looked at, and `test`, of which only the figures are.
    """
    path = folder / "reading.yaml"
    for case in cases(path) if path.exists() else ():
        right = set(case.get("fiches") or ())
        hits = advisor.parts.retriever.search(case["question"], FIRST_FICHES, kinds=("fiche", "obligation"))
        answer = advisor.ask(case["question"])
        cited = list(dict.fromkeys(citation.fiche for citation in answer.citations))[:FIRST_FICHES]
        name = f"lecture, base seule ({case['set']})"
        named = f"{told(case)} ({answer.kind} ; {', '.join(cited)})" if case["set"] == "dev" else ""
        report.count(f"{name} : fiche trouvée première", bool(hits) and hits[0].ref in right)
        report.count(f"{name} : fiche trouvée dans les trois", any(hit.ref in right for hit in hits))
        answered = answer.kind in {"content", "legal"} and bool(right & set(cited))
        report.count(f"{name} : répondue, fiche dans les trois", answered, named)


def _asked(advisor: Advisor, question: str, report: Report) -> Answer:
    answer = advisor.ask(question)
    report.milliseconds.append(answer.engine.timings_ms["total"])
    known = {citation.id for citation in answer.citations}
    for statement in answer.statements:
        cited = bool(statement.citations) and set(statement.citations) <= known
        report.count("affirmation citée, citation présente", cited, statement.text[:80])
    for citation in answer.citations:
        if citation.anchor and advisor.parts.library.has_text(citation.source):
            report.count("citation retrouvée dans le texte intégral", citation.quote is not None, citation.label)
    return answer


def _content(advisor: Advisor, case: Mapping[str, Any], answer: Answer, report: Report) -> None:
    report.count("contenu : question acceptée", answer.kind not in {"abstention", "clarification"}, told(case))
    pages = {(place["source"], place["page"]) for place in case["gold"]}
    first = answer.citations[:FIRST]
    on_page = any((citation.source, citation.page) in pages for citation in first)
    report.count("contenu : bonne page dans les cinq premières citations", on_page, told(case))
    if not all(advisor.parts.library.has_text(source) for source, _ in pages):
        return  # what follows looks into the passages themselves
    found = advisor.search(case["question"], 10).passages
    ranks = [
        rank for rank, passage in enumerate(found) if _holds(passage.source, passage.page, passage.text, case["gold"])
    ]
    report.count("recherche : bon passage en premier", 0 in ranks)
    report.count("recherche : bon passage dans les cinq premiers", any(rank < FIRST for rank in ranks), told(case))
    passages = advisor.parts.texts.passages
    cited = [passages[citation.passage_id] for citation in first if citation.passage_id in passages]
    gold = any(_holds(passage.source, passage.page, passage.text, case["gold"]) for passage in cited)
    report.count("contenu : bon passage dans les cinq premières citations", gold, told(case))


def _holds(source: str, page: str, text: str, gold: Sequence[Mapping[str, str]]) -> bool:
    return any(
        source == place["source"] and page == place["page"] and find_run(place["anchor"], text) for place in gold
    )


def _project(case: Mapping[str, Any], answer: Answer, report: Report) -> None:
    degree = answer.recommendation.degree.value if answer.recommendation else "aucun"
    acceptable = [case["degree"], *(case.get("acceptable") or ())]
    report.count(
        "projet : degré exact",
        degree == case["degree"],
        f"{told(case)} (attendu {case['degree']}, conseillé {degree})",
    )
    report.count("projet : degré défendable", degree in acceptable)
    report.table("projet", case["degree"], degree)
    raised = {alert.id.split(".", 1)[1] for alert in answer.recommendation.alerts} if answer.recommendation else set()
    for wanted in case.get("alerts") or ():
        report.count("projet : alerte attendue levée", wanted in raised, f"{told(case)} ({wanted})")
