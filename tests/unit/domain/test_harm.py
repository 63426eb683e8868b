"""Every exit of the harm-weighted count."""

import numpy as np
import pytest

from fourpoint.domain import harm

WEIGHTS = {"Robbery": 365.0, "Shoplifting": 1.0}


def test_harm_type_without_weight_is_left_out_and_counted() -> None:
    found = harm.harm({"Robbery": 2, "Shoplifting": 100, "Anti-social behaviour": 40, "Drugs": 0}, WEIGHTS)

    assert found.total == 830
    assert found.rows == 102
    assert [(part.crime_type, part.harm) for part in found.parts] == [("Robbery", 730), ("Shoplifting", 100)]
    assert [(left.crime_type, left.rows) for left in found.left_out] == [("Anti-social behaviour", 40)]


def test_harm_without_any_weight_is_absent_not_zero() -> None:
    found = harm.harm({"Anti-social behaviour": 40}, WEIGHTS)

    assert found.total is None
    assert found.interval is None
    assert found.absent == "None of the crime types counted has a weight."


def test_harm_of_weighted_types_that_did_not_occur_is_zero() -> None:
    found = harm.harm({"Robbery": 0}, WEIGHTS)

    assert found.total == 0
    assert found.interval is None
    assert found.absent == ""


def test_harm_of_one_type_has_the_interval_of_its_count() -> None:
    found = harm.harm({"Robbery": 10}, WEIGHTS)

    assert found.interval
    assert found.interval.low == pytest.approx(4.7954 * 365, rel=1e-4)
    assert found.interval.high == pytest.approx(18.3904 * 365, rel=1e-4)


def test_harm_interval_covers_about_as_often_as_it_says() -> None:
    rng = np.random.default_rng(1)
    truth = 8 * 365 + 120 * 1
    covered = 0
    for _ in range(500):
        found = harm.harm({"Robbery": int(rng.poisson(8)), "Shoplifting": int(rng.poisson(120))}, WEIGHTS)
        assert found.interval
        covered += found.interval.low <= truth <= found.interval.high

    assert 0.92 <= covered / 500 <= 0.99


@pytest.mark.parametrize(("counts", "weights"), [({"Robbery": -1}, WEIGHTS), ({"Robbery": 1}, {"Robbery": 0})])
def test_harm_impossible_values_refuse(counts: dict[str, int], weights: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="negative or a weight"):
        harm.harm(counts, weights)
