"""Copies that leave: what is leased, until when, how a copy stands, and how its number is read back."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fourpoint.domain.leases import Ends, Stamp, State, ends_on, find_number, must_be_leased, print_number, state_on

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("marked", "published", "leased"),
    [(False, True, False), (True, True, True), (False, False, True), (True, False, True)],
)
def test_only_what_anybody_can_download_anyway_leaves_without_a_lease(marked, published, leased):
    assert must_be_leased(is_marked_for_someone=marked, is_published=published) is leased


@pytest.mark.parametrize(
    ("limits", "last"),
    [
        ((), date(2026, 3, 30)),
        ((date(2026, 3, 10),), date(2026, 3, 10)),
        ((date(2027, 1, 1), date(2026, 3, 20)), date(2026, 3, 20)),
        ((date(2026, 1, 1),), TODAY),
    ],
)
def test_earliest_end_comes_first_and_none_lies_in_the_past(limits, last):
    assert ends_on(TODAY, days=28, limits=limits) == last


@pytest.mark.parametrize(
    ("ends", "state"),
    [
        (Ends(expires_on=TODAY), State.HELD),
        (Ends(expires_on=TODAY - timedelta(days=1)), State.EXPIRED),
        (Ends(expires_on=TODAY + timedelta(days=9), recalled_on=TODAY), State.RECALLED),
        (Ends(expires_on=TODAY - timedelta(days=1), recalled_on=TODAY), State.RECALLED),
        (Ends(expires_on=TODAY + timedelta(days=9), closed_on=TODAY), State.CLOSED),
        (Ends(expires_on=TODAY - timedelta(days=1), closed_on=TODAY - timedelta(days=9)), State.CLOSED),
        (Ends(expires_on=TODAY, closed_on=TODAY, recalled_on=TODAY), State.RECALLED),
        (Ends(expires_on=TODAY - timedelta(days=1), recalled_on=TODAY, destroyed_on=TODAY), State.DESTROYED),
    ],
)
def test_state_on_a_day(ends, state):
    assert state_on(ends, TODAY) is state


def test_states_say_who_has_something_to_do():
    assert [(state.is_out, state.is_overdue) for state in State] == [
        (False, False),
        (True, True),
        (True, True),
        (True, True),
        (True, False),
    ]


@given(st.integers(2020, 2199), st.integers(0, 10**8 - 1))
def test_number_is_found_again_however_it_is_written(year, drawn):
    number = print_number(year, drawn)

    for written in (number, number.lower(), number.replace("-", " "), number[3:], f"  {number.replace('-', '')}. "):
        assert find_number(written) == number


@pytest.mark.parametrize("written", ["", "FP", "FP-2026", "FP-2026-1", "2026-1234-56789", "FP-2026-12٣4-5678", "'; --"])
def test_what_is_no_number_is_found_as_none(written):
    assert find_number(written) == ""


def test_stamp_says_number_holder_purpose_and_end():
    stamp = Stamp(
        number="FP-2026-0000-0001",
        marking="OFFICIAL",
        additional=("PERSONAL DATA",),
        owner="Saltmarsh Council (fictional)",
        holder="A. Person (fictional)",
        purpose="Local profile",
        taken="2 March 2026",
        expires="30 March 2026",
    )

    assert stamp.head == "OFFICIAL [PERSONAL DATA]"
    for said in (stamp.number, stamp.holder, stamp.purpose, stamp.expires):
        assert said in stamp.foot
        assert said in dict(stamp.rows).values()
