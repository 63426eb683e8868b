"""Outlines for the maps of a document: shapes in whole units, simplified together so that borders stay shared."""

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from fourpoint.domain.arrays import FloatArray
from fourpoint.domain.density import Frame
from fourpoint.domain.document import Geometry, Outline
from fourpoint.services.profiles.reading.shapes import Shapes

LONG_SIDE = 1000
MARGIN = 8


class Drawing:
    """The frame that a geometry's paths are in, with the way from metres to its whole units."""

    def __init__(self, polygons: np.ndarray) -> None:
        west, south, east, north = shapely.total_bounds(polygons)
        self.metres_per_unit = max(east - west, north - south) / (LONG_SIDE - 2 * MARGIN)
        self._west, self._north = west - MARGIN * self.metres_per_unit, north + MARGIN * self.metres_per_unit
        self.width = round((east - west) / self.metres_per_unit) + 2 * MARGIN
        self.height = round((north - south) / self.metres_per_unit) + 2 * MARGIN

    def units(self, metres: FloatArray) -> FloatArray:
        """Return x, y in units, y downward, of metres in columns."""
        x = (metres[:, 0] - self._west) / self.metres_per_unit
        y = (self._north - metres[:, 1]) / self.metres_per_unit
        return np.column_stack([x, y])

    def metres(self, x: float, y: float) -> tuple[float, float]:
        """Return metres east and north of a point in units: the inverse of `units`."""
        return self._west + x * self.metres_per_unit, self._north - y * self.metres_per_unit

    def grid(self, cell_m: float) -> Frame:
        """Return cells of that size, or a little more, over the drawing; a whole number of units to a cell."""
        step = max(1, round(cell_m / self.metres_per_unit))
        across, up = self.width // step + 1, self.height // step + 1
        size = step * self.metres_per_unit
        return Frame(left=self._west, bottom=self._north - up * size, cell_m=size, across=across, up=up)


def make_geometry(shapes: Shapes, places: tuple[int, ...], names: tuple[str, ...], *, level: str) -> Geometry:
    """
    Return the outlines of some of the shapes; those without a polygon are left out.

    names  what each is called on the map, in the order of places
    """
    held = [(at, name) for at, name in zip(places, names, strict=True) if shapes.polygons[at] is not None]
    polygons = shapes.polygons[[at for at, _ in held]]
    drawing = Drawing(polygons)
    simple = shapely.coverage_simplify(polygons, tolerance=1.2 * drawing.metres_per_unit)
    return Geometry(
        geometry_id=f"{level}-{shapes.vintage}",
        level=level,
        vintage=shapes.vintage,
        width=drawing.width,
        height=drawing.height,
        outlines=tuple(
            Outline(code=shapes.codes[at], name=name, path=svg_path(shape, drawing))
            for (at, name), shape in zip(held, simple, strict=True)
        ),
        metres_per_unit=round(drawing.metres_per_unit, 6),
    )


def svg_path(shape: BaseGeometry, drawing: Drawing) -> str:
    """Return the shape's rings as one SVG path of absolute starts and relative steps in whole units."""
    rings = shapely.get_rings(np.atleast_1d(shapely.get_parts(shape)))
    return "".join(_ring(drawing.units(shapely.get_coordinates(ring))) for ring in rings)


def _ring(units: FloatArray) -> str:
    points = np.rint(units).astype(int)
    moved = np.append(True, (np.diff(points, axis=0) != 0).any(axis=1))
    points = points[moved]
    if len(points) < 4:
        return ""
    steps = " ".join(f"{dx} {dy}" for dx, dy in np.diff(points, axis=0)[:-1])
    return f"M{points[0, 0]} {points[0, 1]}l{steps}z"
