"""Where an agreement stands, as a table; and the days and minutes at which it changes."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from fourpoint.domain.days import TICK, end_of, start_of
from fourpoint.domain.sharing import Reviewed
from fourpoint.domain.sharing.stages import Stage, days_until, review_day, stage_of
from tests.factories.sharing import EARLIER, LATER, NOON, TERMS

DAY = timedelta(days=1)


def stage(at=NOON, *, ended_at=None, notice_days=90, **changes):
    return stage_of(replace(TERMS, **changes), at=at, notice_days=notice_days, ended_at=ended_at)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"signed_at": None}, Stage.AWAITING),
        ({"signed_at": NOON + TICK}, Stage.AWAITING),
        ({"starts_at": NOON + DAY}, Stage.COMING),
        ({}, Stage.IN_FORCE),
        ({"review_at": NOON + 200 * DAY}, Stage.IN_FORCE),
        ({"review_at": NOON + 20 * DAY}, Stage.DUE),
        ({"review_at": NOON - DAY}, Stage.READ_ONLY),
        ({"ends_at": NOON}, Stage.LAPSED),
        ({"ends_at": NOON, "signed_at": None}, Stage.LAPSED),
        ({"ends_at": NOON, "ended_at": NOON}, Stage.ENDED),
        ({"ends_at": NOON, "ended_at": NOON, "signed_at": None}, Stage.WITHDRAWN),
        ({"ends_at": NOON, "ended_at": NOON + DAY}, Stage.LAPSED),
        ({"followed_by": replace(TERMS, agreement_id=8, starts_at=NOON)}, Stage.REPLACED),
        ({"followed_by": replace(TERMS, agreement_id=8, starts_at=NOON + TICK)}, Stage.IN_FORCE),
    ],
)
def test_stage(given, expected):
    assert stage(**given) is expected
    assert not (expected.opens and expected.is_over)


def test_stages_follow_one_another_in_the_minute():
    ends = {"ends_at": NOON}

    assert [stage(at, **ends) for at in (NOON - TICK, NOON)] == [Stage.IN_FORCE, Stage.LAPSED]


@pytest.mark.parametrize("last", [date(2026, 3, 28), date(2026, 3, 29), date(2026, 10, 24), date(2026, 10, 25)])
def test_last_day_holds_to_midnight_here_when_clocks_change(last):
    ends = {"ends_at": end_of(last)}
    midnight = datetime.combine(last + DAY, datetime.min.time(), tzinfo=UTC)
    # On the night after 29 March midnight here is 23:00 in UTC; after 25 October it is midnight in UTC again.
    midnight -= timedelta(hours=1) if date(2026, 3, 29) <= last < date(2026, 10, 25) else timedelta(0)

    assert stage(midnight - TICK, **ends) is Stage.IN_FORCE
    assert stage(midnight, **ends) is Stage.LAPSED


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25), date(2026, 6, 1)])
def test_review_day_is_the_last_that_is_not_read_only(day):
    due = {"review_at": end_of(day)}

    assert stage(end_of(day) - TICK, **due) is Stage.DUE
    assert stage(end_of(day), **due) is Stage.READ_ONLY
    assert review_day(replace(TERMS, **due), NOON) == day


@pytest.mark.parametrize(
    ("days", "expected"), [(90, Stage.DUE), (91, Stage.IN_FORCE), (0, Stage.DUE), (-1, Stage.READ_ONLY)]
)
def test_notice_counts_days_of_the_calendar(days, expected):
    """Also across the change of clocks in March, where 90 days are an hour short of 90 times 24."""
    today = date(2026, 1, 10)
    due = end_of(today + timedelta(days=days))

    for at in (start_of(today), end_of(today) - TICK):
        assert stage(at, review_at=due) is expected
        assert days_until(today + timedelta(days=days), at) == days


def test_signed_review_moves_the_day():
    moved = frozenset({Reviewed(signed_at=EARLIER, review_at=LATER)})

    assert stage(review_at=NOON - DAY, reviews=moved) is Stage.IN_FORCE
    assert stage(review_at=NOON - DAY, reviews=frozenset({Reviewed(signed_at=NOON + TICK, review_at=LATER)})) is (
        Stage.READ_ONLY
    )


def test_agreement_without_a_review_day_is_never_due():
    assert stage() is Stage.IN_FORCE
    assert review_day(TERMS, NOON) is None
