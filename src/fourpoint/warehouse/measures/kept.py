"""
The cubes of a force kept beside the warehouse, made when data are added and found again by every process.

A cube stays good for as long as what it was made from does: the force's own files and the lists of places. Other data
may come and go beside it. What is kept is plain: numbers as numpy files that are mapped into memory, names as JSON.
Nothing in it can run. It may be deleted at any time; it is made again from the Parquet.
"""

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from fourpoint.warehouse.measures import coding, cube, places, point_cube, points
from fourpoint.warehouse.measures.cube import ForceCube, Neighbourhoods
from fourpoint.warehouse.measures.point_cube import PointCube
from fourpoint.warehouse.measures.steps import Scope, text
from fourpoint.warehouse.store import Warehouse

Arrays = Mapping[str, Any]
VERSIONS_KEPT = 3
# Raise when what is written changes though the steps do not.
FORM = 3
# What cubes are made from: tables of a force's own files, and lists of places that stand for everyone.
OWN_TABLES = frozenset(("street_cube", "outcome_cube", "area_count"))
LISTS = frozenset(("lsoa_list", "district"))


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What stands in a folder: names (anything JSON can hold) and arrays by name."""

    names: Mapping[str, Any]
    arrays: Arrays


def force_cube(warehouse: Warehouse, *, force: str) -> ForceCube:
    """
    Return the cube of a force, made now if these data have none yet.

    force   slug in the file names, as "northmoor"
    raises  cube.UnknownForce as `cube.load`
    """

    def make() -> Kept:
        with warehouse.connect() as db:
            return _keep_cube(cube.load(db, force=force))

    return _as_cube(_kept(_cube_home(warehouse, force), make))


def points_of(warehouse: Warehouse, *, force: str) -> PointCube:
    """Return the map points of a force, made now if these data have none yet; empty without data."""

    def make() -> Kept:
        with warehouse.connect() as db:
            return _keep_points(point_cube.load(db, force=force))

    return _as_points(_kept(_points_home(warehouse, force), make))


def make_cubes(warehouse: Warehouse) -> tuple[str, ...]:
    """
    Make the cubes that are not there yet, of every force held, so that no reader waits for them.

    returns  the forces whose cubes were made; a force whose area is not known yet has none
    """
    made = []
    for force in sorted({item.groups["force"] for item in warehouse.index().of(places.SOURCE)}):
        if not all(_is_kept(home) for home in (_cube_home(warehouse, force), _points_home(warehouse, force))):
            with suppress(cube.UnknownForce):
                force_cube(warehouse, force=force)
                points_of(warehouse, force=force)
                made.append(force)
    return tuple(made)


def _cube_home(warehouse: Warehouse, force: str) -> Path:
    return _home(warehouse, "cube", force, text(coding.CODED, Scope(force=force)))


def _points_home(warehouse: Warehouse, force: str) -> Path:
    return _home(warehouse, "points", force, text(points.POINT_COUNTS, Scope(force=force)))


def _home(warehouse: Warehouse, kind: str, force: str, steps: str) -> Path:
    made_from = [
        f"{item.source_id} {item.partition} {item.checksum} {item.contract} {item.form}"
        for item in warehouse.index().manifests
        if (item.groups.get("force") == force and OWN_TABLES & set(item.tables)) or LISTS & set(item.tables)
    ]
    words = "\n".join((str(FORM), *made_from, steps))
    return warehouse.root / "derived" / f"{kind}-{force}.{hashlib.sha256(words.encode()).hexdigest()[:20]}"


def _is_kept(home: Path) -> bool:
    return (home / "names.json").exists()


def _kept(home: Path, make: Callable[[], Kept]) -> Kept:
    """Read the folder; if it is not there whole, make it under another name and move it into place."""
    if not _is_kept(home):
        made = make()
        home.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix="making-", dir=home.parent) as folder:
            _write(Path(folder) / home.name, made)
            _settle(Path(folder) / home.name, home)
        _sweep(home)
    names = json.loads((home / "names.json").read_text(encoding="utf-8"))
    # Plain arrays over what is mapped: a slice of numpy's own kind for files costs more than most sums made of one.
    arrays = {path.stem: np.load(path, mmap_mode="r").view(np.ndarray) for path in home.glob("*.npy")}
    return Kept(names=names, arrays=arrays)


def _settle(new: Path, home: Path) -> None:
    """Move what was made into place; when another was first, its work is as good and stays."""
    if not _is_kept(home):
        shutil.rmtree(home, ignore_errors=True)
        with suppress(OSError):
            new.rename(home)


def _write(folder: Path, kept: Kept) -> None:
    folder.mkdir()
    for name, array in kept.arrays.items():
        np.save(folder / f"{name}.npy", array, allow_pickle=False)
    (folder / "names.json").write_text(json.dumps(kept.names), encoding="utf-8")


def _sweep(home: Path) -> None:
    """Remove all but the last few versions of the same thing; who has one open keeps what is mapped."""
    kind = home.name.rpartition(".")[0]
    same = sorted(home.parent.glob(f"{kind}.*"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    for stale in same[VERSIONS_KEPT:]:
        shutil.rmtree(stale, ignore_errors=True)


# ----------------------------------------------------------------------------------------------------------------------

_CUBE_NAMES = (
    "force", "area_code", "area_name", "months", "vintages", "crime_types", "outcomes", "districts",
    "district_names",
)  # fmt: skip
_POINT_NAMES = ("districts", "locations", "crime_types", "months")
_POINT_ARRAYS = ("longitude", "latitude", "point", "crime_type", "month", "rows")


def _keep_cube(held: ForceCube) -> Kept:
    names: dict[str, Any] = {name: getattr(held, name) for name in _CUBE_NAMES}
    names["neighbourhoods"] = [(one.vintage, one.codes, one.names) for one in held.neighbourhoods]
    arrays = {name: getattr(held, name) for name in cube.BY_MONTH}
    for one in held.neighbourhoods:
        arrays |= {f"districts-{one.vintage}": one.districts, f"counts-{one.vintage}": one.counts}
    return Kept(names=names, arrays=arrays)


def _as_cube(kept: Kept) -> ForceCube:
    names = dict(kept.names)
    found = [
        Neighbourhoods(
            vintage=vintage,
            codes=tuple(codes),
            names=tuple(called),
            districts=kept.arrays[f"districts-{vintage}"],
            counts=kept.arrays[f"counts-{vintage}"],
        )
        for vintage, codes, called in names.pop("neighbourhoods")
    ]
    arrays: dict[str, Any] = {name: kept.arrays[name] for name in cube.BY_MONTH}
    return ForceCube(**_tuples(names), **arrays, neighbourhoods=tuple(found))


def _keep_points(held: PointCube) -> Kept:
    return Kept(
        names={"lsoa_codes": dict(held.lsoa_codes), **{name: getattr(held, name) for name in _POINT_NAMES}},
        arrays={name: getattr(held, name) for name in _POINT_ARRAYS},
    )


def _as_points(kept: Kept) -> PointCube:
    arrays: dict[str, Any] = {name: kept.arrays[name] for name in _POINT_ARRAYS}
    names = dict(kept.names)
    codes = {vintage: tuple(listed) for vintage, listed in names.pop("lsoa_codes").items()}
    return PointCube(**_tuples(names), **arrays, lsoa_codes=codes)


def _tuples(names: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in names.items()}
