"""The generalised Gini against what its authors say it must do."""

import pytest

from fourpoint.domain import concentration

# Bernasco and Steenbeek (2017), section "A generalized Gini coefficient": with fewer crimes than places, one crime on
# each of c places is as even as can be (0); all crimes on one place is nearly 1; with as many crimes as places it is G.
EVEN_AS_CAN_BE = [([1, 1, 0, 0, 0], 0.0), ([1] * 3 + [0] * 997, 0.0), ([2, 2, 2], 0.0)]


@pytest.mark.parametrize(("counts", "value"), EVEN_AS_CAN_BE)
def test_generalised_gini_most_even_spread_is_zero(counts: list[int], value: float) -> None:
    assert concentration.generalised_gini(counts) == pytest.approx(value, abs=1e-12)


def test_generalised_gini_all_on_one_place_is_one_less_one_crime() -> None:
    assert concentration.generalised_gini([4] + [0] * 9) == pytest.approx(1 - 1 / 4)


def test_generalised_gini_with_enough_crimes_is_gini() -> None:
    counts = [9, 4, 1, 0]

    assert concentration.generalised_gini(counts) == concentration.gini(counts)
