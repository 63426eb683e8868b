"""What both ways of the measures bench must answer, so that they can be held to each other."""

from dataclasses import asdict, dataclass
from math import isclose
from typing import Any

Key = tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Answers:
    """
    All measures of all areas of a force.

    counts      by district, type and month;     outcomes  by district, type, outcome and month
    unlocated   rows without a place
    rates       of the last twelve months by district and type: per 1,000, low, high
    changes     of those against the twelve before: ratio, low, high
    top_shares  share in the busiest 5 % of neighbourhoods by district and type, all months
    repeats     rows, and rows at map points with two or more, by district and type, all months
    """

    counts: dict[Key, int]
    unlocated: int
    rates: dict[Key, tuple[float, ...]]
    changes: dict[Key, tuple[float, float, float]]
    top_shares: dict[Key, float]
    repeats: dict[Key, tuple[int, int]]
    outcomes: dict[Key, int]


def differences(one: Answers | None, other: Answers | None) -> list[str]:
    """Return the names of the answers that differ, floats by more than 1e-9 of themselves."""
    if one is None or other is None:
        return ["everything: one way gave no answer"]
    mine, theirs = asdict(one), asdict(other)
    return [name for name in mine if not _alike(mine[name], theirs[name])]


def _alike(one: Any, other: Any) -> bool:
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(_alike(one[key], other[key]) for key in one)
    if isinstance(one, tuple):
        return all(_alike(mine, theirs) for mine, theirs in zip(one, other, strict=True))
    return isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)
