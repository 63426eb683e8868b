"""What is hidden stays hidden, whatever is added and subtracted."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fourpoint.domain import suppression
from fourpoint.domain.suppression import Sum, suppress

# A row of four with its total in place 4.
ROW = [Sum(whole=4, parts=(0, 1, 2, 3))]


def table(rows, columns):
    """The sums of a table with row and column totals and a grand total: its inner cells first, row by row."""
    inner = rows * columns
    across = [Sum(whole=inner + row, parts=tuple(range(row * columns, (row + 1) * columns))) for row in range(rows)]
    down = [Sum(whole=inner + rows + column, parts=tuple(range(column, inner, columns))) for column in range(columns)]
    last = inner + rows + columns
    sides = [
        Sum(whole=last, parts=tuple(range(inner, inner + rows))),
        Sum(whole=last, parts=tuple(range(inner + rows, last))),
    ]
    return [*across, *down, *sides]


def filled(cells, rows, columns):
    """The counts of such a table, totals included."""
    grid = np.array(cells, dtype=float).reshape(rows, columns)
    return np.concatenate([grid.ravel(), grid.sum(1), grid.sum(0), [grid.sum()]])


@pytest.mark.parametrize(
    ("values", "hidden"),
    [
        ([10, 20, 30, 40], []),
        ([0, 20, 30, 40], []),
        ([5, 6, 7, 8], []),
        ([3, 20, 30, 40], [0, 1]),
        ([3, 4, 30, 40], [0, 1]),
        ([1, 1, 30, 40], [0, 1, 2]),
    ],
)
def test_row_with_its_total(values, hidden):
    found = suppress([*values, sum(values)], sums=ROW, threshold=5)

    assert list(np.flatnonzero(found.hidden)) == hidden
    assert (found.cover == (found.hidden & ~found.primary)).all()


def test_without_sums_only_the_small_is_hidden():
    found = suppress([3, 20, 0], sums=[], threshold=5)

    assert found.hidden.tolist() == found.primary.tolist() == [True, False, False]


def test_lonely_small_number_takes_its_total_along():
    assert suppress([3, 3], sums=[Sum(whole=1, parts=(0,))], threshold=5).hidden.tolist() == [True, True]


def test_zero_is_hidden_only_when_nothing_else_covers():
    with_other = suppress([3, 0, 20, 23], sums=[Sum(whole=3, parts=(0, 1, 2))], threshold=5)

    assert with_other.hidden.tolist() == [True, False, True, False]


def test_number_nobody_is_shown_covers_too():
    open_ended = [Sum(whole=2, parts=(0, 1, 3))]

    assert suppress([3, 20, 40, np.nan], sums=open_ended, threshold=5).hidden.tolist() == [True, False, False, False]


def test_cross_table_hides_a_rectangle():
    counts = filled([2, 30, 40, 30, 50, 60, 40, 60, 70], 3, 3)

    found = suppress(counts, sums=table(3, 3), threshold=5)

    assert found.hidden[:9].reshape(3, 3).tolist() == [[True, True, False], [True, True, False], [False] * 3]
    assert not found.hidden[9:].any()


def test_nothing_small_hides_nothing():
    assert not suppress(filled([9] * 4, 2, 2), sums=table(2, 2), threshold=5).hidden.any()


@pytest.mark.parametrize(("values", "threshold"), [([1], 0), ([-1], 5), ([np.inf], 5)])
def test_what_makes_no_sense_is_refused(values, threshold):
    with pytest.raises(ValueError, match=r"hides nothing|negative or endless"):
        suppress(values, sums=[], threshold=threshold)


def test_range_of_what_is_shown_is_itself_and_of_what_is_free_endless():
    hidden = np.array([True, False])

    assert suppression.find_range([3, 7], hidden, sums=[], place=1) == (7, 7)
    assert suppression.find_range([3, 7], hidden, sums=[], place=0) == (0, np.inf)


@given(st.integers(2, 4), st.integers(2, 4), st.integers(2, 8), st.data())
def test_no_small_count_of_a_table_with_totals_can_be_narrowed_down(rows, columns, threshold, data):
    cells = data.draw(st.lists(st.integers(0, 14), min_size=rows * columns, max_size=rows * columns))
    counts, sums = filled(cells, rows, columns), table(rows, columns)

    found = suppress(counts, sums=sums, threshold=threshold)

    assert found.hidden[found.primary].all()
    assert (found.primary == ((counts > 0) & (counts < threshold))).all()
    for place in np.flatnonzero(found.primary):
        low, high = suppression.find_range(counts, found.hidden, sums=sums, place=int(place))
        assert low <= counts[place] <= high
        assert high - low >= threshold - 1e-6


@given(st.lists(st.integers(0, 4), min_size=4, max_size=4), st.integers(2, 3))
@settings(max_examples=60)
def test_every_table_that_a_reader_could_imagine_spans_the_threshold(cells, threshold):
    """The slow twin: write down every table of whole numbers that agrees with what is shown."""
    counts, sums = filled(cells, 2, 2), table(2, 2)
    hidden = suppress(counts, sums=sums, threshold=threshold).hidden
    most = int(counts[-1]) + 2 * threshold

    possible = [
        other
        for tried in product(range(most + 1), repeat=4)
        if (other := filled(tried, 2, 2))[~hidden].tolist() == counts[~hidden].tolist()
    ]

    for place in np.flatnonzero((counts > 0) & (counts < threshold)):
        seen = {other[place] for other in possible}
        assert max(seen) - min(seen) >= threshold
