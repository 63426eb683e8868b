"""The rule that tells an incomplete month from a fall in crime."""

import pytest

from fourpoint.domain.months import shift
from fourpoint.domain.supply import find_supply_gaps

# A published run whose 2018-11 and 2018-12 are known to be incomplete.
PUBLISHED = {"2018-10": 17_347, "2018-11": 11_690, "2018-12": 6_132, "2019-01": 15_659, "2019-02": 14_125}


def run_of(*counts: int, first: str = "2023-01") -> dict[str, int]:
    return {shift(first, step): count for step, count in enumerate(counts)}


def test_the_known_incomplete_months_are_named():
    gaps = find_supply_gaps(PUBLISHED)

    assert [gap.month for gap in gaps] == ["2018-11", "2018-12"]
    assert gaps[1].share == pytest.approx(0.39, abs=0.03)
    assert "2018-12 holds 6,132 crimes" in gaps[1].text
    assert "not a fall in crime" in gaps[1].text


def test_a_short_month_does_not_hide_behind_a_shorter_one():
    assert [gap.month for gap in find_supply_gaps(run_of(100, 100, 75, 10, 100, 100))] == ["2023-03", "2023-04"]


def test_february_is_not_short_for_having_fewer_days():
    assert find_supply_gaps(run_of(3100, 2300, 3100, 3000)) == ()


def test_seasons_are_not_gaps():
    assert find_supply_gaps(run_of(900, 850, 950, 1000, 1050, 1100, 1150, 1100, 1000, 980, 930, 900)) == ()


def test_a_lasting_fall_is_not_a_gap():
    gaps = find_supply_gaps(run_of(*[1000] * 12, *[600] * 12))

    assert {gap.month for gap in gaps} <= {"2024-01", "2024-02", "2024-03"}
    assert "2024-06" not in {gap.month for gap in gaps}


@pytest.mark.parametrize("counts", [{}, {"2024-01": 5}, {"2024-01": 900, "2024-02": 5}, {"2024-01": 0, "2024-02": 0}])
def test_too_few_neighbours_name_nothing(counts: dict[str, int]):
    assert find_supply_gaps(counts) == ()


def test_an_empty_month_between_full_ones_is_a_gap():
    assert [gap.month for gap in find_supply_gaps(run_of(100, 100, 0, 100))] == ["2023-03"]
