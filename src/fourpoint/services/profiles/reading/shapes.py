"""The shapes of a territory's areas in metres: for outlines on the page and for who neighbours whom."""

from dataclasses import dataclass

import duckdb
import numpy as np
import shapely

from fourpoint.domain.arrays import FloatArray
from fourpoint.domain.density import Projection


@dataclass(frozen=True, kw_only=True, eq=False)
class Shapes:
    """Polygons in the order of the codes asked for, metres about the territory's middle; None where none is held."""

    level: str
    vintage: str
    codes: tuple[str, ...]
    names: tuple[str, ...]
    polygons: np.ndarray
    projection: Projection

    @property
    def square_kilometres(self) -> FloatArray:
        """The area of each polygon, NaN where none is held."""
        area = shapely.area(self.polygons)
        return np.where(shapely.is_missing(self.polygons), np.nan, area) / 1e6


def read_shapes(
    connection: duckdb.DuckDBPyConnection,
    *,
    level: str,
    vintage: str | None,
    codes: list[str],
    middle: Projection | None,
) -> Shapes:
    """
    Return the shapes of the areas of one level and vintage (None: the newest that is not ultra generalised).

    middle  the projection to use; None: one about the middle of these shapes
    """
    held = vintage or _newest(connection, level)
    rows = connection.execute(
        """
        SELECT code, name, wkb FROM boundary
        WHERE level = $1 AND vintage = $2 AND code IN (SELECT unnest($3::varchar[]))
        """,
        [level, held, codes],
    ).fetchall()
    found = {code: (name, shapely.from_wkb(bytes(wkb))) for code, name, wkb in rows}
    degrees = np.array([found[code][1] if code in found else None for code in codes], dtype=object)
    projection = middle or _middle(degrees)
    return Shapes(
        level=level,
        vintage=held,
        codes=tuple(codes),
        names=tuple(found[code][0] if code in found else code for code in codes),
        polygons=_in_metres(degrees, projection),
        projection=projection,
    )


# ----------------------------------------------------------------------------------------------------------------------


def _newest(connection: duckdb.DuckDBPyConnection, level: str) -> str:
    row = connection.execute(
        "SELECT vintage FROM boundary WHERE level = $1 ORDER BY vintage LIKE '%-buc', vintage DESC LIMIT 1", [level]
    ).fetchone()
    return str(row[0]) if row else ""


def _middle(degrees: np.ndarray) -> Projection:
    west, south, east, north = shapely.total_bounds(degrees)
    if np.isnan(west):
        return Projection(longitude=0.0, latitude=0.0)
    return Projection(longitude=round((west + east) / 2, 4), latitude=round((south + north) / 2, 4))


def _in_metres(degrees: np.ndarray, projection: Projection) -> np.ndarray:
    def turn(coordinates: FloatArray) -> FloatArray:
        return np.column_stack(projection.metres(coordinates[:, 0], coordinates[:, 1]))

    return np.asarray(shapely.transform(degrees, turn), dtype=object)
