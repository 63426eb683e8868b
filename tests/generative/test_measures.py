"""Measures in SQL, and the cube, against the slow twin on generated worlds."""

import duckdb
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fourpoint.warehouse.measures import concentration, counts, cube, outcomes, point_cube, points
from fourpoint.warehouse.measures.steps import Measure, Scope, rows
from tests.factories import slow_measures
from tests.factories.warehouse_views import AREA, FORCE, Land, Published, connect

SCOPE = Scope(force=FORCE)
TYPES = ("Anti-social behaviour", "Burglary", "Drugs")
MONTHS = ("2018-11", "2018-12", "2024-01", "2024-02", "2024-03")
# E01000002 lies in another district in the newer list; E01000009 is another force's; E01000099 is in no list.
LSOAS = (
    ("E01000001", "2011", "E07000001"),
    ("E01000002", "2011", "E07000001"),
    ("E01000003", "2011", "E07000002"),
    ("E01000009", "2011", "E07000009"),
    ("E01000001", "2021", "E07000001"),
    ("E01000002", "2021", "E07000002"),
    ("E01000004", "2021", "E07000002"),
    ("E01000009", "2021", "E07000009"),
    *((f"E010001{number:02d}", "2021", "E07000001") for number in range(22)),
)
CODES = ("E01000001", "E01000002", "E01000003", "E01000004", "E01000009", "E01000099", "E01000101", "E01000102")

PLACES = st.one_of(
    st.just((None, None, None)),
    st.tuples(st.sampled_from(CODES), st.sampled_from([0.5, 0.25]), st.sampled_from([51.0, 51.5])),
)
LANDS = st.fixed_dictionaries(
    {month: st.sampled_from(["2011", "2011", None] if month < "2020" else ["2021"] * 5 + [None]) for month in MONTHS}
).map(lambda vintages: Land(lsoas=LSOAS, ours=("E07000001", "E07000002"), vintages=vintages))


@st.composite
def published(draw: st.DrawFn) -> Published:
    lsoa, longitude, latitude = draw(PLACES)
    crime_type = draw(st.sampled_from(TYPES))
    outcome = None if crime_type == TYPES[0] else draw(st.sampled_from(["Under investigation", "Suspect charged"]))
    month = draw(st.sampled_from(MONTHS))
    return Published(
        month=month, crime_type=crime_type, lsoa=lsoa, longitude=longitude, latitude=latitude, outcome=outcome
    )


def world(check):
    """Run the check over generated rows and land, few and small: each world is a database of its own."""
    quick = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    return quick(given(st.lists(published(), max_size=60), LANDS)(check))


def table(db: duckdb.DuckDBPyConnection, measure: Measure, keys: int) -> dict:
    found = {row[:keys]: row[keys:] for row in rows(db, measure, SCOPE)}
    return {key: value[0] if len(value) == 1 else value for key, value in found.items()}


@world
def test_sql_measures_equal_the_slow_twin(street, land):
    with connect(street, land) as db:
        assert table(db, counts.MONTHLY_COUNTS, 3) == slow_measures.monthly_counts(street, land)
        assert table(db, counts.NEIGHBOURHOOD_COUNTS, 5) == slow_measures.neighbourhood_counts(street, land)
        assert table(db, counts.LEFT_OUT, 3) == slow_measures.left_out(street, land)
        assert table(db, outcomes.OUTCOME_COUNTS, 4) == slow_measures.outcome_counts(street, land)
        assert table(db, points.REPEAT_LOCATIONS, 2) == slow_measures.repeat_locations(street, land)
        assert table(db, concentration.CONCENTRATION, 2) == slow_measures.concentration(street, land)
        assert sum(table(db, counts.FORCE_COUNTS, 2).values()) == len(street)


@world
def test_cube_answers_as_the_slow_twin(street, land):
    with connect(street, land) as db:
        held = cube.load(db, force=FORCE)
    twin = slow_measures.monthly_counts(street, land)

    assert held.total.sum() == len(street)
    for district in land.ours:
        for crime_type in TYPES:
            asked = (*MONTHS, "2030-01")
            expected = [twin[district, crime_type, month] if land.vintages.get(month) else np.nan for month in asked]
            np.testing.assert_array_equal(held.monthly(district, [crime_type], asked), expected)
    out = slow_measures.left_out(street, land)
    assert sum(one.rows for one in held.left_out(TYPES, MONTHS)) == sum(out.values())
    assert all(one.rows for one in held.left_out(TYPES, MONTHS))


@world
def test_cube_outcomes_answer_as_the_slow_twin(street, land):
    with connect(street, land) as db:
        held = cube.load(db, force=FORCE)
    twin = slow_measures.outcome_counts(street, land)

    for area in (*land.ours, AREA[0]):
        found = held.outcomes_by_month(area, TYPES, MONTHS)
        flat = {(month, name): count for month, names in found.items() for name, count in names.items()}
        expected: dict = {}
        for (district, _, outcome, month), count in twin.items():
            if outcome and area in (district, AREA[0]):
                expected[month, outcome] = expected.get((month, outcome), 0) + count
        assert flat == expected


@world
def test_cube_neighbourhoods_never_mix_vintages(street, land):
    with connect(street, land) as db:
        held = cube.load(db, force=FORCE)
    known = [month for month in MONTHS if land.vintages[month] == "2021"]
    twin = slow_measures.neighbourhood_counts(street, land)

    if known:
        found = held.by_neighbourhood("E07000001", TYPES, known)
        assert len(found) == 23
        assert sum(found.values()) == sum(
            count for (_, vintage, district, _, _), count in twin.items()
            if vintage == "2021" and district == "E07000001"
        )  # fmt: skip
    if len(set(land.vintages.values())) > 1:
        with pytest.raises(cube.MixedVintages):
            held.by_neighbourhood("E07000001", TYPES, MONTHS)


@world
def test_point_cube_counts_every_point_once(street, land):
    with connect(street, land) as db:
        held = point_cube.load(db, force=FORCE)
    twin = slow_measures.repeat_locations(street, land)

    for district in land.ours:
        inside = held.inside(district)
        for crime_type in TYPES:
            at = held.counts([crime_type], MONTHS)[inside]
            _, repeat_points, total, repeat_rows = twin.get((district, crime_type), (0, 0, 0, 0))
            assert (int(at.sum()), int((at >= 2).sum()), int(at[at >= 2].sum())) == (total, repeat_points, repeat_rows)
    assert len(held.inside(None)) == len(held.longitude)
