"""Months are text that sorts; runs and spans of them, and how they are said."""

from datetime import date

import pytest

from fourpoint.domain import months


@pytest.mark.parametrize("text", ["2025-12", "1999-01"])
def test_a_month_is_returned_as_it_is(text):
    assert months.check_month(text) == text


@pytest.mark.parametrize("text", ["2025-13", "2025-00", "2025-1", "December 2025", ""])
def test_what_is_no_month_is_refused_with_an_example(text):
    with pytest.raises(ValueError, match="for example 2025-12"):
        months.check_month(text)


@pytest.mark.parametrize(
    ("month", "by", "shifted"), [("2025-12", 1, "2026-01"), ("2025-01", -1, "2024-12"), ("2025-06", -30, "2022-12")]
)
def test_shift_crosses_years(month, by, shifted):
    assert months.shift(month, by) == shifted


def test_span_holds_both_ends_and_is_empty_backwards():
    assert months.span("2024-11", "2025-02") == ("2024-11", "2024-12", "2025-01", "2025-02")
    assert months.span("2025-02", "2024-11") == ()


def test_quarters_and_their_months():
    assert months.quarter_months("2025Q4") == ("2025-10", "2025-11", "2025-12")
    assert months.quarter_of("2025-11") == "2025Q4"


@pytest.mark.parametrize("label", ["2025Q5", "2025", "25Q1"])
def test_what_is_no_quarter_is_refused_with_an_example(label):
    with pytest.raises(ValueError, match="for example 2025Q4"):
        months.quarter_months(label)


def test_gaps_are_the_months_missing_between_those_held():
    assert months.gaps(["2025-04", "2025-01", "2025-02"]) == ("2025-03",)
    assert months.gaps([]) == ()


def test_runs_are_cut_where_a_month_is_missing():
    assert months.runs(["2025-02", "2025-01", "2025-04"]) == (("2025-01", "2025-02"), ("2025-04",))


def test_runs_are_said_one_after_the_other():
    held = [*months.span("2024-11", "2025-01"), "2025-03"]

    assert months.run_in_words(held) == "November 2024 to January 2025, March 2025"
    assert months.run_in_words([]) == ""


@pytest.mark.parametrize(
    ("held", "said"),
    [
        ((), "no months"),
        (("2025-12",), "December 2025"),
        (("2025-01", "2025-02", "2025-12"), "January to December 2025"),
        (("2024-11", "2025-01"), "November 2024 to January 2025"),
    ],
)
def test_period_names_the_year_once(held, said):
    assert months.period_in_words(held) == said


def test_a_day_is_said_in_english():
    assert months.day_in_words(date(2026, 6, 30)) == "30 June 2026"
