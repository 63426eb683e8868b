"""Numbers, months and dates come out as people write them."""

import pytest

from fourpoint.web.frame import words


def test_number_has_thousands_and_a_true_minus() -> None:
    assert words.number_words(-1234.56, 1) == "\N{MINUS SIGN}1,234.6"


def test_number_absent_is_not_zero() -> None:
    assert words.number_words(None) == "not known"


def test_date_reads_iso_text() -> None:
    assert words.date_words("2026-06-30") == "30 June 2026"


@pytest.mark.parametrize(("count", "said"), [(1, "1 row"), (1204, "1,204 rows"), (0, "0 rows")])
def test_count_agrees_with_its_noun(count: int, said: str) -> None:
    assert words.count_words(count, "row") == said
