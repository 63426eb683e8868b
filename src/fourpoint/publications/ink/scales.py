"""Scales and ticks for charts: from a value to a place on the paper, and numbers as a reader expects them."""

import math
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Scale:
    """A straight scale from values (low to high) to places (start to end); end may lie before start."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return the place of the value."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def step(span: float, wanted: int) -> float:
    """Return the round step (1, 2, 2.5 or 5 times a power of ten) that cuts the span into about that many parts."""
    rough = span / max(wanted, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    for factor in (1, 2, 2.5, 5):
        if rough <= factor * power * 1.0000001:
            return factor * power
    return 10 * power


def ticks(low: float, high: float, wanted: int = 5) -> tuple[float, ...]:
    """
    Return round values that cover low to high.

    The first is at or below low and the last at or above high; equal bounds are widened by one unit upward.
    """
    if not high > low:
        high = low + 1
    by = step(high - low, wanted)
    first, last = math.floor(low / by + 1e-9), math.ceil(high / by - 1e-9)
    return tuple(round(index * by, 12) for index in range(first, last + 1))


def bounds(values: Iterable[float], *, zero: bool = True) -> tuple[float, float]:
    """Return the least and greatest value, with zero among them unless told otherwise; (0, 1) for no values."""
    known = [value for value in values if math.isfinite(value)]
    if not known:
        return 0.0, 1.0
    low, high = min(known), max(known)
    return (min(low, 0.0), max(high, 0.0)) if zero else (low, high)


def decimals_for(values: Iterable[float]) -> int:
    """Return how many decimals suit all the values together: none for whole or large ones, at most two."""
    known = [abs(value) for value in values if math.isfinite(value)]
    if all(value == round(value) for value in known) or max(known) >= 1000:
        return 0
    return 1 if max(known) >= 10 or all(round(value, 1) == value for value in known) else 2


def printed(value: float, *, decimals: int, unit: str = "") -> str:
    """Return a number for an axis or label: thousands marks, a true minus, % closed up, other units left out."""
    text = f"{value:,.{decimals}f}".replace("-", "−")
    return f"{text}%" if unit == "%" else text
