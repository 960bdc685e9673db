"""Verdicts of law: three-valued, condition by condition, exact on both sides of every threshold."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.domain.condition import Condition, Truth
from advisor.domain.decision import Floor
from advisor.domain.degree import Degree
from advisor.domain.fiche import Obligation, Reference, Review
from advisor.domain.outcome import Outcome
from advisor.domain.profile import Fact, Profile
from advisor.knowledge import loader
from advisor.knowledge.loader import Knowledge
from advisor.knowledge.parts import parts
from advisor.law.engine import assess, floor, triggered
from advisor.settings import ROOT


def _profile(**facts: str | float | tuple[str, ...]) -> Profile:
    made = []
    for name, given_value in facts.items():
        if isinstance(given_value, float | int):
            made.append(Fact(name=name, number=float(given_value)))
        else:
            made.append(Fact(name=name, values=(given_value,) if isinstance(given_value, str) else given_value))
    return Profile(facts=tuple(made))


# --- verdicts of the repository's own law ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("obligation", "profile", "truth", "missing"),
    [
        ("concertation-zac", _profile(objet="zac"), True, ()),
        ("concertation-zac", _profile(objet="ehpad"), False, ()),
        ("concertation-zac", _profile(), None, ("objet",)),
        ("conseil-vie-sociale", _profile(objet="ehpad"), True, ()),
        ("conseil-vie-sociale", _profile(objet="etablissement-social", hebergement="oui"), True, ()),
        ("conseil-vie-sociale", _profile(objet="etablissement-social", hebergement="non"), False, ()),
        ("conseil-vie-sociale", _profile(objet="etablissement-social"), None, ("hebergement",)),
        ("conseil-vie-sociale", _profile(objet="ehpad", porteur="departement"), True, ()),
        ("conseil-vie-sociale", _profile(objet="zac"), False, ()),
    ],
)
def test_the_law_gives_its_verdict_or_says_what_it_waits_for(
    knowledge: Knowledge, obligation: str, profile: Profile, truth: Truth, missing: tuple[str, ...]
) -> None:
    fiche = knowledge.fiches[f"obligation.{obligation}"]
    assert isinstance(fiche, Obligation)
    outcome = assess(fiche, profile)
    assert (outcome.truth, outcome.missing) == (truth, missing)


@pytest.mark.parametrize(
    ("profile", "degree"),
    [
        (_profile(objet="zac", porteur="commune"), Degree.CONCERTER),
        (_profile(objet="accueil-public", porteur="departement"), None),
        (_profile(objet="ehpad", hebergement="oui"), None),
        (_profile(), None),
    ],
)
def test_only_a_rule_on_the_project_itself_makes_a_floor(
    knowledge: Knowledge, profile: Profile, degree: Degree | None
) -> None:
    found = floor(triggered(knowledge.of(Obligation), profile))
    assert (found.degree if found else None) is degree


# --- both sides of every threshold of the data -------------------------------------------------------------------

BOUNDS = ("at_least", "at_most", "above", "below")
HOLDS = {
    "at_least": (False, True, True),
    "at_most": (True, True, False),
    "above": (False, False, True),
    "below": (True, False, False),
}
OBLIGATIONS = loader.load([ROOT / "corpus" / "knowledge"]).of(Obligation)


def _thresholds() -> list[object]:
    """Every numeric threshold of the law, each once per obligation."""
    found = {
        (obligation.id, condition.fact, bound, getattr(condition, bound)): obligation
        for obligation in OBLIGATIONS
        for _, condition in parts(obligation, Condition)
        for bound in BOUNDS
        if getattr(condition, bound) is not None
    }
    return [
        pytest.param(obligation, fact, bound, number, id=f"{name.split('.')[1]}-{fact}-{bound}-{number:g}")
        for (name, fact, bound, number), obligation in found.items()
    ]


def _situations(obligation: Obligation, apart: str) -> Iterator[Profile]:
    """Profiles that tell the conditions of an obligation apart, the fact `apart` left unknown."""
    values: dict[str, list[Fact]] = {}
    for _, condition in parts(obligation, Condition):
        if condition.fact and condition.fact != apart:
            tried = values.setdefault(condition.fact, [])
            tried += [Fact(name=condition.fact, values=(value,)) for value in condition.any_of[:2]]
            tried += [Fact(name=condition.fact, values=("autre",)), *_measured(condition)]
    choices = [[*dict.fromkeys(facts), *_pairs(facts)] for facts in values.values()]
    for chosen in itertools.islice(itertools.product(*choices), 20000):
        yield Profile(facts=chosen)


def _pairs(facts: list[Fact]) -> list[Fact]:
    """A project may be of two subject matters at once."""
    names = dict.fromkeys(value for fact in facts for value in fact.values if fact.name == "objet")
    return [Fact(name="objet", values=pair) for pair in itertools.combinations(names, 2)]


def _measured(condition: Condition) -> list[Fact]:
    bounds = [bound for name in BOUNDS if (bound := getattr(condition, name)) is not None]
    return [Fact(name=condition.fact, number=bound + step) for bound in bounds for step in (-1, 1)]


@pytest.mark.parametrize(("obligation", "fact", "bound", "number"), _thresholds())
def test_each_threshold_of_the_law_changes_the_verdict_exactly_where_it_says(
    obligation: Obligation, fact: str, bound: str, number: float
) -> None:
    for situation in _situations(obligation, fact):
        around = [situation.with_fact(Fact(name=fact, number=number + step)) for step in (-1, 0, 1)]
        truths = [assess(obligation, profile).truth for profile in around]
        if truths[0] is not truths[2]:
            met = truths[HOLDS[bound].index(True)]
            unmet = truths[HOLDS[bound].index(False)]
            assert truths == [met if holds else unmet for holds in HOLDS[bound]]
            return
    pytest.fail("aucune situation où ce seuil change le verdict")


def test_there_are_thresholds_to_try() -> None:
    assert len(_thresholds()) >= 20


# --- mechanics, on an obligation made for the test ---------------------------------------------------------------

TRIGGER = Condition(fact="objet", any_of=("essai",))
BIG = Condition(fact="population", at_least=100)
SAVED = Condition(fact="urgence", any_of=("oui",))


def _obligation(name: str = "essai", **given_values: object) -> Obligation:
    known: dict[str, object] = {
        "id": f"obligation.{name}",
        "title": "",
        "title_en": "",
        "statement": "",
        "evidence": (),
        "review": Review(date="2026-11-22"),
        "domain": "",
        "force": "obligation",
        "degree": Degree.CONSULTER,
        "references": (Reference(code="c", article="1", version="", confidence="haute", address=""),),
        "bound": "",
        "trigger": TRIGGER,
        "checked": "",
        "conditions": (BIG,),
        "exceptions": (SAVED,),
        "raises": True,
    }
    return Obligation(**(known | given_values))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("profile", "truth", "missing"),
    [
        (_profile(objet="essai", population=100, urgence="non"), True, ()),
        (_profile(objet="essai", population=100), True, ()),
        (_profile(objet="essai", population=100, urgence="oui"), False, ()),
        (_profile(objet="essai", population=99), False, ()),
        (_profile(objet="essai"), None, ("population",)),
        (_profile(objet="essai", urgence="oui"), False, ()),
        (_profile(objet="autre"), False, ()),
        (_profile(population=100), None, ("objet",)),
        (_profile(population=99), False, ()),
        (_profile(), None, ("objet", "population")),
    ],
)
def test_conditions_decide_strictly_and_an_unknown_exception_leaves_the_rule_standing(
    profile: Profile, truth: Truth, missing: tuple[str, ...]
) -> None:
    outcome = assess(_obligation(), profile)
    assert (outcome.truth, outcome.missing) == (truth, missing)


def test_each_condition_is_ticked_crossed_or_open() -> None:
    outcome = assess(_obligation(), _profile(objet="essai", population=99))
    assert [tested.ticked for tested in outcome.tested] == ["remplie", "non remplie", "à savoir"]
    assert [tested.exception for tested in outcome.tested] == [False, False, True]


@pytest.mark.parametrize(("urgence", "ticked"), [("oui", "non remplie"), ("non", "remplie")])
def test_an_exception_that_does_not_hold_is_ticked(urgence: str, ticked: str) -> None:
    outcome = assess(_obligation(), _profile(objet="essai", population=100, urgence=urgence))
    assert outcome.tested[-1].ticked == ticked


def test_an_assumed_fact_is_not_waited_for_but_still_shown_as_open() -> None:
    outcome = assess(_obligation(), _profile(objet="essai"), assumed=("population",))
    assert (outcome.truth, outcome.missing) == (True, ())
    assert outcome.tested[1].ticked == "à savoir"


def test_a_known_fact_is_not_assumed_away() -> None:
    assert assess(_obligation(), _profile(objet="essai", population=99), assumed=("population",)).truth is False


def test_only_the_subject_matter_of_the_project_is_shown_what_is_in_force_first() -> None:
    profile = _profile(objet="essai", population=50)
    rules = [
        _obligation("a-écartée"),
        _obligation("b-ouverte", conditions=(SAVED,), exceptions=()),
        _obligation("c-due", conditions=(), exceptions=()),
        _obligation("d-ailleurs", trigger=Condition(fact="objet", any_of=("autre",))),
        _obligation("e-inconnue", trigger=Condition(fact="porteur", any_of=("commune",))),
    ]
    assert [outcome.obligation.id.split(".")[1] for outcome in triggered(rules, profile)] == [
        "c-due",
        "b-ouverte",
        "a-écartée",
    ]


def _outcome(truth: Truth, **given_values: object) -> Outcome:
    return Outcome(_obligation(**given_values), True, truth, (), ())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        ([], None),
        ([_outcome(True)], Degree.CONSULTER),
        ([_outcome(None)], None),
        ([_outcome(False)], None),
        ([_outcome(True, raises=False)], None),
        ([_outcome(True, force="faculté")], None),
        ([_outcome(True, force="garantie")], None),
        ([_outcome(True, degree=None)], None),
        ([_outcome(True), _outcome(True, degree=Degree.CONCERTER)], Degree.CONCERTER),
        ([_outcome(True, degree=Degree.CONCERTER), _outcome(True)], Degree.CONCERTER),
    ],
)
def test_the_floor_is_the_strongest_degree_due_on_the_project(outcomes: list[Outcome], expected: Degree | None) -> None:
    assert floor(outcomes) == (Floor(degree=expected, obligation="obligation.essai") if expected else None)


@st.composite
def _known(draw: st.DrawFn) -> Profile:
    values = draw(
        st.fixed_dictionaries(
            {},
            optional={
                "objet": st.sampled_from(["zac", "plu", "ehpad", "etablissement-social", "gare", "pcaet", "petition"]),
                "porteur": st.sampled_from(["departement", "commune", "epci", "etat"]),
                "population": st.sampled_from([500.0, 12000.0, 60000.0, 90000.0]),
                "montant": st.sampled_from([1e5, 2e6, 6e6, 5e8]),
                "hebergement": st.sampled_from(["oui", "non"]),
                "evaluation_environnementale": st.sampled_from(["oui", "non"]),
            },
        )
    )
    return _profile(**values)


@given(profile=_known(), data=st.data())
def test_what_is_settled_stays_settled_when_more_is_known(profile: Profile, data: st.DataObject) -> None:
    known = Profile(facts=tuple(fact for fact in profile.facts if data.draw(st.booleans())))
    for obligation in OBLIGATIONS:
        if obligation.exceptions:
            continue  # an exception that comes to be known may close a rule that stood
        before = assess(obligation, known).truth
        assert before is None or assess(obligation, profile).truth is before


@given(profile=_known())
def test_an_open_verdict_always_says_what_it_waits_for(profile: Profile) -> None:
    for obligation in OBLIGATIONS:
        outcome = assess(obligation, profile)
        assert bool(outcome.missing) == (outcome.truth is None)
        assert all(profile.get(name) is None for name in outcome.missing)
