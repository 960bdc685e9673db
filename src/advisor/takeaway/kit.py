"""What can be taken away from an answer, by name: one sentence about each, and how to make it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal

from advisor.domain.answer import Answer
from advisor.errors import NothingToTake
from advisor.takeaway import action, contract, data, diary, law, note, plan
from advisor.takeaway.supplies import Supplies

Name = Literal["note", "fiche", "contrat", "trame", "ics", "json"]
NAMES: tuple[Name, ...] = ("note", "fiche", "contrat", "trame", "ics", "json")
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class Takeaway:
    """A document: what it is called, what it is for, its file, and what makes it (nothing is made before)."""

    name: Name
    title: str
    about: str
    file: str
    mime: str
    build: Callable[[], bytes]


def offered(answer: Answer, supplies: Supplies) -> tuple[Takeaway, ...]:
    """All that this answer gives to take away: everything for a project, the note for the law, nothing else."""
    if answer.kind == "legal":
        about = "Le verdict, les articles, les conditions ouvertes, ce qui reste à savoir."
        return (_docx("note", law.TITLE, about, law.document, answer, supplies), _json(answer, supplies))
    if answer.kind != "recommendation" or answer.recommendation is None:
        return ()
    found = [
        _docx(
            "note",
            note.TITLE,
            "Pour le décideur : le degré et ses raisons, les alertes, la loi, le calendrier.",
            note.document,
            answer,
            supplies,
        ),
        _docx(
            "fiche",
            action.TITLE,
            "L'action dans la forme du mémoire, à compléter avec l'équipe.",
            action.document,
            answer,
            supplies,
        ),
        _docx(
            "contrat",
            "Contrat moral",
            "Pour les participants : ce qui peut changer, qui décide, ce qui leur est dû.",
            contract.document,
            answer,
            supplies,
        ),
        _docx(
            "trame",
            plan.title(plan.plans(answer, supplies)),
            "Pour l'animateur : préparation, déroulé minuté, rôles, mots, questions.",
            plan.document,
            answer,
            supplies,
        ),
    ]
    if answer.calendar and answer.calendar.decision:
        about = "Les étapes et la décision, pour votre agenda, avec des rappels."
        build = partial(diary.document, answer, supplies)
        found.append(Takeaway("ics", "Calendrier", about, f"calendrier-{safe(answer)}.ics", "text/calendar", build))
    return (*found, _json(answer, supplies))


def chosen(name: Name, answer: Answer, supplies: Supplies) -> Takeaway:
    """One document by its name. Raises NothingToTake when this answer does not give it."""
    given = offered(answer, supplies)
    found = next((item for item in given if item.name == name), None)
    if found:
        return found
    if name == "ics" and answer.recommendation:
        diary.document(answer, supplies)  # says why there is none
    what = ", ".join(item.name for item in given)
    raise NothingToTake(
        f"Cette réponse ne donne pas de « {name} » : il faut la description d'un projet.",
        f"Elle donne : {what}." if what else "Décrivez votre projet en quelques phrases.",
    )


def _docx(
    name: Name,
    title: str,
    about: str,
    make: Callable[[Answer, Supplies], bytes],
    answer: Answer,
    supplies: Supplies,
) -> Takeaway:
    return Takeaway(name, title, about, f"{name}-{safe(answer)}.docx", DOCX, partial(make, answer, supplies))


def _json(answer: Answer, supplies: Supplies) -> Takeaway:
    about = "La réponse entière, pour un autre logiciel."
    build = partial(data.document, answer, supplies)
    return Takeaway("json", "Données (JSON)", about, f"reponse-{safe(answer)}.json", "application/json", build)


def safe(answer: Answer) -> str:
    """The id of an answer as part of a file name: whoever asked may have chosen it."""
    kept = "".join(char if char.isascii() and (char.isalnum() or char in "-_") else "-" for char in answer.id)
    return kept[:40] or "reponse"
