"""How well the facts of a project are read: precision and recall on texts labelled by hand.

`facts-dev.yaml` is looked at, `facts-test.yaml` only counted. A value held is right when the text is labelled with it,
not counted when it is one that could also be held, and wrong otherwise; a fact asked and not held is missed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from advisor.domain.profile import Fact, Profile
from advisor.evaluation.report import Report, cases, told
from advisor.service import Advisor

COUNTED = (
    "annonce",
    "but",
    "decideur",
    "decision",
    "delai",
    "domaine",
    "marge",
    "moyens",
    "objet",
    "phase",
    "population",
    "montant",
    "effectif",
    "porteur",
    "profil",
    "public",
    "reponse",
    "risque",
    "temps",
    "surface",
    "longueur",
    "hebergement",
)
"""The facts the texts are labelled with."""
SETS = ("dev", "test")
NEAR = 0.5
"""How near two measures must be to be the same: a delay is said in weeks or in months."""

Held = tuple[str, str | float]


def facts_read(advisor: Advisor, folder: Path, report: Report) -> None:
    """Reads the labelled texts of a folder, and adds precision, recall and words found to the report."""
    for name in SETS:
        path = folder / f"facts-{name}.yaml"
        for case in cases(path) if path.exists() else ():
            _judged(advisor, case, name, report)


def _judged(advisor: Advisor, case: Mapping[str, Any], name: str, report: Report) -> None:
    messages = case["texte"] if isinstance(case["texte"], list) else [case["texte"]]
    profile = advisor.parts.reader.read(messages)
    wanted, allowed = list(_values(case.get("faits"))), list(_values(case.get("possibles")))
    held = list(_held(profile))
    shown = name == "dev"
    for one in held:
        right = any(_same(one, other) for other in wanted)
        if right or not any(_same(one, other) for other in allowed):
            label = f"{told(case)} (en trop : {one[0]} {one[1]})" if shown else ""
            report.count(f"faits ({name}) : précision", right, label)
    for other in wanted:
        met = any(_same(one, other) for one in held)
        label = f"{told(case)} (manque : {other[0]} {other[1]})" if shown else ""
        report.count(f"faits ({name}) : rappel", met, label)


def _held(profile: Profile) -> Iterator[Held]:
    for fact in profile.facts:
        if fact.name in COUNTED:
            yield from _of(fact)


def _of(fact: Fact) -> Iterator[Held]:
    if fact.number is not None:
        yield fact.name, fact.number
    for value in fact.values:
        yield fact.name, value


def _values(labels: Mapping[str, Any] | None) -> Iterator[tuple[str, Any]]:
    """Labels one by one; a range of numbers stays whole."""
    for name, value in (labels or {}).items():
        several = [_said(one) for one in value] if isinstance(value, list) else [_said(value)]
        if len(several) == 2 and all(isinstance(one, float) for one in several):
            yield name, tuple(several)
        else:
            yield from ((name, one) for one in several)


def _said(value: Any) -> str | float:
    """A label as written: the reader of YAML keeps every scalar as text."""
    try:
        return float(value)
    except ValueError:
        return str(value)


def _same(one: Held, other: tuple[str, Any]) -> bool:
    if one[0] != other[0]:
        return False
    if isinstance(other[1], tuple):
        return isinstance(one[1], float) and other[1][0] - NEAR <= one[1] <= other[1][1] + NEAR
    if isinstance(one[1], float) and isinstance(other[1], float):
        return abs(one[1] - other[1]) <= NEAR
    return bool(one[1] == other[1])
