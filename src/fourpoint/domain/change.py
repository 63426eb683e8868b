"""
Change against the same months of the year before, for findings and figures.

Only pairs count: a month that is missing in either year is left out of both and named. Whether a change is called one
is decided by its interval, never by the gap between two numbers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, inf, log, sqrt
from typing import Literal

import numpy as np
from scipy import special

from fourpoint.domain import months as calendar
from fourpoint.domain.figures import Interval

Verdict = Literal["higher", "lower", "no clear change"]

EXACT = "conditional exact binomial (Clopper-Pearson)"
WIDENED = "conditional exact binomial, widened for month-to-month variation"
PAIRS_FOR_SPREAD = 3


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """A month pair that could not be compared, and why."""

    month: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Change:
    """
    A year-on-year comparison.

    months, before   the pairs compared, in order, month by month
    left_out         pairs asked for and not compared
    count, count_before  sums over the pairs
    ratio            count / count_before; None when there is none, `absent` then says why
    interval         of the ratio (an upper limit may be infinite)
    dispersion       how many times as much the pairs vary as chance gives, by Pearson; None with too few pairs to see
    verdict          "higher" when the whole interval is above 1, "lower" when below, else "no clear change"
    """

    months: tuple[str, ...]
    before: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    count: int
    count_before: int
    ratio: float | None
    interval: Interval | None
    dispersion: float | None
    verdict: Verdict | None
    absent: str = ""


def year_on_year(
    counts: Mapping[str, int], *, months: Sequence[str], level: float = 0.95, known_dispersion: float = 1.0
) -> Change:
    """
    Return the change of the months asked for against the same months of the year before.

    counts   month to count, unit: rows, >= 0, for the months that are held and complete; a month that is not a key
             is missing (give no key for a supply gap either), which is not a count of zero
    months   the months asked for, each once
    level    coverage of the interval
    known_dispersion  how many times more than chance the months are known to vary, as the square of the dispersion of
             their control chart; used where there are too few pairs to see it
    returns  Change; without pairs, or with no rows in either year, ratio is None and absent says why
    raises   ValueError if a month is not a month or a count is negative
    source   Clopper and Pearson (1934), Biometrika 26, 404-413, on the count given the sum of both (Przyborowski and
             Wilenski 1940, Biometrika 31, 313-323). With three pairs or more the log limits are widened as
             `ratio_interval` says; with fewer and nothing known the interval is of chance alone, and restless months
             will often seem a change  -> docs/explanation/what-the-numbers-say-and-do-not.md
    example  how often a change is called where there is none, in tests/unit/domain/test_change.py
    """
    pairs, left_out = _pairs(counts, [calendar.check_month(month) for month in sorted(months)])
    now, before = [counts[month] for month, _ in pairs], [counts[month] for _, month in pairs]
    if min([*now, *before], default=0) < 0:
        raise ValueError("A count is negative: give counts of zero or more, and no key for a missing month.")
    spread = _dispersion(now, before)
    freedom = sum(one + other > 0 for one, other in zip(now, before, strict=True)) - 1
    wider = sqrt(known_dispersion) if spread is None else sqrt(spread) * _heavier(freedom, level)
    interval = ratio_interval(sum(now), sum(before), level=level, widening=wider) if sum(now) + sum(before) else None
    return Change(
        months=tuple(month for month, _ in pairs),
        before=tuple(month for _, month in pairs),
        left_out=left_out,
        count=sum(now),
        count_before=sum(before),
        ratio=sum(now) / sum(before) if sum(before) else None,
        interval=interval,
        dispersion=spread,
        verdict=_verdict(interval) if interval else None,
        absent=_absent(pairs, sum(now), sum(before)),
    )


def ratio_interval(count: int, count_before: int, *, level: float = 0.95, widening: float = 1.0) -> Interval:
    """
    Return the interval of count / count_before, two counts over equal times.

    count, count_before  unit: rows, >= 0, not both 0
    widening             multiplies the distance of both limits from the ratio, on the log scale; below 1 it is 1. For
                         quasi-likelihood: the root of the dispersion, times Student's t over the normal quantile
    returns              Interval of the ratio; low 0 when count is 0, high infinite when count_before is 0
    raises               ValueError if both counts are 0: they say nothing about a ratio
    source               as `year_on_year`; quasi-likelihood: McCullagh and Nelder (1989), section 4.5
    """
    if count + count_before == 0:
        raise ValueError("Two counts of zero have no ratio.")
    tail = (1 - level) / 2
    low = special.betaincinv(count, count_before + 1, tail) if count else 0.0
    high = special.betaincinv(count + 1, count_before, 1 - tail) if count_before else 1.0
    limits = [low / (1 - low), high / (1 - high) if high < 1 else inf]
    if widening > 1 and count and count_before:
        middle = log(count / count_before)
        limits = [exp(middle + widening * (log(limit) - middle)) for limit in limits]
    method = WIDENED if widening > 1 else EXACT
    return Interval(low=float(limits[0]), high=float(limits[1]), level=level, method=method)


def _pairs(counts: Mapping[str, int], months: Sequence[str]) -> tuple[list[tuple[str, str]], tuple[LeftOut, ...]]:
    pairs, left_out = [], []
    for month in months:
        before = calendar.shift(month, -12)
        missing = [name for name in (month, before) if name not in counts]
        if missing:
            left_out.append(LeftOut(month=month, reason=f"{' and '.join(missing)} not held or not complete"))
        else:
            pairs.append((month, before))
    return pairs, tuple(left_out)


def _dispersion(now: Sequence[int], before: Sequence[int]) -> float | None:
    """Return the Pearson dispersion of the pairs about one common ratio; None with too few pairs to tell."""
    this, sums = np.asarray(now, float), np.asarray(now, float) + np.asarray(before, float)
    this, sums = this[sums > 0], sums[sums > 0]
    if len(sums) < PAIRS_FOR_SPREAD or this.sum() in (0, sums.sum()):
        return None
    part = this.sum() / sums.sum()
    squares = (this - sums * part) ** 2 / (sums * part * (1 - part))
    return float(squares.sum() / (len(sums) - 1))


def _heavier(freedom: int, level: float) -> float:
    """Return how much wider Student's t is than the normal at that coverage: a spread seen in few is dear."""
    return float(special.stdtrit(freedom, (1 + level) / 2) / special.ndtri((1 + level) / 2))


def _verdict(interval: Interval) -> Verdict:
    if interval.low > 1:
        return "higher"
    return "lower" if interval.high < 1 else "no clear change"


def _absent(pairs: Sequence[tuple[str, str]], now: int, before: int) -> str:
    if not pairs:
        return "No month is held in both years, so there is nothing to compare."
    if before == 0:
        return "No row in the year before, so a ratio cannot be formed." if now else "No row in either year."
    return ""
