"""A local rule raises the floor and never lowers anything: whatever the rules, the project and the law."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.decision.engine import OWN_FLOOR, decide
from advisor.domain.condition import Condition
from advisor.domain.decision import Floor
from advisor.domain.degree import Degree
from advisor.domain.fiche import Review
from advisor.domain.local import RegleLocale
from advisor.domain.profile import Fact, FactStatus, Profile
from advisor.knowledge.loader import Knowledge
from advisor.law.local import applying, judged, raised
from tests.unit.decision.test_engine import CHOICES, FLOORS, profiles

TODAY = "2026-11-22"
SUBJECTS = ("accueil", "mobilite", "culture")
DOMAIN = Condition(fact="domaine", any_of=("accueil",), text="le projet porte sur un accueil")
AGENTS = Condition(fact="public", any_of=("agents",), text="il ne touche que les agents")


def _rule(
    degree: Degree | None,
    conditions: Sequence[Condition] = (),
    exceptions: Sequence[Condition] = (),
    rank: int = 0,
    **dates: str,
) -> RegleLocale:
    return RegleLocale(
        id=f"regle-locale.essai-{rank}",
        title="Essai",
        title_en="Test",
        statement="Une règle d'essai.",
        evidence=(),
        review=Review(date=TODAY),
        degree=degree,
        body="Conseil",
        decided=dates.get("decided", "2025-03-12"),
        bound="La collectivité",
        conditions=tuple(conditions),
        exceptions=tuple(exceptions),
        since=dates.get("since", ""),
        until=dates.get("until", ""),
    )


def _known(*pairs: tuple[str, str]) -> Profile:
    return Profile(facts=tuple(Fact(name=name, values=(value,), status=FactStatus.STATED) for name, value in pairs))


@st.composite
def _tests(draw: st.DrawFn) -> Condition:
    name = draw(st.sampled_from(["domaine", *CHOICES]))
    values = SUBJECTS if name == "domaine" else CHOICES[name]
    chosen = draw(st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True))
    negated = draw(st.booleans())
    return Condition(fact=name, any_of=() if negated else tuple(chosen), none_of=tuple(chosen) if negated else ())


@st.composite
def _rules(draw: st.DrawFn) -> tuple[RegleLocale, ...]:
    made = []
    for rank in range(draw(st.integers(0, 4))):
        degree = draw(st.none() | st.sampled_from(Degree))
        conditions, exceptions = (draw(st.lists(_tests(), max_size=2)) for _ in range(2))
        made.append(_rule(degree, conditions, exceptions, rank))
    return tuple(made)


@given(profile=profiles(), rules=_rules(), more=_rules(), law=FLOORS)
def test_adding_local_rules_never_lowers_the_degree_nor_the_floor(
    knowledge: Knowledge,
    profile: Profile,
    rules: tuple[RegleLocale, ...],
    more: tuple[RegleLocale, ...],
    law: Floor | None,
) -> None:
    floors = [raised(law, applying(held, profile, TODAY)) for held in ((), rules, (*rules, *more))]
    degrees = [decide(profile, knowledge.criteres, floor).degree for floor in floors]
    ranks = [floor.degree.rank if floor else 0 for floor in floors]
    assert ranks == sorted(ranks)
    assert floors[0] is law
    held = [degree.rank if degree else 0 for degree in degrees]
    assert held == sorted(held)


@given(profile=profiles(), rules=_rules(), law=FLOORS)
def test_a_floor_is_local_only_when_it_is_above_the_law(
    profile: Profile, rules: tuple[RegleLocale, ...], law: Floor | None
) -> None:
    floor = raised(law, applying(rules, profile, TODAY))
    if floor and floor.origin == "local":
        assert law is None or floor.degree.rank > law.degree.rank
        assert floor.legal is (law.degree if law else None)
        assert floor.obligation.startswith("regle-locale.")
    else:
        assert floor == law


@given(rules=_rules())
def test_what_is_unknown_raises_nothing(rules: tuple[RegleLocale, ...]) -> None:
    conditioned = [rule for rule in rules if rule.conditions]
    assert raised(None, applying(conditioned, Profile(), TODAY)) is None


def test_a_rule_without_condition_holds_for_every_project() -> None:
    (found,) = applying([_rule(Degree.CONSULTER)], Profile(), TODAY)
    assert (found.truth, found.missing) == (True, ())


def test_a_rule_is_shown_as_open_only_when_it_speaks_of_the_project() -> None:
    rule = _rule(Degree.CONSULTER, [DOMAIN, Condition(fact="temps", any_of=("long",))])
    assert applying([rule], Profile(), TODAY) == ()
    (found,) = applying([rule], _known(("domaine", "accueil")), TODAY)
    assert (found.truth, found.missing) == (None, ("temps",))


@pytest.mark.parametrize(("public", "truth"), [("agents", False), ("captif", True), ("", True)])
def test_an_exception_that_holds_sets_the_rule_aside_and_an_unknown_one_does_not(public: str, truth: bool) -> None:
    known = [("domaine", "accueil"), *([("public", public)] if public else [])]
    assert judged(_rule(Degree.CONSULTER, [DOMAIN], [AGENTS]), _known(*known), TODAY).truth is truth


@pytest.mark.parametrize(
    ("dates", "on", "holds"),
    [
        ({"decided": "2025-03-12"}, "2025-03-11", False),
        ({"decided": "2025-03-12"}, "2025-03-12", True),
        ({"decided": "2025-03-12", "since": "2026-01-01"}, "2025-12-31", False),
        ({"decided": "2025-03-12", "until": "2026-01-01"}, "2025-12-31", True),
        ({"decided": "2025-03-12", "until": "2026-01-01"}, "2026-01-01", False),
    ],
)
def test_a_rule_holds_from_the_day_it_was_decided_to_its_end(dates: dict[str, str], on: str, holds: bool) -> None:
    assert judged(_rule(Degree.CONSULTER, **dates), Profile(), on).truth is holds


CLOSED = (("marge", "aucune"), ("decision", "prise"))


@pytest.mark.parametrize(
    ("law", "named", "own"),
    [
        (None, "Votre collectivité s'est engagée à « concerter »", True),
        (Degree.INFORMER, "Votre collectivité s'est engagée à « concerter »", True),
        (Degree.CONSULTER, "La loi impose « consulter », votre collectivité s'est engagée à « concerter »", False),
        (Degree.CONCERTER, "La loi impose « concerter », la marge", False),
    ],
)
def test_a_floor_above_what_can_be_promised_is_told_by_who_sets_it(
    knowledge: Knowledge, law: Degree | None, named: str, own: bool
) -> None:
    profile = _known(*CLOSED)
    legal = Floor(degree=law, obligation="obligation.essai") if law else None
    floor = raised(legal, applying([_rule(Degree.CONCERTER)], profile, TODAY))
    decided = decide(profile, knowledge.criteres, floor)
    assert decided.ceiling is Degree.INFORMER
    (alert,) = [item for item in decided.alerts if item.alert == "alerte.socle-au-dessus"]
    assert alert.reason.startswith(named)
    assert (alert.title == OWN_FLOOR) is own
