"""
Repeat locations, and why near repeats cannot be told, for findings that must not mistake the map for the world.

Published points are snapped: many addresses share one map point. A repeat here is a repeat at a map point, not at an
address, and the sentence that uses it must say so.
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy import special

from fourpoint.domain.arrays import Numbers, counts_of
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
    half = special.ndtri((1 + level) / 2) * spread
    low, high = (float(np.clip(1 - (expected + side * half) / crimes, 0, 1)) for side in (1, -1))
    return Repeats(
        crimes=crimes,
        points=points,
        repeat_points=repeat_points,
        repeat_share=1 - alone / crimes,
        expected_share=1 - expected / crimes,
        chance=Interval(low=low, high=high, level=level, method="occupancy of equally likely points, normal limits"),
    )


def _alone_by_chance(crimes: int, points: int) -> tuple[float, float]:
    """Return mean and standard deviation of the number of crimes that are alone on their point, under chance."""
    mean = crimes * (1 - 1 / points) ** (crimes - 1)
    pairs = crimes * (crimes - 1) * (1 - 1 / points) * (1 - 2 / points) ** (crimes - 2)
    return mean, sqrt(max(mean + pairs - mean**2, 0.0))
