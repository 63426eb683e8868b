"""Months along an axis: which to print, so that a reader finds the year without counting."""

import re
from collections.abc import Sequence

_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_CODED = re.compile(r"^(\d{4})-(\d{2})$")
_NAMED = re.compile(r"^([A-Z][a-z]{2})[a-z]* (\d{4})$")


def parse(text: str) -> tuple[int, int] | None:
    """Return (year, month 1 to 12) of a month written as 2025-03 or March 2025 or Mar 2025; None for other words."""
    if coded := _CODED.match(text):
        month = int(coded[2])
        return (int(coded[1]), month) if 1 <= month <= 12 else None
    named = _NAMED.match(text)
    return (int(named[2]), _NAMES.index(named[1]) + 1) if named and named[1] in _NAMES else None


def spoken(text: str) -> str:
    """Return a month as "Mar 2025"; other words as they are."""
    parsed = parse(text)
    return f"{_NAMES[parsed[1] - 1]} {parsed[0]}" if parsed else text


def month_ticks(labels: Sequence[str], *, most: int) -> list[tuple[int, tuple[str, ...]]] | None:
    """
    Return (index, lines to print) for the months to name, at most about that many; None unless all are months.

    Quarters, half-years and years start in January; the year stands below its first named month.
    """
    parsed = [parse(label) for label in labels]
    known = [pair for pair in parsed if pair]
    if not labels or len(known) < len(labels):
        return None
    by = next((by for by in (1, 3, 6, 12) if len(labels) / by <= most), 12)
    chosen = [index for index, (_, month) in enumerate(known) if (month - 1) % by == 0] or [0]
    made: list[tuple[int, tuple[str, ...]]] = []
    year_said = None
    for index in chosen:
        year, month = known[index]
        name = _NAMES[month - 1]
        made.append((index, (name,) if year == year_said else (name, str(year))))
        year_said = year
    return made
