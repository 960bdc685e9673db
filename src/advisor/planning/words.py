"""What a calendar says in words: linking words, which assert nothing that a step or an article does not carry."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.decision.preparation import WEEK
from advisor.domain.answer import THE, Event, Preparation
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


@dataclass(frozen=True, slots=True)
class Words:
    """What is said of how steps hold before a day (ISO, empty without one), and of the degree the law imposes."""

    held: Preparation
    day: str
    event: Event
    floor: Degree | None

    def summary(self) -> str:
        """Whether the steps hold."""
        held = self.held
        then = f" La loi ajoute ensuite {weeks(held.after)}." if held.after else ""
        if not self.day:
            least = f", {weeks(held.least)} au moins" if held.least < held.days else ""
            return f"Pour {held.degree.value}, comptez {weeks(held.days)} avant {THE[self.event]}{least}.{then}"
        until = f"avant {THE[self.event]} du {day(self.day)}"
        if not held.short:
            return f"La démarche complète ({weeks(held.days)}) tient {until}.{then}"
        if not held.left:
            lack = f"Il manque {count(held.short, 'jour')} {until} pour la démarche complète ({weeks(held.days)})"
            return f"{lack} ; elle tient si vous l'allégez comme suit.{then}"
        lack = f"il manque encore {count(held.left, 'jour')} {until}"
        return f"Même allégée au plus, la démarche « {held.degree.value} » ne tient pas : {lack}.{then}"

    def advice(self) -> str:
        """What to do about it; nothing when all holds."""
        if not self.day:
            return "Donnez une date ou un délai : les étapes se poseront sur des dates."
        if not self.held.left:
            return ""
        return self._after() if self.held.degree is Degree.INFORMER else f"{self._instead()} {self._when()}"

    def _after(self) -> str:
        """To inform may follow what one informs of."""
        ready = day(self.held.light_from)
        return f"Si la date ne peut pas bouger, n'annoncez rien avant que message et agents soient prêts : le {ready}."

    def _instead(self) -> str:
        if self.held.holds:
            return f"D'ici là, un degré tient : {self.held.holds.value}."
        if self.floor is self.held.degree:
            return f"La loi impose de {self.held.degree.value} : c'est {THE[self.event]} qu'il faut repousser."
        return "Aucun degré ne tient d'ici là."

    def _when(self) -> str:
        held = self.held
        full = f", le {day(held.full_from)} sans rien alléger" if held.full_from != held.light_from else ""
        least = f"le {day(held.light_from)} au plus tôt{full}"
        return f"Pour {held.degree.value}, repoussez {THE[self.event]} : {least}."
