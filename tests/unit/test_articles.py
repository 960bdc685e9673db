"""Article numbers: every spelling people use gives one number, and other numbers are left alone."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from advisor import articles

SPELLINGS = [
    ("L. 103-2", "L103-2"),
    ("L103-2", "L103-2"),
    ("L 103-2", "L103-2"),
    ("L.103-2", "L103-2"),
    ("article L 103 2", "L103-2"),
    ("art. L. 103-2", "L103-2"),
    ("l.103\u20112", "L103-2"),
    ("l103-2", "L103-2"),
    ("L.\u00a0103-2", "L103-2"),
    ("L. 103 - 2", "L103-2"),
    ("L. 121-15-1", "L121-15-1"),
    ("R*121-2", "R121-2"),
    ("R. *121-2", "R121-2"),
    ("LO1112-1", "LO1112-1"),
    ("LO 1112-1", "LO1112-1"),
    ("D311-16", "D311-16"),
    ("L146-1 A", "L146-1 A"),
    ("L. 123-19-1", "L123-19-1"),
    ("L2143-2", "L2143-2"),
    ("article 44 bis", "44 bis"),
    ("article 7", "7"),
    ("art. 39", "39"),
    ("articles 5", "5"),
    ("article n° 12", "12"),
    ("article 52-1", "52-1"),
]


@pytest.mark.parametrize(("written", "number"), SPELLINGS)
def test_every_spelling_gives_one_number(written: str, number: str) -> None:
    assert [found.number for found in articles.find(f"Que dit {written} ?")] == [number]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("L. 103-2", "L103-2"),
        ("l 103 2", "L103-2"),
        ("L103-2", "L103-2"),
        ("R*121-2", "R121-2"),
        ("LO 1112-1", "LO1112-1"),
        ("44 bis", "44 bis"),
        ("44 BIS", "44 bis"),
        ("L146-1 A", "L146-1 A"),
        ("l. 146-1 a", "L146-1 A"),
        ("7", "7"),
        ("préambule", "PRÉAMBULE"),
    ],
)
def test_a_number_has_one_normal_spelling(written: str, number: str) -> None:
    assert articles.normalized(written) == number


@given(st.sampled_from([number for _, number in SPELLINGS]))
def test_the_normal_spelling_is_its_own(number: str) -> None:
    assert articles.normalized(number) == number


@given(
    st.sampled_from(["L", "R", "D", "LO"]),
    st.lists(st.integers(1, 999), min_size=1, max_size=3),
    st.sampled_from(["{}{}", "{} {}", "{}. {}", "{}.{}", "{}.*{}"]),
    st.sampled_from(["-", " - ", "\u2011"]),
)
def test_any_coded_number_is_found_and_written_one_way(letter: str, numbers: list[int], form: str, dash: str) -> None:
    numbers[0] += 100
    assume(letter != "D" or len(numbers) > 1)  # « D101 » alone is a road
    written = form.format(letter, dash.join(map(str, numbers)))
    expected = letter + "-".join(map(str, numbers))
    assert [found.number for found in articles.find(f"selon {written}, il faut")] == [expected]
    if letter != "D":  # « d 101 » is more often a time or a road
        assert [found.number for found in articles.find(f"selon {written.lower()}, il faut")] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "dans 3 mois",
        "a 12 km",
        "à 12 km de Vif",
        "loi n° 78-17 du 6 janvier 1978",
        "il y a 200 habitants",
        "d'ici 2 mois",
        "l'an 2026",
        "les articles de la loi",
        "un article de presse",
        "30 % des agents",
        "de 18 à 25 ans",
        "ouvert d 8 h",
        "R+2 sans ascenseur",
        "la déviation de l'A480",
        "on refait la D1075",
        "travaux sur la RD 523",
    ],
)
def test_other_numbers_are_not_articles(text: str) -> None:
    assert articles.find(text) == []


def test_a_range_is_two_articles() -> None:
    assert [found.number for found in articles.find("Les articles L131-1 à L131-3")] == ["L131-1", "L131-3"]


def test_each_number_keeps_its_place() -> None:
    text = "Voir l'article L.\u00a0103-2, puis R*121-2."
    assert [text[found.start : found.end] for found in articles.find(text)] == ["L.\u00a0103-2", "R*121-2"]


def test_the_bracketed_final_full_stop_is_left_out() -> None:
    text = "(art. D311-3)."
    found = articles.find(text)
    assert [text[number.start : number.end] for number in found] == ["D311-3"]
