"""Neighbours and hot spots against pysal, and every exit of ours."""

import numpy as np
import pytest
from esda import G_Local
from libpysal.weights import W, lat2W
from shapely.geometry import Polygon, box

from fourpoint.domain import spatial

SIDE = 12


def grid(side: int = SIDE) -> list[Polygon]:
    return [box(column, row, column + 1, row + 1) for row in range(side) for column in range(side)]


def lumpy(seed: int, side: int = SIDE) -> np.ndarray:
    rng = np.random.default_rng(seed)
    heat = np.zeros((side, side))
    heat[2:5, 2:5] = 30
    return rng.poisson(10 + heat).astype(float).ravel()


def pysal(weights: spatial.Weights) -> W:
    matrix = weights.matrix
    return W({row: list(matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]]) for row in range(matrix.shape[0])})


def test_contiguity_equals_queen_of_libpysal() -> None:
    ours = spatial.contiguity(grid())

    np.testing.assert_array_equal(ours.matrix.toarray(), lat2W(SIDE, SIDE, rook=False).full()[0])
    assert ours.islands == ()


def test_contiguity_island_is_joined_to_the_nearest_and_named() -> None:
    ours = spatial.contiguity([box(0, 0, 1, 1), box(1, 0, 2, 1), box(9, 0, 10, 1)])

    assert ours.islands == (2,)
    assert ours.matrix.toarray().tolist() == [[0, 1, 0], [1, 0, 1], [0, 1, 0]]


def test_contiguity_two_islands_nearest_each_other_are_joined_once() -> None:
    ours = spatial.contiguity([box(0, 0, 1, 1), box(5, 0, 6, 1)])

    assert ours.matrix.toarray().tolist() == [[0, 1], [1, 0]]


def test_contiguity_of_one_area_refuses() -> None:
    with pytest.raises(ValueError, match="two areas"):
        spatial.contiguity([box(0, 0, 1, 1)])


@pytest.mark.parametrize("seed", [1, 2])
def test_local_g_equals_esda(seed: int) -> None:
    weights, values = spatial.contiguity(grid()), lumpy(seed)

    twin = G_Local(values, pysal(weights), star=True, transform="B", permutations=0)

    np.testing.assert_allclose(spatial.local_g(values, weights), twin.Zs, rtol=0, atol=1e-9)


def test_local_g_takes_many_columns_at_once() -> None:
    weights, columns = spatial.contiguity(grid()), np.column_stack([lumpy(1), lumpy(2)])

    many = spatial.local_g(columns, weights)

    np.testing.assert_allclose(many[:, 1], spatial.local_g(columns[:, 1], weights))


def test_local_g_of_like_values_is_missing() -> None:
    assert np.isnan(spatial.local_g(np.full(4, 3.0), spatial.contiguity(grid(2)))).all()


def test_local_g_where_everyone_is_a_neighbour_is_missing() -> None:
    assert np.isnan(spatial.local_g([1.0, 2.0, 3.0, 9.0], spatial.contiguity(grid(2)))).all()


@pytest.mark.filterwarnings("ignore:The alternative hypothesis:DeprecationWarning")
def test_permuted_p_agrees_with_esda_up_to_the_draws() -> None:
    # No ties: of tied draws esda counts those on the upper side only, we count them on both.
    weights, values = spatial.contiguity(grid()), lumpy(4) + np.random.default_rng(4).uniform(size=SIDE**2)

    ours = spatial.local_g_permuted(values, weights, permutations=999, rng=np.random.default_rng(0))

    twin = G_Local(values, pysal(weights), star=True, transform="B", permutations=999, seed=1, n_jobs=1)
    doubled = np.minimum(1.0, 2 * twin.p_sim)
    assert np.corrcoef(ours.p, doubled)[0, 1] > 0.99
    np.testing.assert_allclose(ours.p, doubled, atol=0.12)
    assert ours.inference == "conditional permutation"


def test_hotspots_find_the_heat_and_say_how() -> None:
    weights = spatial.contiguity(grid())

    found = spatial.hotspots(lumpy(5), weights)

    hot = {place for place, flag in enumerate(found.flags) if flag == "hot"}
    assert {3 * SIDE + 3, 2 * SIDE + 3, 3 * SIDE + 2} <= hot
    assert len(hot) < 30
    assert found.inference == "analytic"
    assert (found.p_false >= found.p).all()


def test_hotspots_by_permutation_flag_the_heat_too() -> None:
    found = spatial.hotspots(
        lumpy(5), spatial.contiguity(grid()), permutations=999, rng=np.random.default_rng(0), rate=0.1
    )

    assert found.flags[3 * SIDE + 3] == "hot"
    assert found.inference == "conditional permutation"


def test_hotspots_on_noise_flag_nothing_nearly_always() -> None:
    weights, rng = spatial.contiguity(grid()), np.random.default_rng(9)

    flagged = [any(spatial.hotspots(rng.poisson(20, SIDE**2), weights).flags) for _ in range(100)]

    assert np.mean(flagged) <= 0.12


def test_hotspots_cold_is_told_from_hot() -> None:
    values = np.full(SIDE**2, 50.0) + np.arange(SIDE**2) % 3
    values.reshape(SIDE, SIDE)[7:10, 7:10] = 0

    assert spatial.hotspots(values, spatial.contiguity(grid())).flags[8 * SIDE + 8] == "cold"


def test_hotspots_missing_area_leaves_the_study() -> None:
    polygons, values = grid(), lumpy(6)
    values[[0, 77]] = np.nan
    kept = [place for place in range(SIDE**2) if place not in (0, 77)]

    found = spatial.hotspots(values, spatial.contiguity(polygons))

    alone = spatial.hotspots(values[kept], spatial.contiguity([polygons[place] for place in kept]))
    assert np.isnan(found.z[[0, 77]]).all()
    assert found.flags[0] == ""
    np.testing.assert_allclose(found.z[kept], alone.z)


def test_hotspots_of_nothing_are_missing() -> None:
    found = spatial.hotspots(np.full(4, np.nan), spatial.contiguity(grid(2)))

    assert np.isnan(found.p_false).all()


def test_hotspots_permutations_without_a_generator_refuse() -> None:
    with pytest.raises(ValueError, match="give rng"):
        spatial.hotspots(lumpy(1), spatial.contiguity(grid()), permutations=9)
