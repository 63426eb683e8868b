"""
All measures of all areas of one force, 36 months: from the warehouse, against plain pandas from the raw Parquet.

Each way runs in a process of its own, which reports its seconds and the most memory it held. Both give the same
answers, or the bench fails.
"""

import pickle
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench import measures_twin
from bench.measures_answers import Answers, differences
from bench.measures_world import FORCE, world
from bench.rows import Row
from fourpoint.domain import change, concentration, rates
from fourpoint.warehouse.measures import cube, denominators, kept
from fourpoint.warehouse.measures.point_cube import PointCube
from fourpoint.warehouse.measures.steps import Scope, rows
from fourpoint.warehouse.store import Warehouse

ROWS = 10_000_000
FEW, MANY = 1_000_000, 30_000_000
FASTER = 20.0
SCOPE = Scope(force=FORCE)


@dataclass(frozen=True, kw_only=True)
class Run:
    """Seconds of one way, the most memory of its process in MB, and what it answered."""

    seconds: float
    memory_mb: float
    answers: Answers | None


def run(folder: Path | None = None) -> list[Row]:
    """
    Measure the three bars of the measures.

    folder  where the made-up forces stand or are made, some three gigabytes; a temporary one when not given
    """
    if folder is None:
        with tempfile.TemporaryDirectory(prefix="fourpoint-bench-") as home:
            return run(Path(home))
    for size in (FEW, ROWS, MANY):
        world(folder, rows=size)
    made = {size: _child(folder, size, "make") for size in (FEW, ROWS, MANY)}
    ours = {size: _child(folder, size, "ours") for size in (FEW, ROWS, MANY)}
    theirs = _child(folder, ROWS, "theirs")
    differing = differences(ours[ROWS].answers, theirs.answers)
    if differing:
        raise AssertionError(f"The two ways differ in {', '.join(differing)}.")
    return _bars(made, ours, theirs)


def _bars(made: dict[int, Run], ours: dict[int, Run], theirs: Run) -> list[Row]:
    faster = theirs.seconds / ours[ROWS].seconds
    memory = max(run.memory_mb for run in (*made.values(), *ours.values())) / 1024
    few, many = (made[size].seconds + ours[size].seconds for size in (FEW, MANY))
    once = f"cube made once in {made[ROWS].seconds:.1f} s"
    return [
        Row(name=f"all measures of a force, 10M rows ({once})", ours_s=ours[ROWS].seconds, theirs_s=theirs.seconds,
            ratio=faster, bar=f"at least {FASTER:g} x faster than pandas", held=faster >= FASTER),
        Row(name=f"peak memory in GiB, cube made, 30M rows (pandas, 10M: {theirs.memory_mb / 1024:.1f})",
            ours_s=made[MANY].seconds, theirs_s=theirs.seconds, ratio=memory, bar="under 2 GiB", held=memory < 2),
        Row(name="cube and measures, 30M rows against 1M", ours_s=many, theirs_s=few, ratio=many / few,
            bar=f"at most {MANY // FEW} x", held=many / few <= MANY / FEW),
    ]  # fmt: skip


def answers(warehouse: Warehouse) -> Answers:
    """Work out every measure of the bench as the profiles do: the cubes of the force, then arrays."""
    held, at = kept.force_cube(warehouse, force=FORCE), kept.points_of(warehouse, force=FORCE)
    with warehouse.connect() as db:
        people = {str(row[0]): float(row[4] or 0) for row in rows(db, denominators.DISTRICT_RESIDENTS, SCOPE)}
    places = np.nonzero(held.by_district.any(axis=2))
    keys = [(held.districts[d], held.crime_types[t]) for d, t in zip(*places, strict=True)]
    return Answers(
        counts=_keyed(held.by_district, (held.districts, held.crime_types, held.months)),
        unlocated=int(held.unlocated.sum()),
        rates=_rates(held, people),
        changes={key: _change(held, key) for key in keys},
        top_shares=_top_shares(held, held.neighbourhoods[-1]),
        repeats=_repeats(at),
        outcomes=_keyed(held.by_outcome[:-1, :, :-1], (held.districts, held.crime_types, held.outcomes, held.months)),
    )


