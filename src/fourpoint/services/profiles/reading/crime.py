"""
Recorded crime of one force as dense arrays, small enough to slice for any area, threat and period in milliseconds.

Months of different geography vintages stand in different grids and are never added by neighbourhood. By district they
may be: a district is a sum of neighbourhoods in either vintage.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb
import numpy as np

from fourpoint.domain.arrays import IntArray
from fourpoint.services.profiles.reading.territory import Territory


@dataclass(frozen=True, kw_only=True, eq=False)
class Points:
    """
    Rows by map point in the months of one vintage; equal positions in the arrays belong together.

    month, kind, neighbourhood  places in Crime.months, Crime.types and the territory's neighbourhoods of the vintage
    point                       place in `names` and `degrees`
    rows                        unit: rows
    """

    month: IntArray
    kind: IntArray
    neighbourhood: IntArray
    point: IntArray
    rows: IntArray
    names: tuple[str, ...]
    degrees: np.ndarray


@dataclass(frozen=True, kw_only=True, eq=False)
class Grid:
    """Rows by month, type and neighbourhood in one vintage; months that are not of it hold zeros: use `months`."""

    vintage: str
    months: tuple[str, ...]
    counts: IntArray


@dataclass(frozen=True, kw_only=True, eq=False)
class Crime:
    """
    All rows of a force.

    months      held, in order; vintages  the geography each came with, "" where it is not known
    counts      shape (months, types, districts + 2): then "elsewhere" (outside the force) and "nowhere" (no place)
    outcomes    shape (months, types, districts + 2, outcome texts); texts may hold "" for rows without one
    rows        total rows of each month as ingested; unit: rows
    rejected    rows of each month set aside on the way in
    """

    months: tuple[str, ...]
    vintages: tuple[str, ...]
    types: tuple[str, ...]
    counts: IntArray
    outcome_texts: tuple[str, ...]
    outcomes: IntArray
    grids: Mapping[str, Grid]
    points: Mapping[str, Points]
    rejected: tuple[int, ...]

    def month_ids(self, months: Sequence[str]) -> list[int]:
        """Return the places of those months that are held."""
        place = {month: index for index, month in enumerate(self.months)}
        return [place[month] for month in months if month in place]

    def type_ids(self, types: Sequence[str]) -> list[int]:
        """Return the places of those types that occur."""
        return [self.types.index(kind) for kind in types if kind in self.types]


def read_crime(connection: duckdb.DuckDBPyConnection, territory: Territory) -> Crime:
    """Return the force's rows; empty arrays when it has none."""
    slugs = list(territory.slugs)
    months, vintages, rejected = _months(connection, slugs)
    types = _distinct(connection, "crime_type", slugs)
    texts = _distinct(connection, "outcome", slugs)
    cells = np.zeros((len(months), len(types), len(territory.districts) + 2), dtype=np.int64)
    results = np.zeros((*cells.shape, len(texts)), dtype=np.int64)
    grids: dict[str, Grid] = {}
    points: dict[str, Points] = {}
    for vintage in sorted({vintage for vintage in vintages if vintage}):
        of_vintage = [month if held == vintage else None for month, held in zip(months, vintages, strict=True)]
        keys = _Keys(slugs, of_vintage, types, [place.code for place in territory.neighbourhoods.get(vintage, ())])
        grids[vintage] = _grid(connection, keys, vintage)
        points[vintage] = _points(connection, keys)
        results += _outcomes(connection, keys, texts, _districts_of(territory, vintage), results.shape)
    cells = results.sum(axis=3)
    return Crime(
        months=tuple(months),
        vintages=tuple(vintages),
        types=tuple(types),
        counts=cells,
        outcome_texts=tuple(texts),
        outcomes=results,
        grids=grids,
        points=points,
        rejected=tuple(rejected),
    )


# ----------------------------------------------------------------------------------------------------------------------

ELSEWHERE, NOWHERE = -2, -1


@dataclass(frozen=True)
class _Keys:
    """The order of months (None: not of this vintage), types and neighbourhoods that the arrays are in."""

    slugs: list[str]
    months: list[str | None]
    types: list[str]
    codes: list[str]

    @property
    def values(self) -> dict[str, object]:
        return {"slugs": self.slugs, "months": self.months, "types": self.types, "codes": self.codes}


NUMBERED = """
    month_id AS (SELECT unnest($months::varchar[]) AS month, unnest(range(len($months))) AS id),
    type_id AS (SELECT unnest($types::varchar[]) AS crime_type, unnest(range(len($types))) AS id),
    code_id AS (SELECT unnest($codes::varchar[]) AS lsoa_code, unnest(range(len($codes))) AS id)
"""
# A row without a place gets -1, one placed outside the force -2.
PLACED = "CASE WHEN c.lsoa_code IS NULL THEN -1 ELSE coalesce(l.id, -2) END"
JOINED = """
    JOIN month_id AS m ON m.month = c.month
    JOIN type_id AS t ON t.crime_type = c.crime_type
    LEFT JOIN code_id AS l ON l.lsoa_code = c.lsoa_code
    WHERE c.force IN (SELECT unnest($slugs::varchar[]))
"""


