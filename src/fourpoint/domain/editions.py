"""When an edition of a profile is due to be made anew, and what a reader is told of its age. Dates are arguments."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from fourpoint.domain import months as calendar

Age = Literal["current", "due", "overdue"]


@dataclass(frozen=True, kw_only=True)
class Staleness:
    """How old an edition is: its state, the date the next one is due, and a sentence to show (empty when current)."""

    age: Age
    next_due_on: date
    sentence: str


def next_due_on(ends: str, *, months: int, lag_months: int) -> date:
    """
    Return the day by which the next edition is due: the last day of the month in which its data have been published.

    ends        last month the edition counts, YYYY-MM
    months      months between editions; lag_months  months between a month and its published file
    """
    month = calendar.shift(ends, months + lag_months)
    year, number = int(month[:4]), int(month[5:])
    return date(year, number, monthrange(year, number)[1])


def staleness(due_on: date, *, today: date, warn_days: int) -> Staleness:
    """Return how old an edition is whose successor is due on that day; it is told from `warn_days` days before."""
    late = (today - due_on).days
    if late > 0:
        days = f"{late:,} day{'s' if late != 1 else ''}"
        words = f"The next edition was due on {_in_words(due_on)}, {days} ago: what you read may no longer be so."
        return Staleness(age="overdue", next_due_on=due_on, sentence=words)
    if today >= due_on - timedelta(days=warn_days):
        words = f"The next edition is due by {_in_words(due_on)}."
        return Staleness(age="due", next_due_on=due_on, sentence=words)
    return Staleness(age="current", next_due_on=due_on, sentence="")


def _in_words(day: date) -> str:
    return f"{day.day} {calendar.month_name(day.month)} {day.year}"
