"""Kept cubes say what freshly read ones say, are read once, and follow the data."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from fourpoint.warehouse import ingest
from fourpoint.warehouse.measures import cube, kept, point_cube
from fourpoint.warehouse.store import Warehouse
from tests.factories import sample

MONTHS = ("2024-01", "2025-12")
LISTS = (
    ("district-force-2024", "lookups/ltla24_csp24_pfa24.csv"),
    ("lookup-lsoa21-ward24", "lookups/kent_lsoa21_ward24_ltla24.csv"),
)


def add(warehouse: Warehouse, source: str, path: str) -> None:
    ingest.add(warehouse.root, warehouse.sources()[source], [sample.FOLDER / path], at=sample.AT)


def add_month(warehouse: Warehouse, month: str) -> None:
    add(warehouse, "police-street", f"police/{month}-kent-street.csv.gz")


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    held = Warehouse(tmp_path / "warehouse")
    for source, path in LISTS:
        add(held, source, path)
    add_month(held, MONTHS[0])
    return held


def alike(one: object, other: object) -> bool:
    if dataclasses.is_dataclass(one):
        return all(alike(getattr(one, field.name), getattr(other, field.name)) for field in dataclasses.fields(one))
    if isinstance(one, np.ndarray):
        return bool(np.array_equal(one, other)) and one.dtype == other.dtype
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(alike, one, other))
    return one == other


def test_kept_cubes_equal_the_read_ones_and_are_read_once(warehouse, monkeypatch):
    with warehouse.connect() as db:
        fresh = cube.load(db, force="kent")
        points = point_cube.load(db, force="kent")

    assert alike(kept.force_cube(warehouse, force="kent"), fresh)
    assert alike(kept.points_of(warehouse, force="kent"), points)

    def refuse(*args: object, **named: object) -> None:
        raise AssertionError("The warehouse was read again.")

    monkeypatch.setattr(cube, "load", refuse)
    monkeypatch.setattr(point_cube, "load", refuse)
    assert alike(kept.force_cube(warehouse, force="kent"), fresh)
    assert alike(kept.points_of(warehouse, force="kent"), points)


def test_kept_cube_follows_the_data_and_old_ones_are_swept(warehouse, monkeypatch):
    monkeypatch.setattr(kept, "VERSIONS_KEPT", 1)
    before = kept.force_cube(warehouse, force="kent")

    add_month(warehouse, MONTHS[1])

    after = kept.force_cube(warehouse, force="kent")
    assert before.months == MONTHS[:1]
    assert after.months == MONTHS
    assert len(list((warehouse.root / "derived").glob("cube-kent.*"))) == 1


def test_kept_cube_that_was_spoilt_is_made_again(warehouse):
    kept.force_cube(warehouse, force="kent")
    (spoilt,) = (warehouse.root / "derived").glob("cube-kent.*")
    (spoilt / "names.json").unlink()

    assert kept.force_cube(warehouse, force="kent").months == MONTHS[:1]


def test_kept_cube_made_by_two_at_once_stands_once(warehouse, monkeypatch):
    load = cube.load

    def meanwhile(*args: object, **named: object) -> cube.ForceCube:
        monkeypatch.setattr(cube, "load", load)
        kept.force_cube(warehouse, force="kent")
        return load(*args, **named)

    monkeypatch.setattr(cube, "load", meanwhile)

    assert kept.force_cube(warehouse, force="kent").months == MONTHS[:1]
    assert len(list((warehouse.root / "derived").glob("cube-kent.*"))) == 1


def test_kept_cube_of_unknown_force_leaves_nothing(warehouse):
    with pytest.raises(cube.UnknownForce):
        kept.force_cube(warehouse, force="elsewhere")

    assert list((warehouse.root / "derived").glob("cube-elsewhere.????????????????????")) == []


def test_cubes_are_made_for_every_force_held_and_not_twice(warehouse):
    assert kept.make_cubes(warehouse) == ("kent",)
    assert kept.make_cubes(warehouse) == ()
    assert kept.force_cube(warehouse, force="kent").months == MONTHS[:1]


def test_cubes_outlive_data_that_they_are_not_made_from(warehouse, monkeypatch):
    kept.make_cubes(warehouse)
    before = warehouse.data_version()
    add(warehouse, "residents-2021", "population/kent_residents21_lsoa21.csv")

    assert warehouse.data_version() != before
    assert kept.make_cubes(warehouse) == ()


def test_cubes_follow_the_lists_of_places(warehouse):
    kept.make_cubes(warehouse)
    add(warehouse, "lookup-lsoa11-district21", "lookups/kent_lsoa11_ltla21.csv")

    assert kept.make_cubes(warehouse) == ("kent",)


def test_cubes_of_a_force_without_lists_are_not_made(tmp_path):
    bare = Warehouse(tmp_path / "bare")
    add_month(bare, MONTHS[0])

    assert kept.make_cubes(bare) == ()
