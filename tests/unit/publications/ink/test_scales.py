"""Ticks cover the values, bounds bear any values, numbers are printed as a reader expects."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fourpoint.publications.ink import scales
from fourpoint.publications.ink.scales import Scale


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6), st.integers(2, 8))
def test_ticks_cover_low_to_high(low: float, span: float, wanted: int) -> None:
    made = scales.ticks(low, low + span, wanted)

    assert made[0] <= low + 1e-6 * max(abs(low), span)
    assert made[-1] >= (low + span) - 1e-6 * max(abs(low), span)
    assert 2 <= len(made) <= 2 * wanted + 3
    assert list(made) == sorted(set(made))


def test_ticks_of_equal_bounds_are_widened() -> None:
    assert scales.ticks(0, 0)[-1] >= 1


@pytest.mark.parametrize(
    ("values", "zero", "bounds"),
    [([], True, (0, 1)), ([5, 9], True, (0, 9)), ([5, 9], False, (5, 9)), ([-3, float("nan")], True, (-3, 0))],
)
def test_bounds(values: list[float], zero: bool, bounds: tuple[float, float]) -> None:
    assert scales.bounds(values, zero=zero) == bounds


@pytest.mark.parametrize(
    ("values", "decimals"), [([1, 2], 0), ([], 0), ([1.5, 2000], 0), ([12.25], 1), ([0.25], 2), ([0.5, 1.1], 1)]
)
def test_decimals_suit_all_values(values: list[float], decimals: int) -> None:
    assert scales.decimals_for(values) == decimals


def test_printed_has_thousands_marks_a_true_minus_and_percent_closed_up() -> None:
    assert scales.printed(-1234.5, decimals=1) == "−1,234.5"
    assert scales.printed(12, decimals=0, unit="%") == "12%"
    assert scales.printed(12, decimals=0, unit="offences") == "12"


def test_scale_runs_either_way() -> None:
    down = Scale(low=0, high=10, start=100, end=0)

    assert (down(0), down(10), down(5)) == (100, 0, 50)
