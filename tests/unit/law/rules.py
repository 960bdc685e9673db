"""Rules of law made for tests."""

from __future__ import annotations

from typing import Any

from advisor.domain.condition import Condition
from advisor.domain.fiche import Obligation, Reference, Review
from advisor.domain.procedure import Step
from advisor.domain.profile import Fact, Profile


def rule(name: str = "a", **given: Any) -> Obligation:
    """A rule whose subject matter is « essai » and which has no condition, with any part replaced."""
    parts: dict[str, Any] = {
        "id": f"obligation.{name}",
        "title": f"Règle {name}",
        "title_en": "",
        "statement": "Une règle.",
        "evidence": (),
        "review": Review(date="2026-01-01"),
        "domain": "essai",
        "force": "obligation",
        "degree": None,
        "references": (Reference(code="C", article="X1", version="", confidence="haute", address=""),),
        "bound": "",
        "trigger": Condition(fact="objet", any_of=("essai",)),
        "checked": "2026-01-01",
    }
    return Obligation(**(parts | given))


def step(length: int, order: int = 1, **given: Any) -> Step:
    """A minimum duration in days, with any part replaced."""
    parts: dict[str, Any] = {"what": "étape", "unit": "jours", "bound": "au moins", "article": "X1", "evidence": ()}
    return Step(length=length, order=order, **(parts | given))


def profile(**facts: str | float) -> Profile:
    """A profile of facts given by name, a number or one value each."""
    return Profile(
        facts=tuple(
            Fact(name=name, number=float(value)) if isinstance(value, int | float) else Fact(name=name, values=(value,))
            for name, value in facts.items()
        )
    )
