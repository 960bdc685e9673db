"""Index terms: two spellings of one word meet, two different words do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.retrieval.analysis import STOP_WORDS, terms

REGULAR = (
    "usager habitant agent association concertation enquête réunion quartier collège route bibliothèque "
    "commune service accueil projet degré levier frein public instance comité conseil résident locataire "
    "jeune parent élève voyageur cycliste riverain allocataire contribution proposition budget atelier "
    "questionnaire entretien sondage panel tirage loyer foyer droit article obligation document dossier "
    "établissement crèche guichet formulaire plateforme donnée plan schéma zone forêt sentier digue"
).split()


@pytest.mark.parametrize(
    "spellings",
    [
        ("usager", "usagers", "usagère", "usagères", "Usager", "USAGERS", "usager·e·s", "usager.e.s", "usager(e)s"),
        ("loyer", "loyers"),
        ("foyer", "foyers"),
        ("directeur", "directeurs", "directeur.ice.s", "directeur·rice"),
        ("administré", "administrés", "administré(e)s", "administre"),
        ("citoyen", "citoyens", "citoyenne", "citoyennes", "citoyen-ne-s", "citoyen·ne·s"),
        ("habitant", "habitants", "habitant·e·s", "habitant.e.s"),
        ("enquête", "enquete", "ENQUÊTES"),
        ("œuvre", "oeuvre", "oeuvres"),
        ("départemental", "départementaux", "départementale", "département"),
        ("régional", "régionaux"),
        ("local", "locaux"),
        ("animal", "animaux"),
        ("hôpital", "hôpitaux"),
        ("L. 103-2", "L103-2", "L 103 2", "l.103\u20112"),
        ("l'accueil", "accueil", "L’accueil", "d'accueil", "qu'accueil"),
        ("co-construire", "co construire", "coconstruire", "co-construction", "coconstruction"),
        ("concerter", "concertation", "concertations"),
        ("consulter", "consultation"),
        ("participer", "participation", "participatif", "participative"),
        ("obligatoire", "obligation", "obligations"),
    ],
)
def test_spellings_of_one_word_give_one_term(spellings: tuple[str, ...]) -> None:
    assert len({tuple(terms(spelling)) for spelling in spellings}) == 1
    assert terms(spellings[0])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("usager", "usage"),
        ("usagers", "usages"),
        ("loyer", "loi"),
        ("loyers", "lois"),
        ("foyer", "foi"),
        ("université", "univers"),
        ("organe", "organisation"),
        ("usager", "citoyen"),
        ("informer", "consulter"),
        ("L103-2", "L103-3"),
        ("L103-2", "R103-2"),
        ("avis", "avion"),
        ("fois", "foi"),
        ("bus", "bu"),
        ("corps", "cor"),
    ],
)
def test_different_words_give_different_terms(one: str, other: str) -> None:
    assert not set(terms(one)) & (set(terms(other)) - {"art:l103"})


@pytest.mark.parametrize("written", ["article L 103 2", "l'article L. 103-2", "art. L103-2"])
def test_an_article_announced_by_its_name_gives_the_same_number(written: str) -> None:
    assert "art:l103-2" in terms(written)


def test_an_article_also_answers_to_its_first_number() -> None:
    assert {"art:l121-15-1", "art:l121"} <= set(terms("L. 121-15-1"))


@pytest.mark.parametrize("text", ["", "?", "le la les de du", "qu'est-ce que c'est", "The of and"])
def test_small_words_give_no_term(text: str) -> None:
    assert terms(text) == []


def test_a_long_number_is_no_term() -> None:
    assert terms("téléphone 0476001234") == terms("téléphone")


def test_terms_follow_the_order_of_the_text() -> None:
    assert terms("Foyer, loyer : article L. 103-2 ?") == ["foyer", "loyer", "articl", "art:l103-2", "art:l103"]


@given(st.sampled_from(REGULAR))
def test_a_regular_plural_does_not_change_the_stem(noun: str) -> None:
    assert terms(noun + "s") == terms(noun)


@given(st.sampled_from(REGULAR))
def test_case_and_accents_do_not_change_the_stem(noun: str) -> None:
    assert terms(noun.upper()) == terms(noun)


@given(st.sampled_from(REGULAR), st.sampled_from(["l'", "d’", "qu'", "l’"]))
def test_an_elision_adds_nothing(noun: str, elision: str) -> None:
    assert terms(elision + noun) == terms(noun)


@given(st.lists(st.sampled_from([*REGULAR, *sorted(STOP_WORDS), "L. 103-2", "…"]), max_size=12).map(" ".join))
def test_stop_words_change_no_term(text: str) -> None:
    kept = " ".join(word for word in text.split() if word not in STOP_WORDS)
    assert terms(text) == terms(kept)
