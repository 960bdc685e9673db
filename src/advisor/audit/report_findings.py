"""The findings of the report: what was judged false, what to correct, what the corpus lacks."""

from __future__ import annotations

from collections.abc import Mapping

from advisor.audit import report_words as words
from advisor.audit.judging import Verdict
from advisor.audit.readings import Fault
from advisor.audit.report_content import Content
from advisor.audit.report_words import MOST
from advisor.french import capital, count, number
from advisor.printed import Printed


def faults(printed: Printed, content: Content) -> None:
    """What was found wrong, and the corrections of fiches proposed."""
    if content.faults:
        printed.heading("Ce qui a été jugé faux")
    for fault in content.faults[:MOST]:
        _fault(printed, fault)
    if len(content.faults) > MOST:
        printed.text(f"Et {count(len(content.faults) - MOST, 'autre')}, dans le journal.")
    if content.proposals:
        printed.heading("Corrections de fiches proposées")
    for verdict in content.proposals[:MOST]:
        _proposal(printed, verdict, content.titles)


def _fault(printed: Printed, fault: Fault) -> None:
    statement = next((held for held in fault.answer.statements if held.id == fault.item.statement), None)
    what = f"énoncé {statement.id} " if statement else ""
    printed.heading(f"Réponse n° {fault.item.answer}, {what}{fault.held.value} ({fault.held.how})", 2)
    printed.text(f"« {words.shortened(fault.answer.question)} »", strong="Question :")
    if statement:
        printed.text(f"« {words.shortened(statement.text, 600)} »", strong="Énoncé :")
    said: dict[str, list[str]] = {}
    for verdict in fault.verdicts:
        if verdict.comment:
            said.setdefault(verdict.comment, []).append(verdict.reader)
    for comment, readers in said.items():
        printed.text(comment, strong=f"{' et '.join(readers)} :")


def _proposal(printed: Printed, verdict: Verdict, titles: Mapping[str, str]) -> None:
    if verdict.proposal:
        fiche = titles.get(verdict.proposal.fiche, verdict.proposal.fiche)
        text = f"{verdict.proposal.text} ({verdict.reader}, réponse n° {verdict.item.answer})"
        printed.text(text, strong=f"{fiche} ({verdict.proposal.fiche}) :")


def sources(printed: Printed, content: Content) -> None:
    """What the corpus lacks, and how it is used."""
    usage = content.usage
    printed.heading("Ce que le corpus devrait tenir")
    rows = [
        (
            capital(theme.name),
            number(theme.questions),
            "\n".join(f"« {words.shortened(said)} »" for said in theme.examples[:3]),
        )
        for theme in usage.gaps[:MOST]
    ]
    if rows:
        printed.table(
            "Questions restées sans réponse, par thème", ("Thème", "Questions", "Exemples"), rows, (4, 2, 10.6)
        )
    else:
        printed.text("Aucune question n'est restée sans réponse.")
    told = [
        (
            source.title,
            number(source.answers),
            number(source.judged),
            number(source.contested),
            number(source.complaints),
        )
        for source in usage.sources[:MOST]
    ]
    if told:
        head = ("Source", "Réponses qui la citent", "Énoncés jugés", "Contestés", "Plaintes d'usagers")
        printed.table("Usage des sources", head, told, (6.8, 3, 2.2, 2.2, 2.4))
    used, unused = len(usage.fiches), len(usage.unused)
    printed.text(
        f"{count(used, 'fiche a servi', 'fiches ont servi')} dans au moins une réponse ; "
        f"{count(unused, 'fiche', 'fiches')} de la base d'aujourd'hui dans aucune."
    )
