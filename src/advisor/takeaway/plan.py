"""The plan of a workshop, an interview, a survey or an information, suited to the degree and to the people."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.domain.answer import Answer
from advisor.domain.fiche import Fiche
from advisor.domain.profile import Profile
from advisor.domain.trame import Adaptation, Asked, Hint, Moment, Trame
from advisor.errors import DataError
from advisor.french import count, day
from advisor.labels import PHASES, PUBLICS
from advisor.takeaway import contract
from advisor.takeaway.pieces import Field, Piece, Strong, Text, filled
from advisor.takeaway.sheet import Sheet
from advisor.takeaway.sources import Sources
from advisor.takeaway.supplies import Supplies, holds, profile

MAIN = "directs"
"""The public that the advised degree speaks of first."""


def plans(answer: Answer, supplies: Supplies) -> list[Trame]:
    """The plans of the advised degree, those made for this project first. Raises DataError when there is none."""
    advice, known = answer.recommendation, profile(answer)
    found = [plan for plan in supplies.of(Trame) if advice and plan.degree is advice.degree]
    if not found:
        raise DataError("a-emporter/trames", None, "degree", "aucune trame pour ce degré.", "Ajoutez-en une.")
    return sorted(found, key=lambda plan: (not _made_for(plan, known), plan.id))


def title(found: Sequence[Trame]) -> str:
    """What the document is called: « Guide d'entretien et questionnaire »."""
    first, *rest = (plan.title for plan in found)
    return " et ".join([first, *(name[:1].lower() + name[1:] for name in rest)])


def document(answer: Answer, supplies: Supplies) -> bytes:
    """The plans of a recommendation, as a docx file."""
    found, known, sources = plans(answer, supplies), profile(answer), Sources(answer, supplies)
    sheet = Sheet(title(found), "Déroulé, rôles, mots et questions", supplies.today)
    sheet.para(["Projet : ", Field("nom du projet"), "  ·  Date et lieu : ", Field("date, heure, lieu")])
    sheet.legend(team=True)
    sheet.para("Les durées, les mots d'ouverture et les questions sont des propositions de l'équipe.", small=True)
    _frame(sheet, sources, answer, known, supplies)
    for rank, plan in enumerate(found):
        if len(found) > 1:
            (sheet.chapter if rank else sheet.heading)(plan.title)
        _plan(sheet, sources, plan, 2 if len(found) > 1 else 1)
    _adapted(sheet, sources, known, supplies)
    sheet.sources(sources)
    sheet.para(f"Établi le {day(supplies.today)}, réponse {answer.id}.", small=True)
    return sheet.bytes()


def _frame(sheet: Sheet, sources: Sources, answer: Answer, known: Profile, supplies: Supplies) -> None:
    """What frames the meeting, from the facts; and the publics for whom the degree is another."""
    template = contract.held(supplies)
    lines: list[Text] = [
        [Strong(f"{chapter.title} : "), *line]
        for chapter in template.chapters
        if chapter.cadre
        for line in contract.said(chapter, known, sources, template)
    ]
    sheet.callout("Le cadre, à afficher dans la salle", lines, "calme")
    others = _others(answer, known)
    if others:
        sheet.para([Strong("Pour qui : "), *others])


def _others(answer: Answer, known: Profile) -> list[Piece]:
    advice = answer.recommendation
    if advice is None or not advice.matrix:
        return []
    phase = next((name for name in PHASES if name in known.values("phase") and name in advice.phases), "conception")
    other = [
        f"{PUBLICS[public].lower()} : {degrees[phase].value}"
        for public, degrees in advice.matrix.items()
        if public != MAIN and public in PUBLICS and degrees.get(phase) not in {None, advice.degree}
    ]
    if not other:
        return []
    here = f"ce document vaut au degré « {advice.degree.value} »."
    return [f"{here} À la même phase, le conseil est autre pour : {', '.join(other)}."]


