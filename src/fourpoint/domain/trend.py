"""
The trend of monthly counts with an honest interval, for findings and charts.

A trend is told only where enough months are held; callers that want no hole among them give an unbroken run. Season is
taken out only where every calendar month stands in at least two years; otherwise the result says that season and trend
cannot be told apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import special

from fourpoint.domain.arrays import BoolArray, FloatArray, Numbers, counts_of
from fourpoint.domain.figures import Interval

MONTHS_NEEDED = 12
ROUNDS = 50

Direction = Literal["rising", "falling", "no clear trend"]


@dataclass(frozen=True, kw_only=True)
class Trend:
    """
    A log-linear trend.

    ratio_per_year  the count of a year later divided by the count now (1.05 is +5 % a year); None: see absent
    interval        of ratio_per_year
    dispersion      how many times more the months vary about the trend than chance gives; 1 or more
    seasonal        true when the month of the year was taken out
    fitted          expected count of each month asked for, held or not; shape (months,); empty when absent
    direction       by the interval: wholly above 1 rising, wholly below 1 falling
    """

    ratio_per_year: float | None
    interval: Interval | None
    dispersion: float
    seasonal: bool
    months_used: int
    months_asked: int
    fitted: FloatArray
    direction: Direction | None
    absent: str = ""


def trend(months: Sequence[str], counts: Numbers, *, days: Numbers | None = None, level: float = 0.95) -> Trend:
    """
    Return the yearly change of monthly counts by a quasi-Poisson regression on time.

    months   run of months YYYY-MM, in order, gaps included
    counts   shape (months,), unit: rows, >= 0; NaN where missing or incomplete
    days     shape (months,), unit: days in the month, > 0; the offset. None: all months alike
    level    coverage of the interval (Student's t with months less parameters degrees of freedom)
    returns  Trend; ratio_per_year None with a reason when fewer than 12 months are held or nothing was counted
    raises   ValueError if shapes differ or a count is negative
    source   McCullagh and Nelder (1989), Generalized Linear Models, 2nd ed., sections 6.2 and 9.2 (quasi-likelihood);
             neighbouring months are taken as independent given the trend
             -> docs/explanation/what-the-numbers-say-and-do-not.md
    example  equal to a direct maximisation of the likelihood in tests/unit/domain/test_trend.py
    """
    values = counts_of(counts)
    if values.shape != (len(months),):
        raise ValueError(f"{len(months)} months were given with counts of shape {values.shape}: give one per month.")
    offset = np.zeros(len(months)) if days is None else np.log(np.asarray(days, dtype=np.float64))
    held = np.isfinite(values)
    reason = _too_little(values, held)
    if reason:
        return _no_trend(reason, int(held.sum()), len(months))
    seasonal = _is_seasonal(months, values, held)
    design = _design(months, seasonal=seasonal)
    beta, cov, dispersion = _fit(design[held], values[held], offset[held])
    half = special.stdtrit(held.sum() - design.shape[1], (1 + level) / 2) * np.sqrt(cov[1, 1] * dispersion)
    low, high = (float(np.exp(beta[1] + side * half)) for side in (-1, 1))
    return Trend(
        ratio_per_year=float(np.exp(beta[1])),
        interval=Interval(low=low, high=high, level=level, method="quasi-Poisson regression, Student's t"),
        dispersion=dispersion,
        seasonal=seasonal,
        months_used=int(held.sum()),
        months_asked=len(months),
        fitted=np.exp(design @ beta + offset),
        direction="rising" if low > 1 else "falling" if high < 1 else "no clear trend",
    )


def _too_little(values: FloatArray, held: BoolArray) -> str:
    count = int(held.sum())
    if count < MONTHS_NEEDED:
        return f"A trend needs {MONTHS_NEEDED} complete months; {count} are held."
    return "" if values[held].sum() > 0 else "Nothing was counted in any month."


def _no_trend(reason: str, used: int, asked: int) -> Trend:
    return Trend(
        ratio_per_year=None,
        interval=None,
        dispersion=1.0,
        seasonal=False,
        months_used=used,
        months_asked=asked,
        fitted=np.empty(0),
        direction=None,
        absent=reason,
    )


def _is_seasonal(months: Sequence[str], values: FloatArray, held: BoolArray) -> bool:
    """Tell whether each of the twelve calendar months is held twice or more, and counted at least one row."""
    number = np.array([int(month[5:]) - 1 for month in months])[held]
    times, rows = np.bincount(number, minlength=12), np.bincount(number, weights=values[held], minlength=12)
    return bool((times >= 2).all() and (rows > 0).all())


def _design(months: Sequence[str], *, seasonal: bool) -> FloatArray:
    """Return the columns 1, years since the middle of the run, and eleven contrasts of the calendar month."""
    index = np.array([int(month[:4]) * 12 + int(month[5:]) - 1 for month in months], dtype=np.float64)
    columns = [np.ones(len(index)), (index - index.mean()) / 12]
    if seasonal:
        columns += [(index % 12 == which).astype(float) - (index % 12 == 11) for which in range(11)]
    return np.column_stack(columns)


def _fit(design: FloatArray, values: FloatArray, offset: FloatArray) -> tuple[FloatArray, FloatArray, float]:
    """Return coefficients, their unscaled covariance and the dispersion, by iterated weighted least squares."""
    mean = np.maximum(values, 0.5)
    beta: FloatArray = np.zeros(design.shape[1])
    for _ in range(ROUNDS):
        work = np.log(mean) - offset + (values - mean) / mean
        root = np.sqrt(mean)
        new = np.asarray(np.linalg.lstsq(design * root[:, None], work * root, rcond=None)[0], dtype=np.float64)
        done = np.allclose(new, beta, rtol=1e-12, atol=1e-12)
        beta, mean = new, np.exp(design @ new + offset)
        if done:
            break
    cov = np.asarray(np.linalg.inv(design.T @ (design * mean[:, None])), dtype=np.float64)
    pearson = float(((values - mean) ** 2 / mean).sum()) / (len(values) - design.shape[1])
    return beta, cov, max(1.0, pearson)
