"""Days begin and end at midnight here, on the long and the short day of the year as well."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fourpoint.domain.days import HERE, TICK, day_of, end_of, last_day_before, start_of

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1))


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "starts", "ends", "hours"),
    [
        (date(2026, 3, 28), utc(2026, 3, 28, 0), utc(2026, 3, 29, 0), 24),
        (date(2026, 3, 29), utc(2026, 3, 29, 0), utc(2026, 3, 29, 23), 23),
        (date(2026, 7, 1), utc(2026, 6, 30, 23), utc(2026, 7, 1, 23), 24),
        (date(2026, 10, 25), utc(2026, 10, 24, 23), utc(2026, 10, 26, 0), 25),
        (date(2026, 10, 26), utc(2026, 10, 26, 0), utc(2026, 10, 27, 0), 24),
    ],
    ids=["winter", "clocks go forward", "summer", "clocks go back", "winter again"],
)
def test_day_in_utc(day, starts, ends, hours):
    assert (start_of(day), end_of(day)) == (starts, ends)
    assert end_of(day).astimezone(UTC) - start_of(day).astimezone(UTC) == timedelta(hours=hours)


@given(DAYS)
def test_end_of_a_day_is_the_start_of_the_next(day):
    assert end_of(day) == start_of(day + timedelta(days=1))
    assert last_day_before(end_of(day)) == day == day_of(start_of(day))
    assert day_of(end_of(day).astimezone(UTC) - TICK) == day


def test_end_within_a_day_is_that_day():
    assert last_day_before(datetime(2026, 6, 5, 11, tzinfo=UTC)) == date(2026, 6, 5)


def test_last_day_of_the_calendar_ends_with_it():
    assert end_of(date.max) == datetime.max.replace(tzinfo=HERE)
    assert last_day_before(end_of(date.max)) == date.max
