"""The sample, loaded whole, answers every view with the published numbers."""

import duckdb
import pytest

from fourpoint.services.data import actions, queries
from fourpoint.warehouse.store import Warehouse
from fourpoint.warehouse.views import VIEWS
from tests.factories.sample import AT, FOLDER

# Views that no file of the sample fills.
NOT_IN_SAMPLE = {"outcomes", "stop_search"}


@pytest.fixture
def warehouse(sample_warehouse: Warehouse) -> Warehouse:
    return sample_warehouse


def one(warehouse: Warehouse, query: str) -> object:
    with warehouse.connect() as db:
        row = db.execute(query).fetchone()
    assert row is not None
    return row[0]


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_view_has_exactly_its_columns_and_rows(warehouse: Warehouse, view):
    with warehouse.connect() as db:
        described = [(row[0], row[1]) for row in db.execute(f"describe {view.name}").fetchall()]

    assert [name for name, _ in described] == [name for name, _ in view.columns]
    assert [kind.replace("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ") for _, kind in described] == [
        kind for _, kind in view.columns
    ]
    assert (one(warehouse, f"select count(*) from {view.name}") > 0) == (view.name not in NOT_IN_SAMPLE)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("select count(*) from street_crime", 315_778),
        ("select sum(rows) from street_cube", 315_778),
        ("select sum(rows) from outcome_cube", 315_778),
        ("select sum(rows) from street_cube where lsoa_code is null", 4_183),
        ("select count(*) from street_crime where month = '2018-12'", 8_438),
        ("select sum(rows) from partition_info where source_id = 'police-street'", 315_778),
        ("select sum(persons) from population where source_id = 'population-2020'", 1_868_199),
        ("select sum(persons) from population_age", 1_868_199),
        ("select sum(persons) from population where source_id = 'residents-2021'", 1_855_786),
        ("select count(*) from lsoa where vintage = '2021'", 1_107),
        ("select count(*) from lsoa where vintage = '2011'", 1_065),
        ("select count(*) from lsoa where msoa_code is null or district_code is null or longitude is null", 0),
        ("select count(*) from boundary where level = 'lsoa' and vintage = '2021'", 1_107),
        ("select count(*) from boundary where level = 'msoa' and vintage = '2021'", 221),
        ("select count(*) from lsoa_change where change = 'S'", 78),
        ("select count(distinct code) from district where pfa_code = 'E23000032'", 13),
        ("select sum(referrals) from referral where force_name = 'Kent Police' and exploitation = 'Total'"
         " and age = 'Total' and gender = 'Total'", 150),
        ("select count(*) from deprivation where index_year = 2025 and domain = 'overall'", 1_107),
        ("select sum(households) from household where topic = 'tenure' and lsoa_code = 'E01016016'", 640),
    ],
)  # fmt: skip
def test_counts_are_the_published_ones(warehouse: Warehouse, query: str, expected: int):
    assert one(warehouse, query) == expected


def test_vintage_is_2011_before_2020_and_2021_after(warehouse: Warehouse):
    with warehouse.connect() as db:
        rows = db.execute(
            "select month, lsoa_vintage, join_rate from partition_info where source_id = 'police-street'"
        ).fetchall()

    assert {month: vintage for month, vintage, _ in rows} == {
        month: "2011" if month < "2020" else "2021" for month, _, _ in rows
    }
    assert min(rate for _, _, rate in rows) > 0.995


def test_counts_agree_with_published_totals_by_month_and_type(warehouse: Warehouse):
    disagreeing = """
        select count(*) from (select force, month, crime_type, sum(rows) as rows from street_cube group by all) as ours
        join force_type_count as theirs
            on theirs.force_name = ours.force and theirs.month = ours.month and theirs.crime_type = ours.crime_type
        where ours.rows <> theirs.rows
    """

    assert one(warehouse, disagreeing) == 0
    assert one(warehouse, "select count(distinct month) from force_type_count where force_name = 'kent'") == 12


def test_force_area_is_found_by_where_rows_fall(warehouse: Warehouse):
    with warehouse.connect() as db:
        rows = db.execute("select force, pfa_code, share from force_area").fetchall()

    assert [(force, code) for force, code, _ in rows] == [("kent", "E23000032")]
    assert rows[0][2] > 0.99


def test_connection_changes_nothing(warehouse: Warehouse):
    with warehouse.connect() as db, pytest.raises(duckdb.InvalidInputException):
        db.execute("delete from district")


def test_second_load_changes_nothing(warehouse: Warehouse):
    version = warehouse.data_version()

    taken = actions.add_sample(warehouse, FOLDER, at=AT)

    assert {item.outcome for item in taken} == {"unchanged"}
    assert warehouse.data_version() == version


def test_list_tells_held_from_not_held(warehouse: Warehouse):
    cards = {card.source_id: card for card in queries.list_sources(warehouse)}

    assert cards["police-street"].rows == 315_778
    assert cards["police-street"].vintage == "2011 and 2021"
    assert cards["police-street"].period == "2018-10 to 2025-12 (21 months)"
    assert not cards["police-outcomes"].is_held
