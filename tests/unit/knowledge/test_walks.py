"""From a frein to the levier that answers it, from a levier to the practice that shows it: no walk is cut."""

from __future__ import annotations

from dataclasses import replace

from advisor.domain.fiche import Caution, Link, Notion
from advisor.knowledge import walks
from advisor.knowledge.loader import Knowledge
from tests.samples import PLACE, notion

PUBLIC = notion(id="public.essai")
METHOD = replace(PUBLIC, id="methode.essai", links=(Link(to="degre.essai"), Link(to="public.essai")))
DEGREE = replace(
    PUBLIC,
    id="degre.essai",
    links=(Link(to="frein.essai"), Link(to="levier.essai"), Link(to="pratique.essai")),
)


def _broken(*fiches: Notion) -> list[str]:
    return [
        problem.file
        for problem in walks.broken(
            Knowledge({fiche.id: fiche for fiche in fiches}, {}, {fiche.id: fiche.id for fiche in fiches}, "")
        )
    ]


def test_a_public_without_a_method_is_told() -> None:
    assert _broken(PUBLIC) == ["public.essai"]
    assert "public.essai" not in _broken(PUBLIC, METHOD)


def test_a_fiche_that_says_the_sources_give_nothing_is_let_through() -> None:
    told = Caution(kind="lacune", text="Aucune méthode n'est donnée.", evidence=(PLACE,))
    assert _broken(replace(PUBLIC, cautions=(told,))) == []


def test_a_link_written_twice_or_to_itself_is_told() -> None:
    twice = replace(METHOD, links=(*METHOD.links, Link(to="public.essai")))
    itself = replace(METHOD, links=(*METHOD.links, Link(to="methode.essai")))
    sound = _broken(PUBLIC, METHOD, DEGREE)
    assert _broken(PUBLIC, twice, DEGREE) == [*sound, "methode.essai"]
    assert _broken(PUBLIC, itself, DEGREE) == [*sound, "methode.essai"]


def test_no_walk_of_the_base_is_cut(knowledge: Knowledge) -> None:
    assert [str(problem) for problem in walks.broken(knowledge)] == []
