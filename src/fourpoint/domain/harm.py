"""
Harm-weighted counts: what was counted, times weights the catalogue gives, for the threat section.

A type without a weight is left out and counted as left out. It never weighs nothing: that would call it harmless.
Weights of different indices are on different scales; never add them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from fourpoint.domain import rates
from fourpoint.domain.figures import Interval


@dataclass(frozen=True, kw_only=True)
class HarmPart:
    """One crime type's part of the harm: rows x weight."""

    crime_type: str
    rows: int
    weight: float
    harm: float


@dataclass(frozen=True, kw_only=True)
class WithoutWeight:
    """A crime type that has no weight, and the rows left out with it."""

    crime_type: str
    rows: int


@dataclass(frozen=True, kw_only=True)
class Harm:
    """
    The harm of a set of crimes, in the unit of the weights.

    total, interval  None when no counted type has a weight: see absent
    rows             rows that were weighted
    parts            heaviest first
    left_out         types without a weight that were counted
    """

    total: float | None
    interval: Interval | None
    rows: int
    parts: tuple[HarmPart, ...]
    left_out: tuple[WithoutWeight, ...]
    absent: str = ""


def harm(counts: Mapping[str, int], weights: Mapping[str, float], *, level: float = 0.95) -> Harm:
    """
    Return harm-weighted counts.

    counts   crime type to rows, >= 0
    weights  crime type to weight, > 0, unit of the index (days for the Cambridge index, points for the severity score);
             no key where the index gives none, as for anti-social behaviour
    level    coverage of the interval, which is of chance in the counts only: the weights are taken as they are
    returns  Harm
    raises   ValueError if a count is negative or a weight is not above 0
    source   sum of count x weight: Sherman, Neyroud and Neyroud (2016), Policing 10, 171-183; interval of a weighted
             sum of Poisson counts: Dobson, Kuulasmaa, Eberle and Scherer (1991), Statistics in Medicine 10, 457-462
    """
    if min(counts.values(), default=0) < 0 or min(weights.values(), default=1) <= 0:
        raise ValueError("A count is negative or a weight is not above zero: leave a type without weight out instead.")
    parts = [
        HarmPart(crime_type=name, rows=rows, weight=weights[name], harm=rows * weights[name])
        for name, rows in counts.items()
        if name in weights and rows
    ]
    left_out = [WithoutWeight(crime_type=name, rows=counts[name]) for name in counts if name not in weights]
    weighted = any(name in weights for name in counts)
    return Harm(
        total=sum(part.harm for part in parts) if weighted else None,
        interval=_interval(parts, level) if parts else None,
        rows=sum(part.rows for part in parts),
        parts=tuple(sorted(parts, key=lambda part: (-part.harm, part.crime_type))),
        left_out=tuple(sorted((kind for kind in left_out if kind.rows), key=lambda kind: kind.crime_type)),
        absent="" if weighted else "None of the crime types counted has a weight.",
    )


def _interval(parts: list[HarmPart], level: float) -> Interval:
    rows = np.array([part.rows for part in parts], dtype=np.float64)
    heft = np.array([part.weight for part in parts])
    ranged = rates.poisson_limits(rows.sum(), level=level)
    total, step = float(rows @ heft), float(np.sqrt(rows @ heft**2 / rows.sum()))
    return Interval(
        low=total + step * float(ranged.low - ranged.value),
        high=total + step * float(ranged.high - ranged.value),
        level=level,
        method="weighted Poisson sum (Dobson)",
    )
