"""Rates and shares with the range that chance alone gives them, for whoever prints a rate. Never divides by a guess."""

from dataclasses import dataclass

import numpy as np
from scipy import special

from fourpoint.domain.arrays import FloatArray, Numbers, counts_of

GARWOOD = "exact Poisson (Garwood)"
WILSON = "Wilson score"


@dataclass(frozen=True, kw_only=True)
class Ranged:
    """Values with their ranges, all of one shape and unit; NaN where there is no value. level as 0.95."""

    value: FloatArray
    low: FloatArray
    high: FloatArray
    level: float
    method: str


def poisson_limits(counts: Numbers, *, level: float = 0.95) -> Ranged:
    """
    Return counts with their exact Poisson intervals.

    counts   shape any, unit: events, >= 0; NaN gives NaN
    level    coverage, between 0 and 1
    returns  Ranged in events; the lower limit of a count of 0 is 0
    raises   ValueError if a count is negative or the level is not between 0 and 1
    source   Garwood (1936), Fiducial limits for the Poisson distribution, Biometrika 28, 437-442, by its
             relation to the gamma distribution  -> docs/explanation/what-the-numbers-say-and-do-not.md
    example  Pearson and Hartley's table in tests/spec/measures/test_rates.py
    """
    value, tail = counts_of(counts), _tail(level)
    low = np.where(value == 0, 0.0, special.gammaincinv(np.where(value == 0, 1, value), tail))
    high = np.asarray(special.gammaincinv(value + 1, 1 - tail), dtype=np.float64)
    return Ranged(value=value, low=low, high=high, level=level, method=GARWOOD)


def rate_per_1000(counts: Numbers, population: Numbers, *, level: float = 0.95, per: float = 1000.0) -> Ranged:
    """
    Return rates per 1,000 with exact Poisson intervals; the denominator is taken as known without error.

    counts      unit: events in the period, >= 0; NaN gives NaN
    population  same shape or broadcast; NaN or 0 gives NaN, never a rate of nothing
    per         what the rate is per
    returns     Ranged, unit: events per `per` of the population
    raises      ValueError if a count or population is negative
    source      as `poisson_limits`
    """
    people = counts_of(population, name="population")
    scale = np.divide(per, people, out=np.full(people.shape, np.nan), where=people > 0)
    ranged = poisson_limits(counts, level=level)
    return Ranged(
        value=ranged.value * scale, low=ranged.low * scale, high=ranged.high * scale, level=level, method=GARWOOD
    )


def share(part: Numbers, whole: Numbers, *, level: float = 0.95) -> Ranged:
    """
    Return shares between 0 and 1 with Wilson score intervals.

    part     unit: rows, 0 <= part <= whole; NaN gives NaN
    whole    same shape or broadcast; 0 or NaN gives NaN
    raises   ValueError if a part is greater than its whole, or either is negative
    source   Wilson (1927), JASA 22, 209-212; as method 3 of Newcombe (1998), Statistics in Medicine 17, 857-872
    example  Newcombe's table I in tests/spec/measures/test_rates.py
    """
    some, total = np.broadcast_arrays(counts_of(part), counts_of(whole))
    if (some > total).any():
        raise ValueError("A part is greater than its whole: a share needs rows counted from the same table.")
    total = np.where(total > 0, total, np.nan)
    z2 = special.ndtri(1 - _tail(level)) ** 2
    centre = (2 * some + z2) / (2 * (total + z2))
    half = np.sqrt(z2 * (z2 + 4 * some * (1 - some / total))) / (2 * (total + z2))
    low, high = np.maximum(centre - half, 0), np.minimum(centre + half, 1)
    low, high = np.where(some == 0, low * 0, low), np.where(some == total, high * 0 + 1, high)
    return Ranged(value=some / total, low=low, high=high, level=level, method=WILSON)


def _tail(level: float) -> float:
    if not 0 < level < 1:
        raise ValueError(f"A coverage of {level} is not between 0 and 1: write 95 % as 0.95.")
    return (1 - level) / 2
