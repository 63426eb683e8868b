"""
Days as their people's calendar has them, as instants: when a day begins, and when it is over. For periods of days.

A day runs from midnight to midnight where the parties are. Twice a year it has 23 or 25 hours, and midnight in summer
is 23:00 of the day before in UTC, so no period of days is ever counted in hours.
"""

from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Europe/London")
TICK = timedelta(microseconds=1)


@lru_cache(maxsize=4096)
def start_of(day: date) -> datetime:
    """Return the first instant of the day."""
    return datetime(day.year, day.month, day.day, tzinfo=HERE)


@lru_cache(maxsize=4096)
def end_of(day: date) -> datetime:
    """Return the first instant after the day: the end of a period whose last day it is. The calendar ends with 9999."""
    return start_of(day + timedelta(days=1)) if day < date.max else datetime.max.replace(tzinfo=HERE)


def day_of(instant: datetime) -> date:
    """Return the day that it is here at that instant."""
    return instant.astimezone(HERE).date()


def last_day_before(end: datetime) -> date:
    """Return the last day of a period that ends at that instant; of one that ends at noon, that very day."""
    return day_of(end - TICK)
