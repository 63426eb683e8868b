"""The day by which something is said to happen: the first that lies ahead; a wrong one is no day, and no fault."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fourpoint.domain.soon import FURTHEST, read_day

TUESDAY = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("tonight", TUESDAY),
        ("It is happening NOW", TUESDAY),
        ("Tomorrow night, she says", date(2026, 12, 2)),
        ("Friday night", date(2026, 12, 4)),
        ("on Tues", TUESDAY),
        ("this weekend", date(2026, 12, 5)),
        ("by 12 March", date(2027, 3, 12)),
        ("the 3rd of December 2026 or the 5th Dec", date(2026, 12, 3)),
        ("12/1", date(2027, 1, 12)),
        ("24.12.26", date(2026, 12, 24)),
        ("2026-12-09", date(2026, 12, 9)),
        ("29 February", None),
        ("since 1 May 2026", None),
        ("99/99/9999, 31 November 2026", None),
        ("not that I know", None),
        ("", None),
        ("1 January 2031", None),
    ],
)
def test_first_day_ahead_is_read(words, day):
    assert read_day(words, TUESDAY) == day


@given(
    words=st.text(alphabet="0123456789/.- mondayfribtw", max_size=60),
    today=st.dates(date(1990, 1, 1), date(2150, 1, 1)),
)
def test_whatever_is_written_is_a_day_ahead_or_none(words, today):
    day = read_day(words, today)

    assert day is None or today <= day <= today + FURTHEST
