"""Months and dates as a publication prints them."""

from datetime import UTC, date, datetime

from fourpoint.domain import months

_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def month(text: str) -> str:
    """Return 2025-12 as December 2025."""
    return f"{_NAMES[int(text[5:7]) - 1]} {text[:4]}"


def day(text: str) -> str:
    """Return an ISO date as 30 June 2026."""
    on = date.fromisoformat(text)
    return f"{on.day} {_NAMES[on.month - 1]} {on.year}"


def period(asked: tuple[str, ...]) -> str:
    """Return the months from first to last in words; "no months" for none."""
    if not asked:
        return "no months"
    if len(asked) == 1:
        return month(asked[0])
    return f"{month(asked[0])} to {month(asked[-1])}"


def joined(names: tuple[str, ...]) -> str:
    """Return months in words, joined by commas and one "and"; "none" for none."""
    said = [month(name) for name in names]
    return ", ".join(said[:-1]) + " and " + said[-1] if len(said) > 1 else "".join(said) or "none"


def stamp(ends: str) -> datetime:
    """Return the instant that an edition's files bear: midnight UTC after its last month, whenever it is made."""
    after = months.shift(ends, 1)
    return datetime(int(after[:4]), int(after[5:7]), 1, tzinfo=UTC)
