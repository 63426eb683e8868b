"""
The day by which somebody says that something will happen, read from her own words: the first that lies ahead of her.

Nothing has to be read: what cannot be is left to the eye of whoever reads the words. A day without a year is the next
such day, and a day of the week the next such day, today among them.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from fourpoint.domain.moments import find_dates

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# A day further ahead than that is a slip of the pen, or nothing that presses.
FURTHEST = timedelta(days=366)
_TO_DAY = {"now": 0, "today": 0, "tonight": 0, "tomorrow": 1}
_NEAR = re.compile(rf"\b({'|'.join(_TO_DAY)})\b", re.IGNORECASE)
_OF_WEEK = re.compile(
    r"\b(mon|tue(?:s)?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?s?\b|\b(weekend)\b", re.IGNORECASE
)


def read_day(words: str, today: date) -> date | None:
    """Return the earliest day of the words that is today or lies at most a year ahead; None where none does."""
    ahead = [day for day in _days(words, today) if today <= day <= today + FURTHEST]
    return min(ahead, default=None)


# ----------------------------------------------------------------------------------------------------------------------


def _days(words: str, today: date) -> Iterator[date]:
    for found in _NEAR.finditer(words):
        yield today + timedelta(days=_TO_DAY[found[1].lower()])
    for found in _OF_WEEK.finditer(words):
        wanted = DAYS.index("sat" if found[2] else found[1][:3].lower())
        yield today + timedelta(days=(wanted - today.weekday()) % 7)
    for written in find_dates(words, today, ahead=True):
        yield date.fromisoformat(written.normal)
