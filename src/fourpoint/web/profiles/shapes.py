"""
The shapes and layers of a document's maps for the moving map: outlines as GeoJSON, and how each layer fills them.

The outlines are those of the document, in its map frame, laid on the equator in true size: there is no basemap to fit,
and a frozen edition moves on exactly the shapes it was frozen with. They are for drawing, not for surveying.
"""

from collections.abc import Callable, Iterator
from typing import Any

from fourpoint.domain.document import Document, Geometry, Map, MapArea, SurfaceCell
from fourpoint.publications.ink import theme
from fourpoint.publications.maps.shapes import parts

METRES_PER_DEGREE = 111_319.5
Fill = dict[str, Any]

NO_VALUE: Fill = {"fill": "#ffffff", "edge": "#7b8489", "width": 0.6, "hatch": True}


def make_shapes(document: Document, *, href: Callable[[str, str], str]) -> dict[str, Any]:
    """
    Return what the moving map needs, ready for JSON; without maps it has no layers.

    href  gives the address that an area leads to, from its level and code; empty for none
    """
    maps = [block for section in document.sections for block in section.blocks if isinstance(block, Map)]
    if not maps:
        return {"layers": [], "areas": {"type": "FeatureCollection", "features": []}, "bounds": None}
    geometry = next(one for one in document.geometries if one.geometry_id == maps[0].geometry_id)
    layers = [drawn for drawn in maps if drawn.geometry_id == geometry.geometry_id]
    return {
        "areas": {"type": "FeatureCollection", "features": list(_features(geometry, layers, href))},
        "layers": [_layer(drawn, geometry) for drawn in layers],
        "bounds": [_place(0, geometry.height, geometry), _place(geometry.width, 0, geometry)],
    }


# --------------------------------------------------------------------------------------------------------------------


def _place(x: float, y: float, geometry: Geometry) -> list[float]:
    by = geometry.metres_per_unit / METRES_PER_DEGREE
    return [round((x - geometry.width / 2) * by, 6), round((geometry.height / 2 - y) * by, 6)]


def _features(geometry: Geometry, layers: list[Map], href: Callable[[str, str], str]) -> Iterator[dict[str, Any]]:
    by_layer = [(drawn, {area.code: area for area in drawn.areas}) for drawn in layers]
    for number, outline in enumerate(geometry.outlines):
        fills = {drawn.map_id: _fill(drawn, areas.get(outline.code)) for drawn, areas in by_layer}
        words = {
            drawn.map_id: areas[outline.code].words if outline.code in areas else f"{outline.name}: no value"
            for drawn, areas in by_layer
        }
        yield {
            "type": "Feature",
            "id": number,
            "properties": {
                "code": outline.code,
                "name": outline.name,
                "href": href(geometry.level, outline.code),
                "fills": fills,
                "words": words,
            },
            "geometry": {
                "type": "MultiPolygon",
                "coordinates": [
                    [[_place(x, y, geometry) for x, y in (*ring, ring[0])] for ring in part]
                    for part in parts(outline.path)
                ],
            },
        }


def _layer(drawn: Map, geometry: Geometry) -> dict[str, Any]:
    return {
        "id": drawn.map_id,
        "kind": drawn.kind,
        "title": drawn.title,
        "name": _name(drawn),
        "legend_title": drawn.legend_title,
        "legend": [{"label": entry.label, **_legend_fill(drawn, index)} for index, entry in enumerate(drawn.legend)],
        "surface": {
            "type": "FeatureCollection",
            "features": [_square(cell, geometry) for cell in drawn.surface],
        },
    }


NAMES = {"significance": "Hot spots", "surface": "Density", "bivariate": "Threat and need"}


def _name(drawn: Map) -> str:
    return NAMES.get(drawn.kind, "Rates" if "per 1,000" in drawn.legend_title else "Counts")


def _fill(drawn: Map, area: MapArea | None) -> Fill:
    if drawn.kind == "surface":
        return {"fill": "#ffffff", "edge": "#505a5f", "width": 0.8, "hollow": True}
    if area is None or (area.class_index is None and not area.flag):
        return NO_VALUE
    if drawn.kind == "significance":
        return _flagged(area.flag)
    return _classed(drawn, area.class_index or 0)


def _flagged(flag: str) -> Fill:
    if flag == "hot":
        return {"fill": theme.HOT, "edge": "#0b0c0c", "width": 2.0}
    if flag == "cold":
        return {"fill": theme.COLD, "edge": "#0b0c0c", "width": 1.2}
    return {"fill": theme.NEITHER, "edge": "#7b8489", "width": 0.6}


def _classed(drawn: Map, index: int) -> Fill:
    if drawn.kind == "bivariate":
        entry = drawn.legend[index]
        both = entry.x == 2 and entry.y == 2
        fill = theme.BIVARIATE[entry.y][entry.x]
        return {"fill": fill, "edge": "#0b0c0c" if both else "#7b8489", "width": 2.0 if both else 0.6}
    colours = theme.sequence(len(drawn.legend))
    return {"fill": colours[min(index, len(colours) - 1)], "edge": "#7b8489", "width": 0.6}


def _legend_fill(drawn: Map, index: int) -> Fill:
    if drawn.kind == "surface":
        return {"fill": theme.DENSITY[min(index, len(theme.DENSITY) - 1)], "edge": "#7b8489", "width": 0.6}
    if drawn.kind == "significance":
        flags = {area.flag for area in drawn.areas if area.class_index == index}
        return _flagged(flags.pop() if len(flags) == 1 else "")
    return _classed(drawn, index)


def _square(cell: SurfaceCell, geometry: Geometry) -> dict[str, Any]:
    left, right, top, bottom = cell.x, cell.x + cell.width, cell.y, cell.y + cell.height
    corners = [(left, top), (left, bottom), (right, bottom), (right, top), (left, top)]
    colour = theme.DENSITY[min(cell.class_index, len(theme.DENSITY) - 1)]
    return {
        "type": "Feature",
        "properties": {"fill": colour},
        "geometry": {"type": "Polygon", "coordinates": [[_place(x, y, geometry) for x, y in corners]]},
    }
