"""What the decision keeps whatever the profile: it never promises more for less room, time or law."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from advisor.decision import engine
from advisor.decision.engine import decide
from advisor.domain.condition import Condition
from advisor.domain.decision import Floor
from advisor.domain.degree import Degree
from advisor.domain.fiche import Alerte, Critere, Effect, Obligation, Review
from advisor.domain.profile import Fact, FactStatus, Profile
from advisor.knowledge.loader import Knowledge
from advisor.understanding.reader import ProfileReader

MARGINS = ("aucune", "ajustements", "options", "ouverte")
CHOICES = {
    "marge": MARGINS,
    "decision": ("prise", "partielle", "ouverte"),
    "decideur": ("loi", "collectivite-seule", "apres-discussion", "partagee", "usagers"),
    "reponse": ("non", "oui"),
    "annonce": tuple(degree.value for degree in Degree),
    "temps": ("serre", "suffisant", "long"),
    "moyens": ("faibles", "suffisants"),
}
LISTS = {
    "but": (
        "faire-connaitre",
        "expliquer",
        "mesurer",
        "recueillir",
        "arbitrer",
        "ajuster",
        "construire",
        "pouvoir-agir",
    ),
    "phase": ("conception", "mise-en-oeuvre", "evaluation"),
    "public": ("captif", "partage", "furtif", "potentiel", "agents"),
    "risque": ("opposants", "tout-numerique", "sans-retour", "alibi", "promesse-excessive"),
}
FLOORS = st.none() | st.sampled_from(Degree).map(lambda degree: Floor(degree=degree, obligation="obligation.essai"))
WEEKS = st.integers(0, 60)
EVALUATED = Profile(facts=(Fact(name="phase", values=("evaluation",)),))
COMPARED = {"alerte.promesse-excessive", "alerte.socle-au-dessus"}
"""Alerts raised by a comparison of degrees, each of which may come from deduced facts."""
INFORM = Floor(degree=Degree.INFORMER, obligation="obligation.essai")


@st.composite
def profiles(draw: st.DrawFn, without: Sequence[str] = ()) -> Profile:
    """Profiles that leave anything unknown, without the facts a test sets itself."""
    facts = []
    for name, values in CHOICES.items():
        value = draw(st.none() | st.sampled_from(values))
        if value and name not in without:
            facts.append(Fact(name=name, values=(value,), status=draw(st.sampled_from(list(FactStatus)[:3]))))
    for name, values in LISTS.items():
        chosen = draw(st.lists(st.sampled_from(values), max_size=2, unique=True))
        if chosen and name not in without:
            facts.append(Fact(name=name, values=tuple(chosen)))
    weeks = draw(st.none() | WEEKS)
    if weeks is not None and "delai" not in without:
        facts.append(Fact(name="delai", number=weeks))
    return Profile(facts=tuple(facts))


def _with(profile: Profile, name: str, value: str) -> Profile:
    return profile.with_fact(Fact(name=name, values=(value,)))


def _rank(degree: Degree | None) -> int:
    return degree.rank if degree else 0


@given(profile=profiles(without=["marge"]), floor=FLOORS, less=st.integers(0, 3), more=st.integers(0, 3))
def test_less_margin_never_raises_the_degree(
    knowledge: Knowledge, profile: Profile, floor: Floor | None, less: int, more: int
) -> None:
    low, high = sorted((less, more))
    narrow = decide(_with(profile, "marge", MARGINS[low]), knowledge.criteres, floor).degree
    wide = decide(_with(profile, "marge", MARGINS[high]), knowledge.criteres, floor).degree
    assert _rank(narrow) <= _rank(wide)


@given(profile=profiles(without=["decision"]), floor=FLOORS, other=st.sampled_from(["partielle", "ouverte"]))
@example(profile=EVALUATED, floor=INFORM, other="ouverte")
def test_a_decision_already_taken_never_raises_the_degree(
    knowledge: Knowledge, profile: Profile, floor: Floor | None, other: str
) -> None:
    taken = decide(_with(profile, "decision", "prise"), knowledge.criteres, floor).degree
    still = decide(_with(profile, "decision", other), knowledge.criteres, floor).degree
    assert still is None or _rank(taken) <= _rank(still)


@given(profile=profiles(without=["decision"]), floor=FLOORS)
@example(profile=EVALUATED, floor=INFORM)
def test_learning_that_the_decision_is_taken_never_raises_the_degree(
    knowledge: Knowledge, profile: Profile, floor: Floor | None
) -> None:
    before = decide(profile, knowledge.criteres, floor).degree
    after = decide(_with(profile, "decision", "prise"), knowledge.criteres, floor).degree
    assert before is None or _rank(after) <= _rank(before)


@given(profile=profiles(without=["delai", "temps"]), floor=FLOORS, weeks=st.tuples(WEEKS, WEEKS))
def test_fewer_weeks_never_raise_the_degree(
    knowledge: Knowledge, reader: ProfileReader, profile: Profile, floor: Floor | None, weeks: tuple[int, int]
) -> None:
    short, long = (
        decide(reader.deduced(profile.with_fact(Fact(name="delai", number=number))), knowledge.criteres, floor).degree
        for number in sorted(weeks)
    )
    assert long is None or _rank(short) <= _rank(long)


@given(profile=profiles(), degree=st.sampled_from(Degree))
def test_a_floor_never_lowers_the_degree(knowledge: Knowledge, profile: Profile, degree: Degree) -> None:
    free = decide(profile, knowledge.criteres).degree
    bound = decide(profile, knowledge.criteres, Floor(degree=degree, obligation="obligation.essai")).degree
    assert _rank(bound) >= max(_rank(free), degree.rank)


@given(profile=profiles(), floor=FLOORS)
def test_the_degree_stays_under_the_ceiling_unless_the_law_is_above(
    knowledge: Knowledge, profile: Profile, floor: Floor | None
) -> None:
    decided = decide(profile, knowledge.criteres, floor)
    if decided.ceiling:
        assert _rank(decided.degree) <= max(decided.ceiling.rank, _rank(floor.degree if floor else None))


@given(profile=profiles(), floor=FLOORS)
def test_the_degree_never_exceeds_both_what_is_sought_and_what_is_imposed(
    knowledge: Knowledge, profile: Profile, floor: Floor | None
) -> None:
    decided = decide(profile, knowledge.criteres, floor)
    if decided.pull:
        assert _rank(decided.degree) <= max(decided.pull.rank, _rank(floor.degree if floor else None))


@given(profile=profiles(), floor=FLOORS, data=st.data())
def test_the_order_of_facts_and_values_does_not_matter(
    knowledge: Knowledge, profile: Profile, floor: Floor | None, data: st.DataObject
) -> None:
    shuffled = [
        Fact(name=fact.name, values=tuple(reversed(fact.values)), number=fact.number, status=fact.status)
        for fact in data.draw(st.permutations(profile.facts))
    ]
    other = decide(Profile(facts=tuple(shuffled)), knowledge.criteres, floor)
    assert other == decide(profile, knowledge.criteres, floor)


@given(profile=profiles(), floor=FLOORS)
def test_an_advised_degree_gives_one_to_each_phase_and_public(
    knowledge: Knowledge, profile: Profile, floor: Floor | None
) -> None:
    decided = decide(profile, knowledge.criteres, floor)
    expected = set(engine.PHASES) if decided.degree else set()
    assert set(decided.phases) == expected
    assert all(set(row) == expected for row in decided.matrix.values())
    assert set(decided.matrix) == ({engine.DIRECT, "eloignes", "agents", "partenaires"} if expected else set())


@given(profile=profiles(), floor=FLOORS)
def test_every_alert_is_a_fiche_raised_once_with_its_reason(
    knowledge: Knowledge, profile: Profile, floor: Floor | None
) -> None:
    alerts = decide(profile, knowledge.criteres, floor).alerts
    assert all(isinstance(knowledge.fiches[raised.alert], Alerte) and raised.reason for raised in alerts)
    assert len({raised.alert for raised in alerts}) == len(alerts)


@given(profile=profiles(), floor=FLOORS)
def test_an_alert_is_firm_only_on_what_was_stated(knowledge: Knowledge, profile: Profile, floor: Floor | None) -> None:
    """Without the deduced facts, the firm alerts stand all the same, save those that compare degrees."""
    limits = {effect.alert for critere in knowledge.criteres for effect in critere.effects if effect.role == "plafond"}
    stated = Profile(facts=tuple(fact for fact in profile.facts if fact.status is not FactStatus.INFERRED))
    before = {raised.alert for raised in decide(profile, knowledge.criteres, floor).alerts if not raised.deduced}
    after = {raised.alert for raised in decide(stated, knowledge.criteres, floor).alerts}
    assert before - COMPARED - limits <= after


@pytest.mark.parametrize("status", [FactStatus.INFERRED, FactStatus.STATED])
def test_a_promise_above_a_deduced_margin_is_to_confirm(knowledge: Knowledge, status: FactStatus) -> None:
    margin = Fact(name="marge", values=("aucune",), status=status)
    profile = _with(Profile(), "annonce", "co-construire").with_fact(margin)
    raised = {raised.alert: raised.deduced for raised in decide(profile, knowledge.criteres).alerts}
    assert raised["alerte.promesse-excessive"] == (("marge",) if status is FactStatus.INFERRED else ())


@given(profile=profiles(), floor=FLOORS)
def test_whatever_sets_the_degree_is_told(knowledge: Knowledge, profile: Profile, floor: Floor | None) -> None:
    decided = decide(profile, knowledge.criteres, floor)
    told = {item.effect.degree for item in (*decided.ceilings, *decided.pulls)}
    assert {degree for degree in (decided.ceiling, decided.pull) if degree} == told


def test_nothing_known_gives_no_degree(knowledge: Knowledge) -> None:
    decided = decide(Profile(), knowledge.criteres)
    assert (decided.degree, decided.confidence, decided.phases) == (None, "faible", {})


def test_a_floor_alone_gives_its_degree(knowledge: Knowledge) -> None:
    floor = Floor(degree=Degree.CONCERTER, obligation="obligation.concertation-zac")
    assert decide(Profile(), knowledge.criteres, floor).degree is Degree.CONCERTER


def test_a_floor_above_the_ceiling_is_said_loudly(knowledge: Knowledge) -> None:
    floor = Floor(degree=Degree.CONCERTER, obligation="obligation.concertation-zac")
    decided = decide(_with(Profile(), "marge", "aucune"), knowledge.criteres, floor)
    assert decided.degree is Degree.CONCERTER
    assert "alerte.socle-au-dessus" in {raised.alert for raised in decided.alerts}
    fiche = knowledge.fiches[floor.obligation]
    assert isinstance(fiche, Obligation)


@pytest.mark.parametrize(
    ("stated", "confidence"),
    [
        ((), "faible"),
        (("decideur",), "forte"),
        (("marge", "decision"), "forte"),
        (("marge",), "moyenne"),
    ],
)
def test_confidence_grows_with_what_was_stated(knowledge: Knowledge, stated: tuple[str, ...], confidence: str) -> None:
    values = {"decideur": "apres-discussion", "marge": "options", "decision": "ouverte", "reponse": "non"}
    known = Profile(facts=(Fact(name="reponse", values=("non",)),))
    for name in stated:
        known = _with(known, name, values[name])
    assert decide(known, knowledge.criteres).confidence == confidence


# --- the mechanics, on criteria made for the test ----------------------------------------------------------------


def _critere(*effects: Effect) -> Critere:
    return Critere(
        id="critere.essai",
        title="",
        title_en="",
        statement="",
        evidence=(),
        review=Review(date="2026-11-22"),
        fact="x",
        order=1,
        effects=effects,
    )


ALWAYS = Condition(fact="x", any_of=("oui",))
KNOWN = Profile(facts=(Fact(name="x", values=("oui",)),))


def _pull(degree: Degree, strength: int) -> Effect:
    return Effect(when=ALWAYS, role="visée", degree=degree, strength=strength, reason="r")


def _ceiling(degree: Degree) -> Effect:
    return Effect(when=ALWAYS, role="plafond", degree=degree, reason="r")


@pytest.mark.parametrize(
    ("effects", "degree"),
    [
        ([_pull(Degree.INFORMER, 2), _pull(Degree.CO_CONSTRUIRE, 1)], Degree.INFORMER),
        ([_pull(Degree.INFORMER, 1), _pull(Degree.CONCERTER, 1)], Degree.CONCERTER),
        ([_pull(Degree.CO_CONSTRUIRE, 1), _ceiling(Degree.CONCERTER), _ceiling(Degree.CONSULTER)], Degree.CONSULTER),
        ([_pull(Degree.INFORMER, 1), _ceiling(Degree.CONCERTER)], Degree.INFORMER),
        ([_ceiling(Degree.CO_CONSTRUIRE)], Degree.CONSULTER),
        ([_ceiling(Degree.INFORMER)], Degree.INFORMER),
    ],
)
def test_the_strongest_pull_is_held_under_the_lowest_ceiling(effects: list[Effect], degree: Degree) -> None:
    assert decide(KNOWN, [_critere(*effects)]).degree is degree


def test_an_effect_whose_condition_is_unknown_does_nothing() -> None:
    assert decide(Profile(), [_critere(_pull(Degree.CONCERTER, 1))]).degree is None
