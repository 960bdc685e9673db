"""Proposed facts beside those the engine read: filled only where nothing moves, asked where something would."""

from __future__ import annotations

from advisor.domain.profile import Fact, FactStatus, Profile
from advisor.understanding.proposed import merged


def fact(name: str, value: str, status: FactStatus = FactStatus.INFERRED) -> Fact:
    return Fact(name=name, values=(value,), words=("des mots",), status=status)


def by_public(profile: Profile) -> object:
    """An engine that looks at the public alone."""
    return profile.values("public")


KNOWN = Profile(facts=(fact("phase", "conception", FactStatus.STATED), fact("marge", "options")))


def test_an_unknown_fact_that_moves_nothing_is_filled_as_inferred() -> None:
    found = merged(KNOWN, [fact("domaine", "sport", FactStatus.STATED)], by_public)
    assert found.kept == ("domaine",)
    filled = found.profile.get("domaine")
    assert filled is not None
    assert filled.status is FactStatus.INFERRED


def test_a_fact_that_would_move_the_advice_is_asked_and_not_filled() -> None:
    found = merged(KNOWN, [fact("public", "captif")], by_public)
    assert found.profile == KNOWN
    assert [item.fact for item in found.to_confirm] == ["public"]


def test_a_deciding_fact_is_never_filled_even_when_it_moves_nothing_and_is_asked_first() -> None:
    found = merged(KNOWN, [fact("public", "captif"), fact("decision", "ouverte")], by_public)
    assert found.profile == KNOWN
    assert [item.fact for item in found.to_confirm] == ["decision", "public"]


def test_what_is_known_stays_and_the_disagreement_is_told() -> None:
    found = merged(KNOWN, [fact("phase", "evaluation"), fact("marge", "aucune")], by_public)
    assert found.profile == KNOWN
    assert [(item.fact, item.known, item.proposed) for item in found.disagreements] == [
        ("phase", ("conception",), ("evaluation",)),
        ("marge", ("options",), ("aucune",)),
    ]
    assert [item.fact for item in found.to_confirm] == ["marge"]  # deduced, and it decides: worth asking


def test_what_the_user_took_back_is_not_filled_again() -> None:
    back = KNOWN.with_fact(Fact(name="domaine", status=FactStatus.UNKNOWN))
    assert merged(back, [fact("domaine", "sport")], by_public).kept == ()
