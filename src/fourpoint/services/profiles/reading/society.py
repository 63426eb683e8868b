"""Who lives in a territory and under what strain: population, deprivation, homes and district values, as arrays."""

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb
import numpy as np

from fourpoint.domain.arrays import FloatArray
from fourpoint.services.profiles.reading.territory import Territory


@dataclass(frozen=True, kw_only=True, eq=False)
class Population:
    """Usual residents by neighbourhood of one vintage, NaN where not published."""

    vintage: str
    year: int
    source_id: str
    persons: FloatArray


@dataclass(frozen=True, kw_only=True)
class DistrictValue:
    """A published value of a district; value None where the publisher gives none."""

    indicator: str
    label: str
    period: str
    value: float | None
    unit: str
    source_id: str


@dataclass(frozen=True, kw_only=True, eq=False)
class Society:
    """
    Everything about people.

    population   newest by vintage
    deciles      by (index year, domain): national decile per neighbourhood of `decile_vintage`, 1 most deprived
    scores       likewise, where scores are published
    households   by (topic, category): per neighbourhood of vintage 2021
    values       by indicator and area code: the newest period
    older        by indicator and area code: all periods in order
    referrals    trafficking referrals of the force by quarter, all kinds together, and by kind over all quarters
    """

    population: Mapping[str, Population]
    deciles: Mapping[tuple[int, str], FloatArray]
    scores: Mapping[tuple[int, str], FloatArray]
    decile_vintage: Mapping[int, str]
    households: Mapping[tuple[str, str], FloatArray]
    values: Mapping[str, Mapping[str, DistrictValue]]
    referrals: tuple[tuple[str, int], ...]
    referral_kinds: tuple[tuple[str, int], ...]
    stops: tuple[tuple[str, int], ...]


def read_society(connection: duckdb.DuckDBPyConnection, territory: Territory) -> Society:
    """Return what is held about the people of the territory; empty mappings where nothing is."""
    deciles, scores, vintage = _deprivation(connection, territory)
    return Society(
        population=_population(connection, territory),
        deciles=deciles,
        scores=scores,
        decile_vintage=vintage,
        households=_households(connection, territory),
        values=_values(connection),
        referrals=_referrals(connection, territory, "quarter", "exploitation = 'Total'"),
        referral_kinds=_referrals(connection, territory, "exploitation", "exploitation <> 'Total'"),
        stops=_stops(connection, territory),
    )


# ----------------------------------------------------------------------------------------------------------------------


def _places(territory: Territory, vintage: str) -> dict[str, int]:
    return {place.code: index for index, place in enumerate(territory.neighbourhoods.get(vintage, ()))}


def _spread(places: dict[str, int], pairs: list[tuple[str, float | None]]) -> FloatArray:
    """Lay values out over the neighbourhoods, NaN where none is given."""
    values = np.full(len(places), np.nan)
    for code, value in pairs:
        if code in places and value is not None:
            values[places[code]] = value
    return values


def _population(connection: duckdb.DuckDBPyConnection, territory: Territory) -> dict[str, Population]:
    found = {}
    for vintage in territory.neighbourhoods:
        newest = connection.execute(
            "SELECT year, source_id FROM population WHERE lsoa_vintage = $1 ORDER BY year DESC, source_id LIMIT 1",
            [vintage],
        ).fetchone()
        if newest:
            pairs = connection.execute(
                "SELECT lsoa_code, persons FROM population WHERE lsoa_vintage = $1 AND year = $2 AND source_id = $3",
                [vintage, *newest],
            ).fetchall()
            persons = _spread(_places(territory, vintage), pairs)
            found[vintage] = Population(vintage=vintage, year=int(newest[0]), source_id=str(newest[1]), persons=persons)
    return found


def _deprivation(
    connection: duckdb.DuckDBPyConnection, territory: Territory
) -> tuple[dict[tuple[int, str], FloatArray], dict[tuple[int, str], FloatArray], dict[int, str]]:
    deciles, scores, vintages = {}, {}, {}
    rows = connection.execute(
        "SELECT DISTINCT index_year, domain, lsoa_vintage FROM deprivation ORDER BY ALL"
    ).fetchall()
    for year, domain, vintage in rows:
        places = _places(territory, vintage)
        found = connection.execute(
            "SELECT lsoa_code, decile, score FROM deprivation WHERE index_year = $1 AND domain = $2 AND"
            " lsoa_vintage = $3",
            [year, domain, vintage],
        ).fetchall()
        deciles[int(year), domain] = _spread(places, [(code, decile) for code, decile, _ in found])
        scores[int(year), domain] = _spread(places, [(code, score) for code, _, score in found])
        vintages[int(year)] = vintage
    return deciles, scores, vintages


def _households(connection: duckdb.DuckDBPyConnection, territory: Territory) -> dict[tuple[str, str], FloatArray]:
    places = _places(territory, "2021")
    rows = connection.execute("SELECT topic, category, lsoa_code, households FROM household ORDER BY ALL").fetchall()
    found: dict[tuple[str, str], list[tuple[str, float | None]]] = {}
    for topic, category, code, households in rows:
        found.setdefault((topic, category), []).append((code, households))
    return {key: _spread(places, pairs) for key, pairs in found.items()}


def _values(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, DistrictValue]]:
    rows = connection.execute("""
        SELECT indicator, label, area_code, period, value, unit, source_id FROM district_value
        QUALIFY row_number() OVER (PARTITION BY indicator, area_code ORDER BY period DESC, source_id) = 1
        """).fetchall()
    found: dict[str, dict[str, DistrictValue]] = {}
    for indicator, label, area, period, value, unit, source in rows:
        found.setdefault(indicator, {})[area] = DistrictValue(
            indicator=indicator, label=label, period=period or "", value=value, unit=unit or "", source_id=source
        )
    return found


def _referrals(
    connection: duckdb.DuckDBPyConnection, territory: Territory, key: str, which: str
) -> tuple[tuple[str, int], ...]:
    """A force's name among first responders is its area's name with Police or Constabulary."""
    rows = connection.execute(
        f"""
        SELECT {key}, sum(referrals)::BIGINT FROM referral
        WHERE age = 'Total' AND gender = 'Total' AND {which}
          AND lower(regexp_replace(force_name, '( Police| Constabulary| Police Service)$', '')) = lower($1)
        GROUP BY 1 ORDER BY 1
        """,  # noqa: S608 - key and which are ours
        [territory.force.name],
    ).fetchall()
    return tuple((str(word), int(count)) for word, count in rows)


def _stops(connection: duckdb.DuckDBPyConnection, territory: Territory) -> tuple[tuple[str, int], ...]:
    rows = connection.execute(
        "SELECT month, count(*) FROM stop_search WHERE force = $1 GROUP BY 1 ORDER BY 1",
        [territory.slug],
    ).fetchall()
    return tuple((str(month), int(count)) for month, count in rows)
