"""What a calendar says in words: linking words, which assert nothing that a step or an article does not carry."""

from __future__ import annotations

from advisor.decision.preparation import WEEK
from advisor.domain.answer import Preparation
from advisor.domain.degree import Degree
from advisor.french import capital, count, day


def approach(degree: Degree) -> str:
    """The name of the approach of a degree, where a rule of law has its title."""
    return f"Démarche conseillée : {degree.value}"


def weeks(days: int) -> str:
    """A duration in weeks when it is of whole weeks, else in days.

    >>> weeks(14), weeks(7), weeks(10)
    ('2 semaines', '1 semaine', '10 jours')
    """
    return count(days, "jour") if days % WEEK else count(days // WEEK, "semaine")


def lightened(what: str, how: str, lost: str) -> str:
    """How a step is lightened and what is lost."""
    return f"{capital(what)} : {how}. On y perd : {lost}."


def summary(held: Preparation, decision: str) -> str:
    """Whether the steps hold before the decision (ISO, empty without a date)."""
    then = f" La loi ajoute ensuite {weeks(held.after)}." if held.after else ""
    if not decision:
        least = f", {weeks(held.least)} au moins" if held.least < held.days else ""
        return f"Pour {held.degree.value}, comptez {weeks(held.days)} avant la décision{least}.{then}"
    if not held.short:
        return f"La démarche complète ({weeks(held.days)}) tient avant la décision du {day(decision)}.{then}"
    lack = f"il manque {count(held.short, 'jour')} pour la démarche complète ({weeks(held.days)})"
    if not held.left:
        return f"{capital(lack)} avant le {day(decision)} ; elle tient si vous l'allégez comme suit.{then}"
    return f"Même allégée au plus, la démarche « {held.degree.value} » ne tient pas : {_left(held, decision)}.{then}"


def advice(held: Preparation, decision: str, floor: Degree | None) -> str:
    """What to do about it; nothing when all holds."""
    if not decision:
        return "Dites quand la décision sera prise : les étapes se poseront sur des dates."
    if not held.left:
        return ""
    return f"{_instead(held, floor)} {_when(held)}"


def _left(held: Preparation, decision: str) -> str:
    return f"il manque encore {count(held.left, 'jour')} avant le {day(decision)}"


def _instead(held: Preparation, floor: Degree | None) -> str:
    if held.holds:
        return f"D'ici là, un degré tient : {held.holds.value}."
    if floor is held.degree:
        return f"La loi impose de {held.degree.value} : c'est la décision qu'il faut repousser."
    return "Aucun degré ne tient d'ici là."


def _when(held: Preparation) -> str:
    full = f", le {day(held.full_from)} sans rien alléger" if held.full_from != held.light_from else ""
    return f"Pour {held.degree.value}, ne décidez pas avant le {day(held.light_from)}{full}."
