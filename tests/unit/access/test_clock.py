"""A server whose clock is certainly more than a second from the database's decides nothing."""

from datetime import UTC, datetime, timedelta

import pytest

from fourpoint.access import clock
from fourpoint.domain.errors import Broken

TICK = timedelta(microseconds=1)
# The night in which clocks go back here: instants are compared, and no hour of the wall.
AT = datetime(2026, 10, 25, 0, 59, 59, 500_000, tzinfo=UTC)


@pytest.mark.parametrize(
    ("told", "answered", "apart"),
    [
        (AT, AT, timedelta()),
        (AT + timedelta(seconds=3), AT + timedelta(seconds=5), timedelta()),
        (AT + timedelta(seconds=3), AT + timedelta(seconds=1), timedelta(seconds=2)),
        (AT - timedelta(seconds=2), AT + timedelta(seconds=9), timedelta(seconds=-2)),
    ],
    ids=["equal", "slow answer", "behind", "ahead"],
)
def test_clocks_are_apart_by_what_no_delay_explains(told, answered, apart):
    assert clock.apart(AT, told, answered) == apart


@pytest.mark.parametrize("sign", [1, -1])
def test_a_second_is_let_pass_and_not_a_moment_more(sign):
    clock.check(AT, AT + sign * clock.APART, AT)
    with pytest.raises(Broken, match="behind" if sign > 0 else "ahead of"):
        clock.check(AT, AT + sign * (clock.APART + TICK), AT)
