"""The note de cadrage: what the project is, the degree advised and why, what to fear, to do and to complete."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from advisor.domain.answer import Answer, Card, Recommendation, UnderstoodFact
from advisor.french import capital, day, number
from advisor.takeaway import degrees, law, schedule
from advisor.takeaway.pieces import Field, Piece, Strong, Text
from advisor.takeaway.sheet import Sheet
from advisor.takeaway.sources import Sources
from advisor.takeaway.supplies import Supplies

TITLE = "Note de cadrage"
LONG = 300
"""Characters from which the words of the project are put at the end, whole, and cut at the top."""
MONDAY = 3
STATUSES = {"inferred": "déduit, à confirmer", "corrected": "précisé par vous"}
DECIDING = ("decision", "marge", "decideur", "reponse", "but", "temps", "moyens", "public")
"""Facts without which a project is not framed, in the order one asks for them."""


def document(answer: Answer, supplies: Supplies) -> bytes:
    """The note of a recommendation, as a docx file."""
    advice = answer.recommendation
    if advice is None:
        raise ValueError("a note is made of a recommendation")
    sheet, sources = Sheet(TITLE, "Associer les usagers à un projet", supplies.today), Sources(answer, supplies)
    _head(sheet, answer, supplies)
    _brief(sheet, sources, advice)
    _alerts(sheet, sources, advice)
    _monday(sheet, answer)
    _understood(sheet, answer, supplies)
    _places(sheet, sources, advice)
    _reasons(sheet, sources, advice)
    _levers(sheet, sources, answer)
    law.obligations(sheet, sources, answer)
    schedule.calendar(sheet, sources, answer)
    _practices(sheet, sources, answer)
    sheet.sources(sources)
    if len(_told(answer, supplies)) > LONG:
        sheet.heading("Votre description, en entier")
        sheet.para(supplies.told or answer.question)
    law.made_of(sheet, answer)
    return sheet.bytes()


def _head(sheet: Sheet, answer: Answer, supplies: Supplies) -> None:
    sheet.para(["Projet : ", Field("nom du projet"), "  ·  Service : ", Field("direction, service")], together=True)
    sheet.para(["Établie le ", day(supplies.today), " pour ", Field("décideur"), " par ", Field("nom, fonction")])
    sheet.legend()
    asked = _told(answer, supplies)
    if len(asked) > LONG:
        asked = f"{asked[:LONG].rsplit(maxsplit=1)[0]}… (en entier à la fin)"
    sheet.callout("Le projet, tel que vous le décrivez", [f"« {asked} »"], "calme")


def _told(answer: Answer, supplies: Supplies) -> str:
    """What was said of the project, on one line."""
    return " ".join((supplies.told or answer.question).split())


def _brief(sheet: Sheet, sources: Sources, advice: Recommendation) -> None:
    sheet.heading("En bref")
    degree = Strong(f"Degré conseillé : {advice.degree.value}")
    sheet.para([degree, f" (confiance {advice.confidence}). ", *sources.stating(advice.summary)], together=True)
    degrees.scale(sheet, advice)


def _monday(sheet: Sheet, answer: Answer) -> None:
    steps = [card.action for card in answer.levers if card.action][:MONDAY]
    if steps:
        sheet.callout("À faire lundi", [f"{rank}. {step}" for rank, step in enumerate(steps, 1)], "calme")


def _alerts(sheet: Sheet, sources: Sources, advice: Recommendation) -> None:
    if not advice.alerts:
        return
    sheet.heading("À régler d'abord")
    for alert in sorted(advice.alerts, key=lambda item: item.severity != "grave"):
        sheet.alert(alert, sources.said(alert.statement))


def _understood(sheet: Sheet, answer: Answer, supplies: Supplies) -> None:
    sheet.heading("Ce que l'on sait du projet")
    rows = [(fact.label, capital(value(fact)), _origin(fact)) for fact in answer.profile if value(fact)]
    if rows:
        sheet.grid(
            "Faits compris", ("Fait", "Compris", "D'où cela vient"), rows, (5, 5.2, 6.4), named=True, caption=False
        )
    unknown = list(unsettled(answer, supplies))
    if unknown:
        sheet.grid(
            "Ce qui reste à savoir",
            ("Question", "Pourquoi elle compte", "Réponse"),
            [(question, why, [Field("à compléter")]) for question, why in unknown],
            (6, 6.4, 4.2),
        )


def value(fact: UnderstoodFact) -> str:
    """A fact in words, empty when nothing is known."""
    return number(fact.number, fact.unit) if fact.number is not None else ", ".join(fact.value_labels)


def _origin(fact: UnderstoodFact) -> str:
    words = " ; ".join(f"« {word} »" for word in fact.words)
    return capital(STATUSES.get(fact.status, "") or words or "lu dans votre description")


def unsettled(answer: Answer, supplies: Supplies) -> Iterator[tuple[str, str]]:
    """What is still to be known, with why: the questions of the answer, then the deciding facts nothing tells."""
    told = {fact.name for fact in answer.profile}
    asked = [(item.text, item.why) for item in answer.questions]
    yield from asked
    for name in DECIDING:
        definition = supplies.facts.get(name)
        if definition and name not in told and all(definition.question != text for text, _ in asked):
            yield definition.question, definition.why


def _places(sheet: Sheet, sources: Sources, advice: Recommendation) -> None:
    sheet.heading("La place de chacun, à chaque phase")
    degrees.matrix(sheet, advice)
    sheet.bullets([sources.said(item) for item in advice.reasons if _of_phase(sources, item)])


def _of_phase(sources: Sources, statement: str) -> bool:
    return sources.role(statement).startswith("phase:")


def _reasons(sheet: Sheet, sources: Sources, advice: Recommendation) -> None:
    sheet.heading("Pourquoi ce degré")
    kept = [item for item in advice.reasons if not _of_phase(sources, item)]
    for title, items in (
        ("", kept),
        ("Pourquoi pas plus", advice.why_not_more),
        ("Pourquoi pas moins", advice.why_not_less),
    ):
        if title and items:
            sheet.heading(title, 2)
        sheet.bullets([sources.said(item) for item in items])
    if advice.counterfactuals:
        sheet.heading("Ce qui changerait le conseil", 2)
        sheet.bullets([item.text for item in advice.counterfactuals])


def _levers(sheet: Sheet, sources: Sources, answer: Answer) -> None:
    if answer.pitfalls:
        sheet.heading("Freins à prévoir")
        sheet.bullets([said(card, sources) for card in answer.pitfalls])
    if answer.levers:
        sheet.heading("Leviers à actionner")
        rows = [(said(card, sources), card.action, [Field("qui")], [Field("quand")]) for card in answer.levers]
        sheet.grid("Leviers", ("Levier", "Premier pas", "Qui", "Quand"), rows, (6.9, 6.3, 1.7, 1.7), caption=False)


def said(card: Card, sources: Sources) -> Text:
    """A card in one paragraph: its title, what the sources say, why here."""
    told: list[Piece] = [Strong(f"{card.title}."), " "]
    for identifier in card.statements[:1]:
        told += sources.said(identifier)
    return [*told, f" {card.why}"] if card.why else told


def _practices(sheet: Sheet, sources: Sources, answer: Answer) -> None:
    if not answer.practices:
        return
    sheet.heading("Pratiques comparables")
    for card in answer.practices:
        sheet.heading(card.title, 2)
        sheet.para(_first(card.statements, sources), together=bool(card.action))
        if card.action:
            sheet.para([Strong("À retenir : "), card.action])
        sheet.para(card.why, small=True)


def _first(statements: Sequence[str], sources: Sources) -> Text:
    return [piece for identifier in statements[:1] for piece in sources.said(identifier)]
