"""The law in a document: verdict by rule, conditions ticked or open, who must do what, articles.

Also the whole note of a question of law.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from advisor.domain.answer import EXCEPTION, Answer, LegalReference, ObligationResult
from advisor.french import capital, day
from advisor.labels import FORCES, VERDICTS, condition_said, read
from advisor.takeaway import schedule
from advisor.takeaway.pieces import Field, Link, Piece, Strong, Text
from advisor.takeaway.sheet import Sheet
from advisor.takeaway.sources import Sources
from advisor.takeaway.supplies import Supplies

TITLE = "Note juridique"
NO_LAW = "D'après cette description, aucun texte du corpus n'impose d'associer le public à ce projet."
OPEN = "à savoir"
CAUTION = "Cette note aide à préparer la décision ; elle ne remplace pas l'avis du service juridique."


def document(answer: Answer, supplies: Supplies) -> bytes:
    """The note of a question of law, as a docx file."""
    sheet, sources = Sheet(TITLE, "Ce que la loi impose", supplies.today), Sources(answer, supplies)
    sheet.para(["Projet : ", Field("nom du projet"), "  ·  Service : ", Field("direction, service")], together=True)
    sheet.para(["Établie le ", day(supplies.today), " par ", Field("nom, fonction")])
    sheet.legend()
    sheet.callout("La question", [f"« {answer.question} »"], "calme")
    sheet.heading("Réponse")
    sheet.para([Strong(answer.headline)])
    for statement in answer.statements:
        if statement.role == "article":
            sheet.para(sources.said(statement.id))
    known = [f"{fact.label} : {', '.join(fact.value_labels)}" for fact in answer.profile if fact.value_labels]
    if known:
        sheet.para([Strong("Lu dans la question : "), " ; ".join(known)], small=True)
    for question in answer.questions:
        sheet.boxes([[Strong(question.text), f" {question.why} ", Field("réponse")]])
    obligations(sheet, sources, answer)
    for card in answer.nearby:
        sheet.heading(card.title, 2)
        sheet.para([f"{card.why} ", *(piece for item in card.statements for piece in sources.said(item))])
    schedule.calendar(sheet, sources, answer)
    sheet.sources(sources)
    made_of(sheet, answer)
    return sheet.bytes()


def obligations(sheet: Sheet, sources: Sources, answer: Answer) -> None:
    """What each rule gives; says so when none of the law applies to a project. Those of the organisation come apart."""
    own = [item for item in answer.obligations if local(item)]
    legal = [item for item in answer.obligations if item not in own]
    if legal or answer.kind == "recommendation":
        sheet.heading("Ce que dit la loi")
        _rules(sheet, sources, legal)
        sheet.para(CAUTION if legal else NO_LAW, small=bool(legal))
    if own:
        sheet.heading("Ce à quoi votre collectivité s'est engagée")
        _rules(sheet, sources, own)


def local(item: ObligationResult) -> bool:
    """Whether the organisation set this rule itself, where rules tell their origin."""
    return getattr(item, "origin", "loi") == "local"


def _rules(sheet: Sheet, sources: Sources, items: Sequence[ObligationResult]) -> None:
    titles = {item.fiche: item.title for item in items}
    if len(items) > 1:
        rows = [(item.title, _verdict(item), item.degree.value if item.degree else "—") for item in items]
        sheet.grid("Règles examinées", ("Règle", "S'applique ?", "Degré dû"), rows, (10.2, 3.4, 3), caption=False)
    for item in items:
        _obligation(sheet, sources, item, titles.get(item.waived_by, "une autre règle"))


def _obligation(sheet: Sheet, sources: Sources, item: ObligationResult, waiving: str) -> None:
    sheet.heading(item.title, 2)
    verdict = f"Écartée ici par : {waiving}" if item.waived_by else VERDICTS[item.verdict]
    degree = f" Degré dû : {item.degree.value}." if item.degree else ""
    force = "Engagement" if local(item) else FORCES.get(item.force, capital(item.force))
    sheet.para([Strong(f"{verdict}."), f" {force}.{degree}"], together=True)
    first, *rest = item.statements or ("",)
    if sources.said(first):
        sheet.para(sources.said(first))
    conditions = list(_conditions(item))
    if conditions:
        head = ("Condition", "Article", "Ici")
        sheet.grid(f"Conditions : {item.title}", head, conditions, (11.2, 2.9, 2.5), caption=False)
    sheet.bullets([sources.said(statement) for statement in (*rest, *item.relations)])
    sheet.boxes([[question, " ", Field("réponse")] for question in item.missing])
    duties = list(_duties(item))
    if duties:
        sheet.grid(f"Ce qui est dû : {item.title}", (), duties, (3.2, 13.4), named=True, caption=False)
    if local(item):
        sheet.para(f"{item.code}, « {item.article} ».", small=True)
    for text in _articles(item.references):
        sheet.para(text, small=True)


def _conditions(item: ObligationResult) -> Iterator[tuple[str, str, str]]:
    """The conditions of a rule; an exception says by itself whether it sets the rule aside."""
    for condition in item.conditions:
        exception = condition.text.startswith(EXCEPTION)
        yield condition_said(condition), condition.article, "" if exception else capital(condition.truth)


def _duties(item: ObligationResult) -> Iterator[tuple[str, str]]:
    least = " ; ".join(f"{step.what} : {step.said}" for step in item.steps)
    rows = (
        ("Qui", item.bound),
        ("Quand", item.timing),
        ("Durées", least),
        ("Publicité", item.publicity),
        ("Compte rendu", item.report),
        ("Si l'on ne fait rien", item.consequence),
    )
    return ((name, capital(said)) for name, said in rows if said)


def _verdict(item: ObligationResult) -> str:
    return "Écartée par une autre" if item.waived_by else VERDICTS[item.verdict]


def _articles(references: Sequence[LegalReference]) -> Iterator[Text]:
    """The articles by code and by what is known of their text, each leading to it."""
    groups: dict[tuple[str, str, str], list[LegalReference]] = {}
    for item in references:
        groups.setdefault((item.code, read(item), item.warning), []).append(item)
    for (code, known, warning), held in groups.items():
        said: list[Piece] = [f"{capital(code)}, {'article' if len(held) == 1 else 'articles'} "]
        for rank, item in enumerate(held):
            said += [", "] * bool(rank) + [Link(item.article, item.address)]
        yield [*said, f" ({known}).{f' {warning}' if warning else ''}"]


def made_of(sheet: Sheet, answer: Answer) -> None:
    """By which versions the answer was made, for who would check it."""
    engine = answer.engine
    sheet.para(f"Réponse {answer.id}, connaissances {engine.knowledge}, index {engine.index}.", small=True)
