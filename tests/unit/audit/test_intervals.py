"""Intervals: Wilson's own for verdicts drawn one by one, wider when the parts of an answer go together."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.audit.intervals import Counted, independent, share, wilson


def _answers(*counts: tuple[int, int]) -> list[Counted]:
    """Answers by (right, judged), one verdict a thing judged."""
    return [Counted(right=right, judged=judged, verdicts=judged) for right, judged in counts]


@given(st.integers(1, 400).flatmap(lambda judged: st.tuples(st.integers(0, judged), st.just(judged))))
def test_wilson_is_the_one_of_scipy_on_whole_numbers(counts: tuple[int, int]) -> None:
    from scipy.stats import binomtest

    right, judged = counts
    expected = binomtest(right, judged).proportion_ci(0.95, method="wilson")
    assert wilson(right / judged, judged) == pytest.approx((expected.low, expected.high), abs=1e-9)


@given(st.lists(st.integers(0, 1), min_size=2, max_size=80))
def test_one_verdict_an_answer_counts_whole(rights: list[int]) -> None:
    assert independent(_answers(*((right, 1) for right in rights))) == pytest.approx(len(rights))


def test_answers_wholly_right_or_wholly_wrong_count_one_each() -> None:
    # Ten answers of eight statements, all of a piece: as sure as about ten verdicts, not eighty.
    held = _answers(*([(8, 8)] * 7 + [(0, 8)] * 3))
    assert independent(held) == pytest.approx(10, rel=0.15)
    narrow, wide = wilson(0.7, 80), share(held)
    assert wide.low is not None
    assert wide.high is not None
    assert wide.low < narrow[0] - 0.1
    assert wide.high > narrow[1] + 0.1


def test_citations_of_one_statement_share_its_verdict() -> None:
    held = [Counted(right=5, judged=5, verdicts=1) for _ in range(20)]
    found = share(held)
    assert (found.right, found.judged) == (100, 100)
    assert found.low == pytest.approx(wilson(1.0, 20)[0])


@given(
    st.lists(
        st.integers(1, 12).flatmap(lambda judged: st.tuples(st.integers(0, judged), st.just(judged))),
        min_size=1,
        max_size=40,
    )
)
def test_an_interval_holds_its_share_and_is_never_surer_than_the_verdicts(counts: list[tuple[int, int]]) -> None:
    found = share(_answers(*counts))
    assert found.value is not None
    assert found.low is not None
    assert found.high is not None
    assert 0 <= found.low <= found.value + 1e-12
    assert found.value - 1e-12 <= found.high <= 1
    low, high = wilson(found.value, found.judged)
    assert found.low <= low + 1e-9
    assert found.high >= high - 1e-9


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    # Answers of twelve statements, each answer with its own share around 0.85: a plain Wilson interval, which
    # takes the 480 statements for independent, holds 0.85 much less often than 95 times in 100.
    chance = random.Random(8)  # noqa: S311 -- a simulation
    kept = plain = 0
    for _ in range(600):
        counts = []
        for _ in range(40):
            part = chance.betavariate(1.7, 0.3)
            counts.append((sum(chance.random() < part for _ in range(12)), 12))
        found = share(_answers(*counts))
        assert found.value is not None
        assert found.low is not None
        assert found.high is not None
        kept += found.low <= 0.85 <= found.high
        low, high = wilson(found.value, found.judged)
        plain += low <= 0.85 <= high
    assert kept / 600 > 0.92
    assert plain / 600 < 0.75


def test_nothing_judged_gives_no_interval() -> None:
    assert (share([]).value, share([]).low, share([]).high) == (None, None, None)
