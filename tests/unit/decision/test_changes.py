"""What would tip the degree: every change told moves it, and none is longer than it must be."""

from __future__ import annotations

import itertools

from hypothesis import given

from advisor.decision.changes import applied, changes
from advisor.decision.engine import decide
from advisor.domain.decision import Floor, Setting
from advisor.domain.degree import Degree
from advisor.domain.profile import Fact, FactStatus, Profile
from advisor.knowledge.loader import Knowledge
from advisor.understanding.reader import ProfileReader
from tests.unit.decision.test_engine import FLOORS, profiles


def _known(*values: tuple[str, str]) -> Profile:
    return Profile(facts=tuple(Fact(name=name, values=(value,)) for name, value in values))


@given(profile=profiles(), floor=FLOORS)
def test_what_is_told_really_moves_the_degree(knowledge: Knowledge, profile: Profile, floor: Floor | None) -> None:
    base = decide(profile, knowledge.criteres, floor).degree
    for change in changes(profile, knowledge.criteres, list(knowledge.facts.values()), floor):
        changed = decide(applied(profile, change.settings), knowledge.criteres, floor).degree
        assert changed is change.degree is not base


@given(profile=profiles(), floor=FLOORS)
def test_no_part_of_a_change_reaches_its_degree(knowledge: Knowledge, profile: Profile, floor: Floor | None) -> None:
    for change in changes(profile, knowledge.criteres, list(knowledge.facts.values()), floor):
        for size in range(1, len(change.settings)):
            for part in itertools.combinations(change.settings, size):
                moved = decide(applied(profile, part), knowledge.criteres, floor).degree
                assert moved is not change.degree


@given(profile=profiles(), floor=FLOORS)
def test_the_shortest_changes_come_first_then_the_nearest(
    knowledge: Knowledge, profile: Profile, floor: Floor | None
) -> None:
    base = decide(profile, knowledge.criteres, floor).degree
    found = changes(profile, knowledge.criteres, list(knowledge.facts.values()), floor)
    order = [(len(change.settings), abs(change.degree.rank - base.rank)) for change in found if base]
    assert order == sorted(order)


def test_facts_that_must_move_together_are_told_together(knowledge: Knowledge) -> None:
    profile = _known(("marge", "options"), ("decideur", "collectivite-seule"))
    found = changes(profile, knowledge.criteres, list(knowledge.facts.values()))
    reached = {
        frozenset((setting.fact, setting.value) for setting in change.settings): change.degree for change in found
    }
    assert reached[frozenset({("marge", "ouverte"), ("decideur", "partagee")})] is Degree.CO_CONSTRUIRE
    assert reached[frozenset({("decideur", "apres-discussion")})] is Degree.CONCERTER


def test_a_measure_is_moved_across_the_thresholds(knowledge: Knowledge) -> None:
    profile = _known(("marge", "ouverte")).with_fact(Fact(name="delai", number=10))
    found = changes(profile, knowledge.criteres, list(knowledge.facts.values()))
    weeks = {
        setting.number: change.degree for change in found for setting in change.settings if setting.fact == "delai"
    }
    assert weeks[16] is Degree.CO_CONSTRUIRE
    assert weeks[7] is Degree.CONSULTER
    assert weeks[2] is Degree.INFORMER


def test_what_rests_on_a_fact_changes_with_it(knowledge: Knowledge) -> None:
    """A margin that is only deduced from a decision taken falls with it."""
    reader = ProfileReader(list(knowledge.facts.values()))
    told = Profile(facts=(Fact(name="decision", values=("prise",)), Fact(name="but", values=("arbitrer",))))
    assert reader.deduced(told).has("marge", "aucune")
    found = changes(told, knowledge.criteres, list(knowledge.facts.values()), None, reader.deduced)
    assert any(
        change.settings == (Setting("decision", "ouverte"),) and change.degree is Degree.CONCERTER for change in found
    )


def test_what_is_sought_is_added_to(knowledge: Knowledge) -> None:
    profile = _known(("but", "recueillir"))
    after = applied(profile, (Setting("but", "arbitrer"),))
    assert after.values("but") == ("recueillir", "arbitrer")
    assert after.get("but") == Fact(name="but", values=("recueillir", "arbitrer"), status=FactStatus.CORRECTED)


def test_nothing_known_has_nothing_to_tip(knowledge: Knowledge) -> None:
    assert changes(Profile(), knowledge.criteres, list(knowledge.facts.values())) == []
