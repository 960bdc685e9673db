"""Masking: how much of the labelled texts it finds, and what it promises of any text."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.evaluation.masking import Labelled, labelled, masked, measured
from advisor.evaluation.report import Report
from advisor.knowledge.loader import Knowledge
from advisor.privacy.masking import Masker, covered, restored
from advisor.privacy.numbers import valid_iban, valid_nir
from advisor.privacy.persons import Known
from advisor.privacy.spans import Kind
from advisor.settings import ROOT
from advisor.text import PLACEHOLDER, fold, plain, words

FOLDER = ROOT / "tests" / "evaluation"
CASES = labelled(FOLDER)
AUTHORS = ("Suzy Robinet", "Club des Territoires")
PIECES = st.sampled_from(
    "Mme Martin|06 39 98 01 02|[personne 1]|a.b@exemple.fr|né le 3/4/1980|12 rue Pasteur, 38000 Grenoble|Jean|et|\n|="
    "|la rue de la République|L103-2|1 900 000 €|le 12/03/2027".split("|")
)


@pytest.fixture(scope="module")
def masker() -> Masker:
    cited = ["Séverine Battin pilote le chantier, Sylvie Chokroun l'évalue."]
    return Masker(Known.of(cited, AUTHORS))


@pytest.mark.parametrize("chosen", ["dev", "test", "frais"])
def test_personal_data_is_found_and_little_else_is_masked(masker: Masker, chosen: str) -> None:
    figures = measured(masker, [case for case in CASES if case.set == chosen])
    assert figures.recall >= 0.98, figures.missed
    assert figures.precision >= 0.96, figures.needless


def test_the_labelled_texts_hold_enough_of_each_kind_and_enough_traps() -> None:
    kinds = {kind for case in CASES for *_, kind in case.places}
    assert kinds == {
        "courriel", "telephone", "nir", "iban", "adresse", "personne", "naissance", "plaque", "identifiant",
    }  # fmt: skip
    assert len(CASES) >= 150
    assert sum(not case.places for case in CASES) >= 80


def test_the_evaluation_counts_them_and_names_no_failure_of_the_test_set() -> None:
    report = Report()
    masked(Masker(), FOLDER, report)
    assert report.counts["masquage (dev) : donnée personnelle masquée"][1] >= 90
    assert report.share("masquage (test) : donnée personnelle masquée") >= 0.95
    assert report.failures
    assert not [line for line in report.failures if "(test)" in line]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_what_is_masked_can_be_restored_and_is_not_masked_twice(masker: Masker, case: Labelled) -> None:
    masked = masker.mask(case.text)
    assert restored(masked.text, masked.originals) == case.text
    assert masker.mask(masked.text).text == masked.text


@given(st.lists(PIECES, max_size=8).map(" ".join))
def test_any_text_comes_back_whole(text: str) -> None:
    masked = Masker().mask(text)
    assert restored(masked.text, masked.originals) == text


@given(st.text(max_size=300))
def test_no_text_is_refused(text: str) -> None:
    masked = Masker().mask(text)
    assert restored(masked.text, masked.originals) == text


def test_the_same_words_have_the_same_placeholder_in_a_text_and_in_the_next(masker: Masker) -> None:
    first = masker.mask("Mme Durand et M. Petit. Mme Durand revient ; Durand insiste.")
    assert first.text == "Mme [personne 1] et M. [personne 2]. Mme [personne 1] revient ; [personne 1] insiste."
    assert first.count == 4
    second = masker.mask("M. Petit a écrit à p@exemple.fr avec Mme Leroy, et Durand ?", first.originals)
    assert second.text == "M. [personne 2] a écrit à [courriel 1] avec Mme [personne 3], et [personne 1] ?"
    assert second.originals["[personne 1]"] == "Durand"


def test_a_placeholder_written_by_the_user_is_never_taken_for_ours(masker: Masker) -> None:
    masked = masker.mask("[personne 1] a vu Mme Durand")
    assert masked.text == "[personne 1] a vu Mme [personne 2]"
    assert restored(masked.text, masked.originals) == "[personne 1] a vu Mme Durand"


def test_an_object_is_covered_as_whole_words_only() -> None:
    originals = {"[personne 1]": "Petit"}
    value = {"said": ["M. Petit", "Petitesse", 3, None], "in": {"deep": ("Petit.",)}}
    assert covered(value, originals) == {
        "said": ["M. [personne 1]", "Petitesse", 3, None],
        "in": {"deep": ["[personne 1]."]},
    }
    assert covered(value, {}) is value


def test_people_the_corpus_cites_are_left(knowledge: Knowledge) -> None:
    said = [detail.text for fiche in knowledge.fiches.values() for detail in fiche.details]
    masker = Masker(Known.of(said, AUTHORS))
    text = "Séverine Battin et Mme Robinet le disent ; que pense Suzy Robinet ? Séverine Durand, elle, refuse."
    assert masker.mask(text).text == text.replace("Séverine Durand", "[personne 1]")


@given(st.integers(10**12, 4 * 10**12))
def test_a_social_security_number_with_one_figure_changed_has_a_wrong_key(number: int) -> None:
    whole = f"{number}{97 - number % 97:02d}"
    assert valid_nir(whole)
    changed = str((int(whole[4]) + 1) % 10)
    assert not valid_nir(whole[:4] + changed + whole[5:])


def test_an_account_has_the_length_of_its_country() -> None:
    assert valid_iban("BE68 5390 0754 7034")
    assert not valid_iban("FR68 5390 0754 7034")


@pytest.mark.parametrize("kind", get_args(Kind))
def test_a_placeholder_is_a_blank_to_whatever_reads_words(kind: str) -> None:
    assert PLACEHOLDER.fullmatch(f"[{kind} 1]")
    text = f"Mme [{kind} 12] veut un atelier"
    assert words(text) == ["mme", "veut", "un", "atelier"]
    folded = fold(text)
    place = folded.text.index("veut")
    assert text[slice(*folded.span(place, place + 4))] == "veut"
    assert plain(f"[{kind} x] et [autre 1]") == f"[{plain(kind)} x] et [autre 1]"


def test_every_placeholder_is_of_the_written_form(masker: Masker) -> None:
    for case in CASES:
        masked = masker.mask(case.text)
        assert all(PLACEHOLDER.fullmatch(placeholder) for placeholder in masked.originals)
