"""
The day by which somebody says that something will happen, read from her own words: the first that lies ahead of her.

Nothing has to be read: what cannot be is left to the eye of whoever reads the words. A day without a year is the next
such day, and a day of the week the next such day, today among them.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# A day further ahead than that is a slip of the pen, or nothing that presses.
FURTHEST = timedelta(days=366)
_TO_DAY = {"now": 0, "today": 0, "tonight": 0, "tomorrow": 1}
_NEAR = re.compile(rf"\b({'|'.join(_TO_DAY)})\b", re.IGNORECASE)
_OF_WEEK = re.compile(
    r"\b(mon|tue(?:s)?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?s?\b|\b(weekend)\b", re.IGNORECASE
)
_NAMED = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?\s+(" + "|".join(MONTHS) + r")[a-z]*\.?(?:,?\s+(\d{4}))?\b", re.IGNORECASE
)
_NUMBERS = re.compile(r"\b(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}|\d{2}))?\b")
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")


def read_day(words: str, today: date) -> date | None:
    """Return the earliest day of the words that is today or lies at most a year ahead; None where none does."""
    ahead = [day for day in _days(words, today) if day is not None and today <= day <= today + FURTHEST]
    return min(ahead, default=None)


# ----------------------------------------------------------------------------------------------------------------------


def _days(words: str, today: date) -> Iterator[date | None]:
    for found in _NEAR.finditer(words):
        yield today + timedelta(days=_TO_DAY[found[1].lower()])
    for found in _OF_WEEK.finditer(words):
        wanted = DAYS.index("sat" if found[2] else found[1][:3].lower())
        yield today + timedelta(days=(wanted - today.weekday()) % 7)
    for found in _NAMED.finditer(words):
        yield _next(today, found[1], str(MONTHS.index(found[2].lower()) + 1), found[3])
    for found in _NUMBERS.finditer(words):
        yield _next(today, found[1], found[2], found[3])
    for found in _ISO.finditer(words):
        yield _next(today, found[3], found[2], found[1])


def _next(today: date, day: str, month: str, year: str | None) -> date | None:
    """That day of that year, or where none is said the next that there is; None for one that no calendar has."""
    if year is not None:
        return _made(int(year) + (2000 if len(year) == 2 else 0), month, day)
    made = (_made(today.year + ahead, month, day) for ahead in range(9))
    return next((one for one in made if one is not None and one >= today), None)


def _made(year: int, month: str, day: str) -> date | None:
    try:
        return date(year, int(month), int(day))
    except ValueError:
        return None
