"""The ground a profile stands on: a force, its districts and its neighbourhoods in each vintage, for all readings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import duckdb

from fourpoint.domain.errors import Unusable
from fourpoint.domain.figures import AreaRef
from fourpoint.warehouse.measures.places import SOURCE


class UnknownArea(Unusable):
    """No district or force of that code has data here."""


@dataclass(frozen=True, kw_only=True)
class Neighbourhood:
    """An LSOA of one vintage; `district` is its place among the territory's districts, degrees may be missing."""

    code: str
    name: str
    known_as: str
    district: int
    longitude: float | None
    latitude: float | None

    @property
    def label(self) -> str:
        """The name people know with the published one, as "Cliftonville West (Thanet 001E)"."""
        return f"{self.known_as} ({self.name})" if self.known_as else self.name


@dataclass(frozen=True, kw_only=True)
class Territory:
    """
    A force area.

    slug            the name its files go by, as "northmoor"; where files of more than one name lie mostly in the area
                    (a railway force's may), those with the most located rows are its own
    districts       in order of code
    neighbourhoods  by vintage, in order of code
    """

    force: AreaRef
    slug: str
    districts: tuple[AreaRef, ...]
    neighbourhoods: Mapping[str, tuple[Neighbourhood, ...]]

    def area(self, code: str) -> AreaRef:
        """Return the force or the district of that code; raises UnknownArea when it is neither."""
        for area in (self.force, *self.districts):
            if area.code == code:
                return area
        raise UnknownArea(f"{code} is not an area of {self.force.name}.")

    def district_ids(self, area: AreaRef) -> tuple[int, ...]:
        """Return the places of the area's districts: all of them for the force."""
        every = range(len(self.districts))
        return tuple(every) if area == self.force else tuple(i for i in every if self.districts[i] == area)


def find_force_code(connection: duckdb.DuckDBPyConnection, area_code: str) -> str:
    """
    Return the code of the force area that the district or force lies in.

    raises  UnknownArea when no street files of a force cover it
    """
    row = connection.execute(
        """
        SELECT f.pfa_code
        FROM force_area AS f
        WHERE f.pfa_code = $1 OR f.pfa_code IN (SELECT d.pfa_code FROM district AS d WHERE d.code = $1)
        """,
        [area_code],
    ).fetchone()
    if row is None:
        raise UnknownArea(f"No data of an area {area_code} are held: give the code of a district or force with data.")
    return str(row[0])


def list_held_areas(connection: duckdb.DuckDBPyConnection) -> tuple[AreaRef, ...]:
    """Return every force with street files, each followed by its districts."""
    codes = [row[0] for row in connection.execute("SELECT DISTINCT pfa_code FROM force_area ORDER BY 1").fetchall()]
    return tuple(area for code in codes for area in (_force(connection, code), *_districts(connection, code)))


def list_force_names(connection: duckdb.DuckDBPyConnection, area_codes: Iterable[str]) -> frozenset[str]:
    """Return the names in files of the forces that those areas are, or lie in."""
    rows = connection.execute(
        """
        SELECT DISTINCT f.force
        FROM force_area AS f
        LEFT JOIN district AS d ON d.pfa_code = f.pfa_code
        WHERE list_contains($1::varchar[], f.pfa_code) OR list_contains($1::varchar[], d.code)
        """,
        [sorted(area_codes)],
    ).fetchall()
    return frozenset(row[0] for row in rows)


def read_territory(connection: duckdb.DuckDBPyConnection, force_code: str) -> Territory:
    """Return the territory of the force area of that code."""
    districts = _districts(connection, force_code)
    slug = connection.execute(
        """
        SELECT a.force FROM force_area AS a JOIN partition_info AS i ON i.force = a.force AND i.source_id = $2
        WHERE a.pfa_code = $1 GROUP BY a.force ORDER BY sum(a.share * i.rows) DESC, a.force LIMIT 1
        """,
        [force_code, SOURCE],
    ).fetchone()
    if slug is None:
        raise UnknownArea(f"No street-level crime of the force area {force_code} is held.")
    return Territory(
        force=_force(connection, force_code),
        slug=str(slug[0]),
        districts=districts,
        neighbourhoods=_neighbourhoods(connection, districts),
    )


# ----------------------------------------------------------------------------------------------------------------------


def _force(connection: duckdb.DuckDBPyConnection, code: str) -> AreaRef:
    row = connection.execute("SELECT pfa_name FROM district WHERE pfa_code = $1 LIMIT 1", [code]).fetchone()
    return AreaRef(code=code, name=str(row[0]) if row else code, level="force")


def _districts(connection: duckdb.DuckDBPyConnection, force_code: str) -> tuple[AreaRef, ...]:
    rows = connection.execute(
        "SELECT DISTINCT code, name FROM district WHERE pfa_code = $1"
        " AND code IN (SELECT district_code FROM lsoa) ORDER BY code",
        [force_code],
    ).fetchall()
    return tuple(AreaRef(code=code, name=name, level="district") for code, name in rows)


def _neighbourhoods(
    connection: duckdb.DuckDBPyConnection, districts: tuple[AreaRef, ...]
) -> dict[str, tuple[Neighbourhood, ...]]:
    place = {area.code: index for index, area in enumerate(districts)}
    rows = connection.execute(
        """
        SELECT l.vintage, l.code, l.name, coalesce(m.readable_name, ''), l.district_code, l.longitude, l.latitude
        FROM lsoa AS l
        LEFT JOIN (SELECT code, any_value(readable_name ORDER BY vintage DESC) AS readable_name FROM msoa GROUP BY code)
          AS m ON m.code = l.msoa_code
        WHERE l.district_code IN (SELECT unnest($1::varchar[]))
        ORDER BY l.vintage, l.code
        """,
        [list(place)],
    ).fetchall()
    found: dict[str, list[Neighbourhood]] = {}
    for vintage, code, name, known_as, district, longitude, latitude in rows:
        found.setdefault(vintage, []).append(
            Neighbourhood(
                code=code,
                name=name or code,
                known_as=known_as,
                district=place[district],
                longitude=longitude,
                latitude=latitude,
            )
        )
    return {vintage: tuple(those) for vintage, those in found.items()}
