"""Five lines on a project for someone: an élu, the direction, the people concerned, the agents; each line cited."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from advisor.answering.book import Book
from advisor.answering.comparing import said_again
from advisor.domain.answer import Answer, Card, ObligationResult, Recommendation, Statement
from advisor.domain.degree import Degree
from advisor.domain.dialogue import Audience
from advisor.domain.fiche import Degre, Detail, Fiche
from advisor.text import sentences

LINES = 5
WHO: dict[Audience, str] = {
    "": "",
    "elu": " pour un élu",
    "dgs": " pour la direction",
    "habitants": " pour les personnes concernées",
    "agents": " pour les agents",
}
_ORDER: dict[Audience, tuple[str, ...]] = {
    "": ("degré", "pourquoi", "alerte", "levier", "loi", "limite", "dû"),
    "elu": ("degré", "pourquoi", "limite", "alerte", "loi", "dû", "levier"),
    "dgs": ("degré", "pourquoi", "alerte", "loi", "levier", "frein", "limite"),
    "habitants": ("rôle", "décision", "dû", "formes", "degré"),
    "agents": ("degré", "rôle", "frein", "levier", "formes", "alerte"),
}
"""Which lines each reader is given, the most useful first."""
_TITLES = {
    "degré": "Ce qui est conseillé",
    "pourquoi": "Pourquoi",
    "limite": "Ce qu'on ne peut pas promettre",
    "alerte": "Ce qui peut mal tourner",
    "loi": "Ce que la loi demande",
    "levier": "Par quoi commencer",
    "frein": "À prévoir",
    "rôle": "La place de chacun",
    "décision": "Qui décide",
    "dû": "Ce qui est dû en retour",
    "formes": "Comment cela se passe",
}
_ASPECTS = ("rôle", "décision", "dû", "formes")


@dataclass(frozen=True)
class Summing:
    """What a summary is drawn from: the advice, and the fiches of the knowledge base."""

    advice: Answer
    fiches: Mapping[str, Fiche]


def digest(what: Summing, audience: Audience, book: Book) -> tuple[str, ...]:
    """Says the lines in a book, at most five; returns their ids. Nothing is said of a project without advice."""
    said: list[str] = []
    for name in _ORDER[audience]:
        identifier = _line(what, name, book)
        if identifier and identifier not in said:
            said.append(identifier)
        if len(said) == LINES:
            break
    return tuple(said)


def _line(what: Summing, name: str, book: Book) -> str:
    advice = what.advice.recommendation
    if advice is None:
        return ""
    if name in _ASPECTS:
        return _marker(what, advice.degree, name, book)
    found = next(_statements(what.advice, advice, name), None)
    if found is None:
        return ""
    text = _short(found.text)
    if name == "degré":
        text = f"{advice.degree.value.capitalize()} : {text[:1].lower()}{text[1:]}"
    card = _card(what.advice, name)
    if card:
        text = f"{card.title} : {card.action or _lower(text)}"
    return said_again(found, what.advice, book, what.fiches, "résumé", _TITLES[name], text)


def _statements(answer: Answer, advice: Recommendation, name: str) -> Iterator[Statement]:
    """The statements of an advice that make a line, the best first."""
    held = {statement.id: statement for statement in answer.statements}
    card = _card(answer, name)
    named: Mapping[str, Sequence[str]] = {
        "degré": advice.reasons[:1],
        "pourquoi": [one.id for one in answer.statements if one.text == advice.summary] or advice.reasons[1:],
        "limite": advice.why_not_more,
        "alerte": [alert.statement for alert in sorted(advice.alerts, key=lambda one: one.severity != "grave")],
        "loi": [one for rule in answer.obligations if _owed(rule) for one in rule.statements],
        "levier": card.statements if card else (),
        "frein": card.statements if card else (),
    }
    for identifier in named.get(name, ()):
        if identifier in held:
            yield held[identifier]


def _owed(rule: ObligationResult) -> bool:
    """Whether a rule asks something of the project: what it merely allows makes no line."""
    return rule.verdict != "non" and rule.force != "faculté" and not rule.waived_by


def _card(answer: Answer, name: str) -> Card | None:
    cards = {"levier": answer.levers, "frein": answer.pitfalls}.get(name, ())
    return next(iter(cards), None)


def _marker(what: Summing, degree: Degree, aspect: str, book: Book) -> str:
    fiche = next((one for one in what.fiches.values() if isinstance(one, Degre) and one.degree is degree), None)
    detail = _detail(fiche, aspect) if fiche else None
    if fiche is None or detail is None:
        return ""
    return book.say(named(_short(detail.text), aspect), detail.evidence, fiche, "résumé", _TITLES[aspect])


def named(text: str, aspect: str) -> str:
    """A marker that stands alone: « elle », under « décision », is named."""
    return text.replace("Elle ", "La décision ", 1) if aspect == "décision" and text.startswith("Elle ") else text


def _detail(fiche: Degre, aspect: str) -> Detail | None:
    return next((detail for detail in fiche.details if detail.aspect == aspect), None)


def _short(text: str) -> str:
    """The first sentence, the second one too when the first is a few words."""
    spans = sentences(text)
    end = spans[0][1] if spans else len(text)
    if len(spans) > 1 and end < 60:
        end = spans[1][1]
    return text[:end]


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
