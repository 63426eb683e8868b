"""A made-up coastline cut into neighbourhoods, for tests that draw maps before any warehouse stands."""

import numpy as np
from shapely import MultiPoint, Polygon, voronoi_polygons
from shapely.geometry.base import BaseGeometry

from fourpoint.domain.document import Geometry, Outline

WIDTH, HEIGHT = 1000, 640


def make_geometry(codes: tuple[str, ...], names: tuple[str, ...], *, level: str = "neighbourhood") -> Geometry:
    """Return one outline per code, the same every time."""
    land = _coast()
    points = _scatter(land, len(codes))
    cells = sorted(voronoi_polygons(MultiPoint(points), extend_to=land).geoms, key=lambda cell: cell.centroid.x)
    outlines = tuple(
        Outline(code=code, name=name, path=_path(cell.intersection(land)))
        for code, name, cell in zip(codes, names, cells, strict=True)
    )
    return Geometry(
        geometry_id=f"{level}-2021",
        level=level,
        vintage="2021",
        width=WIDTH,
        height=HEIGHT,
        outlines=outlines,
        metres_per_unit=18.0,
    )


def _coast() -> Polygon:
    turn = np.linspace(0, 2 * np.pi, 90, endpoint=False)
    reach = 1 + 0.08 * np.sin(3 * turn + 0.4) + 0.05 * np.sin(7 * turn) + 0.03 * np.cos(11 * turn)
    return Polygon(np.column_stack((500 + 440 * reach * np.cos(turn), 320 + 265 * reach * np.sin(turn))))


def _scatter(land: Polygon, count: int) -> list[tuple[float, float]]:
    random = np.random.default_rng(4)
    points: list[tuple[float, float]] = []
    while len(points) < count:
        x, y = random.uniform(40, WIDTH - 40), random.uniform(20, HEIGHT - 20)
        near = min((np.hypot(x - a, y - b) for a, b in points), default=1e9)
        if land.contains(MultiPoint([(x, y)]).geoms[0]) and near > 420 / count**0.5:
            points.append((x, y))
    return points


def _path(shape: BaseGeometry) -> str:
    parts = getattr(shape, "geoms", [shape])
    rings = [part.exterior.coords for part in parts]
    return " ".join("M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in ring[:-1]) + "Z" for ring in rings)
