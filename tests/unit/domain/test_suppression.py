"""What is hidden stays hidden, whatever is subtracted."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from fourpoint.domain import suppression

WHOLE = [[0, 1, 2, 3]]


@pytest.mark.parametrize(
    ("values", "hidden"),
    [
        ([10, 20, 30, 40], []),
        ([0, 20, 30, 40], []),
        ([3, 20, 30, 40], [0, 1]),
        ([3, 4, 30, 40], [0, 1]),
        ([1, 1, 30, 40], [0, 1, 2]),
        ([5, 6, 7, 8], []),
    ],
)
def test_suppress_row_with_total(values: list[int], hidden: list[int]) -> None:
    found = suppression.suppress(values, lines=WHOLE)

    assert list(np.flatnonzero(found.hidden)) == hidden
    assert found.hidden_totals == (False,)


def test_suppress_without_totals_hides_only_the_small() -> None:
    found = suppression.suppress([3, 20], lines=[])

    assert found.hidden.tolist() == found.primary.tolist() == [True, False]


def test_suppress_lonely_small_number_hides_its_total() -> None:
    found = suppression.suppress([3], lines=[[0]])

    assert found.hidden_totals == (True,)


def test_suppress_zero_is_hidden_only_when_nothing_else_is_left() -> None:
    found = suppression.suppress([3, 0], lines=[[0, 1]])

    assert found.hidden.tolist() == [True, True]
    assert found.hidden_totals == (True,)


def test_suppress_missing_cell_is_no_cover() -> None:
    found = suppression.suppress([3, np.nan, 20], lines=[[0, 1, 2]])

    assert found.hidden.tolist() == [True, False, True]


def test_suppress_threshold_below_one_refuses() -> None:
    with pytest.raises(ValueError, match="hides nothing"):
        suppression.suppress([1], lines=[], threshold=0)


def test_rows_and_columns_of_a_table() -> None:
    assert suppression.rows_and_columns(2, 3) == ((0, 1, 2), (3, 4, 5), (0, 3), (1, 4), (2, 5))


def freedom(cells: np.ndarray, hidden: np.ndarray, lines: list[tuple[int, ...]], place: int) -> tuple[float, float]:
    """Return the least and the greatest number a reader must allow for a hidden cell, by linear programming."""
    unknown = list(np.flatnonzero(hidden))
    system = np.array([[float(cell in line) for cell in unknown] for line in lines])
    totals = np.array([sum(cells[cell] for cell in line if hidden[cell]) for line in lines])
    cost = np.array([float(cell == place) for cell in unknown])
    ends = [linprog(side * cost, A_eq=system, b_eq=totals, bounds=(0, None)) for side in (1, -1)]
    return float(ends[0].fun), float(-ends[1].fun) if ends[1].fun is not None else np.inf


@given(st.integers(2, 4), st.integers(2, 4), st.data())
def test_suppress_no_hidden_cell_follows_from_a_table_with_totals(rows: int, columns: int, data: st.DataObject) -> None:
    cells = np.array(data.draw(st.lists(st.integers(0, 12), min_size=rows * columns, max_size=rows * columns)), float)
    lines = list(suppression.rows_and_columns(rows, columns))

    found = suppression.suppress(cells, lines=lines)

    assert found.hidden[found.primary].all()
    assert not found.primary[(cells == 0) | (cells >= 5)].any()
    shown = [line for line, hidden in zip(lines, found.hidden_totals, strict=True) if not hidden]
    for place in np.flatnonzero(found.primary) if shown else []:
        low, high = freedom(cells, found.hidden, shown, int(place))
        assert high - low >= 1
