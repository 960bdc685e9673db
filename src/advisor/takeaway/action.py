"""The fiche action, in the form that the thesis gives it (Robinet 2024, page 53), filled from the answer.

Mode, direction, title, stake, public policies, phases, what it brings about for the user and for the agent, earlier
support, observations, needs of the direction, three steps to go to.
"""

from __future__ import annotations

from collections.abc import Iterator

from advisor.domain.answer import Alert, Answer, Recommendation
from advisor.domain.degree import Degree
from advisor.domain.fiche import Degre
from advisor.french import capital, day
from advisor.labels import GLOSSES, PHASES, PUBLICS
from advisor.takeaway.note import said, unsettled, value
from advisor.takeaway.pieces import Field, Piece, Strong, Text
from advisor.takeaway.schedule import event
from advisor.takeaway.sheet import WIDTH, Sheet
from advisor.takeaway.sources import Sources
from advisor.takeaway.supplies import Supplies

TITLE = "Fiche action"
MODEL = "methode.fiche-action"
MODES = ("Projet", "Activité courante", "Glissant")
STEPS = 3
MOST = 3


def document(answer: Answer, supplies: Supplies) -> bytes:
    """The fiche action of a recommendation, as a docx file."""
    advice = answer.recommendation
    if advice is None:
        raise ValueError("a fiche action is made of a recommendation")
    sheet, sources = Sheet(TITLE, "Associer les usagers à une action", supplies.today), Sources(answer, supplies)
    _model(sheet, sources, supplies)
    sheet.legend()
    _identity(sheet, sources, answer, advice)
    _phases(sheet, answer, advice)
    _effects(sheet, sources, advice, supplies)
    _observed(sheet, sources, answer, advice)
    _needs(sheet, answer, supplies)
    _steps(sheet, answer)
    _practices(sheet, sources, answer)
    sheet.sources(sources)
    sheet.para(f"Établie le {day(supplies.today)}, réponse {answer.id}.", small=True)
    return sheet.bytes()


def _model(sheet: Sheet, sources: Sources, supplies: Supplies) -> None:
    fiche = supplies.fiches.get(MODEL)
    if fiche:
        said_of = sources.carried("D'après le modèle de fiche action du mémoire", fiche.evidence, fiche)
        sheet.para([*said_of, ", rempli d'après votre description."], small=True)


def _identity(sheet: Sheet, sources: Sources, answer: Answer, advice: Recommendation) -> None:
    sheet.para([Strong("Mode")], together=True)
    sheet.boxes(list(MODES))
    policies = _labels(answer, "domaine")
    rows: list[tuple[str, Text]] = [
        ("Direction", [Field("direction, service, pilote de l'action")]),
        ("Titre", [Field("titre de l'action")]),
        ("Enjeu", [*_sentence(_labels(answer, "but")), Field("l'enjeu en une phrase")]),
        ("Politiques publiques", _numbered(policies)),
        ("Publics", [*_sentence([*_labels(answer, "profil"), *_labels(answer, "public")]), Field("combien, où")]),
        ("Degré conseillé", _degree(sources, advice)),
        ("Échéance", _deadline(answer)),
    ]
    sheet.grid("Identité de l'action", (), rows, (4, WIDTH - 4), named=True, caption=False)


def _labels(answer: Answer, name: str) -> list[str]:
    return [label for fact in answer.profile if fact.name == name for label in fact.value_labels]


def _sentence(labels: list[str]) -> list[Piece]:
    return [f"{capital(', '.join(dict.fromkeys(labels)))}. "] if labels else []


def _numbered(policies: list[str]) -> Text:
    told: list[Piece] = []
    for rank in range(STEPS):
        told += ["\n"] * bool(rank)
        told.append(f"{rank + 1}. ")
        told.append(capital(policies[rank]) if rank < len(policies) else Field("politique publique"))
    return told


def _degree(sources: Sources, advice: Recommendation) -> Text:
    named = f"{capital(advice.degree.value)} ({GLOSSES[advice.degree]}). "
    return [Strong(named), *sources.stating(advice.summary)]


def _deadline(answer: Answer) -> Text:
    if answer.calendar and answer.calendar.decision:
        return f"{capital(event(answer.calendar))} le {day(answer.calendar.decision)}"
    known = [value(fact) for fact in answer.profile if fact.name == "delai" and value(fact)]
    return [f"Décision sous {known[0]}. ", Field("date")] if known else [Field("date de la décision")]


