"""Durations, populations and amounts, each with the words it comes from."""

from __future__ import annotations

import pytest

from advisor.understanding.measures import read_measures

MONTH = 52 / 12


def _read(text: str, name: str) -> tuple[float | None, tuple[str, ...]]:
    found = {fact.name: fact for fact in read_measures(text)}
    return (found[name].number, found[name].words) if name in found else (None, ())


@pytest.mark.parametrize(
    ("text", "weeks"),
    [
        ("il faut décider dans 3 semaines", 3),
        ("sous 10 jours", 10 / 7),
        ("d'ici 2 mois", 2 * MONTH),
        ("d’ici deux mois", 2 * MONTH),
        ("il reste six semaines", 6),
        ("on a 1 an", 52),
        ("nous avons environ 4 mois", 4 * MONTH),
        ("dans moins de 2 semaines", 2),
        ("dans dix-huit mois", 18 * MONTH),
        ("dans une quinzaine", 2),
        ("dans 1,5 mois", 1.5 * MONTH),
        ("within 3 weeks", 3),
        ("in two months", 2 * MONTH),
        ("in a year", 52),
        ("DANS TROIS SEMAINES", 3),
    ],
)
def test_the_time_left_is_read_in_weeks(text: str, weeks: float) -> None:
    assert _read(text, "delai")[0] == pytest.approx(weeks, abs=0.06)


@pytest.mark.parametrize(
    "text",
    [
        "depuis 3 ans",
        "il y a 2 mois",
        "ouvert depuis 10 ans",
        "voilà six mois que ça dure",
        "3 months ago",
        "on a 3 mois de retard",
        "il y a 6 mois d'attente",
        "les enfants de 3 ans",
        "trois semaines",
        "le projet a duré 2 ans",
        "nous avons attendu pendant 6 mois",
    ],
)
def test_a_past_or_plain_duration_is_no_time_left(text: str) -> None:
    assert _read(text, "delai") == (None, ())


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("une commune de 12 000 habitants", 12000),
        ("une commune de 12\u00a0000 habitants", 12000),
        ("une ville de 12.000 habitants", 12000),
        ("1 270 000 habitants en Isère", 1270000),
        ("80000 hab.", 80000),
        ("a town of 5,000 inhabitants", 5000),
        ("3500 residents", 3500),
        ("850 habitants", 850),
    ],
)
def test_a_population_is_read(text: str, people: float) -> None:
    assert _read(text, "population")[0] == people


@pytest.mark.parametrize("text", ["12 habitants autour de la table", "plus de 300 agents", "des habitants", "en 2026"])
def test_other_numbers_are_no_population(text: str) -> None:
    assert _read(text, "population") == (None, ())


@pytest.mark.parametrize(
    ("text", "euros"),
    [
        ("un budget de 2 M€", 2e6),
        ("2M€ de travaux", 2e6),
        ("1,9 M€", 1.9e6),
        ("1.9 M€", 1.9e6),
        ("150 k€", 150e3),
        ("150K€", 150e3),
        ("300 000 €", 300e3),
        ("300\u202f000 euros", 300e3),
        ("1 900 000 euros HT", 1.9e6),
        ("2 millions d'euros", 2e6),
        ("1,5 million d’euros", 1.5e6),
        ("3 milliards d'euros", 3e9),
        ("500 euros", 500),
        ("cinq réunions et 40 000 € de frais", 40e3),
        ("300.000 €", 300e3),
    ],
)
def test_an_amount_is_read_in_euros(text: str, euros: float) -> None:
    assert _read(text, "montant")[0] == euros


@pytest.mark.parametrize("text", ["12 000 habitants", "en 2026", "3 réunions", "le 38 700", "des millions de gens"])
def test_other_numbers_are_no_amount(text: str) -> None:
    assert _read(text, "montant") == (None, ())


def test_the_words_read_are_those_of_the_user() -> None:
    text = "Décision dans 3 mois, pour 12\u00a0000 habitants et 2 M€."
    assert [_read(text, name)[1] for name in ("delai", "population", "montant")] == [
        ("dans 3 mois",),
        ("12\u00a0000 habitants",),
        ("2 M€",),
    ]
