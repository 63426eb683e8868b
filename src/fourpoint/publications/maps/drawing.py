"""
Draws a map of a document as SVG, for the page and for the PDF alike.

Like a chart it stands alone: no style, script or outside reference, unless its page keeps the outlines for it. With
`link` each area can be reached by keyboard and opened; the drawing is then a group of links and not one image.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from fourpoint.domain.document import Geometry, Map, MapArea
from fourpoint.publications.ink import svg
from fourpoint.publications.ink.canvas import Canvas
from fourpoint.publications.ink.theme import PAGE, Theme
from fourpoint.publications.maps import fills, legends, names, shapes, surfaces
from fourpoint.publications.maps.stencils import Outline, inline

WIDE = 640
PHONE = 320
NARROW = 520
_LEGEND = 188

Link = Callable[[str], str | None]


@dataclass(frozen=True, kw_only=True)
class _Sheet:
    """Where the map stands: its scale, its corner, its height, and the corner of its legend."""

    by: float
    left: float
    high: float
    legend_x: float
    legend_y: float


def _sheet(geometry: Geometry, width: int) -> _Sheet:
    narrow = width < NARROW
    room = width - 4 if narrow else width - _LEGEND - 16
    by = min(room / geometry.width, width * (1.15 if narrow else 0.68) / geometry.height)
    left = (room - geometry.width * by) / 2 + 2
    high = geometry.height * by + 4
    legend = (0.0, high + 12) if narrow else (float(width - _LEGEND), 4.0)
    return _Sheet(by=by, left=left, high=high, legend_x=legend[0], legend_y=legend[1])


def _fineness(drawn: Map) -> float:
    """How much thinner edges are drawn where areas are many and small: 1 up to 150 areas, 0.4 from 900 on."""
    return min(max(math.sqrt(150 / max(len(drawn.areas), 1)), 0.4), 1.0)


@dataclass(frozen=True, kw_only=True)
class _Pen:
    """How the areas of a map are drawn: how their outlines become elements, and where each leads."""

    outline: Outline
    link: Link | None


def _area(canvas: Canvas, drawn: Map, path: str, area: MapArea, pen: _Pen) -> tuple[int, str]:
    fill = fills.fill(canvas, drawn, area)
    name = " ".join(["fp-area", *([f"fp-area--{area.flag}"] if area.flag else [])])
    shape = pen.outline(
        path,
        # Shown when a pointer rests there, which a phone has not.
        "" if canvas.width <= PHONE else svg.title(area.words),
        class_=name,
        fill=fill.fill,
        stroke=None if fill.edge == fills.EDGE else fill.edge,
        stroke_width=None if fill.edge_width == fills.EDGE_WIDTH else fill.edge_width * _fineness(drawn),
        data_area=area.code,
        pointer_events="all" if fill.fill == "none" else None,
    )
    if fill.over:
        shape += pen.outline(path, class_="fp-hatch", fill=fill.over, stroke="none", pointer_events="none")
    href = pen.link(area.code) if pen.link else None
    if href:
        shape = svg.element("a", shape, href=href, class_="fp-area-link", aria_label=area.words or area.code)
    return fill.rank, shape


def _areas(canvas: Canvas, drawn: Map, geometry: Geometry, by: float, pen: _Pen) -> str:
    """All outlines in a group, those that stand out last; one of which the map says nothing is hatched."""
    known = {area.code: area for area in drawn.areas}
    made = [
        _area(
            canvas,
            drawn,
            shapes.scaled(outline.path, by),
            known.get(outline.code)
            or MapArea(code=outline.code, value=None, class_index=None, words=f"{outline.name}: {fills.NO_VALUE}"),
            pen,
        )
        for outline in geometry.outlines
    ]
    return svg.element(
        "g",
        *(shape for _, shape in sorted(made, key=lambda pair: pair[0])),
        fill_rule="evenodd",
        stroke=fills.EDGE,
        stroke_width=fills.EDGE_WIDTH * _fineness(drawn),
        stroke_linejoin="round",
    )


def draw(
    drawn: Map,
    geometry: Geometry,
    *,
    width: int = WIDE,
    link: Link | None = None,
    theme: Theme = PAGE,
    outline: Outline = inline,
) -> str:
    """
    Return the map as an SVG element.

    geometry  the one that the map names, with the outlines to draw it on
    width     in CSS pixels when shown at its own size; below 520 the legend stands under the map
    link      gives the address that an area's code leads to, or None for no link
    outline   how outlines become elements: `Stencil.use` for a page that keeps those of all its maps
    missing   an area without a value, or that the map does not name, is hatched and the legend says so
    raises    ValueError if the geometry is not the one that the map names
    """
    if geometry.geometry_id != drawn.geometry_id:
        raise ValueError(f"Map {drawn.map_id} is drawn on {drawn.geometry_id}, not on {geometry.geometry_id}.")
    canvas = Canvas(f"map-{drawn.map_id}", width=width, theme=theme)
    sheet = _sheet(geometry, width)
    under = surfaces.draw(drawn.surface, sheet.by) if drawn.surface else ""
    areas = _areas(canvas, drawn, geometry, sheet.by, _Pen(outline=outline, link=link))
    canvas.add(svg.element("g", under, areas, transform=f"translate({svg.number(sheet.left)} 2)"))
    end = _around(canvas, drawn, geometry, sheet)
    role = "group" if link else "img"
    return canvas.close(height=end, title=drawn.title, description=drawn.sentence.text, kind=drawn.kind, role=role)


def _around(canvas: Canvas, drawn: Map, geometry: Geometry, sheet: _Sheet) -> float:
    """Put names, legend and scale bar; returns the height of all."""
    narrow = canvas.width < NARROW
    if names.wanted(geometry):
        (names.numbered if narrow else names.inside)(canvas, geometry, sheet.by, (sheet.left, 2))
    put = legends.square if drawn.kind == "bivariate" else legends.listed
    end = put(canvas, drawn, sheet.legend_x, sheet.legend_y)
    end = legends.scale_bar(canvas, geometry, sheet.by, sheet.legend_x, end + 8)
    if narrow and names.wanted(geometry):
        end = names.key(canvas, geometry, end + 8)
    return max(end, sheet.high) + 6
