"""
Months as the published data hold them, and runs of them.

A month is a string "YYYY-MM": it sorts, it is what the files carry, and no day is invented for it.
"""

import re
from collections.abc import Iterable

_MONTH = re.compile(r"^\d{4}-(0[1-9]|1[0-2])$")
_QUARTER = re.compile(r"^(\d{4})Q([1-4])$")


def check_month(text: str) -> str:
    """
    Return the text when it is a month.

    raises  ValueError, with a sentence fit to show, if it is not written as YYYY-MM
    """
    if not _MONTH.match(text):
        raise ValueError(f"'{text}' is not a month: write it as YYYY-MM, for example 2025-12.")
    return text


def shift(month: str, by: int) -> str:
    """Return the month that many months later (earlier if negative)."""
    year, index = divmod(int(month[:4]) * 12 + int(month[5:]) - 1 + by, 12)
    return f"{year:04d}-{index + 1:02d}"


def span(first: str, last: str) -> tuple[str, ...]:
    """Return every month from first to last, both included; empty when last is before first."""
    months: list[str] = []
    month = first
    while month <= last:
        months.append(month)
        month = shift(month, 1)
    return tuple(months)


def quarter_months(label: str) -> tuple[str, str, str]:
    """
    Return the three months of a calendar quarter written as 2025Q4.

    raises  ValueError, with a sentence fit to show, if the label is not such a quarter
    """
    match = _QUARTER.match(label)
    if not match:
        raise ValueError(f"'{label}' is not an edition: write the quarter as YYYYQn, for example 2025Q4.")
    first = f"{match[1]}-{(int(match[2]) - 1) * 3 + 1:02d}"
    return first, shift(first, 1), shift(first, 2)


def quarter_of(month: str) -> str:
    """Return the calendar quarter that the month lies in, as 2025Q4."""
    return f"{month[:4]}Q{(int(month[5:]) - 1) // 3 + 1}"


def gaps(months: Iterable[str]) -> tuple[str, ...]:
    """Return the months missing between the first and the last of those given."""
    held = sorted(set(months))
    return tuple(month for month in span(held[0], held[-1]) if month not in held) if held else ()
