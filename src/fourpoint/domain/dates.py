"""Days reckoned in calendar months, for terms that people set in months."""

import calendar
from datetime import date


def months_later(day: date, months: int) -> date:
    """Return the same day of the month so many months later; the last of the month where there is no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
