"""Figures kept from one run to the next: what has really fallen is said, what chance explains is not."""

from __future__ import annotations

import pytest

from advisor.evaluation.report import Report


def _report(measure: str, good: int, total: int) -> Report:
    report = Report()
    for rank in range(total):
        report.count(measure, rank < good)
    return report


@pytest.mark.parametrize(
    ("before", "now", "total", "fallen"),
    [
        (90, 90, 100, False),
        (90, 95, 100, False),
        (90, 88, 100, False),  # less than one standard error: 3 points
        (90, 85, 100, True),
        (10, 9, 10, False),  # one case of few
        (10, 8, 10, True),
        (400, 396, 400, True),  # at an end, more than one case
    ],
)
def test_a_fall_is_what_chance_does_not_explain(before: int, now: int, total: int, fallen: bool) -> None:
    told = list(_report("m", now, total).fallen(_report("m", before, total).figures()))
    assert bool(told) is fallen


def test_a_measure_that_is_gone_has_fallen() -> None:
    assert list(Report().fallen(_report("droit", 1, 2).figures())) == ["droit : n'est plus mesurée"]


def test_means_are_kept_beside_shares() -> None:
    report = _report("part", 3, 4)
    report.mean("rang", 0.5)
    report.mean("rang", 1.0)
    assert report.figures() == {"part": {"value": 0.75, "cases": 4}, "rang": {"value": 0.75, "cases": 2}}
    assert any("0.750" in line for line in report.lines())