def _plan(sheet: Sheet, sources: Sources, plan: Trame, level: int) -> None:
    sheet.para(sources.carried(plan.statement, plan.evidence, plan))
    sheet.para([Strong("Format : "), *filled(plan.people), "."])
    _ticked(sheet, sources, "À préparer", plan.before, plan, level)
    _ticked(sheet, sources, "Matériel", plan.material, plan, level)
    sheet.heading("Rôles", level)
    sheet.bullets([sources.hint(hint, plan) for hint in plan.roles])
    survey = plan.form == "questionnaire"
    sheet.heading("En tête du questionnaire" if survey else "Mots d'ouverture", level)
    sheet.callout("", [filled(text) for text in plan.opening], "calme")
    sheet.heading(f"Déroulé ({lasting(plan.minutes)})", level)
    _moments(sheet, sources, plan)
    sheet.heading("Questions que l'on vous posera" if plan.form == "information" else "Questions", level)
    _questions(sheet, plan)
    sheet.heading("Pour finir", level)
    sheet.bullets([sources.hint(hint, plan) for hint in plan.ending])
    _ticked(sheet, sources, "Et après", plan.after, plan, level)


def _ticked(sheet: Sheet, sources: Sources, name: str, hints: Sequence[Hint], plan: Fiche, level: int) -> None:
    sheet.heading(name, level)
    sheet.boxes([sources.hint(hint, plan) for hint in hints])


def _moments(sheet: Sheet, sources: Sources, plan: Trame) -> None:
    if plan.form == "questionnaire":
        parts = [(f"{moment.minutes} min", moment.title, moment.aim) for moment in plan.moments]
        sheet.grid("Déroulé", ("Durée", "Partie", "Contenu"), parts, (1.8, 4, 10.8), caption=False)
        return
    rows: list[tuple[Text, ...]] = []
    spent = 0
    for moment in plan.moments:
        rows.append((clock(spent), f"{moment.minutes} min", _moment(moment), _how(moment, sources, plan)))
        spent += moment.minutes
    head = ("À partir de", "Durée", "Moment", "Comment faire")
    sheet.grid("Déroulé", head, rows, (2.1, 1.6, 5.2, 7.7), caption=False)


def _moment(moment: Moment) -> Text:
    return [Strong(moment.title), f"\n{moment.aim}"]


def _how(moment: Moment, sources: Sources, plan: Fiche) -> Text:
    told: list[Piece] = []
    for rank, hint in enumerate(moment.hints):
        told += ["\n"] * bool(rank) + list(sources.hint(hint, plan))
    return told


def _questions(sheet: Sheet, plan: Trame) -> None:
    if plan.form == "questionnaire":
        for rank, asked in enumerate(plan.asked, 1):
            sheet.para([Strong(f"{rank}. "), *filled(asked.text)], together=True)
            if asked.form == "échelle":
                sheet.options([filled(option) for option in asked.options])
            elif asked.options:
                sheet.boxes([filled(option) for option in asked.options])
            else:
                sheet.para([Field("réponse libre")])
        return
    if plan.form == "atelier":
        sheet.bullets([filled(asked.text) for asked in plan.asked])
        return
    answer = "Réponse préparée" if plan.form == "information" else "Notes"
    rows = [(_asked(asked), [Field(answer.lower())]) for asked in plan.asked]
    sheet.grid("Questions", ("Question", answer), rows, (6.6, 10), caption=False, tall=1.8)


def _asked(asked: Asked) -> Text:
    return [*filled(asked.text), *([f"\n{asked.why}"] if asked.why else [])]


def _adapted(sheet: Sheet, sources: Sources, known: Profile, supplies: Supplies) -> None:
    """What to take care of with the people of this project."""
    found = [item for item in supplies.of(Adaptation) if _made_for(item, known)]
    if not found:
        return
    sheet.heading("Avec les personnes de ce projet")
    for item in found:
        sheet.heading(item.title, 2)
        sheet.para(sources.carried(item.statement, item.evidence, item), together=True)
        sheet.bullets([sources.hint(hint, item) for hint in item.hints])


def _made_for(template: Fiche, known: Profile) -> bool:
    return any(holds(condition, known) for condition in template.applies)


def clock(minutes: int) -> str:
    """A moment counted from the beginning: « 0 h 40 »."""
    return f"{minutes // 60}\u00a0h\u00a0{minutes % 60:02d}"


def lasting(minutes: int) -> str:
    """A length in words: « 45 minutes », « 2 h 30 »."""
    return clock(minutes) if minutes >= 60 else count(minutes, "minute")
