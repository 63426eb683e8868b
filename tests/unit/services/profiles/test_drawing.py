"""Outlines and classes for maps: borders stay shared, units are whole, and every value has a class that names it."""

import re

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from fourpoint.domain.density import Projection
from fourpoint.services.profiles.place.classes import class_breaks, class_of, legend_of
from fourpoint.services.profiles.place.outlines import Drawing, make_geometry
from fourpoint.services.profiles.reading.shapes import Shapes

RANDOM = np.random.default_rng(5)


def coverage() -> np.ndarray:
    """Thirty neighbouring cells with crooked borders, in metres, as a boundary file would give them."""
    points = shapely.multipoints(RANDOM.uniform(0, 20_000, (30, 2)))
    cells = shapely.get_parts(shapely.voronoi_polygons(points, extend_to=shapely.box(0, 0, 20_000, 12_000)))
    cells = shapely.intersection(cells, shapely.box(0, 0, 20_000, 12_000))
    return np.asarray(shapely.segmentize(cells, 150), dtype=object)


def shapes_of(polygons: np.ndarray) -> Shapes:
    names = tuple(f"E0199{index:04d}" for index in range(len(polygons)))
    middle = Projection(longitude=0.0, latitude=51.0)
    return Shapes(level="lsoa", vintage="2021", codes=names, names=names, polygons=polygons, projection=middle)


def corners(path: str) -> set[tuple[int, int]]:
    found = set()
    for ring in re.findall(r"M(-?\d+) (-?\d+)l([^z]*)z", path):
        x, y = int(ring[0]), int(ring[1])
        found.add((x, y))
        steps = [int(number) for number in ring[2].split()]
        for dx, dy in zip(steps[::2], steps[1::2], strict=True):
            x, y = x + dx, y + dy
            found.add((x, y))
    return found


def test_neighbours_share_the_corners_of_their_border_after_simplifying():
    polygons = coverage()
    geometry = make_geometry(shapes_of(polygons), tuple(range(len(polygons))), ("x",) * len(polygons), level="n")
    drawn = [corners(outline.path) for outline in geometry.outlines]
    touching = [
        (one, other)
        for one in range(len(polygons))
        for other in range(one)
        if shapely.length(shapely.intersection(polygons[one], polygons[other])) > 1_000
    ]

    assert len(touching) > 30
    assert all(len(drawn[one] & drawn[other]) >= 2 for one, other in touching)


def test_every_corner_lies_in_the_frame():
    polygons = coverage()
    geometry = make_geometry(shapes_of(polygons), tuple(range(len(polygons))), ("x",) * len(polygons), level="n")

    assert max(geometry.width, geometry.height) == 1000
    assert all(
        0 <= x <= geometry.width and 0 <= y <= geometry.height for o in geometry.outlines for x, y in corners(o.path)
    )


def test_a_missing_shape_is_left_out_and_nothing_else():
    polygons = coverage()
    polygons[3] = None
    geometry = make_geometry(shapes_of(polygons), tuple(range(len(polygons))), ("x",) * len(polygons), level="n")

    assert "E01990003" not in {outline.code for outline in geometry.outlines}
    assert len(geometry.outlines) == len(polygons) - 1


def test_grid_of_a_drawing_covers_it_in_whole_units():
    drawing = Drawing(coverage())
    frame = drawing.grid(250)

    step = frame.cell_m / drawing.metres_per_unit
    assert step == pytest.approx(round(step))
    assert frame.across * step >= drawing.width
    assert frame.up * step >= drawing.height


@given(st.lists(st.integers(0, 900), min_size=1, max_size=60))
def test_every_value_has_a_class_whose_words_hold_it(values):
    array = np.array(values, dtype=float)
    breaks = class_breaks(array)
    legend = legend_of(array, breaks)

    for value in values:
        words = legend[class_of(float(value), breaks)].label.replace(",", "").split(" to ")
        assert int(words[0]) <= value <= int(words[-1])


def test_a_value_that_is_not_known_has_no_class():
    assert class_of(float("nan"), (1, 2)) is None
    assert legend_of(np.array([np.nan]), ()) == ()
