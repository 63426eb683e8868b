"""A plain map of a district on which somebody presses: its wards as outlines, and which place a press means."""

import re
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import duckdb
import numpy as np
import shapely
from django.conf import settings

from fourpoint.domain.document import Outline
from fourpoint.domain.errors import Unusable
from fourpoint.records.agencies.models import Agency
from fourpoint.services.profiles.place.outlines import Drawing, make_geometry
from fourpoint.services.profiles.reading.shapes import Shapes, read_shapes
from fourpoint.warehouse.store import Warehouse

# A point is kept as degrees of latitude and longitude, to about ten metres.
_DISTRICT = "SELECT name, wkb FROM boundary WHERE level = 'district' AND code = $1 ORDER BY vintage LIMIT 1"
_SERVED = """
    SELECT code, any_value(name) FROM district WHERE list_contains($1::varchar[], code)
        OR list_contains($1::varchar[], pfa_code)
    GROUP BY code ORDER BY list_position($1::varchar[], code), any_value(name)
"""
POINT = re.compile(r"(-?\d{1,2}\.\d{4}),(-?\d{1,3}\.\d{4})")


@dataclass(frozen=True, kw_only=True)
class PickMap:
    """
    The map of one district, in units of `width` by `height`, y downward.

    wards  code and name, by name
    """

    area_code: str
    name: str
    width: int
    height: int
    outlines: tuple[Outline, ...]
    wards: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class _Held:
    shapes: Shapes
    drawing: Drawing
    shown: PickMap


def list_districts(agency_id: int) -> tuple[tuple[str, str], ...]:
    """Return code and name of the districts that an agency serves, its own first; a force's are all of its area."""
    held = Agency.objects.filter(pk=agency_id).values_list("area_code", "districts").first()
    codes = [code for code in (held[0], *held[1]) if code] if held else []
    if not codes:
        return ()
    with _open() as db:
        return tuple((str(code), str(name)) for code, name in db.execute(_SERVED, [codes]).fetchall())


def find_map(area_code: str) -> PickMap | None:
    """Return the map of a district; None where no outlines of its wards are held."""
    held = _read(str(settings.FOURPOINT_WAREHOUSE), area_code)
    return held.shown if held else None


def find_point(area_code: str, x: float, y: float) -> str:
    """Return the point at those units of a district's map; raises Unusable for a press outside its frame."""
    held = _read(str(settings.FOURPOINT_WAREHOUSE), area_code)
    if held is None or not (0 <= x <= held.drawing.width and 0 <= y <= held.drawing.height):
        raise Unusable("Press inside the map, or choose the neighbourhood from the list.")
    east, north = held.drawing.metres(x, y)
    return _written(held, east, north)


def find_middle(area_code: str, ward: str) -> str:
    """Return a point inside that ward; raises Unusable for one that the district has not."""
    held = _read(str(settings.FOURPOINT_WAREHOUSE), area_code)
    if held is None or ward not in held.shapes.codes:
        raise Unusable("Choose the neighbourhood from the list.")
    inside = shapely.point_on_surface(held.shapes.polygons[held.shapes.codes.index(ward)])
    return _written(held, inside.x, inside.y)


def find_mark(area_code: str, point: str) -> tuple[float, float] | None:
    """Return where a point stands on a district's map, in its units; None outside its frame."""
    held, read = _read(str(settings.FOURPOINT_WAREHOUSE), area_code), POINT.fullmatch(point)
    if held is None or read is None:
        return None
    east, north = held.shapes.projection.metres(float(read[2]), float(read[1]))
    ((x, y),) = held.drawing.units(np.array([[float(east), float(north)]]))
    inside = 0 <= x <= held.drawing.width and 0 <= y <= held.drawing.height
    return (round(float(x), 1), round(float(y), 1)) if inside else None


def say_point(point: str) -> str:
    """Return a point in words, with the ward and district that it is in where their outlines are held."""
    read = POINT.fullmatch(point)
    if read is None:
        return ""
    with _open() as db:
        rows = db.execute("SELECT level, name, wkb FROM boundary WHERE level IN ('ward', 'district')").fetchall()
    spot = shapely.Point(float(read[2]), float(read[1]))
    names = {level: name for level, name, wkb in rows if shapely.from_wkb(bytes(wkb)).contains(spot)}
    where = ", ".join(names[level] for level in ("ward", "district") if level in names)
    return f"{where} ({point.replace(',', ', ')})" if where else point.replace(",", ", ")


# ----------------------------------------------------------------------------------------------------------------------


def _open() -> AbstractContextManager[duckdb.DuckDBPyConnection]:
    return Warehouse(Path(settings.FOURPOINT_WAREHOUSE)).connect()


@lru_cache(maxsize=32)
def _read(root: str, area_code: str) -> _Held | None:
    """The district's wards: those that have a point of theirs inside its outline."""
    with Warehouse(Path(root)).connect() as db:
        district = db.execute(_DISTRICT, [area_code]).fetchone()
        if district is None:
            return None
        outline = shapely.from_wkb(bytes(district[1]))
        rows = db.execute("SELECT code, name, wkb FROM boundary WHERE level = 'ward' ORDER BY name, code").fetchall()
        found = [code for code, _, wkb in rows if outline.contains(shapely.from_wkb(bytes(wkb)).point_on_surface())]
        if not found:
            return None
        shapes = read_shapes(db, level="ward", vintage=None, codes=found, middle=None)
    geometry = make_geometry(shapes, tuple(range(len(found))), shapes.names, level="ward")
    shown = PickMap(
        area_code=area_code,
        name=str(district[0]),
        width=geometry.width,
        height=geometry.height,
        outlines=geometry.outlines,
        wards=tuple(zip(shapes.codes, shapes.names, strict=True)),
    )
    return _Held(shapes=shapes, drawing=Drawing(shapes.polygons), shown=shown)


def _written(held: _Held, east: float, north: float) -> str:
    longitude, latitude = held.shapes.projection.degrees(east, north)
    return f"{float(latitude):.4f},{float(longitude):.4f}"
