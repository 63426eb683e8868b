"""Which numbers are sums of which, read from the boxes that they count."""

from dataclasses import replace

import numpy as np
import pytest

from fourpoint.domain.counted import box_of, count_boxes, counts_its_rows
from fourpoint.domain.figures import RowsQuery
from fourpoint.domain.suppression import find_range, suppress
from tests.factories.provenance import count_figure


def query(**sides):
    return RowsQuery(dataset="visits", filters=tuple((column, tuple(values)) for column, values in sides.items()))


def figure(name, rows, **sides):
    held = count_figure(figure_id=name, label=name, value=float(rows))
    return _counting(held, rows, query(**sides))


def _counting(held, rows, asked):
    return replace(held, value=float(rows), numerator=float(rows), rows_used=rows, rows=asked, denominator=None)


def test_months_and_their_total_hang_together():
    counted = count_boxes(
        [figure("total", 9, month=["1", "2", "3"])] + [figure(f"m{m}", 3, month=[m]) for m in ("1", "2", "3")]
    )

    found = suppress(_values(counted), sums=counted.sums, threshold=5)

    assert found.hidden[1:4].all()
    assert found.primary[:4].tolist() == [False, True, True, True]


def test_a_lonely_small_month_hides_another():
    counted = count_boxes(
        [
            figure("total", 33, month=["1", "2", "3"]),
            figure("m1", 3, month=["1"]),
            figure("m2", 10, month=["2"]),
            figure("m3", 20, month=["3"]),
        ]
    )

    found = suppress(_values(counted), sums=counted.sums, threshold=5)

    assert found.hidden[:4].tolist() == [False, True, True, False]


def test_overlapping_groups_of_types_give_nothing_away():
    """Violence and weapons overlap in one type: what is in both is known from three numbers."""
    counted = count_boxes(
        [
            figure("both", 40, kind=["a", "b", "c"]),
            figure("left", 23, kind=["a", "b"]),
            figure("right", 20, kind=["b", "c"]),
            figure("middle", 3, kind=["b"]),
        ]
    )

    found = suppress(_values(counted), sums=counted.sums, threshold=5)

    assert found.primary[:4].tolist() == [False, False, False, True]
    assert found.cover[:3].any()


def test_district_and_its_neighbourhoods_hang_together_only_where_that_is_known():
    figures = [
        figure("district", 23, district_code=["D"]),
        figure("n1", 3, lsoa_code=["N1"]),
        figure("n2", 20, lsoa_code=["N2"]),
    ]

    apart = count_boxes(figures)
    tied = count_boxes(figures, within={"D": ("N1", "N2")})

    assert not suppress(_values(apart), sums=apart.sums, threshold=5).cover.any()
    # Rows of the district that lie in no neighbourhood are too few to leave the small one a range.
    assert suppress(_values(tied), sums=tied.sums, threshold=5).cover.any()


def test_sides_of_one_column_are_met():
    assert box_of(query(district_code=["D"], lsoa_code=["N1"]), within={"D": ("N1", "N2")}).values("place") == {"N1"}
    assert box_of(query(month=["1"])).values("place") is None


def test_figure_whose_number_is_not_its_rows_is_no_count():
    rate = figure("x", 7, month=["1"])

    assert counts_its_rows(rate)
    assert not counts_its_rows(_counting_share(rate))


def _counting_share(held):
    return replace(held, numerator=2.0)


def _values(counted):
    return np.array([np.nan if count is None else count for count in counted.counts])


@pytest.mark.parametrize("threshold", [3, 5, 11])
def test_no_small_box_can_be_narrowed_down(threshold):
    rng = np.random.default_rng(7)
    grid = rng.integers(0, 15, size=(4, 3))
    figures = [figure("all", int(grid.sum()), month=list("1234"), kind=list("abc"))]
    figures += [figure(f"m{m}", int(grid[m].sum()), month=[str(m + 1)], kind=list("abc")) for m in range(4)]
    figures += [figure(f"k{k}", int(grid[:, k].sum()), month=list("1234"), kind=["abc"[k]]) for k in range(3)]
    figures += [
        figure(f"c{m}{k}", int(grid[m, k]), month=[str(m + 1)], kind=["abc"[k]]) for m in range(4) for k in range(3)
    ]
    counted = count_boxes(figures)
    values = _values(counted)

    found = suppress(values, sums=counted.sums, threshold=threshold)

    for place in np.flatnonzero(found.primary):
        low, high = find_range(values, found.hidden, sums=counted.sums, place=int(place))
        assert high - low >= threshold - 1e-6
