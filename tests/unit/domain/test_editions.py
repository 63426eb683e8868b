"""When an edition is due, and what its reader is told of its age."""

from datetime import date

import pytest

from fourpoint.domain.editions import next_due_on, staleness

DUE = date(2026, 5, 31)


@pytest.mark.parametrize(
    ("ends", "due"),
    [("2025-12", DUE), ("2025-09", date(2026, 2, 28)), ("2023-09", date(2024, 2, 29)), ("2025-06", date(2025, 11, 30))],
)
def test_next_edition_is_due_when_its_data_have_been_published(ends, due):
    assert next_due_on(ends, months=3, lag_months=2) == due


@pytest.mark.parametrize(
    ("today", "age", "words"),
    [
        (date(2026, 4, 30), "current", ""),
        (date(2026, 5, 1), "due", "The next edition is due by 31 May 2026."),
        (date(2026, 5, 31), "due", "The next edition is due by 31 May 2026."),
        (
            date(2026, 6, 1),
            "overdue",
            "The next edition was due on 31 May 2026, 1 day ago: what you read may no longer be so.",
        ),
    ],
)
def test_reader_is_told_in_time_and_afterwards(today, age, words):
    told = staleness(DUE, today=today, warn_days=30)

    assert (told.age, told.sentence) == (age, words)


def test_days_are_counted_in_words():
    assert "174 days ago" in staleness(DUE, today=date(2026, 11, 21), warn_days=30).sentence
