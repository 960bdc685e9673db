"""Figures on a model that writes: what its pen changes, beside the embedded one, on the same questions.

The facts must be the same (nothing of the answer but its prose may change). Precision and recall of the citations
are those of `content`: the share of the first five that open on a page of the gold, and whether one opens on a right
passage. Both pens are read with the measure of Kandel and Moles.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from advisor.domain.answer import Answer
from advisor.domain.prose import EMBEDDED_PEN, Prose
from advisor.evaluation.ease import kandel_moles
from advisor.evaluation.report import Report, cases
from advisor.service import Advisor
from advisor.writing.pieces import pieces
from advisor.writing.writer import Writer

EACH = 40
"""Questions of each kind that are put to the model: each costs a call."""
FIRST = 5
NAME = "plume"

Case = Mapping[str, Any]


def phrased(advisor: Advisor, writer: Writer, folder: Path, report: Report) -> None:
    """Runs the first questions of each file of cases, of the dev set where there are two."""
    for case, message in _messages(folder):
        answer = advisor.ask(message)
        if not writer.may_write(answer):
            continue
        written = writer.written(answer)
        if written.prose:
            _compared(case, answer, written, written.prose, report)


def _messages(folder: Path) -> Iterator[tuple[Case, str]]:
    for name in ("projects.yaml", "questions.yaml", "law.yaml", "content.yaml"):
        path = folder / name
        held = [case for case in (cases(path) if path.exists() else ()) if case.get("set", "dev") == "dev"]
        for case in held[:EACH]:
            if message := case.get("text") or case.get("question"):
                yield case, str(message)


def _compared(case: Case, answer: Answer, written: Answer, prose: Prose, report: Report) -> None:
    kept = prose.pen != EMBEDDED_PEN
    report.count(f"{NAME} : le modèle la garde", kept, f"{answer.question[:80]} ({prose.notice})")
    bare = replace(written, prose=None, engine=answer.engine)
    report.count(f"{NAME} : mêmes faits, degré, verdict et articles", bare == answer, answer.question[:80])
    said = len(prose.sentences) + len(prose.withheld)
    report.mean(f"{NAME} : part des phrases retenues", len(prose.withheld) / said if said else 0.0)
    report.mean(f"{NAME} : secondes", prose.spent.total_ms / 1000)
    report.mean(f"{NAME} : jetons", prose.spent.tokens_in + prose.spent.tokens_out)
    if kept:
        _read(answer, prose, report)
        if gold := case.get("gold"):
            _cited(answer, prose, gold, report)


def _read(answer: Answer, prose: Prose, report: Report) -> None:
    """The ease of both, and the words: what the model was given, and what it made of it."""
    given = {name for piece in pieces(answer) for name in piece.statements}
    before = " ".join(statement.text for statement in answer.statements if statement.id in given)
    after = " ".join(sentence.text for sentence in prose.sentences)
    for pen, text in (("embarquée", before), ("modèle", after)):
        report.mean(f"{NAME} ({pen}) : lisibilité (Kandel-Moles)", kandel_moles(text))
        report.mean(f"{NAME} ({pen}) : mots", len(text.split()))


def _cited(answer: Answer, prose: Prose, gold: Sequence[Mapping[str, str]], report: Report) -> None:
    """The first citations of both, against the pages of the gold."""
    pages = {(found["source"], found["page"]) for found in gold if "page" in found}
    places = {citation.id: (citation.source, citation.page) for citation in answer.citations}
    embedded = list(places.values())[:FIRST]
    names = dict.fromkeys(name for sentence in prose.sentences for name in sentence.citations)
    model = [places[name] for name in names][:FIRST]
    for pen, cited in (("embarquée", embedded), ("modèle", model)):
        if pages and cited:
            report.mean(f"{NAME} ({pen}) : précision des citations (page)", sum(c in pages for c in cited) / len(cited))
            report.count(f"{NAME} ({pen}) : bonne page dans les cinq premières citations", bool(pages & set(cited)))
