"""How a message adds to a project or corrects it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from advisor.dialogue.facts import contradicted, replied, struck
from advisor.domain.dialogue import Project
from advisor.domain.fiche import FactDefinition
from advisor.domain.profile import Fact, FactStatus, Profile
from advisor.understanding import acts
from advisor.understanding.reader import ProfileReader
from advisor.understanding.supposing import corrected, taken_back

_CALLED = {
    "montant": "budget montant cout prix euros argent",
    "delai": "delai echeance temps date duree deadline",
    "moyens": "moyens equipe",
    "profil": "public publics",
    "reponse": "reponse retour",
}
"""Words by which facts are called when they are taken back, beside their labels."""


class Amending:
    """Adds messages to projects, and corrects what they say; `facts` are the definitions by name."""

    def __init__(self, reader: ProfileReader, facts: Mapping[str, FactDefinition]) -> None:
        self._reader = reader
        self._facts = facts

    def added(self, project: Project, text: str, asked: Sequence[str]) -> tuple[Project, list[tuple[Fact, Fact]]]:
        """The project with a message; and the facts it contradicts, each as said before and as said now.

        What is said last is used meanwhile. `asked` names the facts just asked about: a short message may reply.
        """
        read = self._reader.facts(text)
        replies = replied(text, asked, self._facts)
        clashes = [] if replies or acts.corrects(text) else contradicted(self._reader, project, text)
        now = [replace(fact, status=FactStatus.CORRECTED) for _, fact in clashes]
        kept = [fact for fact in replies if all(fact.name != one.name for one in read)]
        after = struck(self._reader, project, now) if now else project
        after = after if kept and not read else after.told(text)
        return after.corrected(*self._restated(project, read), *kept, *now), clashes

    def _restated(self, project: Project, read: Sequence[Fact]) -> list[Fact]:
        """What a message says again of facts that were set by hand: the later word holds."""
        by_hand = {fact.name for fact in project.corrections}
        return [replace(fact, status=FactStatus.CORRECTED) for fact in read if fact.name in by_hand]

    def corrections(self, project: Project, text: str, forgets: bool) -> tuple[Fact, ...]:
        """The facts that a correction states or takes back (unknown from now on), empty when none is recognised."""
        profile = self._reader.read(project.messages, project.corrections)
        swapped = acts.replaces(text)
        if forgets and not swapped:
            names = [(name, f"{one.label} {_CALLED.get(name, '')}") for name, one in self._facts.items()]
            gone = taken_back(text, [pair for pair in names if profile.get(pair[0])], self._reader.facts)
            return tuple(Fact(name=name, status=FactStatus.UNKNOWN) for name in gone if name in self._facts)
        found = corrected(text, profile, self._reader.facts)
        return tuple(self._listed(fact, profile, swapped) for fact in found)

    def _listed(self, fact: Fact, profile: Profile, swapped: bool) -> Fact:
        """A corrected fact; a list is completed, or replaced when the message says so."""
        known = profile.values(fact.name)
        if self._facts[fact.name].kind != "liste" or not known:
            return fact
        fresh = tuple(value for value in fact.values if value not in known)
        if swapped and fresh:
            return replace(fact, values=fresh)
        return replace(fact, values=(*known, *fresh))
