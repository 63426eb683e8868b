"""Months and dates as a publication prints them."""

from datetime import UTC, date, datetime

from fourpoint.domain import months


def day(text: str) -> str:
    """Return an ISO date as 30 June 2026."""
    return months.day_in_words(date.fromisoformat(text))


def joined(names: tuple[str, ...]) -> str:
    """Return months in words, joined by commas and one "and"; "none" for none."""
    said = [months.in_words(name) for name in names]
    return ", ".join(said[:-1]) + " and " + said[-1] if len(said) > 1 else "".join(said) or "none"


def stamp(ends: str) -> datetime:
    """Return the instant that an edition's files bear: midnight UTC after its last month, whenever it is made."""
    after = months.shift(ends, 1)
    return datetime(int(after[:4]), int(after[5:7]), 1, tzinfo=UTC)
