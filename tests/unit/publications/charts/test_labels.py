"""Direct labels never cover one another."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from fourpoint.publications.charts import labels


@given(st.lists(st.floats(0, 200), min_size=1, max_size=8))
def test_spread_labels_stay_in_order_and_apart(wanted: list[float]) -> None:
    wanted = sorted(wanted)
    heights = [18.0] * len(wanted)

    placed = labels.spread(wanted, heights, top=0, bottom=200)

    assert all(second - first >= 18 - 1e-9 for first, second in pairwise(placed))
    assert placed[0] >= -1e-9
    assert placed[-1] + 18 <= 200 + 1e-9
