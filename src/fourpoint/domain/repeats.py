"""
Repeat locations and near repeats, for findings that must not mistake the map for the world.

Published points are snapped: many addresses share one map point. A repeat here is a repeat at a map point, not at an
address, and the sentence that uses it must say so.
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy import stats
from scipy.spatial import cKDTree

from fourpoint.domain.arrays import BoolArray, FloatArray, IntArray, Numbers, counts_of
from fourpoint.domain.figures import Interval

SNAPPED = "Places are map points that many addresses share, so a repeat here is not a repeat at an address."
MONTHS_ONLY = (
    "Near repeats cannot be found: the published data give the month of a crime and not its day, and a near repeat "
    "is a matter of days."
)


@dataclass(frozen=True, kw_only=True)
class Repeats:
    """
    Crimes at map points that were struck more than once.

    crimes, points    crimes counted, and map points they could have fallen on
    repeat_points     points with two crimes or more
    repeat_share      share of crimes at such points; None: see absent
    expected_share    that share if every crime fell on any point with equal chance; chance is its interval
    caveat            what a point is; never leave it out
    """

    crimes: int
    points: int
    repeat_points: int
    repeat_share: float | None
    expected_share: float | None
    chance: Interval | None
    caveat: str = SNAPPED
    absent: str = ""


@dataclass(frozen=True, kw_only=True)
class Bands:
    """Upper edges of the bands, rising; a band holds its upper edge, and the first begins at 0."""

    distance_m: tuple[float, ...]
    days: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class Knox:
    """
    Pairs of events near in space and time, beside what chance would give.

    observed, expected  pairs per band; shape (distance bands, day bands)
    ratio               observed / expected, NaN where none is expected
    p                   share of permutations with as many pairs or more, one-sided
    """

    bands: Bands
    observed: IntArray
    expected: FloatArray
    ratio: FloatArray
    p: FloatArray
    permutations: int


@dataclass(frozen=True, kw_only=True)
class CannotSay:
    """A question that the data cannot answer, with the reason in a sentence fit to print."""

    reason: str


def repeat_locations(counts: Numbers, *, level: float = 0.95) -> Repeats:
    """
    Return how many crimes fell on map points struck before, beside chance.

    counts   shape (points,), unit: rows, >= 0: every map point of the area that a crime could have been given, points
             with none included (points seen in any crime type or month will do)
    level    coverage of the chance interval
    returns  Repeats; absent with a reason below two points or two crimes
    raises   ValueError if a count is negative or missing
    source   occupancy: of c crimes on n points, S = c (1 - 1/n)^(c-1) stand alone on average; variance from
             E[S(S-1)] = c (c-1) (1 - 1/n) (1 - 2/n)^(c-2); Feller (1968), vol. I, section IV.2; normal interval
             -> docs/explanation/what-the-numbers-say-and-do-not.md
    example  a simulation in tests/unit/domain/test_repeats.py
    """
    values = counts_of(counts)
    if np.isnan(values).any():
        raise ValueError("A map point has no count: give 0 for a point without a crime.")
    crimes, points = int(values.sum()), len(values)
    repeat_points, alone = int((values >= 2).sum()), float((values == 1).sum())
    if points < 2 or crimes < 2:
        return Repeats(
            crimes=crimes,
            points=points,
            repeat_points=repeat_points,
            repeat_share=None,
            expected_share=None,
            chance=None,
            absent="Repeats need two map points and two crimes or more.",
        )
    expected, spread = _alone_by_chance(crimes, points)
    half = stats.norm.ppf((1 + level) / 2) * spread
    low, high = (float(np.clip(1 - (expected + side * half) / crimes, 0, 1)) for side in (1, -1))
    return Repeats(
        crimes=crimes,
        points=points,
        repeat_points=repeat_points,
        repeat_share=1 - alone / crimes,
        expected_share=1 - expected / crimes,
        chance=Interval(low=low, high=high, level=level, method="occupancy of equally likely points, normal limits"),
    )


def near_repeats(
    x: Numbers,
    y: Numbers,
    days: Numbers | None,
    *,
    bands: Bands,
    permutations: int,
    rng: np.random.Generator,
) -> Knox | CannotSay:
    """
    Return Knox's test of near repeats, or the sentence why there can be none.

    x, y          shape (events,), unit: metres, no missing
    days          shape (events,), unit: days from any day; None when the data know months only
    bands         the bands of distance and time
    permutations  number of shufflings of the days over the places, as 999
    rng           the source of randomness
    returns       Knox; CannotSay without days or below three events
    raises        ValueError if shapes differ
    source        Knox (1964), Applied Statistics 13, 25-29; permutation of times as in Ratcliffe and Rengert (2008),
                  Security Journal 21, 58-76
    """
    if days is None:
        return CannotSay(reason=MONTHS_ONLY)
    places, times = np.column_stack([np.asarray(x, float), np.asarray(y, float)]), np.asarray(days, dtype=np.float64)
    if len(times) != len(places):
        raise ValueError(f"{len(places)} places were given with {len(times)} days: give one day for each event.")
    if len(times) < 3:
        return CannotSay(reason=f"Near repeats need three events or more; there are {len(times)}.")
    pairs, apart = _near_pairs(places, bands)
    observed = _table(pairs, apart, times, bands)
    worlds = np.array([_table(pairs, apart, rng.permutation(times), bands) for _ in range(permutations)])
    expected = worlds.mean(axis=0)
    return Knox(
        bands=bands,
        observed=observed,
        expected=expected,
        ratio=np.divide(observed, expected, out=np.full(expected.shape, np.nan), where=expected > 0),
        p=((worlds >= observed).sum(axis=0) + 1) / (permutations + 1),
        permutations=permutations,
    )


def _alone_by_chance(crimes: int, points: int) -> tuple[float, float]:
    """Return mean and standard deviation of the number of crimes that are alone on their point, under chance."""
    mean = crimes * (1 - 1 / points) ** (crimes - 1)
    pairs = crimes * (crimes - 1) * (1 - 1 / points) * (1 - 2 / points) ** (crimes - 2)
    return mean, sqrt(max(mean + pairs - mean**2, 0.0))


def _near_pairs(places: FloatArray, bands: Bands) -> tuple[IntArray, IntArray]:
    """Return the pairs of events within the last distance, shape (pairs, 2), and the distance band of each."""
    found = cKDTree(places).query_pairs(bands.distance_m[-1], output_type="ndarray")
    pairs: IntArray = np.asarray(found, dtype=np.int64).reshape(-1, 2)
    apart = np.hypot(*(places[pairs[:, 0]] - places[pairs[:, 1]]).T)
    return pairs, np.asarray(np.searchsorted(np.asarray(bands.distance_m), apart, side="left"), dtype=np.int64)


def _table(pairs: IntArray, apart: IntArray, times: FloatArray, bands: Bands) -> IntArray:
    gap = np.searchsorted(np.asarray(bands.days), np.abs(times[pairs[:, 0]] - times[pairs[:, 1]]), side="left")
    rows, columns = len(bands.distance_m), len(bands.days)
    inside: BoolArray = (gap < columns) & (apart < rows)
    cells = np.bincount(apart[inside] * columns + gap[inside], minlength=rows * columns)
    return cells.reshape(rows, columns).astype(np.int64)
