"""Figures on questions of law: articles cited, verdict, obligations wrongly asserted, articles outside the data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from advisor import articles
from advisor.domain.answer import Answer
from advisor.evaluation.report import Report, cases, told
from advisor.service import Advisor

Article = tuple[str, str]
DOCUMENTS = frozenset(["robinet-2024", "club-territoires-2024"])
"""Sources that are not texts of law."""


def judged(case: Mapping[str, Any], answer: Answer, report: Report) -> None:
    """Counts one question of law of `questions.yaml`: articles cited, main article, verdict."""
    expected = {_article(item) for item in case.get("expected") or ()}
    acceptable = expected | {_article(item) for item in case.get("acceptable") or ()}
    first = {_key(result.code, result.article) for result in answer.obligations}
    if case.get("absent") == "true":
        report.count(
            "droit : article absent dit absent",
            not first & acceptable and "n'est pas dans le corpus" in answer.headline,
            told(case),
        )
        return
    report.count("droit : tous les articles attendus cités", expected <= cited(answer), told(case))
    report.count("droit : aucun autre article en tête", not first - acceptable or not acceptable, told(case))
    report.count("droit : verdict exact", answer.verdict == case["verdict"], f"{told(case)} ({answer.verdict})")
    if case["verdict"] == "non" and not expected:
        report.count("droit : aucune obligation affirmée à tort", answer.verdict != "oui", told(case))


def _article(item: Mapping[str, str]) -> tuple[str, str]:
    return _key(item["code"], item["article"])


def _key(code: str, article: str) -> tuple[str, str]:
    return code.casefold(), article.replace(" ", "").casefold()


def asked_of_law(advisor: Advisor, folder: Path, report: Report) -> None:
    """Runs the questions of law (`law.yaml`): a set looked at (`dev`), and one of which only figures are.

    `expected` holds articles, or `{any: [...]}` when one of several will do. A question outside the
    law of participation (`hors-champ`) must be declined, an article that is not in the data
    (`inconnu`) said to be outside, and nothing may be asserted where nothing is due (`aucune`).
    """
    path = folder / "law.yaml"
    known = _known(advisor)
    for case in cases(path) if path.exists() else ():
        _asked(case, advisor.ask(case["question"]), known, report)


def _asked(case: Mapping[str, Any], answer: Answer, known: frozenset[str], report: Report) -> None:
    name = f"droit ({case['set']})"
    shown = f"{told(case)} ({answer.kind}, {answer.verdict} ; {_first(answer)})" if case["set"] == "dev" else ""
    foreign = {number for number in _written(answer) if number not in known and number not in _of(case["question"])}
    if known:
        report.count(f"{name} : aucun article hors des données", not foreign, shown)
    if case["kind"] == "hors-champ":
        report.count(f"{name} : hors champ décliné", answer.kind == "abstention", shown)
        return
    if case["kind"] == "inconnu":
        report.count(f"{name} : article inconnu dit inconnu", _says_unknown(answer), shown)
        return
    wanted = [_choices(item) for item in case.get("expected") or ()]
    if wanted:
        report.count(f"{name} : articles attendus cités", all(any_of & cited(answer) for any_of in wanted), shown)
        # Of the first rule shown only: what is put forward as the answer.
        main = {_key(result.code, item.article) for result in answer.obligations[:1] for item in result.references}
        fits = frozenset[Article]().union(*wanted, *(_choices(item) for item in case.get("acceptable") or ()))
        report.count(f"{name} : première règle pertinente", not main or bool(main & fits), shown)
    if case["verdict"] is not None:
        report.count(f"{name} : verdict exact", answer.verdict == case["verdict"], shown)
    if case["kind"] == "aucune":
        asserted = any(result.verdict == "oui" and result.force == "obligation" for result in answer.obligations[:1])
        report.count(f"{name} : rien d'affirmé là où rien n'est dû", not asserted, shown)


def cited(answer: Answer) -> set[Article]:
    """The articles an answer cites, as code and number."""
    references = {_key(item.code, item.article) for result in answer.obligations for item in result.references}
    return references | {_key(citation.source, citation.section) for citation in answer.citations}


def _choices(item: Mapping[str, Any]) -> frozenset[Article]:
    return frozenset(_article(choice) for choice in item.get("any") or [item])


def _says_unknown(answer: Answer) -> bool:
    return not answer.obligations and "n'est pas dans le corpus" in answer.headline


def _first(answer: Answer) -> str:
    return ", ".join(f"{result.fiche.split('.', 1)[1]} {result.verdict}" for result in answer.obligations)


def _known(advisor: Advisor) -> frozenset[str]:
    """Every article number of the data: those rules refer to, those of the texts at hand, those they name.

    Empty without any text of law at hand.
    """
    parts = advisor.parts
    if all(page.source in DOCUMENTS for page in parts.texts.pages.values()):
        return frozenset()  # fiches may name an article that their own texts name: only those can tell
    numbers = {_bare(number) for number in parts.article_codes}
    for page in parts.texts.pages.values():
        numbers |= _of(page.text) if page.source not in DOCUMENTS else set()
    return frozenset(numbers)


def _written(answer: Answer) -> set[str]:
    texts: Iterable[str] = (answer.headline, *(item.text for item in answer.statements if item.role != "article"))
    return {number for text in texts for number in _of(text)}


def _of(text: str) -> set[str]:
    return {_bare(found.number) for found in articles.find(text) if found.number[:1].isalpha()}


def _bare(number: str) -> str:
    return re.sub(r"-(?=[a-z]$)", "", number.replace(" ", "").replace("*", "").casefold())
