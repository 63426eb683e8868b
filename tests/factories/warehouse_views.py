"""Published rows made up or read from raw files, and the warehouse's views over them in a DuckDB of their own."""

import csv
import gzip
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from fourpoint.warehouse.views import BY_NAME

# The views that measures read.
READ = (
    "street_crime", "street_cube", "outcome_cube", "stop_search", "partition_info", "lsoa", "district", "force_area",
    "population", "deprivation",
)  # fmt: skip
FORCE = "westmark"
AREA = ("E23999999", "Westmark (made up)")


@dataclass(frozen=True, kw_only=True)
class Published:
    """One published row of street-level crime, as far as measures read it."""

    month: str
    crime_type: str
    lsoa: str | None
    longitude: float | None
    latitude: float | None
    outcome: str | None
    location: str = "On or near Made-up Lane"


@dataclass(frozen=True, kw_only=True)
class Land:
    """
    Where things lie.

    lsoas     (code, vintage, district) of every neighbourhood in the lists
    ours      districts of the force's area
    vintages  of each month's file; None when it could not be told
    """

    lsoas: tuple[tuple[str, str, str], ...]
    ours: tuple[str, ...]
    vintages: Mapping[str, str | None]


def raw_rows(folder: Path) -> list[Published]:
    """Read every street file of a folder, plainly, by the csv module."""
    found = []
    for path in sorted(folder.glob("*-street.csv.gz")):
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
            found += [
                Published(
                    month=row["Month"],
                    crime_type=row["Crime type"],
                    lsoa=row["LSOA code"] or None,
                    longitude=float(row["Longitude"]) if row["Longitude"] else None,
                    latitude=float(row["Latitude"]) if row["Latitude"] else None,
                    outcome=row["Last outcome category"] or None,
                    location=row["Location"],
                )
                for row in csv.DictReader(file)
            ]
    return found


def connect(rows: Iterable[Published], land: Land) -> duckdb.DuckDBPyConnection:
    """Return a connection with the views that measures read, filled from the rows and the land."""
    db = duckdb.connect(config={"threads": 1})
    for name in READ:
        columns = ", ".join(f'"{column}" {kind}' for column, kind in BY_NAME[name].columns)
        db.execute(f"CREATE TABLE {name} ({columns})")
    _fill(db, "street_crime", ({**_street(row), "line": line} for line, row in enumerate(rows, start=2)))
    db.execute(
        "INSERT INTO street_cube BY NAME SELECT force, month, crime_type, lsoa_code, longitude, latitude, location,"
        " count(*) AS rows FROM street_crime GROUP BY ALL"
    )
    db.execute(
        "INSERT INTO outcome_cube BY NAME SELECT force, month, crime_type, lsoa_code, outcome, count(*) AS rows"
        " FROM street_crime GROUP BY ALL"
    )
    _fill_land(db, land)
    return db


def _fill_land(db: duckdb.DuckDBPyConnection, land: Land) -> None:
    _fill(
        db,
        "lsoa",
        (
            {"code": code, "name": f"Place {code}", "vintage": vintage, "district_code": district}
            for code, vintage, district in land.lsoas
        ),
    )
    codes = sorted({district for _, _, district in land.lsoas})
    pfa = {code: AREA if code in land.ours else ("E23000000", "Elsewhere") for code in codes}
    _fill(
        db,
        "district",
        (
            {"code": code, "name": f"District {code}", "pfa_code": pfa[code][0], "pfa_name": pfa[code][1]}
            for code in codes
        ),
    )
    _fill(db, "force_area", [{"force": FORCE, "pfa_code": AREA[0], "pfa_name": AREA[1], "share": 0.99}])
    _fill(
        db,
        "partition_info",
        (
            {"source_id": "police-street", "partition": f"{month}-{FORCE}", "force": FORCE, "month": month,
             "lsoa_vintage": vintage}
            for month, vintage in land.vintages.items()
        ),
    )  # fmt: skip


def _street(row: Published) -> dict[str, object]:
    return {
        "force": FORCE,
        "month": row.month,
        "crime_type": row.crime_type,
        "lsoa_code": row.lsoa,
        "longitude": row.longitude,
        "latitude": row.latitude,
        "location": row.location,
        "outcome": row.outcome,
    }


def _fill(db: duckdb.DuckDBPyConnection, table: str, records: Iterable[Mapping[str, object]]) -> None:
    held = list(records)
    if held:
        names = list(held[0])
        marks = ", ".join(f"({', '.join('?' for _ in names)})" for _ in held)
        db.execute(
            f"INSERT INTO {table} ({', '.join(names)}) VALUES {marks}",
            [record[name] for record in held for name in names],
        )
