"""What profiles read of recorded crime is what the measures count, which the raw files bear out."""

from collections import Counter

import numpy as np
import pytest

from fourpoint.services.profiles.reading.crime import Crime, read_crime
from fourpoint.services.profiles.reading.territory import Territory, read_territory
from fourpoint.warehouse.measures import cube, point_cube
from fourpoint.warehouse.store import Warehouse

AREA = "E23000032"


@pytest.fixture(scope="module")
def read(sample_warehouse: Warehouse) -> tuple[Territory, Crime, cube.ForceCube]:
    with sample_warehouse.connect() as db:
        territory = read_territory(db, AREA)
        return territory, read_crime(db, territory), cube.load(db, force="kent")


def test_months_types_and_vintages_are_those_of_the_measures(read):
    _, crime, held = read

    assert crime.months == held.months
    assert crime.types == held.crime_types
    assert crime.vintages == held.vintages


def test_counts_by_district_equal_the_measures(read):
    territory, crime, held = read
    codes = [district.code for district in territory.districts]
    order = [held.districts.index(code) for code in codes]

    assert len(codes) == len(held.districts) == 13
    np.testing.assert_array_equal(crime.counts[:, :, : len(codes)], held.by_district[order].transpose(2, 1, 0))
    np.testing.assert_array_equal(crime.counts[:, :, -2], held.outside.T)
    np.testing.assert_array_equal(crime.counts[:, :, -1], held.unlocated.T)


def test_outcomes_by_district_equal_the_measures(read):
    territory, crime, held = read
    order = [held.districts.index(district.code) for district in territory.districts]
    texts = [held.outcomes.index(text) if text else len(held.outcomes) for text in crime.outcome_texts]

    ours = held.by_outcome[order][:, :, texts]
    np.testing.assert_array_equal(crime.outcomes[:, :, : len(order)], ours.transpose(3, 1, 0, 2))


@pytest.mark.parametrize("vintage", ["2011", "2021"])
def test_counts_by_neighbourhood_equal_the_measures(read, vintage):
    territory, crime, held = read
    grid = crime.grids[vintage]
    lists = next(one for one in held.neighbourhoods if one.vintage == vintage)
    places = [lists.place[place.code] for place in territory.neighbourhoods[vintage]]
    months = [held.months.index(month) for month in crime.months]

    np.testing.assert_array_equal(np.asarray(grid.counts), lists.counts[places][:, :, months].transpose(2, 1, 0))


def test_rows_at_map_points_equal_the_measures(read, sample_warehouse):
    _, crime, _ = read
    with sample_warehouse.connect() as db:
        held = point_cube.load(db, force="kent")

    ours: Counter[tuple[float, ...]] = Counter()
    for longitude, latitude, rows in zip(
        held.longitude, held.latitude, held.counts(held.crime_types, held.months), strict=True
    ):
        ours[float(longitude), float(latitude)] += int(rows)
    theirs: Counter[tuple[float, ...]] = Counter()
    for points in crime.points.values():
        for point, rows in zip(points.degrees[points.point].tolist(), points.rows.tolist(), strict=True):
            theirs[tuple(point)] += rows
    assert theirs == ours
