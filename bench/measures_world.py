"""A made-up force of any size in a warehouse, with its geography and residents, for the bench of the measures."""

import csv
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from bench.generate import lsoa_code, street_files
from fourpoint.warehouse import ingest
from fourpoint.warehouse.store import Warehouse

FORCE = "northmoor"
LSOAS = 1_100
DISTRICTS = 13
AT = datetime(2026, 1, 1, tzinfo=UTC)


def world(folder: Path, *, rows: int) -> Warehouse:
    """Return a warehouse of that many published rows of one force, 36 months; made once, then found again."""
    warehouse = Warehouse(folder / f"warehouse-{rows}")
    files = folder / f"files-{rows}"
    if not (files / "done").exists():
        add_lists(warehouse, files)
        for path in street_files(files / "street", rows=rows, lsoas=LSOAS, force=FORCE):
            _add(warehouse, "police-street", [path])
            path.write_text("")  # taken: a later start need not keep the gigabytes, only that the file was made
        (files / "done").touch()
    warehouse.connect().close()
    return warehouse


def add_lists(warehouse: Warehouse, folder: Path) -> None:
    """Write the made-up geography and residents into the folder "lists" of the folder, and take them in."""
    _lists(folder)
    for source in ("lookup-lsoa21-ward24", "district-force-2024", "residents-2021"):
        _add(warehouse, source, [folder / "lists"])


def district_code(number: int) -> str:
    """The code of a made-up district."""
    return f"E079{number:05d}"


def _lists(folder: Path) -> None:
    home = folder / "lists"
    home.mkdir(parents=True, exist_ok=True)
    places = [(lsoa_code(number), district_code(number % DISTRICTS)) for number in range(LSOAS)]
    _write(
        home / "northmoor_lsoa21_ward24_ltla24.csv",
        ("lsoa21_name", "lsoa21_code", "ward24_name", "ward24_code", "ltla24_name", "ltla24_code"),
        ((f"Northmoor {code}", code, "Ward", f"E05{district[3:]}", "District", district) for code, district in places),
    )
    _write(
        home / "ltla24_csp24_pfa24.csv",
        ("ltla24_code", "ltla24_name", "csp24_code", "csp24_name", "pfa24_code", "pfa24_name"),
        (
            (district_code(number), f"District {number}", "E22900001", "Partnership", "E23900001", "Northmoor")
            for number in range(DISTRICTS)
        ),
    )
    _write(
        home / "northmoor_residents21_lsoa21.csv",
        ("lsoa21_code", "total_residents"),
        ((code, 1_200 + number) for number, (code, _) in enumerate(places)),
    )


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])


def _add(warehouse: Warehouse, source: str, paths: Sequence[Path]) -> None:
    taken = ingest.add(warehouse.root, warehouse.sources()[source], paths, at=AT)
    refused = [item for item in taken if item.outcome == "refused"]
    if refused:
        raise RuntimeError(f"The bench could not load {source}: {refused[0].reason}")
