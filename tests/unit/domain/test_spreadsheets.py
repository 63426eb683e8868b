"""No cell that a spreadsheet would run: property-tested over any words."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fourpoint.domain.spreadsheets import FORMULA, WIDE, harmless

STARTS = st.sampled_from((*FORMULA, *WIDE, " =", "\ufeff=", "\u00a0@", "  +", ""))
WORDS = st.builds(str.__add__, STARTS, st.text())


@given(WORDS)
def test_no_cell_begins_like_a_formula_unless_it_is_a_number(words):
    made = harmless(words)

    if made.lstrip(" \u00a0\ufeff").startswith((*FORMULA, *WIDE)):
        float(made)
        assert made.startswith("-") and made.isascii()


@given(WORDS)
def test_the_words_are_kept_behind_the_apostrophe(words):
    assert harmless(words) in (words, f"'{words}")


@given(WORDS)
def test_twice_is_once(words):
    assert harmless(harmless(words)) == harmless(words)


@given(st.lists(WORDS.filter(lambda text: "\0" not in text), min_size=1, max_size=4))
def test_what_a_spreadsheet_reads_back_runs_nothing(cells):
    page = io.StringIO(newline="")
    csv.writer(page).writerow([harmless(cell) for cell in cells])
    (read,) = csv.reader(io.StringIO(page.getvalue(), newline=""))

    assert read == [harmless(cell) for cell in cells]


@pytest.mark.parametrize("number", ["-3", "-0.5", "-1.2e-7", "12", "0", ""])
def test_numbers_stay_numbers(number):
    assert harmless(number) == number


@pytest.mark.parametrize(
    "words",
    ["=1+1", "+44 20", "-2+3", "--1", "-1_0", "-inf", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", " =cmd|'/C calc'!A0"],
)
def test_formulas_are_words(words):
    assert harmless(words) == f"'{words}"
