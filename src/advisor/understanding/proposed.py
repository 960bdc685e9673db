"""Facts that a model proposes, beside those read by the engine: kept only where they decide of nothing.

A proposed fact fills an unknown one when the advice and the law stay what they are; one that would move them, and any
of those that decide, is asked to the user. What was stated or corrected is never touched.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from advisor.domain.assistance import Disagreement, Suggestion
from advisor.domain.profile import Fact, FactStatus, Profile
from advisor.understanding.reader import DECIDING

Judge = Callable[[Profile], object]
"""What the engine makes of a profile: two profiles judged equal get the same advice and the same verdicts."""


@dataclass(frozen=True, slots=True)
class Merged:
    """A profile with what a model filled, and what became of the rest."""

    profile: Profile
    kept: tuple[str, ...]
    to_confirm: tuple[Suggestion, ...]
    disagreements: tuple[Disagreement, ...]

    @property
    def filled(self) -> tuple[Fact, ...]:
        """The facts that a model filled."""
        return tuple(fact for fact in self.profile.facts if fact.name in self.kept)


def merged(profile: Profile, proposed: Sequence[Fact], judge: Judge) -> Merged:
    """The profile with the proposed facts that may be kept, in their order; `judge` says what moves."""
    before = judge(profile) if proposed else None
    filled, kept, ask, differ = profile, [], [], []
    for fact in proposed:
        known = profile.get(fact.name)
        if any(held.name == fact.name and held.status is FactStatus.UNKNOWN for held in profile.facts):
            continue  # the user took this fact back
        if known is not None:
            if not set(fact.values) <= set(known.values):
                differ.append(Disagreement(fact=fact.name, known=known.values, proposed=fact.values, words=fact.words))
                if fact.name in DECIDING and known.status is FactStatus.INFERRED:
                    ask.append(fact)
            continue
        tried = filled.with_fact(replace(fact, status=FactStatus.INFERRED))
        if fact.name in DECIDING or judge(tried) != before:
            ask.append(fact)
            continue
        filled = tried
        kept.append(fact.name)
    suggestions = [Suggestion(fact=fact.name, values=fact.values, words=fact.words) for fact in ask]
    suggestions.sort(key=lambda item: item.fact not in DECIDING)
    return Merged(filled, tuple(kept), tuple(suggestions), tuple(differ))