def _phases(sheet: Sheet, answer: Answer, advice: Recommendation) -> None:
    """Conception, mise en œuvre, évaluation: the degree of each public, and what is done."""
    sheet.heading("Phases")
    now = {name for fact in answer.profile if fact.name == "phase" for name in fact.values}
    shown = [phase for phase in PHASES if phase in advice.phases]
    head = [f"{PHASES[phase]}{' (en cours)' if phase in now else ''}" for phase in shown]
    who: list[Text] = [_of_phase(advice, phase) for phase in shown]
    what: list[Text] = [[Field("ce que l'on fait, avec qui, quand")] for _ in shown]
    rows = [("Qui est associé, à quel degré", *who), ("Ce que l'on fait", *what)]
    widths = (2.8, *[(WIDTH - 2.8) / len(shown)] * len(shown))
    sheet.grid("Phases", ("", *head), rows, widths, named=True, caption=False)


def _of_phase(advice: Recommendation, phase: str) -> str:
    """The publics of a phase, gathered by degree, the highest first."""
    held: dict[Degree, list[str]] = {}
    for public, degrees in advice.matrix.items():
        if phase in degrees:
            held.setdefault(degrees[phase], []).append(PUBLICS.get(public, public).lower())
    ordered = sorted(held.items(), key=lambda item: -item[0].rank)
    return "\n".join(f"{capital(degree.value)} : {', '.join(publics)}" for degree, publics in ordered)


def _effects(sheet: Sheet, sources: Sources, advice: Recommendation, supplies: Supplies) -> None:
    sheet.heading("Ce que l'action provoque")
    user = [*_role(sources, advice, supplies), Field("ce que l'action change pour l'usager")]
    agent = [Field("ce que l'action change pour l'agent : regard, gestes, temps, satisfaction")]
    sheet.grid("Effets", ("Chez l'usager", "Chez l'agent"), [(user, agent)], (WIDTH / 2, WIDTH / 2), caption=False)


def _role(sources: Sources, advice: Recommendation, supplies: Supplies) -> list[Piece]:
    """The role that the degree gives to the user."""
    for fiche in supplies.fiches.values():
        if isinstance(fiche, Degre) and fiche.degree is advice.degree:
            detail = next((held for held in fiche.details if held.aspect == "rôle"), None)
            if detail:
                return [*sources.carried(detail.text, detail.evidence, fiche), "\n"]
    return []


def _observed(sheet: Sheet, sources: Sources, answer: Answer, advice: Recommendation) -> None:
    sheet.para([Strong("Accompagnement préexistant")], together=True)
    sheet.boxes(["Non", ["Oui : ", Field("par qui, sur quoi")]])
    sheet.heading("Observations")
    seen: list[Text] = [[Strong(f"{_short(alert)} "), *sources.said(alert.statement)] for alert in advice.alerts]
    seen += [said(card, sources) for card in answer.pitfalls[:MOST]]
    sheet.bullets([*seen, [Field("autres observations")]])


def _short(alert: Alert) -> str:
    return f"{alert.title.partition('. ')[0].rstrip('.')}."


def _needs(sheet: Sheet, answer: Answer, supplies: Supplies) -> None:
    sheet.heading("Besoins de la direction")
    sheet.bullets([[Field("temps, budget, compétences, appui")]])
    asked = [question for question, _ in unsettled(answer, supplies)][:STEPS]
    sheet.boxes([[f"À éclaircir : {question} ", Field("réponse")] for question in asked])


def _steps(sheet: Sheet, answer: Answer) -> None:
    sheet.heading("Souhait d'aller vers")
    actions = list(_actions(answer))
    rows: list[tuple[Text, ...]] = [
        (
            f"{rank + 1}.",
            actions[rank] if rank < len(actions) else [Field("étape souhaitée")],
            [Field("qui")],
            [Field("quand")],
        )
        for rank in range(STEPS)
    ]
    sheet.grid("Étapes souhaitées", ("", "Étape", "Qui", "Quand"), rows, (1, 10.6, 2.5, 2.5), named=True, caption=False)


def _actions(answer: Answer) -> Iterator[str]:
    return (card.action for card in answer.levers if card.action)


def _practices(sheet: Sheet, sources: Sources, answer: Answer) -> None:
    if answer.practices:
        sheet.heading("À regarder ailleurs")
        sheet.bullets([said(card, sources) for card in answer.practices[:MOST]])
