"""The outlines of a geometry, put to the size of a drawing, and where a name fits best inside one."""

import re
from functools import lru_cache

import shapely
from shapely.geometry import Polygon

from fourpoint.publications.ink import svg

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_RING = re.compile(r"[Mm][^MmZz]*")


@lru_cache(maxsize=8192)
def scaled(path: str, by: float) -> str:
    """Return the path data with every number multiplied; for paths of straight lines, as the documents hold."""
    return _NUMBER.sub(lambda match: svg.number(round(float(match[0]) * by, 1)), path)


def rings(path: str) -> list[list[tuple[float, float]]]:
    """Return the rings of a path as points; the path has absolute M, L and Z only, as the documents hold."""
    found = []
    for part in _RING.findall(path):
        numbers = [float(text) for text in _NUMBER.findall(part)]
        found.append(list(zip(numbers[::2], numbers[1::2], strict=False)))
    return [ring for ring in found if len(ring) >= 3]


@lru_cache(maxsize=1024)
def inmost(path: str) -> tuple[float, float, float] | None:
    """
    Return (x, y, radius) of the widest circle inside the largest ring of a path, in the path's units.

    None when the path encloses nothing. Holes are left out of account: a name may stand over an enclave.
    """
    polygons = [polygon for ring in rings(path) if (polygon := Polygon(ring).buffer(0)).area > 0]
    if not polygons:
        return None
    largest = max(polygons, key=lambda polygon: polygon.area)
    line = shapely.maximum_inscribed_circle(largest, tolerance=max(largest.length / 500, 0.5))
    (x, y), (edge_x, edge_y) = line.coords
    return x, y, float(((x - edge_x) ** 2 + (y - edge_y) ** 2) ** 0.5)