def _months(connection: duckdb.DuckDBPyConnection, slugs: list[str]) -> tuple[list[str], list[str], list[int]]:
    rows = connection.execute(
        """
        SELECT p.month, coalesce(max(p.lsoa_vintage), ''), sum(p.rejected)
        FROM partition_info AS p
        WHERE p.force IN (SELECT unnest($1::varchar[]))
          AND p.month IN (SELECT DISTINCT month FROM outcome_cube WHERE force IN (SELECT unnest($1::varchar[])))
          AND p.lsoa_vintage IS NOT NULL
        GROUP BY p.month ORDER BY p.month
        """,
        [slugs],
    ).fetchall()
    return [row[0] for row in rows], [row[1] for row in rows], [int(row[2] or 0) for row in rows]


def _distinct(connection: duckdb.DuckDBPyConnection, column: str, slugs: list[str]) -> list[str]:
    rows = connection.execute(
        f"""
        SELECT DISTINCT coalesce({column}, '') FROM outcome_cube
        WHERE force IN (SELECT unnest($1::varchar[])) ORDER BY 1
        """,  # noqa: S608 - column is ours
        [slugs],
    ).fetchall()
    return [str(row[0]) for row in rows]


def _grid(connection: duckdb.DuckDBPyConnection, keys: _Keys, vintage: str) -> Grid:
    counts = np.zeros((len(keys.months), len(keys.types), len(keys.codes)), dtype=np.int64)
    found = connection.execute(
        f"""
        WITH {NUMBERED}
        SELECT m.id AS month, t.id AS kind, l.id AS place, sum(c.rows)::BIGINT AS rows
        FROM outcome_cube AS c {JOINED} AND l.id IS NOT NULL
        GROUP BY ALL
        """,  # noqa: S608 - only our own constants are joined in
        keys.values,
    ).fetchnumpy()
    np.add.at(counts, (found["month"], found["kind"], found["place"]), found["rows"])
    return Grid(vintage=vintage, months=tuple(month for month in keys.months if month), counts=counts)


def _outcomes(
    connection: duckdb.DuckDBPyConnection,
    keys: _Keys,
    texts: list[str],
    districts: IntArray,
    shape: tuple[int, ...],
) -> IntArray:
    """Return rows by month, type, district (elsewhere and nowhere last) and outcome text, of the months of `keys`."""
    found = connection.execute(
        f"""
        WITH {NUMBERED},
          text_id AS (SELECT unnest($texts::varchar[]) AS outcome, unnest(range(len($texts))) AS id)
        SELECT m.id AS month, t.id AS kind, {PLACED} AS place, o.id AS outcome, sum(c.rows)::BIGINT AS rows
        FROM outcome_cube AS c JOIN text_id AS o ON o.outcome = coalesce(c.outcome, '') {JOINED}
        GROUP BY ALL
        """,  # noqa: S608 - only our own constants are joined in
        {**keys.values, "texts": texts},
    ).fetchnumpy()
    place = found["place"]
    inside = np.append(districts, [shape[2] - 2, shape[2] - 1])
    counted = np.zeros(shape, dtype=np.int64)
    np.add.at(counted, (found["month"], found["kind"], inside[place], found["outcome"]), found["rows"])
    return counted


def _points(connection: duckdb.DuckDBPyConnection, keys: _Keys) -> Points:
    found = connection.execute(
        f"""
        WITH {NUMBERED}, spot AS (
          SELECT m.id AS month, t.id AS kind, l.id AS neighbourhood, c.longitude, c.latitude, c.location,
            sum(c.rows)::BIGINT AS rows
          FROM street_cube AS c {JOINED} AND l.id IS NOT NULL AND c.longitude IS NOT NULL AND c.latitude IS NOT NULL
          GROUP BY ALL
        )
        SELECT *, dense_rank() OVER (ORDER BY longitude, latitude, location) - 1 AS point
        FROM spot ORDER BY point, month, kind, neighbourhood
        """,  # noqa: S608 - only our own constants are joined in
        keys.values,
    ).fetchnumpy()
    point = np.asarray(found["point"], dtype=np.int64)
    first = np.unique(point, return_index=True)[1]
    return Points(
        month=np.asarray(found["month"], dtype=np.int64),
        kind=np.asarray(found["kind"], dtype=np.int64),
        neighbourhood=np.asarray(found["neighbourhood"], dtype=np.int64),
        point=point,
        rows=np.asarray(found["rows"], dtype=np.int64),
        names=tuple(str(name) for name in found["location"][first]),
        degrees=np.column_stack([found["longitude"][first], found["latitude"][first]]).astype(np.float64),
    )


def _districts_of(territory: Territory, vintage: str) -> IntArray:
    return np.array([place.district for place in territory.neighbourhoods.get(vintage, ())], dtype=np.int64)
