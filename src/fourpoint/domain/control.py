"""
Control limits for monthly counts and funnel limits across areas, for charts that must not cry wolf.

Both allow for the common finding that crime counts vary more than chance alone gives (over-dispersion); neither is ever
narrower than chance.
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import special

from fourpoint.domain.arrays import BoolArray, FloatArray, Numbers, counts_of

BASELINE_NEEDED = 12
MOVING_RANGE = 1.128  # mean range of two standard normal values, d2 for n = 2 (Shewhart tables)
WINSORISED = 0.1

Signal = Literal["", "warn-high", "warn-low", "high", "low"]


@dataclass(frozen=True, kw_only=True)
class ControlChart:
    """
    Monthly counts against what the baseline expects; all arrays of shape (months,), unit: rows.

    centre, low, high   expected count and 3 sigma limits; warn_low, warn_high are at 2 sigma; NaN when absent
    dispersion          sigma_z of the chart: 1 is chance, more is over-dispersion
    signals             per month: "" inside or missing, "warn-high", "high", ...
    absent              why there are no limits, empty when there are
    """

    centre: FloatArray
    low: FloatArray
    high: FloatArray
    warn_low: FloatArray
    warn_high: FloatArray
    dispersion: float
    baseline_months: int
    signals: tuple[Signal, ...]
    absent: str = ""


@dataclass(frozen=True, kw_only=True)
class Funnel:
    """
    Areas against one common rate; all arrays of shape (areas,), unit: rows.

    expected      count at the common rate; dispersion  factor by which variances exceed chance, 1 or more
    low, high     3 sigma limits; warn_low, warn_high 2 sigma
    signals       per area
    """

    expected: FloatArray
    low: FloatArray
    high: FloatArray
    warn_low: FloatArray
    warn_high: FloatArray
    dispersion: float
    signals: tuple[Signal, ...]


def days_in(months: Sequence[str]) -> FloatArray:
    """Return the days of each month YYYY-MM: what a month offers to a count."""
    return np.array([monthrange(int(month[:4]), int(month[5:]))[1] for month in months], dtype=np.float64)


def control_chart(counts: Numbers, *, days: Numbers, baseline: Numbers | BoolArray | None = None) -> ControlChart:
    """
    Return Laney u' limits for monthly counts.

    counts    shape (months,), unit: rows, >= 0, in order of time; NaN where missing or incomplete
    days      shape (months,), unit: days, > 0: area of opportunity
    baseline  shape (months,), true for months the mean is taken from; None: every month held. Missing months never
              count
    returns   ControlChart; limits NaN and a reason when the baseline holds fewer than 12 months
    raises    ValueError if a count is negative
    source    Laney (2002), Improved control charts for attributes, Quality Engineering 14, 531-537: limits
              u +- 3 sigma_z sqrt(u / days) with sigma_z the mean moving range of the z scores / 1.128; here sigma_z is
              never below 1. Moving ranges run over neighbouring held months only. The normal limits alarm somewhat
              too often below about five rows a month
    example   a classic c chart in tests/spec/measures/test_control.py
    """
    values, time = counts_of(counts), np.asarray(days, dtype=np.float64)
    chosen = np.isfinite(values) & (np.ones(values.shape, bool) if baseline is None else np.asarray(baseline, bool))
    if chosen.sum() < BASELINE_NEEDED:
        return _no_chart(len(values), int(chosen.sum()))
    mean = values[chosen].sum() / time[chosen].sum() * time
    sigma = np.sqrt(mean)
    scale = _moving_sigma(np.where(chosen, values - mean, np.nan) / sigma) if mean.any() else 1.0
    low, high, warn_low, warn_high = (mean + side * scale * sigma for side in (-3, 3, -2, 2))
    low, warn_low = np.maximum(low, 0), np.maximum(warn_low, 0)
    return ControlChart(
        centre=mean,
        low=low,
        high=high,
        warn_low=warn_low,
        warn_high=warn_high,
        dispersion=scale,
        baseline_months=int(chosen.sum()),
        signals=_signals(values, (low, warn_low, warn_high, high)),
    )


def funnel(counts: Numbers, exposure: Numbers) -> Funnel:
    """
    Return funnel limits for the counts of areas, if all had one common rate.

    counts    shape (areas,), unit: rows, >= 0; NaN where missing
    exposure  shape (areas,), > 0: residents, or whatever the rate is per; NaN or 0 gives NaN
    returns   Funnel: exact Poisson limits, interpolated between whole counts, then widened about the expected count
              by the root of the dispersion
    raises    ValueError if a count or exposure is negative
    source    Spiegelhalter (2005), Funnel plots for comparing institutional performance, Statistics in Medicine 24,
              1185-1202: appendix A.1.1 (limits) and section 5 (multiplicative over-dispersion from z scores
              winsorised at 10 %, here never below 1)
    """
    values, size = counts_of(counts), counts_of(exposure, name="exposure")
    held = np.isfinite(values) & (size > 0)
    rate = values[held].sum() / size[held].sum() if held.any() else np.nan
    expected = np.where(held, rate * np.where(held, size, 1), np.nan)
    dispersion = _funnel_dispersion(values[held], expected[held])
    levels = (3, -3, 2, -2)
    high, low, warn_high, warn_low = (
        np.maximum(expected + np.sqrt(dispersion) * (_poisson_quantile(expected, side) - expected), 0)
        for side in levels
    )
    return Funnel(
        expected=expected,
        low=low,
        high=high,
        warn_low=warn_low,
        warn_high=warn_high,
        dispersion=dispersion,
        signals=_signals(values, (low, warn_low, warn_high, high)),
    )


def _moving_sigma(z: FloatArray) -> float:
    ranges = np.abs(np.diff(z))
    ranges = ranges[np.isfinite(ranges)]
    return max(1.0, float(ranges.mean()) / MOVING_RANGE) if len(ranges) else 1.0


def _funnel_dispersion(values: FloatArray, expected: FloatArray) -> float:
    usable = expected > 0
    if usable.sum() < 2:
        return 1.0
    z = 2 * (np.sqrt(values[usable]) - np.sqrt(expected[usable]))
    low, high = np.quantile(z, [WINSORISED, 1 - WINSORISED])
    return max(1.0, float((np.clip(z, low, high) ** 2).mean()))


def _poisson_quantile(mean: FloatArray, sigmas: float) -> FloatArray:
    """Return the count that a normal deviate of that many sigmas marks, interpolated between whole counts."""
    tail = special.ndtr(sigmas)
    upper = np.maximum(np.ceil(special.pdtrik(tail, mean)), 0)
    above, below = special.pdtr(upper, mean), np.where(upper > 0, special.pdtr(np.maximum(upper - 1, 0), mean), 0.0)
    step = np.where(above > below, above - below, 1.0)
    return np.asarray(upper - (above - tail) / step, dtype=np.float64)


def _signals(values: FloatArray, limits: tuple[FloatArray, FloatArray, FloatArray, FloatArray]) -> tuple[Signal, ...]:
    low, warn_low, warn_high, high = limits
    found = np.full(values.shape, "", dtype=object)
    found[values > warn_high], found[values < warn_low] = "warn-high", "warn-low"
    found[values > high], found[values < low] = "high", "low"
    return tuple(found)


def _no_chart(months: int, held: int) -> ControlChart:
    nothing = np.full(months, np.nan)
    return ControlChart(
        centre=nothing,
        low=nothing,
        high=nothing,
        warn_low=nothing,
        warn_high=nothing,
        dispersion=1.0,
        baseline_months=held,
        signals=_signals(nothing, (nothing, nothing, nothing, nothing)),
        absent=f"Control limits need {BASELINE_NEEDED} complete months to start from; {held} are held.",
    )
