"""A reader finds the year on the axis without counting."""

import pytest

from fourpoint.domain.months import span
from fourpoint.publications.charts import months


@pytest.mark.parametrize(
    ("text", "parsed"),
    [("2025-03", (2025, 3)), ("March 2025", (2025, 3)), ("Mar 2025", (2025, 3)), ("2025-13", None), ("Robbery", None)],
)
def test_parse(text: str, parsed: tuple[int, int] | None) -> None:
    assert months.parse(text) == parsed


def test_month_ticks_of_three_years_stand_at_quarters_with_the_year_once() -> None:
    ticks = months.month_ticks(span("2023-01", "2025-12"), most=12)

    assert ticks is not None
    assert ticks[0] == (0, ("Jan", "2023"))
    assert [index for index, lines in ticks if len(lines) == 2] == [0, 12, 24]
    assert len(ticks) == 12


def test_month_ticks_of_words_are_none() -> None:
    assert months.month_ticks(("Robbery", "2025-01"), most=5) is None
    assert months.month_ticks((), most=5) is None


def test_spoken_month() -> None:
    assert months.spoken("2025-03") == "Mar 2025"
    assert months.spoken("Robbery") == "Robbery"
