"""
Northmoor: a made-up police force with its own geography, in the published formats, to prove that no force is special.

Ten neighbourhoods of 2011 in two districts on a grid of squares; by 2021 one was split in two and two were merged. Its
older police files carry codes of 2011, its newer ones of 2021. Everything is fictional.
"""

import csv
import gzip
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

FORCE = "northmoor"
AREA = "E23900001"
DISTRICTS = {"E07900001": "Upper Moor", "E07900002": "Lower Moor"}
OLD_MONTHS = ("2019-01", "2019-02", "2019-03")
NEW_MONTHS = ("2024-01", "2024-02", "2024-03")
ROWS = 240
STREET_HEADER = (
    "Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code", "LSOA name",
    "Crime type", "Last outcome category", "Context",
)  # fmt: skip
TYPES = ("Burglary", "Anti-social behaviour", "Drugs", "Violence and sexual offences", "Shoplifting")


@dataclass(frozen=True, kw_only=True)
class Square:
    """A neighbourhood: a square of the grid, or half of one, or two."""

    code: str
    name: str
    district: str
    west: float
    width: float = 0.01

    @property
    def outline(self) -> list[list[float]]:
        east, south, north = self.west + self.width, 53.0, 53.01
        return [[self.west, south], [east, south], [east, north], [self.west, north], [self.west, south]]


def squares_2011() -> list[Square]:
    return [_square(number, -1.5 + 0.01 * number) for number in range(10)]


def squares_2021() -> list[Square]:
    """Number 0 is split into 20 and 21; 8 and 9 are merged into 22."""
    kept = [square for square in squares_2011() if square.code not in {_code(0), _code(8), _code(9)}]
    halves = [
        Square(code=_code(20 + half), name=f"Moor 00{half + 8}A", district=_district(0), west=-1.5 + 0.005 * half,
               width=0.005)
        for half in range(2)
    ]  # fmt: skip
    merged = Square(code=_code(22), name="Moor 007A", district=_district(9), west=-1.42, width=0.02)
    return [*halves, *kept, merged]


def write_files(folder: Path) -> Path:
    """Write every file of the force into the folder, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    _write_geography(folder)
    _write_numbers(folder)
    for month in OLD_MONTHS:
        write_street(folder, month, squares_2011())
    for month in NEW_MONTHS:
        write_street(folder, month, squares_2021())
    return folder


def write_street(folder: Path, month: str, squares: Sequence[Square], rows: int = ROWS) -> Path:
    """Write one month of street-level rows, every thirtieth without a place, ASB without ID, every ASB row twice."""
    path = folder / f"{month}-{FORCE}-street.csv"
    write_csv(path, STREET_HEADER, street_rows(month, squares, rows))
    return path


def street_rows(month: str, squares: Sequence[Square], rows: int = ROWS) -> list[list[str]]:
    force = "Northmoor Constabulary"
    written = []
    for number in range(rows):
        square, kind = squares[number % len(squares)], TYPES[number // 2 % len(TYPES)]
        is_asb = kind == "Anti-social behaviour"
        place = [f"{square.west + 0.002:.6f}", "53.005000", "On or near Moor Lane", square.code, square.name]
        written.append([
            "" if is_asb else f"{month.replace('-', '')}{number:058x}", month, force, force,
            *(place if number % 30 else ["", "", "No Location", "", ""]),
            kind, "" if is_asb else "Under investigation", "",
        ])  # fmt: skip
    return written


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    raw = out.getvalue().encode()
    path.write_bytes(gzip.compress(raw, mtime=0) if path.suffix == ".gz" else raw)


def _write_geography(folder: Path) -> None:
    for vintage, squares in (("11", squares_2011()), ("21", squares_2021())):
        lsoa = [{f"LSOA{vintage}CD": s.code, f"LSOA{vintage}NM": s.name, "LADCD_ACTIVE": s.district} for s in squares]
        columns = {
            "11": ("FID", "LSOA11CD", "LSOA11NM", "LSOA11NMW", "BNG_E", "BNG_N", "LONG", "LAT", "GlobalID",
                   "LADCD_ACTIVE", "UTLACD", "CAUTHCD", "RGNCD"),
            "21": ("FID", "LSOA21CD", "LSOA21NM", "GlobalID", "LADCD_ACTIVE", "UTLACD", "CAUTHCD", "RGNCD"),
        }[vintage]  # fmt: skip
        write_geojson(folder / f"northmoor_lsoa{vintage}_bgc.geojson", columns, lsoa, [s.outline for s in squares])
    districts = [{"LAD24CD": code, "LAD24NM": name} for code, name in DISTRICTS.items()]
    halves = [Square(code="", name="", district="", west=-1.5 + 0.05 * half, width=0.05).outline for half in range(2)]
    write_geojson(folder / "northmoor_lad_bgc_dissolved.geojson", ("LAD24CD", "LAD24NM"), districts, halves)
    write_csv(
        folder / "northmoor_ltla24_csp24_pfa24.csv",
        ("ltla24_code", "ltla24_name", "csp24_code", "csp24_name", "pfa24_code", "pfa24_name"),
        [(code, name, "E22900001", "Moor", AREA, "Northmoor") for code, name in DISTRICTS.items()],
    )
    changes = [(_code(0), "S", _code(20)), (_code(0), "S", _code(21)), (_code(8), "M", _code(22)),
               (_code(9), "M", _code(22)), *[(_code(n), "U", _code(n)) for n in range(1, 8)]]  # fmt: skip
    write_csv(
        folder / "northmoor_lsoa11_lsoa21_ltla22.csv",
        ("lsoa11_name", "lsoa11_code", "change_code", "lsoa21_name", "lsoa21_code", "ltla22_name", "ltla22_code"),
        [("", old, change, "", new, "", "") for old, change, new in changes],
    )


def _write_numbers(folder: Path) -> None:
    write_csv(
        folder / "northmoor_residents21_lsoa21.csv",
        ("lsoa21_code", "total_residents"),
        [(square.code, 1_500) for square in squares_2021()],
    )
    write_csv(
        folder / "northmoor_population20_lsoa11.csv.gz",
        ("lsoa11_name", "lsoa11_code", "total_population", *map(str, range(90)), "90+"),
        [(square.name, square.code, 1_820, *[20] * 91) for square in squares_2011()],
    )
    domains = ("IMD", "Income", "Employment", "Education", "Health", "Crime", "Housing_and_Services", "Environment")
    header = [f"{name}_{part}" for part in ("decile", "rank", "score") for name in domains]
    write_csv(
        folder / "northmoor_imd2025_england_lsoa21.csv.gz",
        ("lsoa21_code", *header),
        [(square.code, *[3] * 8, *[9_000] * 8, *[21.5] * 8) for square in squares_2021()],
    )


def write_geojson(
    path: Path, columns: Sequence[str], rows: Sequence[Mapping[str, str]], outlines: Sequence[list[list[float]]]
) -> None:
    features = [
        {
            "type": "Feature",
            "properties": {name: row.get(name) for name in columns},
            "geometry": {"type": "Polygon", "coordinates": [outline]},
        }
        for row, outline in zip(rows, outlines, strict=True)
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))


def _square(number: int, west: float) -> Square:
    name = f"Moor {number // 5 + 1:03d}{'ABCDE'[number % 5]}"
    return Square(code=_code(number), name=name, district=_district(number), west=west)


def _code(number: int) -> str:
    return f"E01{900_000 + number:06d}"


def _district(number: int) -> str:
    return list(DISTRICTS)[number // 5]
