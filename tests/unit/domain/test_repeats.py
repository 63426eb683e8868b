"""Repeat locations against simulation, near repeats against planted clusters."""

import numpy as np
import pytest

from fourpoint.domain import repeats

BANDS = repeats.Bands(distance_m=(200, 400), days=(7, 14))


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


def test_near_repeats_in_monthly_data_cannot_be_said() -> None:
    found = repeats.near_repeats([0], [0], None, bands=BANDS, permutations=9, rng=np.random.default_rng(0))

    assert isinstance(found, repeats.CannotSay)
    assert "month of a crime and not its day" in found.reason


def test_near_repeats_two_events_cannot_be_said() -> None:
    found = repeats.near_repeats([0, 1], [0, 1], [0, 1], bands=BANDS, permutations=9, rng=np.random.default_rng(0))

    assert isinstance(found, repeats.CannotSay)


def test_near_repeats_lengths_must_agree() -> None:
    with pytest.raises(ValueError, match="one day for each event"):
        repeats.near_repeats([0, 1, 2], [0, 1, 2], [0], bands=BANDS, permutations=9, rng=np.random.default_rng(0))


def planted(seed: int, *, twins: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    x, y, days = rng.uniform(0, 5000, 300), rng.uniform(0, 5000, 300), rng.integers(0, 365, 300).astype(float)
    x[:twins], y[:twins] = x[-twins:] + 50, y[-twins:] + 50
    days[:twins] = days[-twins:] + 3
    return x, y, days


def test_near_repeats_finds_the_planted_cluster_in_its_cell_only() -> None:
    found = repeats.near_repeats(*planted(2, twins=40), bands=BANDS, permutations=199, rng=np.random.default_rng(0))

    assert isinstance(found, repeats.Knox)
    assert found.p[0, 0] == 0.005
    assert found.ratio[0, 0] > 3
    assert found.p[1, 1] > 0.01


def test_near_repeats_of_chance_is_rarely_called_one() -> None:
    p = []
    for seed in range(40):
        found = repeats.near_repeats(
            *planted(seed + 10, twins=1), bands=BANDS, permutations=99, rng=np.random.default_rng(seed)
        )
        assert isinstance(found, repeats.Knox)
        p.append(found.p[0, 0])

    assert np.mean(np.array(p) <= 0.05) <= 0.15


def test_near_repeats_observed_equals_the_obvious_count() -> None:
    x, y, days = planted(3, twins=20)

    found = repeats.near_repeats(x, y, days, bands=BANDS, permutations=9, rng=np.random.default_rng(0))

    assert isinstance(found, repeats.Knox)
    slow = np.zeros((2, 2), dtype=int)
    for one in range(300):
        for other in range(one):
            far, late = np.hypot(x[one] - x[other], y[one] - y[other]), abs(days[one] - days[other])
            if far <= 400 and late <= 14:
                slow[int(far > 200), int(late > 7)] += 1
    np.testing.assert_array_equal(found.observed, slow)
