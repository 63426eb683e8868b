"""Every exit of the year-on-year change."""

from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from fourpoint.domain import change


def steady(year: int, count: int, months: range = range(1, 13)) -> dict[str, int]:
    return {f"{year}-{month:02d}": count for month in months}


def test_year_on_year_missing_month_is_left_out_of_both_years_and_named() -> None:
    counts = steady(2024, 100, range(1, 5)) | steady(2025, 100)
    del counts["2025-03"]

    found = change.year_on_year(counts, months=[f"2025-{month:02d}" for month in range(1, 7)])

    assert found.months == ("2025-01", "2025-02", "2025-04")
    assert found.before == ("2024-01", "2024-02", "2024-04")
    assert [left.month for left in found.left_out] == ["2025-03", "2025-05", "2025-06"]
    assert found.left_out[0].reason == "2025-03 not held or not complete"
    assert (found.count, found.count_before, found.ratio) == (300, 300, 1.0)


@pytest.mark.parametrize(
    ("now", "before", "verdict"),
    [(100, 100, "no clear change"), (110, 100, "no clear change"), (150, 100, "higher"), (60, 100, "lower")],
)
def test_year_on_year_verdict_is_by_interval(now: int, before: int, verdict: str) -> None:
    found = change.year_on_year({"2025-01": now, "2024-01": before}, months=["2025-01"])

    assert found.verdict == verdict


def test_year_on_year_gap_alone_is_no_change() -> None:
    found = change.year_on_year({"2025-01": 4, "2024-01": 1}, months=["2025-01"])

    assert found.ratio == 4
    assert found.verdict == "no clear change"


def test_year_on_year_restless_months_widen_the_interval() -> None:
    calm = steady(2024, 100) | steady(2025, 115)
    restless = steady(2024, 100) | {f"2025-{month:02d}": 30 if month % 2 else 200 for month in range(1, 13)}
    months = list(steady(2025, 0))

    assert change.year_on_year(calm, months=months).verdict == "higher"
    found = change.year_on_year(restless, months=months)
    assert found.ratio == 1.15
    assert found.dispersion and found.dispersion > 10
    assert found.verdict == "no clear change"
    assert found.interval and found.interval.method == change.WIDENED


def test_year_on_year_without_pairs_says_why() -> None:
    found = change.year_on_year({"2025-01": 3}, months=["2025-01"])

    assert found.ratio is None
    assert found.interval is None
    assert found.verdict is None
    assert found.absent.startswith("No month is held in both years")


def test_year_on_year_from_nothing_has_no_ratio_but_a_verdict() -> None:
    found = change.year_on_year({"2025-01": 9, "2024-01": 0}, months=["2025-01"])

    assert found.ratio is None
    assert found.absent.startswith("No row in the year before")
    assert found.interval and found.interval.high == inf
    assert found.verdict == "higher"


def test_year_on_year_nothing_in_either_year_says_so() -> None:
    found = change.year_on_year(steady(2024, 0) | steady(2025, 0), months=list(steady(2025, 0)))

    assert found.absent == "No row in either year."
    assert found.verdict is None


def test_year_on_year_negative_count_refuses() -> None:
    with pytest.raises(ValueError, match="negative"):
        change.year_on_year({"2025-01": -1, "2024-01": 0}, months=["2025-01"])


def test_ratio_interval_of_two_zeros_refuses() -> None:
    with pytest.raises(ValueError, match="no ratio"):
        change.ratio_interval(0, 0)


@given(st.integers(0, 400), st.integers(0, 400))
def test_ratio_interval_equals_scipy_exact_binomial(now: int, before: int) -> None:
    if now + before == 0:
        return
    found = change.ratio_interval(now, before)

    twin = stats.binomtest(now, now + before).proportion_ci(0.95, "exact")
    assert found.low == pytest.approx(twin.low / (1 - twin.low))
    assert found.high == (pytest.approx(twin.high / (1 - twin.high)) if before else inf)


@given(st.integers(1, 400), st.integers(1, 400), st.floats(0, 20))
def test_ratio_interval_widening_only_widens(now: int, before: int, widening: float) -> None:
    plain, wide = change.ratio_interval(now, before), change.ratio_interval(now, before, widening=widening)

    assert wide.low <= plain.low * (1 + 1e-12)
    assert wide.high >= plain.high * (1 - 1e-12)


@pytest.mark.parametrize("pairs", [3, 4, 12])
@pytest.mark.parametrize("shape", [10.0, 40.0, inf])
def test_year_on_year_calls_a_change_where_there_is_none_about_as_often_as_it_says(pairs: int, shape: float) -> None:
    rng = np.random.default_rng(11)
    years = [f"{year}-{month:02d}" for year in (2024, 2025) for month in range(1, pairs + 1)]
    level = rng.gamma(shape, 400 / shape, (150, 2 * pairs)) if shape < inf else np.full((150, 2 * pairs), 400.0)

    found = [
        change.year_on_year(dict(zip(years, map(int, counts), strict=True)), months=years[pairs:]).verdict
        for counts in rng.poisson(level)
    ]

    assert np.mean([verdict != "no clear change" for verdict in found]) <= 0.1


def test_year_on_year_two_pairs_cannot_see_their_spread() -> None:
    counts, months = steady(2024, 100, range(1, 3)) | steady(2025, 130, range(1, 3)), ["2025-01", "2025-02"]

    alone = change.year_on_year(counts, months=months)
    told = change.year_on_year(counts, months=months, known_dispersion=6.0)

    assert alone.dispersion is None
    assert alone.interval and alone.interval.method == change.EXACT
    assert alone.verdict == "higher"
    assert told.interval and told.interval.method == change.WIDENED
    assert told.verdict == "no clear change"
