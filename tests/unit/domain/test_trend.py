"""Every exit of the trend."""

import numpy as np
import pytest
from scipy import optimize, stats

from fourpoint.domain import months as calendar
from fourpoint.domain import trend
from fourpoint.domain.control import days_in

YEARS = calendar.span("2022-01", "2025-12")


def wave(months: tuple[str, ...], yearly: float, *, season: float = 0.0) -> np.ndarray:
    at = np.arange(len(months))
    return 500 * yearly ** (at / 12) * (1 + season * np.sin(2 * np.pi * at / 12))


def test_trend_finds_the_yearly_ratio_under_season_exactly() -> None:
    found = trend.trend(YEARS, wave(YEARS, 1.1, season=0.3))

    assert found.seasonal
    assert found.ratio_per_year == pytest.approx(1.1, rel=1e-6)
    assert found.direction == "rising"
    np.testing.assert_allclose(found.fitted, wave(YEARS, 1.1, season=0.3), rtol=1e-6)


def test_trend_missing_months_do_not_pull_it() -> None:
    counts = wave(YEARS, 0.9)
    counts[[5, 17, 30]] = np.nan

    found = trend.trend(YEARS, counts)

    assert found.ratio_per_year == pytest.approx(0.9, rel=1e-6)
    assert (found.direction, found.months_used, found.months_asked) == ("falling", 45, 48)
    assert len(found.fitted) == 48


def test_trend_one_year_is_told_without_season_and_says_so() -> None:
    found = trend.trend(YEARS[:12], wave(YEARS[:12], 1.0))

    assert not found.seasonal
    assert found.direction == "no clear trend"


def test_trend_too_few_months_says_how_few() -> None:
    found = trend.trend(YEARS[:11], np.full(11, 5))

    assert found.ratio_per_year is None
    assert found.absent == "A trend needs 12 complete months; 11 are held."
    assert found.fitted.size == 0


def test_trend_of_nothing_says_so() -> None:
    assert trend.trend(YEARS, np.zeros(48)).absent == "Nothing was counted in any month."


def test_trend_calendar_month_without_rows_goes_without_season() -> None:
    counts = wave(YEARS, 1.0)
    counts[::12] = 0

    assert not trend.trend(YEARS, counts).seasonal


def test_trend_counts_of_another_length_refuse() -> None:
    with pytest.raises(ValueError, match="one per month"):
        trend.trend(YEARS, [1, 2])


def test_trend_days_take_the_short_month_out() -> None:
    found = trend.trend(YEARS[:24], days_in(YEARS[:24]) * 10, days=days_in(YEARS[:24]))

    assert found.ratio_per_year == pytest.approx(1.0, abs=1e-9)
    assert found.dispersion == 1.0


def test_trend_slope_equals_direct_maximum_of_the_likelihood() -> None:
    counts = np.random.default_rng(3).poisson(wave(YEARS, 1.05) / 10)
    time = (np.arange(48) - 23.5) / 12

    def loss(beta: np.ndarray) -> float:
        mean = np.exp(beta[0] + beta[1] * time)
        return float((mean - counts * np.log(mean)).sum())

    direct = optimize.minimize(loss, [np.log(counts.mean()), 0], method="Nelder-Mead", options={"xatol": 1e-9})
    beta, _, _ = trend._fit(np.column_stack([np.ones(48), time]), counts.astype(float), np.zeros(48))
    np.testing.assert_allclose(beta, direct.x, atol=1e-6)


def test_trend_agrees_with_theil_sen_on_calm_data() -> None:
    counts = np.random.default_rng(4).poisson(wave(YEARS, 1.2))

    robust = stats.theilslopes(np.log(counts), np.arange(48) / 12)

    found = trend.trend(YEARS, counts)
    assert found.ratio_per_year is not None
    assert np.log(found.ratio_per_year) == pytest.approx(robust.slope, abs=0.02)


@pytest.mark.parametrize("shape", [2.0, 20.0, np.inf])
def test_trend_interval_covers_no_trend_about_as_often_as_it_says(shape: float) -> None:
    rng = np.random.default_rng(5)
    worlds = 300
    level = rng.gamma(shape, 60 / shape, (worlds, 36)) if np.isfinite(shape) else np.full((worlds, 36), 60.0)

    found = [trend.trend(YEARS[:36], counts) for counts in rng.poisson(level)]

    covered = np.mean([one.interval is not None and one.interval.low <= 1 <= one.interval.high for one in found])
    assert 0.91 <= covered <= 0.995
