"""The scale of degrees."""

from __future__ import annotations

import pytest

from advisor.domain.degree import Degree, highest, lowest

SCALE = [Degree.INFORMER, Degree.CONSULTER, Degree.CONCERTER, Degree.CO_CONSTRUIRE]


def test_ranks_grow_with_the_power_given() -> None:
    assert [degree.rank for degree in SCALE] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("rank", "degree"), [(-3, SCALE[0]), (0, SCALE[0]), (2, SCALE[1]), (4, SCALE[3]), (9, SCALE[3])]
)
def test_a_rank_beyond_the_scale_is_brought_back_to_its_end(rank: int, degree: Degree) -> None:
    assert Degree.of_rank(rank) is degree


@pytest.mark.parametrize("degree", SCALE)
@pytest.mark.parametrize("steps", range(-4, 5))
def test_a_shift_beyond_the_scale_gives_nothing(degree: Degree, steps: int) -> None:
    rank = degree.rank + steps
    assert degree.shifted(steps) is (SCALE[rank - 1] if 1 <= rank <= 4 else None)


def test_lowest_and_highest_follow_the_power_given_not_the_alphabet() -> None:
    assert (lowest(*SCALE), highest(*SCALE)) == (Degree.INFORMER, Degree.CO_CONSTRUIRE)
