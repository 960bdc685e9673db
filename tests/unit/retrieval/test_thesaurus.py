"""The thesaurus: everyday words and abbreviations meet the words of the sources."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.errors import DataError
from advisor.knowledge import yaml_text
from advisor.retrieval.analysis import terms
from advisor.retrieval.thesaurus import ALTERNATIVE, BROADER, EVERYDAY, PREFERRED, Concept, Thesaurus
from advisor.settings import ROOT

PATH = ROOT / "corpus" / "thesaurus.yaml"


@pytest.fixture(scope="module")
def thesaurus() -> Thesaurus:
    """The repository's own thesaurus."""
    return Thesaurus.read(PATH, yaml_text.read(PATH)[0])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("CVS", "conseil de la vie sociale"),
        ("MDD", "maison du Département"),
        ("RSA", "revenu de solidarité active"),
        ("PLU", "plan local d'urbanisme"),
        ("ASE", "aide sociale à l'enfance"),
        ("EHPAD", "maison de retraite"),
        ("PMI", "protection maternelle et infantile"),
        ("MDPH", "maison départementale des personnes handicapées"),
        ("ENS", "espaces naturels sensibles"),
        ("ZAC", "zone d'aménagement concerté"),
    ],
)
def test_an_abbreviation_expands_to_its_full_name(thesaurus: Thesaurus, typed: str, meant: str) -> None:
    reached = set(terms(typed)) | set(thesaurus.expansion(terms(f"un {typed} en Isère")))
    assert set(terms(meant)) <= reached


@pytest.mark.parametrize(
    ("typed", "concept"),
    [
        ("les mêmes grandes gueules à chaque réunion", "usager-professionnel"),
        ("usual suspects", "usager-professionnel"),
        ("c'est joué d'avance", "marge-manoeuvre"),
        ("box-ticking exercise", "participation-symbolique"),
        ("co-design", "co-construire"),
        ("rendre compte", "retour-participants"),
    ],
)
def test_everyday_words_find_their_concept(thesaurus: Thesaurus, typed: str, concept: str) -> None:
    assert concept in [found.id for found in thesaurus.found(terms(typed))]


def test_no_label_belongs_to_two_concepts(thesaurus: Thesaurus) -> None:
    holders: dict[tuple[str, ...], set[str]] = {}
    for concept in thesaurus.concepts.values():
        for label in concept.labels():
            holders.setdefault(tuple(terms(label)), set()).add(concept.id)
    assert {key: ids for key, ids in holders.items() if key and len(ids) > 1} == {}


def test_every_label_holds_a_term(thesaurus: Thesaurus) -> None:
    silent = [
        (concept.id, label) for concept in thesaurus.concepts.values() for label in concept.labels() if not terms(label)
    ]
    assert silent == []


def test_no_concept_is_its_own_ancestor(thesaurus: Thesaurus) -> None:
    def ancestors(identifier: str, seen: tuple[str, ...] = ()) -> set[str]:
        assert identifier not in seen, f"{identifier} est au-dessus de lui-même"
        above = thesaurus.concepts[identifier].broader
        return set(above).union(*(ancestors(parent, (*seen, identifier)) for parent in above))

    assert all(ancestors(identifier) <= set(thesaurus.concepts) for identifier in thesaurus.concepts)


def _thesaurus() -> Thesaurus:
    return Thesaurus(
        [
            Concept(id="instance", pref="instance"),
            Concept(id="cvs", pref="conseil de la vie sociale", alt=("CVS",), broader=("instance",)),
            Concept(id="vie", pref="vie sociale"),
        ]
    )


def test_the_longest_label_wins() -> None:
    assert [concept.id for concept in _thesaurus().found(terms("le conseil de la vie sociale"))] == ["cvs"]


def test_an_expansion_weighs_less_than_the_words_of_the_user() -> None:
    weights = _thesaurus().expansion(terms("CVS"))
    assert set(weights) == set(terms("conseil de la vie sociale, instance"))
    assert max(weights.values()) <= PREFERRED < 1
    assert weights[terms("instance")[0]] == BROADER < ALTERNATIVE < PREFERRED


def test_a_term_of_the_question_is_not_added_again() -> None:
    assert "conseil" not in _thesaurus().expansion(terms("conseil de la vie sociale"))


def test_the_labels_of_a_concept_stand_for_one_another() -> None:
    (typed,) = terms("CVS")
    assert _thesaurus().equivalents([typed]) == {typed: [frozenset(terms("conseil de la vie sociale"))]}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ([{"id": "a", "pref": "a", "broader": ["b"]}], "« b » n'existe pas"),
        ([{"id": "a", "pref": "a", "related": ["b"]}], "« b » n'existe pas"),
        ([{"id": "a"}], "entrée refusée"),
        ([{"id": "a", "pref": "a", "prefs": "b"}], "entrée refusée"),
    ],
)
def test_a_bad_concept_is_refused_with_its_file(content: object, said: str) -> None:
    with pytest.raises(DataError, match=said) as caught:
        Thesaurus.read(Path("thesaurus.yaml"), content)
    assert "thesaurus.yaml" in str(caught.value)


def test_everyday_words_of_one_group_lead_to_one_another_below_the_trade_s_words() -> None:
    everyday = Thesaurus([], [["argent", "fric", "moyens financiers"], ["boulot", "travail"]])
    added = everyday.expansion(terms("combien de fric"))
    assert added[terms("argent")[0]] == EVERYDAY < ALTERNATIVE
    assert 0 < added[terms("financiers")[0]] < EVERYDAY  # two words share the weight of one
    assert terms("travail")[0] not in added
    assert everyday.expansion(terms("moyens financiers")) == {}  # several words are reached, never left from
    assert everyday.equivalents(terms("fric")) == {}  # they widen a search, they do not prove that it is answered


def test_bad_groups_of_everyday_words_are_refused() -> None:
    with pytest.raises(DataError):
        Thesaurus.read(Path("synonymes.yaml"), [], ["argent"])


def test_the_thesaurus_covers_the_trade_and_hangs_together(thesaurus: Thesaurus) -> None:
    concepts = thesaurus.concepts
    assert len(concepts) >= 250
    linked = {other for one in concepts.values() for other in (*one.broader, *one.related)}
    assert [one.id for one in concepts.values() if not (one.broader or one.related or one.id in linked)] == []
    for concept in concepts.values():
        above, seen = set(concept.broader), set()
        while above:
            seen |= above
            above = {other for one in above for other in concepts[one].broader} - seen
        assert concept.id not in seen, f"{concept.id} is broader than itself"
