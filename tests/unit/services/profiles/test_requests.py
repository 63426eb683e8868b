"""What was asked for becomes months: the usual run, and refusals that say what to write instead."""

import pytest

from fourpoint.catalogue import profiles
from fourpoint.domain.errors import Unusable
from fourpoint.domain.months import span
from fourpoint.services.profiles.requests import ProfileRequest, check_request, choose_months

HELD = (*span("2024-01", "2024-04"), *span("2025-01", "2025-12"))


def months(**changes):
    return choose_months(ProfileRequest(area="E07999001", **changes), HELD)


def test_nothing_asked_for_is_the_last_twelve_months():
    assert months() == span("2025-01", "2025-12")


def test_an_unbroken_run_shorter_than_a_year_is_shown_whole_and_no_more():
    assert months(last="2024-03") == span("2024-01", "2024-03")
    assert months(last="2025-02") == span("2025-01", "2025-02")


def test_months_between_those_named_are_asked_for_whether_held_or_not():
    assert months(first="2024-04", last="2025-02") == span("2024-04", "2025-02")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"first": "2024-05"}, "May 2024 is not held: choose among January to April 2024"),
        ({"first": "2025-12", "last": "2025-01"}, "after the last, January 2025: swap them"),
    ],
)
def test_months_that_cannot_be_shown_are_refused(changes, says):
    with pytest.raises(Unusable, match=says):
        months(**changes)


def test_a_force_without_files_is_told_to_add_them():
    with pytest.raises(Unusable, match="add the force's monthly files first"):
        choose_months(ProfileRequest(area="E07999001"), ())


@pytest.mark.parametrize("changes", [{"threat": "x"}, {"first": "2025-13"}, {"domain": "height"}, {"last": "' OR 1=1"}])
def test_what_needs_no_data_is_refused_without_any(changes):
    with pytest.raises(Unusable):
        check_request(ProfileRequest(area="E07999001", **changes), profiles.load(None))
