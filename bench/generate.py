"""
Street-level files in the published format, as many rows as wanted: for the benches of ingest and of the measures.

The rows are made up and deterministic. They are shaped like published ones: 64-character crime IDs, none for
anti-social behaviour; types and outcomes in about the published shares; some thirty map points a neighbourhood, of
which a few take most rows; one row in fifty without a place.
"""

from pathlib import Path

import duckdb

from fourpoint.domain import months

# Type and its share of rows, in thousandths, as in a published force.
TYPES = (
    ("Violence and sexual offences", 400), ("Anti-social behaviour", 150), ("Criminal damage and arson", 90),
    ("Shoplifting", 80), ("Other theft", 65), ("Public order", 60), ("Vehicle crime", 50), ("Burglary", 35),
    ("Drugs", 25), ("Other crime", 20), ("Possession of weapons", 9), ("Robbery", 8), ("Bicycle theft", 5),
    ("Theft from the person", 3),
)  # fmt: skip
OUTCOMES = (
    "Unable to prosecute suspect", "Investigation complete; no suspect identified", "Status update unavailable",
    "Awaiting court outcome", "Local resolution", "Under investigation", "Court result unavailable",
    "Action to be taken by another organisation", "Offender given a caution",
)  # fmt: skip
STREETS = ("High Street", "Station Road", "Church Lane", "Victoria Road", "Mill Lane", "Supermarket", "Parking Area")
POINTS = 32


def lsoa_code(number: int) -> str:
    """The code of the made-up neighbourhood, far above the published ones."""
    return f"E01{900_000 + number:06d}"


def street_files(
    folder: Path, *, rows: int, lsoas: int = 1_100, first: str = "2023-01", count: int = 36, force: str = "northmoor"
) -> list[Path]:
    """
    Write one street-level file a month into the folder, and return them; those already there are kept.

    rows   in all files together, spread evenly over the months
    """
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    per_month = rows // count
    with duckdb.connect() as db:
        _points(db, lsoas)
        for number in range(count):
            month = months.shift(first, number)
            path = folder / f"{month}-{force}-street.csv"
            if not path.exists():
                query = _month_sql(month, force.title(), number * per_month, per_month, lsoas)
                db.execute(f"copy ({query}) to '{path}' (format csv, header)")
            written.append(path)
    return written


def _points(db: duckdb.DuckDBPyConnection, lsoas: int) -> None:
    """Map points of every neighbourhood: longitude and latitude with six decimals, and the words beside them."""
    streets = ", ".join(f"'{street}'" for street in STREETS)
    db.execute(f"""
        create table points as
        select l as lsoa, p as point, 'E01' || lpad((900000 + l)::varchar, 6, '0') as code,
               'Northmoor ' || lpad((l // 5 + 1)::varchar, 3, '0') || chr((65 + l % 5)::integer) as name,
               printf('%.6f', -1.5 + (l % 40) * 0.01 + (hash(l * 100 + p) % 10000) / 1000000.0) as longitude,
               printf('%.6f', 53.0 + (l // 40) * 0.01 + (hash(p * 7919 + l) % 10000) / 1000000.0) as latitude,
               'On or near ' || ([{streets}])[1 + (hash(l, p) % {len(STREETS)})::integer]
                   || ' ' || (l * 32 + p) as street
        from range({lsoas}) as a(l), range({POINTS}) as b(p)
    """)


def _month_sql(month: str, force: str, start: int, count: int, lsoas: int) -> str:
    listed = ", ".join(f"'{name}'" for name, share in TYPES for _ in range(share // 5 or 1))
    outcomes = ", ".join(f"'{name}'" for name in OUTCOMES)
    slots = sum(share // 5 or 1 for _, share in TYPES)
    return f"""
        with drawn as (
            select i, hash(i) as h1, hash(i + 1000000007) as h2, hash(i + 2000000011) as h3
            from range({start}, {start + count}) as r(i)
        ), typed as (
            select *, ([{listed}])[1 + (h1 % {slots})::integer] as crime_type,
                   (h2 % {lsoas})::bigint as lsoa,
                   least({POINTS - 1}, floor({POINTS} * power((h3 % 1000000) / 1000000.0, 2.5)))::bigint as point
            from drawn
        )
        select case when crime_type <> 'Anti-social behaviour' then sha256(i::varchar) end as "Crime ID",
               '{month}' as "Month", '{force} Constabulary' as "Reported by", '{force} Constabulary' as "Falls within",
               case when h3 % 50 > 0 then p.longitude end as "Longitude",
               case when h3 % 50 > 0 then p.latitude end as "Latitude",
               case when h3 % 50 > 0 then p.street else 'No Location' end as "Location",
               case when h3 % 50 > 0 then p.code end as "LSOA code",
               case when h3 % 50 > 0 then p.name end as "LSOA name",
               crime_type as "Crime type",
               case when crime_type <> 'Anti-social behaviour'
                    then ([{outcomes}])[1 + least(h1 // 1000 % 20, h2 // 1000 % {len(OUTCOMES)})::integer] end
                   as "Last outcome category",
               null as "Context"
        from typed as t join points as p on p.lsoa = t.lsoa and p.point = t.point
        order by i
    """