def _repeats(at: PointCube) -> dict[tuple[str, ...], tuple[int, int]]:
    table, found = at.table(at.months), {}
    for district in sorted(set(at.districts)):
        here = table[at.inside(district)]
        whole, again = here.sum(axis=0), np.where(here >= 2, here, 0).sum(axis=0)
        found |= {(district, kind): (int(whole[t]), int(again[t])) for t, kind in enumerate(at.crime_types) if whole[t]}
    return found


def _keyed(table: np.ndarray, names: tuple[tuple[str, ...], ...]) -> dict[tuple[str, ...], int]:
    at = np.nonzero(table)
    keys = zip(*(map(axis.__getitem__, place.tolist()) for axis, place in zip(names, at, strict=True)), strict=True)
    return dict(zip(keys, table[at].tolist(), strict=True))


def _rates(held: cube.ForceCube, people: dict[str, float]) -> dict[tuple[str, ...], tuple[float, ...]]:
    counts = held.by_district[:, :, -12:].sum(axis=2)
    size = np.array([people[code] for code in held.districts])[:, None]
    rate = rates.rate_per_1000(counts, size)
    table = np.stack([rate.value, rate.low, rate.high], axis=2)
    return {
        (district, kind): tuple(table[d, t].tolist())
        for d, district in enumerate(held.districts)
        for t, kind in enumerate(held.crime_types)
    }


def _change(held: cube.ForceCube, key: tuple[str, str]) -> tuple[float, float, float]:
    counts = held.monthly(key[0], [key[1]], held.months).astype(int).tolist()
    found = change.year_on_year(dict(zip(held.months, counts, strict=True)), months=held.months[-12:])
    if found.ratio is None or found.interval is None:
        raise AssertionError(f"No change for {key}: {found.absent}")
    return found.ratio, found.interval.low, found.interval.high


def _top_shares(held: cube.ForceCube, areas: cube.Neighbourhoods) -> dict[tuple[str, ...], float]:
    totals = areas.counts.sum(axis=2)
    return {
        (district, kind): concentration.top_share(totals[areas.districts == d, t])
        for d, district in enumerate(held.districts)
        for t, kind in enumerate(held.crime_types)
    }


def _child(home: Path, size: int, way: str) -> Run:
    """Run one way in a process of its own: the least of three runs for ours, one for the others."""
    out = home / f"{way}-{size}.pickle"
    command = [sys.executable, "-m", "bench.measures", str(home), str(size), way, str(out)]
    subprocess.run(command, check=True, cwd=Path(__file__).parents[1])
    return pickle.loads(out.read_bytes())  # noqa: S301  # written a moment ago by our own child


def _timed(work: Callable[[], Answers | None]) -> tuple[Answers | None, float]:
    start = time.perf_counter()
    found = work()
    return found, time.perf_counter() - start


def _make(warehouse: Warehouse) -> None:
    for cubes in warehouse.root.glob("derived/*-northmoor.*"):
        shutil.rmtree(cubes)
    kept.force_cube(warehouse, force=FORCE)
    kept.points_of(warehouse, force=FORCE)


def _measure(home: Path, size: int, way: str) -> Run:
    warehouse = world(home, rows=size)
    files = sorted(warehouse.root.glob("police-street/*/*/street_crime.parquet"))
    work: dict[str, Callable[[], Answers | None]] = {
        "make": lambda: _make(warehouse),
        "ours": lambda: answers(warehouse),
        "theirs": lambda: measures_twin.answers(files, home / f"files-{size}" / "lists"),
    }
    runs = [_timed(work[way]) for _ in range(3 if way == "ours" else 1)]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Run(seconds=min(seconds for _, seconds in runs), memory_mb=memory, answers=runs[0][0])


if __name__ == "__main__":
    # Imported again by its name, so that what is pickled can be read by whoever started this.
    from bench import measures

    folder, number, kind, target = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3], Path(sys.argv[4])
    target.write_bytes(pickle.dumps(measures._measure(folder, number, kind)))
