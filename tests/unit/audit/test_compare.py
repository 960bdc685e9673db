"""Two answers compared: nothing that differs goes unsaid, and what matters is said first."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

import pytest

from advisor.audit.compare import differences, same
from advisor.audit.difference import worst
from advisor.audit.resolved import as_data
from advisor.journal import canonical
from advisor.service import Advisor

PROJECT = "On refait l'accueil de la maison du Département, rien n'est arrêté, avec les habitants"
LAW = "quelle loi impose une concertation pour une ZAC ?"
Answer = dict[str, Any]


@pytest.fixture(scope="module")
def project(advisor_small: Advisor) -> Answer:
    return as_data(advisor_small.ask(PROJECT))


@pytest.fixture(scope="module")
def legal(advisor_small: Advisor) -> Answer:
    return as_data(advisor_small.ask(LAW))


def _leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(value, dict):
        return [leaf for key in value for leaf in _leaves(value[key], (*path, key))]
    if isinstance(value, list):
        return [leaf for rank, item in enumerate(value) for leaf in _leaves(item, (*path, rank))]
    return [path]


def _put(answer: Answer, path: tuple[Any, ...], value: Any) -> Answer:
    made = copy.deepcopy(answer)
    at: Any = made
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    return made


def test_an_answer_given_twice_is_the_same_but_for_its_timings(advisor_small: Advisor) -> None:
    first, second = advisor_small.ask(PROJECT), advisor_small.ask(PROJECT)
    assert same(first, second)
    assert differences(first, second) == ()


def _other(value: Any) -> Any:
    """Another value of the same type; None for those that have none here."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    return f"{value} autre" if isinstance(value, str) else None


@pytest.mark.parametrize("seed", range(4))
def test_whatever_leaf_changes_a_difference_is_said(seed: int, project: Answer, legal: Answer) -> None:
    chosen = random.Random(seed)  # noqa: S311 -- the same leaves at each run
    for answer in (project, legal):
        paths = [path for path in _leaves(answer) if path[:2] != ("engine", "timings_ms")]
        for path in chosen.sample(paths, 60):
            at: Any = answer
            for key in path:
                at = at[key]
            if (other := _other(at)) is None:
                continue
            changed = _put(answer, path, other)
            assert not same(answer, changed)
            assert differences(answer, changed), path
            assert differences(changed, answer), path


def test_a_degree_that_moves_comes_first_and_is_grave(project: Answer) -> None:
    other = _put(project, ("recommendation", "degree"), "informer")
    other = _put(other, ("headline",), "Autre titre")
    first, *rest = differences(project, other)
    assert first.gravity == "grave"
    assert first.text == f"Degré conseillé : « {project['recommendation']['degree']} » → « informer »"
    assert [difference.section for difference in rest] == ["headline"]


def test_a_verdict_of_a_rule_that_moves_is_grave_and_names_its_article(legal: Answer) -> None:
    rule = legal["obligations"][0]
    found = differences(legal, _put(legal, ("obligations", 0, "verdict"), "non" if rule["verdict"] != "non" else "oui"))
    assert worst(found) == "grave"
    assert rule["article"] in found[0].text


def test_a_statement_at_the_top_does_not_make_all_the_others_differ(project: Answer) -> None:
    """Numbers shift; only what was added is said."""
    text = json.dumps(project)
    for rank in range(len(project["statements"]), 0, -1):
        text = text.replace(f'"s{rank}"', f'"s{rank + 1}"')
    other = json.loads(text)
    first = copy.deepcopy(project["statements"][0]) | {"id": "s1", "text": "Une phrase de plus.", "fiche": ""}
    other["statements"].insert(0, first)
    found = differences(project, other)
    assert [difference.text for difference in found] == ["Énoncé ajouté : « Une phrase de plus. »"]


def test_a_statement_said_otherwise_is_shown_beside_what_it_was(project: Answer) -> None:
    rank = next(rank for rank, item in enumerate(project["statements"]) if item["fiche"])
    text = project["statements"][rank]["text"]
    found = differences(project, _put(project, ("statements", rank, "text"), text + " Et davantage."))
    reworded = [difference for difference in found if difference.text.startswith("Énoncé reformulé")]
    assert [(item.before, item.after) for item in reworded] == [(text, text + " Et davantage.")]


def test_a_quotation_that_reads_otherwise_is_notable(project: Answer) -> None:
    found = differences(project, _put(project, ("citations", 0, "quote"), "d'autres mots"))
    assert [difference.gravity for difference in found] == ["notable"]
    assert "extrait" in found[0].text


def test_versions_are_left_out_when_they_are_known_to_differ(project: Answer) -> None:
    other = _put(project, ("engine", "knowledge"), "0" * 16)
    assert [difference.text.split(" : ")[0] for difference in differences(project, other)] == ["Version · Fiches"]
    assert differences(project, other, versions=False) == ()


def test_an_order_alone_is_said(project: Answer) -> None:
    assert len(project["levers"]) > 1
    found = differences(project, {**project, "levers": project["levers"][::-1]})
    assert [difference.gravity for difference in found] == ["légère"]


def test_an_answer_in_the_journal_reads_as_the_answer_itself(advisor_small: Advisor) -> None:
    answer = advisor_small.ask("Budget de 25000 euros, 12 semaines, pour refaire un parc avec les habitants")
    kept = json.loads(canonical.text(as_data(answer)))
    assert same(answer, kept)
