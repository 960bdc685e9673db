"""Figures on written cases: retrieval, citations, law, refusals, degrees, and that every citation resolves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from advisor.domain.answer import Answer
from advisor.knowledge import yaml_text
from advisor.service import Advisor
from advisor.text import find_run

FIRST = 5
"""A gold passage counts among the first citations up to this rank."""
FIRST_FICHES = 3
"""A right fiche counts up to this rank, as searched and as shown in the answer."""


@dataclass
class Report:
    """Shares by measure (met, out of), failures by case, and confusion of degrees."""

    counts: dict[str, tuple[int, int]] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    confusion: Counter[tuple[str, str]] = field(default_factory=Counter)
    milliseconds: list[float] = field(default_factory=list)

    def count(self, measure: str, met: bool, case: str = "") -> None:
        """Adds one case to a measure."""
        good, total = self.counts.get(measure, (0, 0))
        self.counts[measure] = (good + met, total + 1)
        if not met and case:
            self.failures.append(f"{measure} : {case}")

    def share(self, measure: str) -> float:
        """Share of cases that meet a measure, 0 without cases."""
        good, total = self.counts.get(measure, (0, 0))
        return good / total if total else 0.0

    def lines(self, verbose: bool = False) -> Iterator[str]:
        """The report as lines of text."""
        for measure, (good, total) in self.counts.items():
            yield f"{measure:<58} {good:>4} / {total:<4} {100 * good / max(1, total):5.1f} %"
        if self.confusion:
            yield "Degrés (attendu → conseillé) : " + ", ".join(
                f"{wanted} → {given} : {number}" for (wanted, given), number in sorted(self.confusion.items())
            )
        if self.milliseconds:
            ordered = sorted(self.milliseconds)
            middle, late = ordered[len(ordered) // 2], ordered[int(0.95 * (len(ordered) - 1))]
            yield f"Temps de réponse à chaud : p50 {middle:.0f} ms, p95 {late:.0f} ms ({len(ordered)} réponses)"
        if verbose:
            yield from self.failures


def run(advisor: Advisor, folder: Path) -> Report:
    """Runs every case of a folder (`questions.yaml`, `projects.yaml`)."""
    report = Report()
    for case in _cases(folder / "questions.yaml"):
        answer = _asked(advisor, case["question"], report)
        if case["kind"] == "content":
            _content(advisor, case, answer, report)
        elif case["kind"] == "legal":
            _legal(case, answer, report)
        else:
            report.count("hors corpus décliné", answer.kind == "abstention", _told(case))
    for case in _cases(folder / "projects.yaml"):
        _project(case, _asked(advisor, case["text"], report), report)
    return report


def read_alone(advisor: Advisor, folder: Path, report: Report) -> None:
    """Runs the questions on the two documents (`reading.yaml`) on a service without any full text.

    A question is met when it is answered and one of the fiches that state its answer is among the
    first three that the answer cites. The cases are in two sets: `dev`, whose failures
    are looked at, and `test`, of which only the figures are.
    """
    path = folder / "reading.yaml"
    for case in _cases(path) if path.exists() else ():
        right = set(case.get("fiches") or ())
        hits = advisor.parts.retriever.search(case["question"], FIRST_FICHES, kinds=("fiche", "obligation"))
        answer = advisor.ask(case["question"])
        cited = list(dict.fromkeys(citation.fiche for citation in answer.citations))[:FIRST_FICHES]
        name = f"lecture, base seule ({case['set']})"
        told = f"{_told(case)} ({answer.kind} ; {', '.join(cited)})" if case["set"] == "dev" else ""
        report.count(f"{name} : fiche trouvée première", bool(hits) and hits[0].ref in right)
        report.count(f"{name} : fiche trouvée dans les trois", any(hit.ref in right for hit in hits))
        answered = answer.kind in {"content", "legal"} and bool(right & set(cited))
        report.count(f"{name} : répondue, fiche dans les trois", answered, told)


def _cases(path: Path) -> Sequence[Mapping[str, Any]]:
    content, _ = yaml_text.read(path)
    return list(content)


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


def _told(case: Mapping[str, Any]) -> str:
    return f"{case['id']} {' '.join(str(case.get('question') or case.get('text')).split())[:100]}"


def _content(advisor: Advisor, case: Mapping[str, Any], answer: Answer, report: Report) -> None:
    report.count("contenu : question acceptée", answer.kind not in {"abstention", "clarification"}, _told(case))
    pages = {(place["source"], place["page"]) for place in case["gold"]}
    first = answer.citations[:FIRST]
    on_page = any((citation.source, citation.page) in pages for citation in first)
    report.count("contenu : bonne page dans les cinq premières citations", on_page, _told(case))
    if not all(advisor.parts.library.has_text(source) for source, _ in pages):
        return  # what follows looks into the passages themselves
    found = advisor.search(case["question"], 10).passages
    ranks = [
        rank for rank, passage in enumerate(found) if _holds(passage.source, passage.page, passage.text, case["gold"])
    ]
    report.count("recherche : bon passage en premier", 0 in ranks)
    report.count("recherche : bon passage dans les cinq premiers", any(rank < FIRST for rank in ranks), _told(case))
    passages = advisor.parts.texts.passages
    cited = [passages[citation.passage_id] for citation in first if citation.passage_id in passages]
    gold = any(_holds(passage.source, passage.page, passage.text, case["gold"]) for passage in cited)
    report.count("contenu : bon passage dans les cinq premières citations", gold, _told(case))


def _holds(source: str, page: str, text: str, gold: Sequence[Mapping[str, str]]) -> bool:
    return any(
        source == place["source"] and page == place["page"] and find_run(place["anchor"], text) for place in gold
    )


def _legal(case: Mapping[str, Any], answer: Answer, report: Report) -> None:
    expected = {_article(item) for item in case.get("expected") or ()}
    acceptable = expected | {_article(item) for item in case.get("acceptable") or ()}
    references = {_key(item.code, item.article) for result in answer.obligations for item in result.references}
    cited = references | {_key(citation.source, citation.section) for citation in answer.citations}
    first = {_key(result.code, result.article) for result in answer.obligations}
    if case.get("absent") == "true":
        report.count(
            "droit : article absent dit absent",
            not first & acceptable and "n'est pas dans le corpus" in answer.headline,
            _told(case),
        )
        return
    report.count("droit : tous les articles attendus cités", expected <= cited, _told(case))
    report.count("droit : aucun autre article en tête", not first - acceptable or not acceptable, _told(case))
    report.count("droit : verdict exact", answer.verdict == case["verdict"], f"{_told(case)} ({answer.verdict})")
    if case["verdict"] == "non" and not expected:
        report.count("droit : aucune obligation affirmée à tort", answer.verdict != "oui", _told(case))


def _article(item: Mapping[str, str]) -> tuple[str, str]:
    return _key(item["code"], item["article"])


def _key(code: str, article: str) -> tuple[str, str]:
    return code.casefold(), article.replace(" ", "").casefold()


def _project(case: Mapping[str, Any], answer: Answer, report: Report) -> None:
    degree = answer.recommendation.degree.value if answer.recommendation else "aucun"
    acceptable = [case["degree"], *(case.get("acceptable") or ())]
    report.count(
        "projet : degré exact",
        degree == case["degree"],
        f"{_told(case)} (attendu {case['degree']}, conseillé {degree})",
    )
    report.count("projet : degré défendable", degree in acceptable)
    report.confusion[case["degree"], degree] += 1
    raised = {alert.id.split(".", 1)[1] for alert in answer.recommendation.alerts} if answer.recommendation else set()
    for wanted in case.get("alerts") or ():
        report.count("projet : alerte attendue levée", wanted in raised, f"{_told(case)} ({wanted})")
