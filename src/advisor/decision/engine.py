"""Degree = what the project seeks, held between what the law imposes and what can be promised.

Design §5: gates, floor, ceiling, pull, then phases and publics. Every number here comes from the
criteria in `corpus/knowledge/criteres/`; this module only compares.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from advisor.domain.condition import evaluate
from advisor.domain.decision import Applied, Decision, Floor, Raised
from advisor.domain.degree import Degree, highest, lowest
from advisor.domain.fiche import Critere, Effect
from advisor.domain.profile import Fact, FactStatus, Profile

VERSION = "1"
PHASES = ("conception", "mise-en-oeuvre", "evaluation")
DIRECT = "directs"
DEFAULT = Degree.CONSULTER
"""What is advised, within floor and ceiling, when nothing says what the project seeks."""
OWN_FLOOR = "Vos propres engagements demandent plus que ce que le projet permet"
"""Title of the alert on a floor above the ceiling, when it is not the law that sets it."""
_TELLING = frozenset({"decideur", "marge", "decision"})


def decide(profile: Profile, criteres: Sequence[Critere], floor: Floor | None = None) -> Decision:
    """The advice for a profile; the same profile and criteria always give the same decision."""
    applied = [
        Applied(critere=critere, effect=effect)
        for critere in criteres
        for effect in critere.effects
        if evaluate(effect.when, profile) is True
    ]
    ceilings = sorted(_with_role(applied, "plafond"), key=lambda item: _rank(item.effect.degree))
    ceiling = ceilings[0].effect.degree if ceilings else None
    seeking = _with_role(applied, "visée")
    pull = pulled([item.effect for item in seeking])
    pulls = tuple(item for item in seeking if pull and item.effect.degree is pull)
    degree = held(pull, ceiling, floor)
    binding = tuple(item for item in ceilings if item.effect.degree is ceiling)
    phases, matrix, places = _places(degree, profile, criteres)
    return Decision(
        degree=degree,
        floor=floor,
        ceiling=ceiling,
        pull=pull,
        ceilings=binding,
        pulls=pulls,
        places=places,
        alerts=_alerts(applied, profile, pull, ceiling, floor),
        phases=phases,
        matrix=matrix,
        confidence=_confidence(profile, degree),
    )


def _with_role(applied: Sequence[Applied], role: str) -> list[Applied]:
    return [item for item in applied if item.effect.role == role]


def _rank(degree: Degree | None) -> int:
    return degree.rank if degree else len(Degree) + 1


def pulled(effects: Sequence[Effect]) -> Degree | None:
    """What the project seeks: the highest degree among its strongest signs, None without any."""
    if not effects:
        return None
    strongest = max(effect.strength for effect in effects)
    return highest(*(effect.degree for effect in effects if effect.strength == strongest and effect.degree))


def held(pull: Degree | None, ceiling: Degree | None, floor: Floor | None) -> Degree | None:
    """What is sought, held between what can be promised and what is imposed; None when nothing says anything."""
    if pull is None and ceiling is None and floor is None:
        return None
    wanted = pull or DEFAULT
    kept = lowest(wanted, ceiling) if ceiling else wanted
    return highest(kept, floor.degree) if floor else kept


def _places(
    degree: Degree | None, profile: Profile, criteres: Sequence[Critere]
) -> tuple[dict[str, Degree], dict[str, dict[str, Degree]], tuple[Applied, ...]]:
    if degree is None:
        return {}, {}, ()
    known = profile.with_fact(Fact(name="degre", values=(degree.value,), status=FactStatus.INFERRED))
    applied = [
        Applied(critere=critere, effect=effect)
        for critere in criteres
        for effect in critere.effects
        if effect.role == "place" and evaluate(effect.when, known) is True
    ]
    current = set(profile.values("phase")) or {"conception"}
    phases = dict.fromkeys(PHASES, degree)
    for item in applied:
        if item.effect.phase and item.effect.degree and item.effect.phase not in current:
            phases[item.effect.phase] = item.effect.degree
    if "conception" not in current and len(current) == 1:
        phases["conception"] = degree
    matrix = {DIRECT: dict(phases)}
    for item in applied:
        if item.effect.public and item.effect.degree:
            matrix[item.effect.public] = {phase: lowest(value, item.effect.degree) for phase, value in phases.items()}
    return phases, matrix, tuple(applied)


def _alerts(
    applied: Sequence[Applied], profile: Profile, pull: Degree | None, ceiling: Degree | None, floor: Floor | None
) -> tuple[Raised, ...]:
    found = [_raised(item, profile) for item in _with_role(applied, "alerte")]
    limits = [item for item in _with_role(applied, "plafond") if item.effect.degree is ceiling]
    announced = _announced(profile)
    if announced and ceiling and announced.rank > ceiling.rank:
        reason = f"Le mot « {announced.value} » a été employé, la marge réelle s'arrête à « {ceiling.value} »."
        found.append(_on_ceiling("alerte.promesse-excessive", reason, limits, profile))
    for item in _with_role(applied, "plafond"):
        if item.effect.alert and item.effect.degree and pull and pull.rank > item.effect.degree.rank:
            found.append(_raised(item, profile))
            break
    if floor and ceiling and floor.degree.rank > ceiling.rank:
        reason, title = _above(floor, ceiling)
        found.append(replace(_on_ceiling("alerte.socle-au-dessus", reason, limits, profile), title=title))
    once: dict[str, Raised] = {}
    for raised in found:
        kept = once.get(raised.alert)
        if kept is None or (kept.deduced and not raised.deduced):
            once[raised.alert] = raised
    return tuple(once.values())


def _above(floor: Floor, ceiling: Degree) -> tuple[str, str]:
    """Why a floor above the ceiling is told, and the title that says so when the law is not what imposes it."""
    limit = f"la marge s'arrête à « {ceiling.value} »."
    if floor.origin == "loi":
        return f"La loi impose « {floor.degree.value} », {limit}", ""
    pledged = f"otre collectivité s'est engagée à « {floor.degree.value} »"
    if floor.legal and floor.legal.rank > ceiling.rank:
        return f"La loi impose « {floor.legal.value} », v{pledged}, {limit}", ""
    return f"V{pledged}, {limit}", OWN_FLOOR


def _raised(item: Applied, profile: Profile) -> Raised:
    return Raised(alert=item.effect.alert, reason=item.effect.reason, deduced=item.deduced(profile))


def _on_ceiling(alert: str, reason: str, limits: Sequence[Applied], profile: Profile) -> Raised:
    """An alert that rests on the ceiling: deduced unless one of the effects that set it was stated."""
    rested = [item.deduced(profile) for item in limits]
    return Raised(alert=alert, reason=reason, deduced=rested[0] if rested and all(rested) else ())


def _announced(profile: Profile) -> Degree | None:
    values = profile.values("annonce")
    return Degree(values[0]) if values else None


def _confidence(profile: Profile, degree: Degree | None) -> Literal["forte", "moyenne", "faible"]:
    if degree is None:
        return "faible"
    stated = [name for name in _TELLING if (fact := profile.get(name)) and fact.status is not FactStatus.INFERRED]
    if len(stated) >= 2 or "decideur" in stated:
        return "forte"
    return "moyenne" if stated or profile.get("but") else "faible"
