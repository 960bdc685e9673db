"""Kleene's strong tables, and what is still to be known."""

from __future__ import annotations

import pytest

from advisor.domain.condition import Condition, Truth, all_true, any_true, evaluate, missing_facts, negated
from advisor.domain.profile import Fact, FactStatus, Profile

TRUTHS: tuple[Truth, ...] = (True, False, None)
# Strong tables of Kleene (1952, section 64), written out.
AND = {
    (True, True): True, (True, False): False, (True, None): None,
    (False, True): False, (False, False): False, (False, None): False,
    (None, True): None, (None, False): False, (None, None): None,
}  # fmt: skip
OR = {
    (True, True): True, (True, False): True, (True, None): True,
    (False, True): True, (False, False): False, (False, None): None,
    (None, True): True, (None, False): None, (None, None): None,
}  # fmt: skip
PAIRS = list(AND)

RED = Condition(fact="a", any_of=("rouge",))
BLUE = Condition(fact="b", any_of=("bleu",))


def _profile(a: Truth = None, b: Truth = None) -> Profile:
    """A profile where RED and BLUE have the given truths."""
    facts = []
    if a is not None:
        facts.append(Fact(name="a", values=("rouge" if a else "vert",)))
    if b is not None:
        facts.append(Fact(name="b", values=("bleu" if b else "vert",)))
    return Profile(facts=tuple(facts))


@pytest.mark.parametrize("pair", PAIRS)
def test_conjunction_follows_the_strong_table(pair: tuple[Truth, Truth]) -> None:
    assert all_true(pair) is AND[pair]


@pytest.mark.parametrize("pair", PAIRS)
def test_disjunction_follows_the_strong_table(pair: tuple[Truth, Truth]) -> None:
    assert any_true(pair) is OR[pair]


@pytest.mark.parametrize(("truth", "expected"), [(True, False), (False, True), (None, None)])
def test_negation_follows_the_strong_table(truth: Truth, expected: Truth) -> None:
    assert negated(truth) is expected


def test_an_empty_conjunction_holds_and_an_empty_disjunction_does_not() -> None:
    assert (all_true([]), any_true([])) == (True, False)


@pytest.mark.parametrize("pair", PAIRS)
def test_the_group_all_is_a_conjunction(pair: tuple[Truth, Truth]) -> None:
    assert evaluate(Condition(all=(RED, BLUE)), _profile(*pair)) is AND[pair]


@pytest.mark.parametrize("pair", PAIRS)
def test_the_group_any_is_a_disjunction(pair: tuple[Truth, Truth]) -> None:
    assert evaluate(Condition(any=(RED, BLUE)), _profile(*pair)) is OR[pair]


@pytest.mark.parametrize("pair", PAIRS)
def test_the_group_no_is_a_negated_disjunction(pair: tuple[Truth, Truth]) -> None:
    assert evaluate(Condition(no=(RED, BLUE)), _profile(*pair)) is negated(OR[pair])


@pytest.mark.parametrize("pair", PAIRS)
def test_the_group_unless_reads_unknown_as_false(pair: tuple[Truth, Truth]) -> None:
    assert evaluate(Condition(unless=(RED, BLUE)), _profile(*pair)) is (OR[pair] is not True)


@pytest.mark.parametrize(
    ("condition", "values", "expected"),
    [
        (Condition(fact="a", any_of=("x", "y")), ("y",), True),
        (Condition(fact="a", any_of=("x", "y")), ("z",), False),
        (Condition(fact="a", any_of=("x",)), ("z", "x"), True),
        (Condition(fact="a", none_of=("x",)), ("z",), True),
        (Condition(fact="a", none_of=("x",)), ("z", "x"), False),
        (Condition(fact="a", any_of=("x",), none_of=("y",)), ("x", "y"), False),
        (Condition(fact="a", any_of=("x",)), (), None),
        (Condition(fact="a", none_of=("x",)), (), None),
    ],
)
def test_a_test_on_values(condition: Condition, values: tuple[str, ...], expected: Truth) -> None:
    assert evaluate(condition, Profile(facts=(Fact(name="a", values=values),))) is expected


@pytest.mark.parametrize(
    ("bound", "under", "at", "over"),
    [
        ("at_least", False, True, True),
        ("at_most", True, True, False),
        ("above", False, False, True),
        ("below", True, False, False),
    ],
)
def test_a_bound_on_a_number(bound: str, under: Truth, at: Truth, over: Truth) -> None:
    condition = Condition(**{"fact": "n", bound: 10.0})  # type: ignore[arg-type]
    found = [evaluate(condition, Profile(facts=(Fact(name="n", number=number),))) for number in (9.9, 10.0, 10.1)]
    assert found == [under, at, over]


def test_a_bound_on_a_fact_without_number_is_unknown() -> None:
    assert evaluate(Condition(fact="n", above=1), Profile(facts=(Fact(name="n", values=("x",)),))) is None


def test_two_bounds_make_an_interval() -> None:
    condition = Condition(fact="n", at_least=10, below=20)
    found = [evaluate(condition, Profile(facts=(Fact(name="n", number=n),))) for n in (9.0, 10.0, 19.0, 20.0)]
    assert found == [False, True, True, False]


@pytest.mark.parametrize("condition", [RED, Condition(fact="a", none_of=("rouge",)), Condition(fact="a", above=0)])
def test_a_fact_that_is_missing_is_unknown_never_false(condition: Condition) -> None:
    assert evaluate(condition, Profile()) is None


def test_a_fact_marked_unknown_is_missing() -> None:
    marked = Profile(facts=(Fact(name="a", values=("rouge",), status=FactStatus.UNKNOWN),))
    assert evaluate(RED, marked) is None


@pytest.mark.parametrize(
    ("condition", "profile", "expected"),
    [
        (RED, _profile(), ("a",)),
        (RED, _profile(a=True), ()),
        (RED, _profile(a=False), ()),
        (Condition(all=(RED, BLUE)), _profile(), ("a", "b")),
        (Condition(all=(RED, BLUE)), _profile(a=True), ("b",)),
        (Condition(all=(RED, BLUE)), _profile(a=False), ()),
        (Condition(any=(RED, BLUE)), _profile(a=False), ("b",)),
        (Condition(any=(RED, BLUE)), _profile(a=True), ()),
        (Condition(no=(RED, BLUE)), _profile(b=False), ("a",)),
        (Condition(unless=(RED, BLUE)), _profile(), ()),
        (Condition(all=(Condition(any=(RED, BLUE)), RED)), _profile(), ("a", "b")),
        (Condition(all=(Condition(any=(RED, BLUE)), RED)), _profile(b=True), ("a",)),
    ],
)
def test_only_facts_that_could_still_settle_a_condition_are_missing(
    condition: Condition, profile: Profile, expected: tuple[str, ...]
) -> None:
    assert missing_facts(condition, profile) == expected


def test_a_condition_names_its_facts_once_in_order() -> None:
    assert Condition(all=(BLUE, Condition(no=(RED, BLUE)))).facts() == ("b", "a")


@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"fact": "a"},
        {"fact": "a", "any_of": ("x",), "all": (RED,)},
        {"all": (RED,), "any": (BLUE,)},
        {"no": (RED,), "unless": (BLUE,)},
        {"any_of": ("x",)},
    ],
)
def test_a_condition_that_means_nothing_is_refused(arguments: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="condition"):
        Condition(**arguments)  # type: ignore[arg-type]


def test_a_bound_of_zero_is_a_bound() -> None:
    assert evaluate(Condition(fact="n", above=0), Profile(facts=(Fact(name="n", number=1),))) is True
