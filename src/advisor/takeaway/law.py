"""The law in a document: verdict by rule, conditions ticked or open, who must do what, articles, calendar.

Also the whole note of a question of law.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from advisor.domain.answer import EXCEPTION, Answer, Calendar, CalendarLine, LegalReference, ObligationResult
from advisor.domain.procedure import BEFORE
from advisor.french import capital, count, day
from advisor.labels import FORCES, VERDICTS, condition_said, read
from advisor.takeaway.pieces import Field, Link, Piece, Strong, Text
from advisor.takeaway.sheet import Sheet
from advisor.takeaway.sources import Sources
from advisor.takeaway.supplies import Supplies

TITLE = "Note juridique"
NO_LAW = "D'après cette description, aucun texte du corpus n'impose d'associer le public à ce projet."
OPEN = "à savoir"
ADVICE = "conseil"
"""The kind of a line of the calendar that no text imposes, where lines tell their kind."""
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
    calendar(sheet, answer)
    sheet.sources(sources)
    made_of(sheet, answer)
    return sheet.bytes()


def obligations(sheet: Sheet, sources: Sources, answer: Answer) -> None:
    """What each rule gives for the project; says so when none applies to a project."""
    if not answer.obligations and answer.kind != "recommendation":
        return
    sheet.heading("Ce que dit la loi")
    if not answer.obligations:
        sheet.para(NO_LAW)
        return
    titles = {item.fiche: item.title for item in answer.obligations}
    if len(answer.obligations) > 1:
        rows = [(item.title, _verdict(item), item.degree.value if item.degree else "—") for item in answer.obligations]
        sheet.grid("Règles examinées", ("Règle", "S'applique ?", "Degré dû"), rows, (10.2, 3.4, 3), caption=False)
    for item in answer.obligations:
        _obligation(sheet, sources, item, titles.get(item.waived_by, "une autre règle"))
    sheet.para(CAUTION, small=True)


def _obligation(sheet: Sheet, sources: Sources, item: ObligationResult, waiving: str) -> None:
    sheet.heading(item.title, 2)
    verdict = f"Écartée ici par : {waiving}" if item.waived_by else VERDICTS[item.verdict]
    degree = f" Degré dû : {item.degree.value}." if item.degree else ""
    sheet.para([Strong(f"{verdict}."), f" {FORCES.get(item.force, capital(item.force))}.{degree}"], together=True)
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


def calendar(sheet: Sheet, answer: Answer) -> None:
    """The steps of the procedure, the decision among them; how many days are lacking."""
    held = answer.calendar
    if held is None:
        return
    sheet.heading("Calendrier")
    if held.short:
        said = (
            f"Pour décider le {day(held.decision)}, il fallait commencer le {day(held.start)}. "
            "Si la procédure n'est pas déjà en cours, repoussez la décision d'autant."
        )
        sheet.callout(f"Il manque {count(held.short, 'jour')}", [said], "grave")
    elif held.start != held.decision:
        sheet.para([Strong(f"À commencer au plus tard le {day(held.start)}.")])
    head = ("Étape", "Du", "Au", "Durée", "D'après", "Qui s'en charge")
    sheet.grid("Étapes", head, list(_steps(held)), (4.1, 2.6, 2.6, 2.3, 2.6, 2.4), named=True, caption=False)


def _steps(held: Calendar) -> Iterator[tuple[Text, ...]]:
    decision = ("Décision", day(held.decision), day(held.decision), "", "", [Field("qui")])
    before = [line for line in held.lines if line.place == BEFORE]
    after = [line for line in held.lines if line.place != BEFORE]
    yield from map(_step, before)
    yield decision
    yield from map(_step, after)


def _step(line: CalendarLine) -> tuple[Text, ...]:
    return capital(line.what), day(line.start), day(line.end), line.said, origin(line), [Field("qui")]


def origin(line: CalendarLine) -> str:
    """What a step of the calendar comes from: an article, or an advice that no text imposes."""
    if getattr(line, "kind", "loi") == ADVICE:
        return "conseil, non imposé"
    return f"art. {line.article}" if line.article else line.title


def made_of(sheet: Sheet, answer: Answer) -> None:
    """By which versions the answer was made, for who would check it."""
    engine = answer.engine
    sheet.para(f"Réponse {answer.id}, connaissances {engine.knowledge}, index {engine.index}.", small=True)
