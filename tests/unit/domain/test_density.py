"""The density surface against the exact kernel sum and scipy, and every exit."""

import numpy as np
import pytest
from scipy import stats

from fourpoint.domain import density


def cloud(points: int = 400) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(1)
    return rng.normal(3000, 1500, points), rng.normal(-2000, 900, points)


def centres(frame: density.Frame) -> tuple[np.ndarray, np.ndarray]:
    across = frame.left + (np.arange(frame.across) + 0.5) * frame.cell_m
    up = frame.bottom + (np.arange(frame.up) + 0.5) * frame.cell_m
    return np.meshgrid(across, up)


def test_density_equals_scipy_gaussian_kde() -> None:
    # gaussian_kde shapes its kernel by the covariance of the data: data of round covariance make its kernel ours.
    raw = np.vstack(cloud())
    round_cloud = np.linalg.solve(np.linalg.cholesky(np.cov(raw)), raw) * 1000
    frame = density.frame_around(*round_cloud, cell_m=100, margin_m=500)

    ours = density.density(*round_cloud, frame=frame, bandwidth_m=400)

    twin = stats.gaussian_kde(round_cloud, bw_method=0.4)
    exact = twin(np.vstack([axis.ravel() for axis in centres(frame)])).reshape(ours.values.shape) * 400 * 1e6
    np.testing.assert_allclose(ours.values, exact, atol=0.01 * exact.max())
    assert ours.points == pytest.approx(400)


def test_density_edge_cells_feel_points_outside_the_frame() -> None:
    frame = density.Frame(left=0, bottom=0, cell_m=100, across=20, up=20)

    ours = density.density([-150.0], [1000.0], frame=frame, bandwidth_m=300)

    assert ours.values[10, 0] == pytest.approx(
        np.exp(-(200**2 + 50**2) / (2 * 300**2)) / (2 * np.pi * 0.3**2), rel=0.01
    )
    assert ours.values.min() >= 0


def test_density_far_points_are_left_out() -> None:
    frame = density.Frame(left=0, bottom=0, cell_m=100, across=5, up=5)

    assert density.density([1e6], [0.0], frame=frame, bandwidth_m=200).points == 0


def test_density_weights_count_rows() -> None:
    x, y = cloud(50)
    frame = density.frame_around(x, y, cell_m=150)

    once = density.density(np.repeat(x, 3), np.repeat(y, 3), frame=frame, bandwidth_m=300)

    np.testing.assert_allclose(
        density.density(x, y, frame=frame, bandwidth_m=300, weights=np.full(50, 3)).values, once.values, atol=1e-9
    )


def test_density_bandwidth_below_the_cell_refuses() -> None:
    with pytest.raises(ValueError, match="below the cell size"):
        density.density([0.0], [0.0], frame=density.frame_around([0.0], [0.0], cell_m=100), bandwidth_m=50)


@pytest.mark.parametrize(("points", "cell"), [([], 10), ([1.0], 0)])
def test_frame_around_nothing_refuses(points: list[float], cell: float) -> None:
    with pytest.raises(ValueError, match="at least one point"):
        density.frame_around(points, points, cell_m=cell)


def test_projection_there_and_back_and_a_degree_of_latitude() -> None:
    plane = density.Projection(longitude=0.9, latitude=51.2)

    x, y = plane.metres([0.9, 1.4], [52.2, 51.0])

    assert y[0] == pytest.approx(111_195, abs=1)
    longitude, latitude = plane.degrees(x, y)
    np.testing.assert_allclose(longitude, [0.9, 1.4])
    np.testing.assert_allclose(latitude, [52.2, 51.0])


def test_projection_over_a_county_is_within_about_one_per_cent() -> None:
    plane = density.Projection(longitude=0.9, latitude=51.2)

    x, _ = plane.metres([0.9, 1.9], [51.65, 51.65])

    true = np.radians(1) * np.cos(np.radians(51.65)) * density.EARTH_RADIUS_M
    assert x[1] - x[0] == pytest.approx(true, rel=0.011)
