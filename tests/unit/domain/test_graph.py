"""Links are walked from both ends, and a passage that carries one comes first."""

from __future__ import annotations

from dataclasses import replace

from advisor.domain.fiche import Levier, Link
from advisor.domain.graph import Edge, Graph
from advisor.knowledge.loader import Knowledge
from tests.samples import PLACE, REVIEW, notion

FREIN = notion(id="frein.a")
LEVIER = Levier(
    id="levier.b",
    title="B",
    title_en="B",
    statement="B.",
    evidence=(PLACE,),
    review=REVIEW,
    answers=("frein.a",),
    first_step="",
    links=(Link(to="frein.a", basis="texte", evidence=(PLACE,)), Link(to="pratique.absente")),
)


def test_a_link_is_walked_from_both_ends() -> None:
    graph = Graph([FREIN, LEVIER])
    assert graph.near("frein.a", "levier") == {"levier.b": "texte"}
    assert graph.near("levier.b", "frein") == {"frein.a": "texte"}


def test_the_link_that_a_passage_carries_comes_before_the_team_s_own() -> None:
    other = replace(LEVIER, id="levier.a", answers=(), links=(Link(to="frein.a"),))
    assert list(Graph([FREIN, other, LEVIER]).near("frein.a", "levier")) == ["levier.b", "levier.a"]


def test_a_link_to_an_unknown_fiche_is_left_out() -> None:
    graph = Graph([FREIN, LEVIER])
    assert graph.near("levier.b", "pratique") == {}
    assert graph.out("levier.absent") == graph.into("levier.absent") == ()


def test_every_link_of_the_base_is_found_from_its_target(knowledge: Knowledge) -> None:
    graph = Graph(knowledge.fiches.values())
    written: list[Edge] = [edge for identifier in knowledge.fiches for edge in graph.out(identifier)]
    assert written
    assert all(edge in graph.into(edge.target) for edge in written)
