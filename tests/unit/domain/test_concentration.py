"""Every exit of concentration, and its behaviour under chance."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fourpoint.domain import concentration


def test_top_share_counts_whole_areas_rounded_up() -> None:
    counts = [50, 30, *([1] * 20)]

    assert concentration.top_share(counts, top=0.05) == pytest.approx(80 / 100)
    assert concentration.top_share(counts, top=0.04) == pytest.approx(50 / 100)
    assert concentration.top_share(counts, top=1.0) == 1


def test_lorenz_falls_from_busiest_to_quietest() -> None:
    areas, crimes = concentration.lorenz([1, 3, 0, 6])

    np.testing.assert_allclose(areas, [0, 0.25, 0.5, 0.75, 1])
    np.testing.assert_allclose(crimes, [0, 0.6, 0.9, 1, 1])


@given(st.lists(st.integers(0, 50), min_size=2, max_size=30).filter(lambda counts: sum(counts) > 0))
def test_gini_equals_mean_difference(counts: list[int]) -> None:
    x = np.array(counts, dtype=float)

    twin = np.abs(x[:, None] - x[None, :]).mean() / (2 * x.mean())

    assert concentration.gini(counts) == pytest.approx(twin, abs=1e-9)


def test_concentration_chance_is_not_called_concentration() -> None:
    rng = np.random.default_rng(2)
    inside = 0
    for _ in range(60):
        found = concentration.concentration(rng.multinomial(150, np.full(100, 0.01)), rng=rng, simulations=199)
        assert found.chance and found.top_share is not None
        inside += found.chance.low <= found.top_share <= found.chance.high

    assert inside >= 52


def test_concentration_few_crimes_expect_much() -> None:
    found = concentration.concentration([1] * 10 + [0] * 90, rng=np.random.default_rng(3))

    assert found.top_areas == 5
    assert found.top_share == pytest.approx(0.5)
    assert found.expected_share and found.expected_share > 0.5
    assert found.gini == pytest.approx(0)


def test_concentration_stands_out_when_it_does() -> None:
    found = concentration.concentration([500] * 5 + [10] * 95, rng=np.random.default_rng(3))

    assert found.top_share and found.chance and found.top_share > 5 * found.chance.high
    assert found.gini and found.expected_gini and found.gini > found.expected_gini


def test_concentration_missing_areas_take_no_part() -> None:
    found = concentration.concentration([5, np.nan, 5], rng=np.random.default_rng(3))

    assert (found.areas, found.crimes) == (2, 10)


@pytest.mark.parametrize("counts", [[], [5], [0, 0, 0], [np.nan, np.nan]])
def test_concentration_of_nothing_says_so(counts: list[float]) -> None:
    found = concentration.concentration(counts, rng=np.random.default_rng(3))

    assert found.top_share is None
    assert found.absent.startswith("Concentration needs")


@pytest.mark.parametrize("counts", [[], [0, 0], [1, np.nan]])
def test_top_share_of_nothing_refuses(counts: list[float]) -> None:
    with pytest.raises(ValueError, match="sum above zero"):
        concentration.top_share(counts)


@pytest.mark.parametrize("top", [0, 5])
def test_top_share_impossible_part_refuses(top: float) -> None:
    with pytest.raises(ValueError, match="not above 0"):
        concentration.top_share([1, 2], top=top)
