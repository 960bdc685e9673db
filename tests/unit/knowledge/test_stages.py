"""The steps of the degrees: those of the base agree with the criterion of the delay, and what does not is said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from advisor.decision import preparation
from advisor.domain.degree import Degree
from advisor.domain.fiche import Degre
from advisor.domain.stage import Lighter, Stage
from advisor.knowledge import describe, stages
from advisor.knowledge.loader import Knowledge


def concerter(knowledge: Knowledge) -> Degre:
    return knowledge.degres[Degree.CONCERTER]


def said(fiche: Degre, knowledge: Knowledge) -> str:
    return "\n".join(f"{key} : {message}" for key, message in stages.problems(fiche, knowledge))


def test_every_degree_has_steps_before_and_after_the_decision(knowledge: Knowledge) -> None:
    for degree in Degree:
        held = knowledge.degres[degree].stages
        assert {stage.place for stage in held} == {"avant la décision", "après la décision"}, degree
        assert all(stage.evidence for stage in held)


def test_lightened_at_most_the_steps_last_what_the_criterion_of_the_delay_asks(knowledge: Knowledge) -> None:
    least = {degree: preparation.plan(fiche.stages, None).least for degree, fiche in knowledge.degres.items()}
    assert least[Degree.CONSULTER] == 3 * preparation.WEEK
    assert least[Degree.CONCERTER] == 8 * preparation.WEEK
    assert least[Degree.CO_CONSTRUIRE] == 16 * preparation.WEEK
    assert least[Degree.INFORMER] < least[Degree.CONSULTER]


def test_a_higher_degree_takes_longer(knowledge: Knowledge) -> None:
    whole = [preparation.plan(knowledge.degres[degree].stages, None).days for degree in Degree]
    assert whole == sorted(set(whole))


def test_a_total_that_leaves_the_threshold_is_said(knowledge: Knowledge) -> None:
    fiche = concerter(knowledge)
    shorter = replace(fiche, stages=fiche.stages[:-2] + fiche.stages[-1:])
    longer = replace(fiche, stages=(replace(fiche.stages[0], weeks=3), *fiche.stages[1:]))
    assert "les étapes durent 10 semaines" in said(longer, knowledge)
    assert "allégées au plus, les étapes durent 7 semaines ; le critère du délai en demande 8" in said(
        shorter, knowledge
    )


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"weeks": 0}, "au moins une semaine"),
        ({"evidence": ()}, "aucun passage"),
        ({"lighter": Lighter(weeks=9, order=1, how="a", lost="b")}, "allégée, l'étape dure de 0 à"),
        ({"lighter": Lighter(weeks=0, order=7, how="a", lost="b")}, "les rangs d'allègement"),
        ({"what": "prévenir et préparer les agents"}, "portent le même nom"),
    ],
)
def test_a_step_that_cannot_be_laid_is_said(changed: dict[str, object], message: str, knowledge: Knowledge) -> None:
    fiche = concerter(knowledge)
    first = replace(fiche.stages[0], **changed)  # type: ignore[arg-type]
    assert message in said(replace(fiche, stages=(first, *fiche.stages[1:])), knowledge)


def test_lightening_what_gives_no_time_is_said(knowledge: Knowledge) -> None:
    fiche = concerter(knowledge)
    beside = _lightened(fiche.stages[0], 4)
    assert "ne fait rien gagner" in said(replace(fiche, stages=(beside, *fiche.stages[1:])), knowledge)
    both = (_lightened(fiche.stages[0], 4), _lightened(fiche.stages[1], 5), *fiche.stages[2:])
    assert "une seule le peut" in said(replace(fiche, stages=both), knowledge)
    after = (*fiche.stages[:-1], _lightened(fiche.stages[-1], 4))
    assert "après la décision" in said(replace(fiche, stages=after), knowledge)


def test_durations_of_our_own_ask_for_a_note(knowledge: Knowledge) -> None:
    assert "repères de l'équipe" in said(replace(concerter(knowledge), note=""), knowledge)


def test_a_degree_without_steps_has_nothing_to_prove(knowledge: Knowledge) -> None:
    assert said(replace(concerter(knowledge), stages=(), note=""), knowledge) == ""


def _lightened(stage: Stage, order: int) -> Stage:
    return replace(stage, lighter=Lighter(weeks=0, order=order, how="a", lost="b"))


def test_a_reviewer_reads_the_steps_with_what_lightening_costs(knowledge: Knowledge) -> None:
    told = "\n".join(describe.fiche_lines(concerter(knowledge), "concerter.yaml"))
    assert "> discuter en séances (3 semaine(s), avant la décision, rang 4)" in told
    assert "Allégée (1 semaine(s), rang 3) : une seule séance au lieu de deux. On y perd : " in told
