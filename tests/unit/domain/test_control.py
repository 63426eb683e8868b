"""Every exit of the control chart and the funnel."""

import numpy as np
import pytest
from scipy import stats

from fourpoint.domain import control


def test_days_in_knows_leap_years() -> None:
    assert list(control.days_in(["2024-02", "2025-02", "2025-12"])) == [29, 28, 31]


def test_control_chart_short_month_expects_less() -> None:
    days = control.days_in([f"2025-{month:02d}" for month in range(1, 13)])

    chart = control.control_chart(days * 10, days=days)

    np.testing.assert_allclose(chart.centre, days * 10)
    assert set(chart.signals) == {""}


def test_control_chart_missing_months_take_no_part_and_are_never_low() -> None:
    counts = np.full(15, 100.0)
    counts[[2, 9]] = np.nan

    chart = control.control_chart(counts, days=np.ones(15))

    assert chart.baseline_months == 13
    assert chart.centre[2] == 100
    assert chart.signals[2] == ""


def test_control_chart_short_baseline_has_no_limits_and_says_so() -> None:
    chart = control.control_chart(np.full(11, 9.0), days=np.ones(11))

    assert np.isnan(chart.high).all()
    assert chart.signals == ("",) * 11
    assert chart.absent == "Control limits need 12 complete months to start from; 11 are held."


def test_control_chart_over_dispersion_widens() -> None:
    rng = np.random.default_rng(6)
    chart = control.control_chart(rng.poisson(rng.gamma(10, 10, 36)), days=np.ones(36))

    assert chart.dispersion > 1.5
    assert chart.high[0] - chart.centre[0] == pytest.approx(3 * chart.dispersion * np.sqrt(chart.centre[0]))


def test_control_chart_warns_between_two_and_three_sigma() -> None:
    chart = control.control_chart([100.0] * 12 + [125.0, 76.0], days=np.ones(14), baseline=np.arange(14) < 12)

    assert chart.signals[-2:] == ("warn-high", "warn-low")


def test_control_chart_of_zeros_flags_nothing() -> None:
    chart = control.control_chart(np.zeros(12), days=np.ones(12))

    assert set(chart.signals) == {""}
    assert chart.high[0] == 0


def test_funnel_limits_hold_the_stated_share_of_poisson_counts() -> None:
    expected = np.array([0.5, 4.0, 37.0, 900.0])

    high = control._poisson_quantile(expected, 3)

    assert (stats.poisson.sf(np.ceil(high), expected) <= stats.norm.sf(3)).all()
    assert (stats.poisson.sf(np.floor(high) - 1, expected) >= stats.norm.sf(3)).all()


def test_funnel_without_over_dispersion_flags_only_the_outlier() -> None:
    rng = np.random.default_rng(7)
    people = rng.integers(500, 5000, 200).astype(float)
    counts = rng.poisson(people * 0.02).astype(float)
    counts[17] = people[17] * 0.08

    found = control.funnel(counts, people)

    assert found.signals[17] == "high"
    assert sum(signal in ("high", "low") for signal in found.signals) <= 4
    assert found.dispersion < 1.3


def test_funnel_over_dispersed_areas_do_not_all_stand_out() -> None:
    rng = np.random.default_rng(8)
    people = np.full(300, 10_000.0)
    counts = rng.poisson(people * rng.gamma(8, 0.005, 300))

    found = control.funnel(counts, people)

    assert found.dispersion > 5
    assert sum(signal in ("high", "low") for signal in found.signals) < 15


def test_funnel_missing_count_or_population_has_no_limits() -> None:
    found = control.funnel([np.nan, 5, 9], [100, 0, 100])

    assert np.isnan(found.expected[:2]).all()
    assert np.isnan(found.high[:2]).all()
    assert found.signals[:2] == ("", "")
    assert found.dispersion == 1.0


def test_funnel_of_nothing_is_nothing() -> None:
    found = control.funnel([np.nan], [1])

    assert np.isnan(found.expected).all()
