"""Which of the facts a model proposes are taken: known ones, read in the user's own words."""

from __future__ import annotations

import pytest

from advisor.assisting import reading, rephrasing
from advisor.domain.profile import FactStatus
from advisor.knowledge.loader import Knowledge

TEXT = "On refait le skatepark avec les ados du quartier : deux emplacements possibles, et [personne 1] décide en juin."


def taken(knowledge: Knowledge, *rows: tuple[str, str, str]) -> reading.Read:
    answer = {"faits": [{"fait": fact, "valeur": value, "mots": words} for fact, value, words in rows]}
    return reading.taken(answer, reading.asked(knowledge.facts.values()), TEXT)


def test_a_fact_is_taken_with_the_users_own_words(knowledge: Knowledge) -> None:
    (fact,) = taken(knowledge, ("profil", "jeunes", "AVEC LES ADOS,  du quartier")).facts
    assert (fact.name, fact.values, fact.status) == ("profil", ("jeunes",), FactStatus.INFERRED)
    assert fact.words == ("avec les ados du quartier",)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (("couleur", "bleu", "le skatepark"), "fait inconnu"),
        (("profil", "martiens", "les ados du quartier"), "valeur inconnue"),
        (("marge", "ouverte", "tout reste à décider"), "mots absents du message"),
        (("marge", "options", "deux emplacements bien possibles"), "mots absents du message"),
        (("marge", "options", ""), "mots absents du message"),
        (("profil", "jeunes", "du"), "mots qui ne montrent rien"),
        (("decideur", "collectivite-seule", "[personne 1]"), "mots absents du message"),
        (("montant", "2000000", "deux emplacements"), "fait inconnu"),  # figures are the engine's
    ],
)
def test_what_does_not_hold_is_dropped_and_counted(
    knowledge: Knowledge, row: tuple[str, str, str], reason: str
) -> None:
    read = taken(knowledge, row)
    assert read.facts == ()
    assert reading.reasons(read.refused) == {reason: 1}


def test_two_values_of_one_choice_are_both_dropped_and_those_of_a_list_kept(knowledge: Knowledge) -> None:
    read = taken(
        knowledge,
        ("marge", "options", "deux emplacements possibles"),
        ("marge", "aucune", "deux emplacements possibles"),
        ("profil", "jeunes", "les ados"),
        ("profil", "habitants", "du quartier"),
    )
    assert [(fact.name, fact.values) for fact in read.facts] == [("profil", ("jeunes", "habitants"))]
    assert reading.reasons(read.refused) == {reading.TWICE: 2}


def test_a_flood_of_facts_is_not_read_to_its_end(knowledge: Knowledge) -> None:
    rows = [("profil", "martiens", "les ados")] * 500
    assert len(taken(knowledge, *rows).refused) == reading.MOST_FACTS


def test_wordings_are_few_short_different_and_without_a_figure_of_their_own() -> None:
    said = [
        "qu'est-ce qu'un Usager ?",
        "  Que veut dire\n« usager » ?",
        "Que veut dire « usager » ?",
        "Que dit l'article 3 de l'usager ?",
        "Voir https://exemple.fr/usager",
        "![x](usager)",
        "x" * 300,
        "Usager : définition",
        "Usager d'un service public, c'est qui ?",
        "Et encore une autre ?",
    ]
    kept = rephrasing.taken({"formulations": said}, "Qu'est-ce qu'un usager ?")
    assert kept == (
        "Que veut dire « usager » ?",
        "Usager : définition",
        "Usager d'un service public, c'est qui ?",
    )
