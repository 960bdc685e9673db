"""The moral contract with participants: what can change, what cannot, who decides, what is owed back, the data.

Each sentence stands for a fact that is known; what is not known is a field to complete, never a guess.
"""

from __future__ import annotations

from collections.abc import Iterator

from advisor.domain.answer import Answer
from advisor.domain.fiche import Fiche
from advisor.domain.profile import Profile
from advisor.domain.trame import Chapter, Clause, Contrat
from advisor.errors import DataError
from advisor.french import day
from advisor.takeaway.pieces import Field, Piece, Text, filled
from advisor.takeaway.sheet import Sheet
from advisor.takeaway.sources import Sources
from advisor.takeaway.supplies import Supplies, deduced, holds, profile

TO_CONFIRM = "déduit de votre description : à confirmer"
SIZE = 10.5


def document(answer: Answer, supplies: Supplies) -> bytes:
    """The contract of a recommendation, as a docx file; its last page is for the team alone."""
    template = held(supplies)
    known, sources = profile(answer), Sources(answer, supplies)
    sheet = Sheet(template.title, "Ce que chacun peut attendre de la démarche", supplies.today, SIZE)
    sheet.para(
        ["Entre ", Field("la collectivité, le service"), " et les personnes qui participent à ", Field("projet")]
    )
    for chapter in template.chapters:
        lines = list(said(chapter, known, sources, template))
        if lines:
            sheet.heading(chapter.title)
            sheet.bullets(lines)
    _signed(sheet)
    _for_the_team(sheet, sources, answer, template, supplies)
    return sheet.bytes()


def held(supplies: Supplies) -> Contrat:
    """The contract of the corpus. Raises DataError when there is none."""
    found = next(supplies.of(Contrat), None)
    if found is None:
        raise DataError("a-emporter/contrats", None, "", "aucun contrat dans le corpus.", "Rétablissez ce dossier.")
    return found


def said(chapter: Chapter, known: Profile, sources: Sources, template: Fiche) -> Iterator[Text]:
    """The sentences of a chapter for what is known, or its field to complete when nothing is."""
    lines = [clause for clause in chapter.clauses if holds(clause.when, known)]
    if chapter.unknown and not any(clause.when for clause in lines):
        yield filled(chapter.unknown)
    for clause in lines:
        yield _clause(clause, known, sources, template)


def _clause(clause: Clause, known: Profile, sources: Sources, template: Fiche) -> Text:
    told: tuple[Piece, ...] = sources.hint(clause, template, signed=False)
    return (*told, " ", Field(TO_CONFIRM)) if deduced(clause.when, known) else told


def _signed(sheet: Sheet) -> None:
    sheet.gap()
    rows = [
        ("Pour la collectivité", [Field("nom et fonction du décideur")], [Field("date")], [Field("signature")]),
        ("Pour les participants", [Field("nom, si la personne le souhaite")], [Field("date")], [Field("signature")]),
    ]
    sheet.grid("Signatures", ("", "Nom", "Date", "Signature"), rows, (4.2, 6.2, 2.6, 3.6), named=True, caption=False)


def _for_the_team(sheet: Sheet, sources: Sources, answer: Answer, template: Contrat, supplies: Supplies) -> None:
    sheet.chapter("Pour l'équipe : page à retirer avant de distribuer")
    sheet.para(sources.carried(template.statement, template.evidence, template))
    sheet.legend()
    sheet.para("Les phrases sans numéro sont une proposition de l'équipe, à adapter.", small=True)
    sheet.boxes(
        [
            "Chaque champ est rempli ou supprimé ; rien n'est promis que le décideur n'ait accepté par écrit.",
            "Le texte a été relu à voix haute avec une personne concernée, et ses mots corrigés.",
            "Le délégué à la protection des données a relu la partie sur les données.",
        ]
    )
    advice = answer.recommendation
    for alert in advice.alerts if advice else ():
        sheet.alert(alert, sources.said(alert.statement))
    sheet.sources(sources)
    sheet.para(f"Établi le {day(supplies.today)}, réponse {answer.id}.", small=True)
