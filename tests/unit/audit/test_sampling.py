"""Samples: anyone draws the same, every answer has its chance, risk weighs as it says."""

from __future__ import annotations

import json
import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.audit import sampling
from advisor.audit.sampling import Candidate


def _body(candidates: list[Candidate], size: int = 5, method: sampling.Method = "aléatoire", seed: str = "g") -> dict:
    return sampling.body(candidates, size=size, method=method, seed=seed, filters={}, head=999, readers=("A", "B", "A"))


CANDIDATES = [
    Candidate(number=number, traits=frozenset(["retour négatif"] if number % 10 == 0 else []))
    for number in range(1, 201)
]


def test_the_entry_alone_gives_the_draw_again() -> None:
    for method in ("aléatoire", "risque"):
        body = json.loads(json.dumps(_body(CANDIDATES, 20, method), ensure_ascii=False))
        assert list(sampling.redrawn(body)) == body["numbers"]
        assert len(set(body["numbers"])) == 20
        assert body["readers"] == ["A", "B"]
        assert body["population"]["count"] == 200


@pytest.mark.parametrize("changed", ["seed", "weights", "population"])
def test_a_changed_entry_gives_another_draw(changed: str) -> None:
    body = _body(CANDIDATES, 20, "risque")
    if changed == "seed":
        body["seed"] = "h"
    elif changed == "weights":
        body["weights"] = body["weights"] | {"retour négatif": 1000.0}
    else:
        body["population"]["groups"] = [{"traits": [], "numbers": "1-20"}]
    assert list(sampling.redrawn(body)) != body["numbers"]


@given(st.lists(st.integers(1, 10**6), unique=True, min_size=1, max_size=60), st.text(max_size=8), st.randoms())
def test_the_order_of_the_population_changes_nothing(numbers: list[int], seed: str, chance) -> None:
    candidates = [Candidate(number=number) for number in numbers]
    shuffled = candidates[:]
    chance.shuffle(shuffled)
    assert _body(candidates, seed=seed) == _body(shuffled, seed=seed)


@given(st.integers(0, 30), st.integers(0, 30))
def test_the_beginning_of_a_sample_is_a_smaller_sample(small: int, more: int) -> None:
    numbers = [(candidate.number, 1.0) for candidate in CANDIDATES]
    assert sampling.drawn(numbers, small + more, "s")[:small] == sampling.drawn(numbers, small, "s")


def test_a_sample_larger_than_its_population_takes_it_all() -> None:
    assert sorted(_body(CANDIDATES, 500)["numbers"]) == list(range(1, 201))


def test_every_answer_has_the_same_chance() -> None:
    drawn = Counter(
        number for seed in range(2000) for number in sampling.drawn([(n, 1.0) for n in range(1, 21)], 5, str(seed))
    )
    # 500 expected each, standard deviation 19.4; five of them bound the whole.
    assert all(abs(many - 500) < 100 for many in drawn.values())
    assert len(drawn) == 20


def test_risk_weighs_as_it_says() -> None:
    first = Counter(sampling.drawn([(1, 6.0), (2, 1.0), (3, 1.0)], 1, str(seed))[0] for seed in range(4000))
    assert first[1] / 4000 == pytest.approx(6 / 8, abs=0.03)
    assert first[2] / 4000 == pytest.approx(1 / 8, abs=0.03)


def test_a_weight_of_nothing_is_never_drawn() -> None:
    assert sampling.drawn([(1, 0.0), (2, 1.0), (3, -1.0)], 3, "s") == (2,)


def test_weights_multiply_and_unknown_traits_change_nothing() -> None:
    assert sampling.weight({"a", "b", "inconnu"}, {"a": 2.0, "b": 3.0}) == 6.0
    assert sampling.weight((), {"a": 2.0}) == 1.0


def test_a_chance_draw_keeps_no_trait_of_the_answers() -> None:
    body = _body(CANDIDATES)
    assert body["weights"] == {}
    assert body["population"]["groups"] == [{"traits": [], "numbers": "1-200"}]


def test_the_first_draw_is_what_the_published_formula_gives() -> None:
    # Written apart from the module: key -ln(u)/w with u from the first 53 bits of SHA-256("seed:number").
    import hashlib

    def key(number: int, weight: float) -> float:
        bits = int(hashlib.sha256(f"graine:{number}".encode()).hexdigest()[:16], 16) >> 11
        return -math.log((bits + 0.5) / 2**53) / weight

    weighted = [(number, 1.0 + number % 3) for number in range(1, 50)]
    expected = sorted(weighted, key=lambda pair: key(*pair))[:7]
    assert sampling.drawn(weighted, 7, "graine") == tuple(number for number, _ in expected)
