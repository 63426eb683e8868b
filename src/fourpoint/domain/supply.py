"""
Which months a supplier left incomplete: found by a stated rule from counts alone, for the data check and the profiles.

A month whose file is short looks like a fall in crime. It is told apart by being far below the months around it, more
than months differ by themselves: counted per day, of 459 months of 39 forces in 2025 none was below 0.84 of its
neighbours, while a published file known to be incomplete stood at 0.41.

The rule cannot tell a short file from a real fall that is as sudden and as deep (a lockdown): it says "far below its
neighbours", and a person decides. Anti-social behaviour is left out of the counts, because it comes by another way and
often stays whole when crime does not.
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median

from fourpoint.domain.months import shift

# Below this share of the usual count a month is held to be incomplete.
SHARE = 0.8
# How many calendar months before and after count as neighbours, and how many of them must be held.
REACH = 3
FEWEST = 2


@dataclass(frozen=True, kw_only=True)
class SupplyGap:
    """
    A month that is held but far below its neighbours.

    rows   what the month holds, anti-social behaviour left out
    usual  what the neighbours' median rate per day would give in a month of its length
    share  rows / usual
    """

    month: str
    rows: int
    usual: float
    share: float

    @property
    def text(self) -> str:
        """The gap as a sentence for a person."""
        return (
            f"{self.month} holds {self.rows:,} crimes where the months around it suggest about {self.usual:,.0f}: the"
            " published file looks incomplete, so this is a gap in supply and not a fall in crime."
        )


def find_supply_gaps(crimes: Mapping[str, int]) -> tuple[SupplyGap, ...]:
    """
    Return the months whose supply looks incomplete, in order.

    crimes  rows by month (YYYY-MM) of one force, without anti-social behaviour; a month that is not held has no key

    The rule: a month's rows per day are held against the median of the held months within three calendar months of it.
    The month furthest below 0.8 of that median is named first and no longer counts as a neighbour; then the rest are
    held against theirs again, until none is below. A month with fewer than two neighbours is never named.
    """
    daily = {month: rows / _days(month) for month, rows in crimes.items()}
    named: dict[str, SupplyGap] = {}
    while found := _lowest({month: rate for month, rate in daily.items() if month not in named}):
        month, usual = found
        expected = usual * _days(month)
        named[month] = SupplyGap(month=month, rows=crimes[month], usual=expected, share=crimes[month] / expected)
    return tuple(named[month] for month in sorted(named))


def _lowest(daily: Mapping[str, float]) -> tuple[str, float] | None:
    """The month furthest below the share of its neighbours, with their median; None when there is none."""
    below: list[tuple[float, str, float]] = []
    for month, rate in daily.items():
        around = [daily[other] for step in range(-REACH, REACH + 1) if step and (other := shift(month, step)) in daily]
        usual = median(around) if len(around) >= FEWEST else 0.0
        if usual > 0 and rate / usual < SHARE:
            below.append((rate / usual, month, usual))
    return min(below)[1:] if below else None


def _days(month: str) -> int:
    return monthrange(int(month[:4]), int(month[5:]))[1]
