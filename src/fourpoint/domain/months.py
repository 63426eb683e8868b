"""
Months as the published data hold them, and runs of them.

A month is a string "YYYY-MM": it sorts, it is what the files carry, and no day is invented for it.
"""

import calendar
import re
from collections.abc import Iterable, Sequence
from datetime import date

_MONTH = re.compile(r"^\d{4}-(0[1-9]|1[0-2])$")
# English, whatever the machine's language.
_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
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


def in_words(month: str) -> str:
    """Return the month as it is printed: December 2025."""
    return f"{month_name(int(month[5:]))} {month[:4]}"


def run_in_words(months: Iterable[str]) -> str:
    """
    Return the months as runs in words: "January to April 2024, January to December 2025"; empty for no months.
    """
    return ", ".join(_one_run(run) for run in runs(months))


def period_in_words(months: Sequence[str]) -> str:
    """Return the first to the last of the months given, whatever lies between; "no months" for none."""
    return _one_run(months) if months else "no months"


def day_in_words(day: date) -> str:
    """Return a date as it is printed: 30 June 2026."""
    return f"{day.day} {month_name(day.month)} {day.year}"


def runs(months: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """Return the months in order, cut wherever one is missing."""
    found: list[list[str]] = []
    for month in sorted(set(months)):
        if found and shift(found[-1][-1], 1) == month:
            found[-1].append(month)
        else:
            found.append([month])
    return tuple(tuple(run) for run in found)


def _one_run(run: Sequence[str]) -> str:
    first, last = run[0], run[-1]
    if first == last:
        return in_words(first)
    start = month_name(int(first[5:])) if first[:4] == last[:4] else in_words(first)
    return f"{start} to {in_words(last)}"


def month_name(number: int) -> str:
    """Return the English name of the month 1 to 12, whatever the machine's language."""
    return _NAMES[number - 1]


def same_day(day: date, *, months: int) -> date:
    """Return the same day that many months later, or the last of the month where it has no such day."""
    month = shift(f"{day:%Y-%m}", months)
    year, number = int(month[:4]), int(month[5:])
    return date(year, number, min(day.day, calendar.monthrange(year, number)[1]))
