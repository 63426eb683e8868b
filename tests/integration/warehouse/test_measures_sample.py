"""Every measure of the sample against a slow, independent count of the raw CSV, and against published totals."""

from collections import Counter

import pytest

from fourpoint.warehouse.measures import concentration, counts, cube, denominators, outcomes, point_cube, points
from fourpoint.warehouse.measures.steps import Measure, Scope, rows
from fourpoint.warehouse.store import Warehouse
from tests.factories import sample, slow_measures
from tests.factories.warehouse_views import Land, Published, raw_rows

KENT = Scope(force="kent")
AREA = "E23000032"


@pytest.fixture(scope="module")
def street() -> list[Published]:
    return raw_rows(sample.FOLDER / "police")


@pytest.fixture(scope="module")
def land(sample_warehouse: Warehouse, street: list[Published]) -> Land:
    """The lists as the warehouse holds them; the vintage of a month by the README of the data, not by detection."""
    with sample_warehouse.connect() as db:
        lsoas = tuple(db.execute("SELECT code, vintage, district_code FROM lsoa").fetchall())
    months = {row.month for row in street}
    vintages = {month: "2011" if month < "2020" else "2021" for month in months}
    return Land(lsoas=lsoas, ours=tuple({district for _, _, district in lsoas}), vintages=vintages)


def table(warehouse: Warehouse, measure: Measure, keys: int) -> dict:
    with warehouse.connect() as db:
        found = {row[:keys]: row[keys:] for row in rows(db, measure, KENT)}
    return {key: value[0] if len(value) == 1 else value for key, value in found.items()}


@pytest.mark.parametrize(
    ("measure", "keys", "twin"),
    [
        (counts.MONTHLY_COUNTS, 3, slow_measures.monthly_counts),
        (counts.NEIGHBOURHOOD_COUNTS, 5, slow_measures.neighbourhood_counts),
        (counts.LEFT_OUT, 3, slow_measures.left_out),
        (outcomes.OUTCOME_COUNTS, 4, slow_measures.outcome_counts),
        (points.REPEAT_LOCATIONS, 2, slow_measures.repeat_locations),
        (concentration.CONCENTRATION, 2, slow_measures.concentration),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_measure_equals_the_raw_files(sample_warehouse, street, land, measure, keys, twin):
    assert table(sample_warehouse, measure, keys) == twin(street, land)


def test_force_counts_equal_the_totals_published_by_others(sample_warehouse):
    ours = table(sample_warehouse, counts.FORCE_COUNTS, 2)
    with sample_warehouse.connect() as db:
        theirs = db.execute("SELECT crime_type, month, rows FROM force_type_count WHERE force_name = 'kent'").fetchall()

    assert len(theirs) == 168
    assert {(kind, month): ours[kind, month] for kind, month, _ in theirs} == {
        (kind, month): number for kind, month, number in theirs
    }


def test_cube_holds_every_row_once(sample_warehouse, street):
    with sample_warehouse.connect() as db:
        held = cube.load(db, force="kent")

    by_month = Counter(row.month for row in street)
    assert held.area_code == AREA
    assert held.monthly(AREA, held.crime_types, held.months).tolist() == [by_month[month] for month in held.months]
    assert (int(held.unlocated.sum()), int(held.outside.sum())) == (4_183, 158)
    assert int(held.by_outcome.sum()) == len(street) == 315_778
    assert len(held.vintage_of(["2025-12"]).codes) == 1_107
    assert len(held.vintage_of(["2018-12"]).codes) == 1_065


def test_points_hold_every_located_row_once(sample_warehouse):
    with sample_warehouse.connect() as db:
        held = point_cube.load(db, force="kent")

    assert int(held.rows.sum()) == 315_778 - 4_183 - 158
    assert held.longitude.min() > 0
    assert held.latitude.max() < 51.6


def test_residents_of_districts_add_up_to_the_published_totals(sample_warehouse):
    by_year: Counter = Counter()
    for (_, vintage, year, _), persons in table(sample_warehouse, denominators.DISTRICT_RESIDENTS, 4).items():
        by_year[vintage, year] += persons

    assert by_year == {("2011", 2020): 1_868_199, ("2021", 2021): 1_855_786}
