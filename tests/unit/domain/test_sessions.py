"""When sessions end and addresses close: the rules as small tables."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fourpoint.domain.dates import months_later
from fourpoint.domain.sessions import FailureLimits, Session, SessionLimits, closed_until, counting, ending, surplus

AT = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
LIMITS = SessionLimits(idle=timedelta(minutes=30), lifetime=timedelta(hours=10), at_once=2)
FAILURES = FailureLimits(failures=3, window=timedelta(minutes=15), closed=timedelta(minutes=20))


def _minutes(*ago):
    return tuple(AT - timedelta(minutes=minutes) for minutes in ago)


@pytest.mark.parametrize(
    ("started", "seen", "expected"),
    [
        (5, 0, ""),
        (29, 29, ""),
        (30, 30, "idle"),
        (599, 1, ""),
        (600, 0, "too-long"),
        (900, 400, "too-long"),
    ],
)
def test_session_ends_at_the_instant_its_limit_is_reached(started, seen, expected):
    begun, last = _minutes(started, seen)

    assert ending(Session(key=1, started_at=begun, seen_at=last), at=AT, limits=LIMITS) == expected


def test_newest_sessions_stay():
    made = [Session(key=key, started_at=_minutes(ago)[0], seen_at=AT) for key, ago in ((1, 50), (2, 10), (3, 30))]

    assert [session.key for session in surplus(made, at_once=2)] == [1]
    assert [session.key for session in surplus(made, at_once=1)] == [3, 1]
    assert surplus(made, at_once=None) == surplus(made, at_once=3) == ()


@given(st.lists(st.integers(0, 300), max_size=8), st.integers(1, 5))
def test_surplus_leaves_exactly_as_many_as_may_stay(ages, at_once):
    made = [Session(key=key, started_at=_minutes(age)[0], seen_at=AT) for key, age in enumerate(ages)]

    gone = surplus(made, at_once=at_once)

    assert len(made) - len(gone) == min(len(made), at_once)
    stayed = [session for session in made if session not in gone]
    assert all(one.started_at <= other.started_at for one in gone for other in stayed)


@pytest.mark.parametrize(
    ("ago", "closed"),
    [
        ((0,), False),
        ((1, 0), False),
        ((14, 1, 0), True),
        ((15, 1, 0), False),
        ((40, 39, 38, 0), False),
        ((3, 2, 1, 0), True),
    ],
)
def test_address_closes_when_enough_failures_lie_within_the_window(ago, closed):
    until = closed_until(_minutes(*ago), at=AT, limits=FAILURES)

    assert until == (AT + timedelta(minutes=20) if closed else None)


def test_only_failures_that_matter_are_kept():
    assert counting(_minutes(20, 14, 3, 2, 1), at=AT, limits=FAILURES) == _minutes(3, 2, 1)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-12-15", 12, "2027-12-15"),
        ("2026-06-15", 0, "2026-06-15"),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_the_month(day, months, expected):
    year, month, number = map(int, day.split("-"))

    assert months_later(datetime(year, month, number, tzinfo=UTC).date(), months).isoformat() == expected
