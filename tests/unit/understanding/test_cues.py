"""The small grammar of cue phrases, and what counts as a negation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.domain.fiche import Cue, FactDefinition
from advisor.understanding.cues import CueReader, Found, ReadText


def _find(text: str, *phrases: str) -> list[Found]:
    definition = FactDefinition(
        name="essai", label="", kind="choix", question="", why="", order=1, cues=(Cue(value="v", phrases=phrases),)
    )
    return CueReader(definition).find(ReadText(text))


@pytest.mark.parametrize(
    ("phrase", "text", "words"),
    [
        ("avis des usagers", "On veut l'avis des usagers.", ["avis des usagers"]),
        ("avis des usagers", "L'AVIS des usager·e·s !", ["AVIS des usager·e·s"]),
        ("decid*", "Nous déciderons ensemble", ["déciderons"]),
        ("decid*", "une décision", []),
        ("oui/non", "oui puis non", ["oui", "non"]),
        ("plan/plans valide*", "les plans validés hier", ["plans validés"]),
        ("NB euros", "pour 300 euros", ["300 euros"]),
        ("NB euros", "pour trois euros", []),
        ("plan ... valide", "le plan est enfin validé", ["plan est enfin validé"]),
        ("plan ... valide", "le plan validé", ["plan validé"]),
        ("plan ... valide", "plan un deux trois quatre validé", ["plan un deux trois quatre validé"]),
        ("plan ... valide", "plan un deux trois quatre cinq validé", []),
        ("plan ... valide", "Voici le plan. Il est validé", []),
        ("plan ... valide", "un plan ; tout est validé", []),
        ("d ici", "d'ici lundi", ["d'ici"]),
        ("rien n est decide", "Rien n’est décidé", ["Rien n’est décidé"]),
        ("rendez vous", "un rendez-vous", ["rendez-vous"]),
        ("plan", "un planning", []),
    ],
)
def test_a_phrase_is_found_with_the_words_of_the_user(phrase: str, text: str, words: list[str]) -> None:
    assert [found.words for found in _find(text, phrase)] == words


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("on va consulter les gens", False),
        ("on ne va pas consulter les gens", True),
        ("sans consulter personne", True),
        ("ni consulter ni informer", True),
        ("on refuse toujours. Pas question. Nous allons consulter", False),
        ("Ce n'est pas sûr. On veut consulter", False),
        ("on ne peut que consulter", False),
        ("pourquoi pas consulter ?", False),
        ("we will never consulter", True),
        ("consulter pas les mêmes", True),
        ("aucun moyen de consulter", True),
        ("pas de problème, tout le monde est d'accord pour consulter", False),
    ],
)
def test_a_negation_counts_just_before_the_phrase_in_its_sentence(text: str, negated: bool) -> None:
    assert [found.negated for found in _find(text, "consulter")] == [negated]


@pytest.mark.parametrize(
    ("phrase", "text", "negated"),
    [
        ("decision ... prise", "la décision n'est pas prise", True),
        ("decision ... prise", "la décision est prise", False),
        ("decision ... prise", "la décision n'est jamais prise à temps", True),
        ("pas encore decide", "ce n'est pas encore décidé", False),
        ("sans marge", "sans marge", False),
        ("rien n est arrete", "rien n'est arrêté", False),
        ("on voudrait", "pourquoi on voudrait cela", False),
    ],
)
def test_a_negation_inside_the_gap_denies_and_one_said_by_the_phrase_does_not(
    phrase: str, text: str, negated: bool
) -> None:
    assert [found.negated for found in _find(text, phrase)] == [negated]


def test_of_two_phrases_of_one_value_the_longer_is_kept() -> None:
    assert [found.words for found in _find("le budget est fixé", "budget", "budget est fixe")] == ["budget est fixé"]


def test_phrases_come_in_the_order_of_the_text() -> None:
    assert [found.words for found in _find("deux un deux", "un", "deux")] == ["deux", "un", "deux"]


def test_an_empty_phrase_is_refused() -> None:
    with pytest.raises(ValueError, match="phrase vide"):
        _find("texte", "?!")


@given(st.lists(st.sampled_from("avis, plan. usager·e·s d'accord Vif ; (x) 12 …".split()), max_size=8).map(" ".join))
def test_a_phrase_made_of_the_words_of_a_text_is_found_where_it_stands(text: str) -> None:
    read = ReadText(text)
    for token in read.tokens:
        if token.word != ".":
            assert (token.start, token.end) in [(found.start, found.end) for found in _find(text, token.word)]
