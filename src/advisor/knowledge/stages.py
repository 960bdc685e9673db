"""Proves that the steps of the degrees can be laid on a calendar and agree with the criterion of the delay."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from advisor.domain.degree import Degree
from advisor.domain.fiche import Critere, Degre
from advisor.domain.procedure import BEFORE
from advisor.domain.stage import Stage
from advisor.knowledge.loader import Knowledge

DELAY = "delai"
"""The fact that holds the weeks left before the decision."""
_Found = Iterator[tuple[str, str]]


def problems(fiche: Degre, knowledge: Knowledge) -> _Found:
    """Keys and messages where the steps of a degree cannot be laid, lightened in order, or held to its threshold."""
    if not fiche.stages:
        return
    for rank, stage in enumerate(fiche.stages):
        yield from ((f"stages.{rank}{key}", message) for key, message in _stage(stage))
    yield from _together(fiche)
    named = [stage.what for stage in fiche.stages]
    ranks = sorted(stage.lighter.order for stage in fiche.stages if stage.lighter)
    if len(set(named)) < len(named):
        yield "stages", "deux étapes portent le même nom."
    if ranks != list(range(1, len(ranks) + 1)):
        yield "stages", f"les rangs d'allègement sont {ranks} : numérotez-les 1, 2, 3…, le moins coûteux d'abord."
    if not fiche.note:
        yield "note", "dites dans la note que les durées des étapes sont des repères de l'équipe."
    yield from _threshold(fiche, knowledge)


def _stage(stage: Stage) -> _Found:
    if stage.weeks < 1:
        yield ".weeks", "une étape dure au moins une semaine."
    if not stage.evidence:
        yield ".evidence", "aucun passage ne porte l'étape."
    if stage.lighter and not 0 <= stage.lighter.weeks < stage.weeks:
        yield ".lighter.weeks", f"allégée, l'étape dure de 0 à {stage.weeks - 1} semaine(s)."
    if stage.lighter and stage.place != BEFORE:
        yield ".lighter", "une étape après la décision ne fait rien gagner avant elle."


def _together(fiche: Degre) -> _Found:
    """Of steps that run together, one at most is lightened, and only where that gives time."""
    groups: dict[int, list[tuple[int, Stage]]] = {}
    for rank, stage in enumerate(fiche.stages):
        if stage.place == BEFORE:
            groups.setdefault(stage.order, []).append((rank, stage))
    for group in groups.values():
        light = [(rank, stage) for rank, stage in group if stage.lighter]
        if len(light) > 1:
            yield "stages", f"deux étapes du rang {light[0][1].order} s'allègent : une seule le peut."
        for rank, stage in light:
            others = max((other.weeks for at, other in group if at != rank), default=0)
            if others >= stage.weeks:
                yield (
                    f"stages.{rank}.lighter",
                    "l'alléger ne fait rien gagner : une étape menée en même temps dure autant.",
                )


def _threshold(fiche: Degre, knowledge: Knowledge) -> _Found:
    """Lightened at most, the steps take the weeks under which the criterion of the delay advises a lower degree."""
    needed = _needed(fiche.degree, knowledge)
    orders = Counter[int]()
    for stage in fiche.stages:
        if stage.place == BEFORE:
            orders[stage.order] = max(orders[stage.order], stage.lighter.weeks if stage.lighter else stage.weeks)
    if needed is not None and needed != orders.total():
        total = f"{orders.total()} semaines"
        yield "stages", f"allégées au plus, les étapes durent {total} ; le critère du délai en demande {needed:g}."


def _needed(degree: Degree, knowledge: Knowledge) -> float | None:
    """The weeks under which the criterion of the delay holds the advice below a degree, None when it never does."""
    thresholds = [
        effect.when.below
        for critere in knowledge.of(Critere)
        if critere.fact == DELAY
        for effect in critere.effects
        if effect.role == "plafond" and effect.degree and effect.degree.rank < degree.rank and effect.when.below
    ]
    return max(thresholds, default=None)
