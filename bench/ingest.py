"""
`data add` of a force's files, against DuckDB's bare COPY of the same files to Parquet.

Ours is all of it: contract checks, rejects, the counts by partition, the store's views and the cubes of the force. The
lists of places are there before, as they would be.
"""

import shutil
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from bench.generate import street_files
from bench.measures_world import add_lists
from bench.rows import Row
from fourpoint.services.data import actions
from fourpoint.warehouse.store import Warehouse

BAR = 1.5


def run(rows: int = 10_000_000, *, rounds: int = 2, scratch: Path | None = None) -> list[Row]:
    """
    Time both ways on the same generated files, in turns, and return the best of each.

    scratch  where the files stand; a temporary folder when None
    """
    with TemporaryDirectory(dir=scratch) as name:
        folder = Path(name)
        street_files(folder / "published", rows=rows)
        timed = [_round(folder) for _ in range(rounds)]
    ours, theirs = (min(pair[side] for pair in timed) for side in (0, 1))
    return [
        Row(
            name=f"CSV to Parquet with checks, rejects and cubes, {rows:,} rows",
            ours_s=ours,
            theirs_s=theirs,
            ratio=ours / theirs,
            bar=f"at most {BAR} x DuckDB's bare COPY of the same files",
            held=ours / theirs <= BAR,
        )
    ]


def _timed(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _round(folder: Path) -> tuple[float, float]:
    warehouse = Warehouse(folder / "warehouse")
    shutil.rmtree(warehouse.root, ignore_errors=True)
    add_lists(warehouse, folder)
    return _timed(lambda: _ours(warehouse, folder / "published")), _timed(lambda: _theirs(folder))


def _ours(warehouse: Warehouse, published: Path) -> None:
    taken = actions.add(warehouse, "police-street", [published], at=datetime.now(UTC))
    if any(item.outcome != "added" for item in taken):
        raise RuntimeError(f"The generated files were not all taken in: {taken[0]}.")
    if not list(warehouse.root.glob("derived/cube-*")):
        raise RuntimeError("The cube of the force was not made.")


def _theirs(folder: Path) -> None:
    with duckdb.connect(config={"threads": "2"}) as db:
        db.execute("set enable_progress_bar = false")
        query = f"select * from read_csv('{folder}/published/*.csv')"
        db.execute(f"copy ({query}) to '{folder}/bare.parquet' (format parquet)")
