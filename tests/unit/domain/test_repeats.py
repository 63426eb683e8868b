"""Repeat locations against simulation."""

import numpy as np
import pytest

from fourpoint.domain import repeats


def test_repeat_locations_expected_share_equals_simulation() -> None:
    rng = np.random.default_rng(1)
    worlds = rng.multinomial(300, np.full(400, 1 / 400), size=4000)
    alone = (worlds == 1).sum(axis=1)

    found = repeats.repeat_locations(worlds[0])

    assert found.expected_share == pytest.approx(1 - alone.mean() / 300, abs=0.003)
    assert found.chance
    assert found.chance.low == pytest.approx(np.quantile(1 - alone / 300, 0.025), abs=0.01)
    assert found.chance.high == pytest.approx(np.quantile(1 - alone / 300, 0.975), abs=0.01)


def test_repeat_locations_counts_and_caveat() -> None:
    found = repeats.repeat_locations([3, 1, 1, 2, 0, 0])

    assert (found.crimes, found.points, found.repeat_points) == (7, 6, 2)
    assert found.repeat_share == pytest.approx(5 / 7)
    assert "not a repeat at an address" in found.caveat


@pytest.mark.parametrize("counts", [[5], [1, 0, 0], []])
def test_repeat_locations_too_few_says_so(counts: list[int]) -> None:
    assert repeats.repeat_locations(counts).absent.startswith("Repeats need")


def test_repeat_locations_missing_count_refuses() -> None:
    with pytest.raises(ValueError, match="give 0"):
        repeats.repeat_locations([1, np.nan])
