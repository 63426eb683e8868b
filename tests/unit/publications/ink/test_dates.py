"""Months and dates in words."""

from datetime import UTC, datetime

from fourpoint.publications.ink import dates


def test_joined_months() -> None:
    assert dates.joined(()) == "none"
    assert dates.joined(("2025-03",)) == "March 2025"
    assert dates.joined(("2025-03", "2025-04", "2025-07")) == "March 2025, April 2025 and July 2025"


def test_stamp_is_the_midnight_after() -> None:
    assert dates.stamp("2025-12") == datetime(2026, 1, 1, tzinfo=UTC)
    assert dates.day("2026-06-30") == "30 June 2026"
