"""Rates against tables that were published by others."""

import pytest

from fourpoint.domain import rates

# Exact 95 % limits for a Poisson count: Pearson and Hartley (1966), Biometrika Tables for Statisticians I, table 40.
GARWOOD = [
    (0, 0.0, 3.69),
    (1, 0.0253, 5.57),
    (2, 0.242, 7.22),
    (3, 0.619, 8.77),
    (5, 1.62, 11.67),
    (10, 4.80, 18.39),
    (20, 12.22, 30.89),
    (50, 37.11, 65.92),
]

# Wilson score without continuity correction, 95 %: Newcombe (1998), Statistics in Medicine 17, table I, method 3.
NEWCOMBE = [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]


@pytest.mark.parametrize(("count", "low", "high"), GARWOOD)
def test_poisson_limits_published_table_is_reproduced(count: int, low: float, high: float) -> None:
    limits = rates.poisson_limits(count)

    assert float(limits.low) == pytest.approx(low, abs=0.006)
    assert float(limits.high) == pytest.approx(high, abs=0.006)


@pytest.mark.parametrize(("part", "whole", "low", "high"), NEWCOMBE)
def test_share_published_table_is_reproduced(part: int, whole: int, low: float, high: float) -> None:
    share = rates.share(part, whole)

    assert float(share.low) == pytest.approx(low, abs=5e-5)
    assert float(share.high) == pytest.approx(high, abs=5e-5)
