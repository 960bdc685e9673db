"""What a project lead takes into the room: plans of a meeting, an interview or a survey, and the moral contract.

In their texts, `[[…]]` is a field that the lead completes. A sentence with evidence comes from the sources; one
without is the team's own proposal, and is shown as such.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from advisor.domain.condition import Condition
from advisor.domain.degree import Degree
from advisor.domain.fiche import Fiche
from advisor.domain.place import Locator


@dataclass(frozen=True, kw_only=True, slots=True)
class Hint:
    """One thing to do or to say; `fiche` names the entry (a rule of law) by which its evidence is cited."""

    text: str
    evidence: tuple[Locator, ...] = ()
    fiche: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Moment:
    """A moment of the plan: how long, what for, and how to lead it."""

    minutes: int
    title: str
    aim: str
    hints: tuple[Hint, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A question to put to people, or one they will put; `options` are the answers of a closed one."""

    text: str
    form: Literal["ouverte", "choix", "échelle"] = "ouverte"
    options: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Trame(Fiche):
    """A plan suited to a degree: what to prepare, who does what, the timed moments, how it ends and what follows."""

    degree: Degree
    form: Literal["information", "entretien", "questionnaire", "atelier"]
    people: str
    before: tuple[Hint, ...]
    material: tuple[Hint, ...]
    roles: tuple[Hint, ...]
    opening: tuple[str, ...]
    moments: tuple[Moment, ...]
    asked: tuple[Asked, ...]
    ending: tuple[Hint, ...]
    after: tuple[Hint, ...]

    @property
    def minutes(self) -> int:
        """How long the plan lasts."""
        return sum(moment.minutes for moment in self.moments)

    def own_texts(self) -> Iterator[tuple[str, str]]:
        """Every sentence of the plan, with the key it stands at."""
        yield "people", self.people
        for name in ("before", "material", "roles", "ending", "after"):
            yield from _said(name, getattr(self, name))
        for rank, text in enumerate(self.opening):
            yield f"opening.{rank}", text
        for rank, moment in enumerate(self.moments):
            yield f"moments.{rank}.title", moment.title
            yield f"moments.{rank}.aim", moment.aim
            yield from _said(f"moments.{rank}.hints", moment.hints)
        for rank, asked in enumerate(self.asked):
            for part, text in enumerate((asked.text, asked.why, *asked.options)):
                yield f"asked.{rank}.{part}", text


@dataclass(frozen=True, kw_only=True, slots=True)
class Adaptation(Fiche):
    """What a plan must take care of with a kind of people, for the projects it `applies` to."""

    hints: tuple[Hint, ...]

    def own_texts(self) -> Iterator[tuple[str, str]]:
        """Every sentence of the adaptation, with the key it stands at."""
        yield from _said("hints", self.hints)


@dataclass(frozen=True, kw_only=True, slots=True)
class Clause(Hint):
    """A sentence of the contract, said when `when` holds (always, without a condition)."""

    when: Condition | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Chapter:
    """A part of the contract; `unknown` is what stands there when no condition is known to hold.

    `cadre` marks what frames the whole: it also stands at the head of the plans.
    """

    title: str
    clauses: tuple[Clause, ...]
    unknown: str = ""
    cadre: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Contrat(Fiche):
    """The moral contract with participants, in chapters."""

    chapters: tuple[Chapter, ...]

    def own_texts(self) -> Iterator[tuple[str, str]]:
        """Every sentence of the contract, with the key it stands at."""
        for rank, chapter in enumerate(self.chapters):
            yield f"chapters.{rank}.title", chapter.title
            yield f"chapters.{rank}.unknown", chapter.unknown
            yield from _said(f"chapters.{rank}.clauses", chapter.clauses)


def _said(name: str, hints: tuple[Hint, ...]) -> Iterator[tuple[str, str]]:
    for rank, hint in enumerate(hints):
        yield f"{name}.{rank}.text", hint.text
