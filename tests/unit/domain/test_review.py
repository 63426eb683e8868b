"""The rules of reviewing: how a record stands towards its day, what an assessment must answer."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fourpoint.domain.errors import Unusable
from fourpoint.domain.review import LONGEST, Answer, Due, check_assessment, digest_of, due_on

TODAY = date(2026, 3, 2)
YES, NO = Answer(is_yes=True, reason="A child lives there."), Answer(is_yes=False)


@pytest.mark.parametrize(
    ("days", "due"), [(-1, Due.OVERDUE), (0, Due.OVERDUE), (1, Due.COMING), (60, Due.COMING), (61, Due.LATER)]
)
def test_due_from_its_very_day_and_coming_within_the_notice(days, due):
    assert due_on(TODAY + timedelta(days=days), TODAY, notice_days=60) is due


def test_whole_assessment_with_reasons_is_taken():
    check_assessment({"harm": YES, "trust": NO}, criteria=("harm", "trust"))


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"harm": YES}, "every question"),
        ({}, "every question"),
        ({"harm": Answer(is_yes=True, reason=" "), "trust": NO}, "Say why"),
        ({"harm": YES, "trust": Answer(is_yes=True, reason="x" * (LONGEST + 1))}, "Shorten"),
    ],
)
def test_gap_in_an_assessment_is_named(answers, said):
    with pytest.raises(Unusable, match=said):
        check_assessment(answers, criteria=("harm", "trust"))


@given(st.sets(st.integers(1, 2**63 - 1)), st.randoms())
def test_digest_is_of_the_numbers_and_not_of_their_order(numbers, random):
    held = list(numbers)
    random.shuffle(held)

    assert digest_of(held) == digest_of(sorted(numbers))
    assert digest_of([*held, 0]) != digest_of(held)
