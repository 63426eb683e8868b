"""
The map points of one force and what was counted at each, for repeat locations and density surfaces.

A map point is a place that many addresses were moved to. It may be drawn and counted, never taken for an address.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import duckdb
import numpy as np
from numpy.typing import NDArray

from fourpoint.domain.arrays import FloatArray
from fourpoint.warehouse.measures import coding, points
from fourpoint.warehouse.measures.steps import Row, Scope, columns, rows


@dataclass(frozen=True, kw_only=True)
class PointCube:
    """
    Points and their counts.

    districts, longitude, latitude, locations  shape (points,), in order of district; locations the newest words
    lsoa_codes                      by vintage, shape (points,): its neighbourhood, "" when no row gave it one
    point, crime_type, month, rows  shape (cells,): place of the point, type and month, and the rows counted; one
                                    combination may stand in several cells
    crime_types, months             what the places stand for
    """

    districts: tuple[str, ...]
    longitude: FloatArray
    latitude: FloatArray
    locations: tuple[str, ...]
    lsoa_codes: Mapping[str, tuple[str, ...]]
    crime_types: tuple[str, ...]
    months: tuple[str, ...]
    point: NDArray[np.int32]
    crime_type: NDArray[np.int8]
    month: NDArray[np.int16]
    rows: NDArray[np.int32]

    def counts(self, crime_types: Sequence[str], months: Sequence[str]) -> NDArray[np.int64]:
        """Return the rows at every point over the types and months; shape (points,), points with none included."""
        kinds = np.isin(self.crime_types, list(crime_types))
        times = np.isin(self.months, list(months))
        chosen = kinds[self.crime_type] & times[self.month]
        weights = self.rows[chosen]
        return np.bincount(self.point[chosen], weights=weights, minlength=len(self.districts)).astype(np.int64)

    def table(self, months: Sequence[str]) -> NDArray[np.int64]:
        """Return the rows at every point by crime type over the months; shape (points, crime types)."""
        times = np.isin(self.months, list(months))
        cell = self.point.astype(np.int64) * len(self.crime_types) + self.crime_type
        weights = self.rows * times[self.month]
        size = len(self.districts) * len(self.crime_types)
        return np.bincount(cell, weights=weights, minlength=size).astype(np.int64).reshape(-1, len(self.crime_types))

    def inside(self, district: str | None) -> NDArray[np.int64]:
        """Return the places of a district's points; of all when no district is given."""
        if district is None:
            return np.arange(len(self.districts))
        return np.flatnonzero(self._district_codes == district)

    @cached_property
    def _district_codes(self) -> NDArray[np.str_]:
        return np.asarray(self.districts, dtype=np.str_)


def load(db: duckdb.DuckDBPyConnection, *, force: str) -> PointCube:
    """
    Read the map points of a force; empty when nothing is held.

    db     connection with the views of the warehouse
    force  slug in the file names, as "northmoor"
    raises ValueError for a force of more than 62 districts
    """
    scope = Scope(force=force)
    found = sorted(rows(db, points.MAP_POINTS, scope))
    # By key and vintage: of two rows of one point the newer stands for it.
    newest = {row[0]: row for row in found}
    listed = list(newest.values())
    districts = tuple(str(row[2]) for row in listed)
    if len(set(districts)) > points.MOST_DISTRICTS:
        raise ValueError(f"A force of more than {points.MOST_DISTRICTS} districts cannot be numbered by map point.")
    cells = columns(db, points.POINT_COUNTS, scope)
    # Both lists are in order of the same keys, so the place of a key is the place of its point.
    _, point = np.unique(np.asarray(cells["point_key"]), return_inverse=True)
    return PointCube(
        districts=districts,
        longitude=np.array([row[3] for row in listed], dtype=np.float64),
        latitude=np.array([row[4] for row in listed], dtype=np.float64),
        locations=tuple(str(row[5]) for row in listed),
        lsoa_codes=_by_vintage(found, tuple(newest)),
        crime_types=tuple(str(row[1]) for row in sorted(rows(db, coding.TYPE_PLACES, scope))),
        months=tuple(str(row[1]) for row in sorted(rows(db, coding.MONTH_PLACES, scope))),
        point=point.astype(np.int32),
        crime_type=np.asarray(cells["type"], dtype=np.int8),
        month=np.asarray(cells["month_place"], dtype=np.int16),
        rows=np.asarray(cells["rows"], dtype=np.int32),
    )


def _by_vintage(found: Sequence[Row], keys: Sequence[object]) -> dict[str, tuple[str, ...]]:
    codes: dict[tuple[str, object], str] = {(str(row[1]), row[0]): str(row[6]) for row in found}
    vintages = sorted({str(row[1]) for row in found})
    return {vintage: tuple(codes.get((vintage, key), "") for key in keys) for vintage in vintages}
