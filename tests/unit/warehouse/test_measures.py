"""Every exit of the measures that generated worlds do not reach."""

from dataclasses import replace

import numpy as np
import pytest

from fourpoint.warehouse.measures import counts, cube, denominators, places, steps, stops
from tests.factories.warehouse_views import AREA, FORCE, Land, Published, connect

LAND = Land(
    lsoas=(("E01000001", "2021", "E07000001"), ("E01000002", "2021", "E07000001"), ("E01000003", "2021", "E07000002")),
    ours=("E07000001", "E07000002"),
    vintages={"2025-01": "2021"},
)
ROW = Published(month="2025-01", crime_type="Drugs", lsoa="E01000001", longitude=0.5, latitude=51.0, outcome=None)
SCOPE = steps.Scope(force=FORCE)


@pytest.mark.parametrize("slug", ["", "Kent", "kent'; drop table lsoa", "../kent"])
def test_scope_of_no_slug_refuses(slug):
    with pytest.raises(ValueError, match="not the slug of a force"):
        steps.Scope(force=slug)


@pytest.mark.parametrize("codes", [[], ["E07'"], ["E07 1"]])
def test_literals_of_no_codes_refuse(codes):
    with pytest.raises(ValueError, match="published codes"):
        steps.literals(codes)


def test_literals_are_quoted():
    assert steps.literals(["E07000001", "E07000002"]) == "'E07000001', 'E07000002'"


def test_text_names_each_step_after_its_function():
    chain = steps.text(counts.MONTHLY_COUNTS, SCOPE)

    assert chain.startswith("WITH held AS (")
    assert chain.endswith("SELECT * FROM monthly_counts")


def test_columns_are_arrays_by_name():
    with connect([ROW, ROW], LAND) as db:
        found = steps.columns(db, counts.MONTHLY_COUNTS, SCOPE)

    assert list(found) == ["district_code", "crime_type", "month", "rows"]
    assert found["rows"].tolist() == [2]


def test_cube_of_unknown_force_says_so():
    with connect([], LAND) as db, pytest.raises(cube.UnknownForce, match="No street-level crime of 'elsewhere'"):
        cube.load(db, force="elsewhere")


def test_cube_months_not_held_are_missing_not_zero():
    with connect([ROW], LAND) as db:
        held = cube.load(db, force=FORCE)

    np.testing.assert_array_equal(held.monthly("E07000001", ["Drugs"], ["2024-12", "2025-01"]), [np.nan, 1])
    np.testing.assert_array_equal(held.monthly(AREA[0], ["Robbery"], ["2025-01"]), [0])
    assert held.by_type("E07000001", ["2025-01", "2024-12"]) == {"Drugs": 1}
    assert held.district_names == ("District E07000001", "District E07000002")
    assert held.vintage_of(["2025-01"]).place["E01000002"] == 1


def test_cube_quiet_neighbourhoods_are_counted_as_none():
    with connect([ROW], LAND) as db:
        held = cube.load(db, force=FORCE)

    assert held.by_neighbourhood("E07000001", ["Drugs"], ["2025-01"]) == {"E01000001": 1, "E01000002": 0}
    assert len(held.by_neighbourhood(AREA[0], ["Drugs"], ["2025-01"])) == 3


def test_cube_another_forces_district_is_unknown_here():
    with connect([ROW], LAND) as db:
        held = cube.load(db, force=FORCE)

    with pytest.raises(KeyError, match="E07000009 is not an area of Westmark"):
        held.monthly("E07000009", ["Drugs"], ["2025-01"])


def test_cube_by_neighbourhood_without_a_month_held_refuses():
    with connect([ROW], LAND) as db:
        held = cube.load(db, force=FORCE)

    with pytest.raises(cube.MixedVintages, match="None of the months"):
        held.vintage_of(["2020-01"])


def test_cube_neighbourhood_month_by_month():
    with connect([ROW, ROW], LAND) as db:
        held = cube.load(db, force=FORCE)

    assert held.neighbourhood_monthly("E01000001", ["Drugs"], ["2025-01"]).tolist() == [2]
    with pytest.raises(KeyError):
        held.neighbourhood_monthly("E01999999", ["Drugs"], ["2025-01"])


def test_cube_of_known_vintage_leaves_out_the_other_months():
    with connect([ROW], LAND) as db:
        held = cube.load(db, force=FORCE)
    blind = replace(held, vintages=(None,))

    assert held.of_known_vintage() is held
    assert blind.of_known_vintage().months == ()
    assert blind.of_known_vintage().total.shape == (len(held.crime_types), 0)


def test_district_residents_need_every_neighbourhood():
    with connect([], LAND) as db:
        db.execute(
            "INSERT INTO population VALUES ('E01000001', '2021', 2021, 10, 's'), ('E01000003', '2021', 2021, 7, 's')"
        )

        found = steps.rows(db, denominators.DISTRICT_RESIDENTS, SCOPE)
        single = steps.rows(db, denominators.RESIDENTS, SCOPE)

    assert found == [("E07000002", "2021", 2021, "s", 7)]
    assert len(single) == 2


def test_district_deprivation_counts_deciles_and_passes_over_missing():
    with connect([], LAND) as db:
        db.execute(
            "INSERT INTO deprivation VALUES ('E01000001', '2021', 2025, 'overall', 60, 9, 1),"
            " ('E01000002', '2021', 2025, 'overall', NULL, NULL, NULL),"
            " ('E01000003', '2021', 2025, 'overall', 2, 99, 2)"
        )

        found = steps.rows(db, denominators.DISTRICT_DEPRIVATION, SCOPE)
        single = steps.rows(db, denominators.DEPRIVED, SCOPE)

    assert sorted(found) == [
        ("E07000001", "2021", 2025, "overall", 1, 1, 1),
        ("E07000002", "2021", 2025, "overall", 1, 0, 1),
    ]
    assert len(single) == 3


def test_stops_of_one_time_and_place_are_one_event():
    with connect([], LAND) as db:
        db.execute(
            "INSERT INTO stop_search BY NAME SELECT * FROM (VALUES"
            f" ('{FORCE}', '2024-03', TIMESTAMPTZ '2024-03-01 10:00:00Z', 0.5, 51.0, 'Drugs', 'No further action'),"
            f" ('{FORCE}', '2024-03', TIMESTAMPTZ '2024-03-01 10:00:00Z', 0.5, 51.0, 'Weapons', 'No further action'),"
            f" ('{FORCE}', '2024-03', TIMESTAMPTZ '2024-03-01 11:00:00Z', NULL, NULL, 'Drugs', 'Arrest')"
            ") AS v(force, month, date, longitude, latitude, object_of_search, outcome)"
        )

        assert steps.rows(db, stops.STOP_EVENTS, SCOPE) == [("2024-03", 3, 2)]
        assert len(steps.rows(db, stops.STOP_COUNTS, SCOPE)) == 3


def test_every_left_out_place_has_its_words():
    assert set(places.REASONS) == {places.UNLOCATED, places.OUTSIDE}
