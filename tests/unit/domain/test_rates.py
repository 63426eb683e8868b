"""Every exit of the rates."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from fourpoint.domain import rates


def test_rate_per_1000_divides_count_and_limits_alike() -> None:
    rate = rates.rate_per_1000([10, 0], [2000, 500])

    np.testing.assert_allclose(rate.value, [5.0, 0.0])
    np.testing.assert_allclose(rate.high, [18.3904 / 2, 3.6889 / 0.5], rtol=1e-4)
    assert rate.low[1] == 0
    assert rate.method == rates.GARWOOD


@pytest.mark.parametrize("population", [0, np.nan])
def test_rate_per_1000_without_population_is_missing(population: float) -> None:
    rate = rates.rate_per_1000([3], [population])

    assert np.isnan([rate.value[0], rate.low[0], rate.high[0]]).all()


def test_rate_per_1000_missing_count_is_missing_not_zero() -> None:
    rate = rates.rate_per_1000([np.nan], [1000])

    assert np.isnan([rate.value[0], rate.low[0], rate.high[0]]).all()


@pytest.mark.parametrize("count", [-1, np.inf])
def test_poisson_limits_impossible_count_refuses(count: float) -> None:
    with pytest.raises(ValueError, match="negative or endless"):
        rates.poisson_limits(count)


@pytest.mark.parametrize("level", [0, 1, 95])
def test_poisson_limits_impossible_level_refuses(level: float) -> None:
    with pytest.raises(ValueError, match="not between 0 and 1"):
        rates.poisson_limits(1, level=level)


def test_share_of_nothing_is_missing() -> None:
    share = rates.share([0, np.nan], [0, 3])

    assert np.isnan(share.value).all()
    assert np.isnan(share.low).all()
    assert np.isnan(share.high).all()


def test_share_part_over_whole_refuses() -> None:
    with pytest.raises(ValueError, match="greater than its whole"):
        rates.share(2, 1)


@given(st.integers(0, 500), st.integers(1, 500))
def test_share_equals_scipy_wilson(part: int, more: int) -> None:
    share = rates.share(part, part + more)

    twin = stats.binomtest(part, part + more).proportion_ci(0.95, "wilson")
    assert float(share.low) == pytest.approx(twin.low, abs=1e-12)
    assert float(share.high) == pytest.approx(twin.high, abs=1e-12)


@given(st.integers(1, 100_000), st.floats(0.5, 0.999))
def test_poisson_limits_leave_the_stated_tails(count: int, level: float) -> None:
    limits = rates.poisson_limits(count, level=level)

    assert stats.poisson.sf(count - 1, limits.low) == pytest.approx((1 - level) / 2, rel=1e-6)
    assert stats.poisson.cdf(count, limits.high) == pytest.approx((1 - level) / 2, rel=1e-6)
