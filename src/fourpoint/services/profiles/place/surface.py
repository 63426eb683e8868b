"""The density surface of a threat: where the published map points crowd, smoothed, in five bands of equal weight."""

from dataclasses import dataclass

import numpy as np

from fourpoint.domain.arrays import FloatArray, IntArray
from fourpoint.domain.density import Density, density
from fourpoint.domain.document import Cell, Column, Geometry, LegendEntry, Map, MapArea, SurfaceCell, Table
from fourpoint.domain.figures import Figure
from fourpoint.services.profiles.ledger import SNAPPED, say, words
from fourpoint.services.profiles.place.outlines import Drawing
from fourpoint.services.profiles.reading.territory import Neighbourhood
from fourpoint.services.profiles.view import View

BANDS = (0.2, 0.4, 0.6, 0.8, 0.95)
CELLS_ALONG = 110
BANDWIDTH_CELLS = 3
LEAST_CELL_M = 100.0
FEWEST = 30


@dataclass(frozen=True, kw_only=True, eq=False)
class PlacedRows:
    """Map points with rows: longitude and latitude in columns, rows, names, and the neighbourhood each is put in."""

    degrees: FloatArray
    rows: IntArray
    names: tuple[str, ...]
    neighbourhoods: tuple[Neighbourhood, ...]


def point_rows(view: View) -> PlacedRows:
    """Return the map points with rows of the view's threat, months and area."""
    points, vintage = view.facts.points, view.vintage
    inside = points.inside(None if view.is_force else view.area.code)
    rows = points.counts(view.threat.crime_types, view.grid_months)[inside]
    used = inside[rows > 0]
    known = {place.code: place for place in view.facts.neighbourhoods(vintage)}
    codes = points.lsoa_codes.get(vintage, ())
    return PlacedRows(
        degrees=np.column_stack([points.longitude[used], points.latitude[used]]),
        rows=rows[rows > 0],
        names=tuple(points.locations[at] for at in used),
        neighbourhoods=tuple(known[codes[at]] for at in used),
    )


def surface_map(view: View, geometry: Geometry, count: Figure) -> Map | None:
    """Return the surface over the area's outlines; None with fewer than thirty placed rows."""
    placed = point_rows(view)
    if placed.rows.sum() < FEWEST:
        return None
    shapes = view.facts.neighbourhood_shapes(view.vintage)
    polygons = shapes.polygons[list(view.place_ids)]
    drawing = Drawing(polygons[[shape is not None for shape in polygons]])
    frame = drawing.grid(max(LEAST_CELL_M, drawing.metres_per_unit * 1000 / CELLS_ALONG))
    x, y = shapes.projection.metres(placed.degrees[:, 0], placed.degrees[:, 1])
    found = density(x, y, frame=frame, bandwidth_m=BANDWIDTH_CELLS * frame.cell_m, weights=placed.rows)
    step = round(frame.cell_m / drawing.metres_per_unit)
    return Map(
        map_id=view.prefix + "surface",
        kind="surface",
        title=f"Where the map points of {view.threat.noun} crowd",
        sentence=say(
            "The darkest ground holds a fifth of the smoothed density of ",
            count,
            f" {count.unit} in {view.area.name}.",
        ),
        geometry_id=geometry.geometry_id,
        areas=tuple(
            MapArea(code=outline.code, value=None, class_index=None, words=outline.name)
            for outline in geometry.outlines
        ),
        legend_title="Ground that holds, from the densest down",
        legend=tuple(LegendEntry(label=f"up to {band:.0%} of the density") for band in reversed(BANDS)),
        table=_table(view, found),
        surface=_cells(_bands(found), step),
        note=f"Gaussian kernel, bandwidth {found.bandwidth_m:,.0f} m, cells of {frame.cell_m:,.0f} m. {SNAPPED}",
    )


# ----------------------------------------------------------------------------------------------------------------------


def _bands(found: Density) -> IntArray:
    """Return the band of each cell, 4 where the densest fifth of the mass lies, -1 beyond the last band."""
    flat = found.values.ravel()
    order = np.argsort(-flat, kind="stable")
    reached = np.cumsum(flat[order]) / flat.sum()
    bands = np.empty(len(flat), dtype=np.int64)
    bands[order] = len(BANDS) - 1 - np.searchsorted(BANDS, reached - 1e-12, side="left")
    return np.asarray(bands.reshape(found.values.shape))


def _cells(bands: IntArray, step: int) -> tuple[SurfaceCell, ...]:
    """Return rectangles of equal band along each row of the grid, top row first, in whole units of the drawing."""
    cells = []
    for down, line in enumerate(bands[::-1]):
        edges = np.flatnonzero(np.diff(line)) + 1
        for start, end in zip([0, *edges], [*edges, len(line)], strict=True):
            if line[start] >= 0:
                cells.append(
                    SurfaceCell(
                        x=int(start) * step,
                        y=down * step,
                        width=int(end - start) * step,
                        height=step,
                        class_index=int(line[start]),
                    )
                )
    return tuple(cells)


def _table(view: View, found: Density) -> Table:
    """How much ground each band takes: the same map in numbers."""
    bands = _bands(found)
    ground = (found.frame.cell_m / 1000) ** 2
    rows = []
    for index, band in enumerate(BANDS):
        area = float((bands >= len(BANDS) - 1 - index).sum() * ground)
        rows.append((words(f"{band:.0%} of the density"), Cell(text=f"{area:,.1f}", value=round(area, 3))))
    return Table(
        table_id=view.prefix + "surface.table",
        title=f"How much ground holds the density of {view.threat.noun} in {view.area.name}",
        columns=(
            Column(key="share", label="Densest ground that holds"),
            Column(key="square_km", label="Square kilometres", numeric=True, unit="square kilometres"),
        ),
        rows=tuple(rows),
    )
