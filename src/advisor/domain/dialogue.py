"""A conversation as data: its projects, what was said of each, the hypothesis under way."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from advisor.domain.assistance import Aids
from advisor.domain.profile import Fact

Act = Literal[
    "nouveau",  # describes a project that was not spoken of yet
    "ajout",  # adds to the project under way
    "correction",  # takes back or replaces what was said of it
    "hypothese",  # asks what would change if; the project stays as it is
    "adopter",  # the hypothesis becomes the project
    "abandonner",  # the hypothesis is left
    "pourquoi-pas",  # asks why a degree is not advised, and what it would take
    "partie",  # asks for one part of the advice: leviers, freins, pratiques, calendrier, loi
    "resume",  # asks for a few lines for someone
    "retour",  # comes back to a project
    "question",  # a question of law or on the sources, the project kept
    "politesse",  # thanks, greetings: nothing is asked
]
Part = Literal["leviers", "freins", "pratiques", "calendrier", "loi"]
Audience = Literal["", "elu", "dgs", "habitants", "agents"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Project:
    """A project of a conversation.

    `messages` is what is kept of what was said (words taken back are struck from it), `corrections` are the facts
    set by hand or in words, `supposed` those of the hypothesis under way (empty: none); `aids` is what a chat model
    last proposed for it, if one was asked.
    """

    messages: tuple[str, ...]
    corrections: tuple[Fact, ...] = ()
    supposed: tuple[Fact, ...] = ()
    aids: Aids = field(default_factory=Aids)

    def told(self, message: str) -> Project:
        """The project with one more message."""
        return replace(self, messages=(*self.messages, message))

    def corrected(self, *facts: Fact) -> Project:
        """The project where facts are set, in place of any earlier setting of theirs."""
        return replace(self, corrections=merged(self.corrections, facts))


@dataclass(frozen=True, kw_only=True, slots=True)
class State:
    """A conversation so far.

    `current` is the rank, from 1, of the project under way (0: none); `last` what the last message did, `audience`
    who the last summary was for, `asked` the facts that the last answer asked about.
    """

    projects: tuple[Project, ...] = ()
    current: int = 0
    last: Act | Literal[""] = ""
    audience: Audience = ""
    asked: tuple[str, ...] = ()

    @property
    def project(self) -> Project | None:
        """The project under way."""
        return self.projects[self.current - 1] if self.current else None

    def opened(self, project: Project) -> State:
        """The conversation with one more project, now under way."""
        return replace(self, projects=(*self.projects, project), current=len(self.projects) + 1)

    def at(self, rank: int) -> State:
        """The conversation where the project of that rank is under way."""
        return replace(self, current=rank)

    def holding(self, project: Project) -> State:
        """The conversation where the project under way is replaced."""
        held = list(self.projects)
        held[self.current - 1] = project
        return replace(self, projects=tuple(held))


def merged(facts: tuple[Fact, ...], later: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """Facts, those set later in place of the earlier ones of the same name."""
    names = {fact.name for fact in later}
    return (*(fact for fact in facts if fact.name not in names), *later)
