"""Another force is `data add` of its files and nothing else, beside a force that is there already or alone."""

import shutil
from pathlib import Path

import pytest

from fourpoint.services.data import queries
from fourpoint.warehouse import ingest
from fourpoint.warehouse.store import Warehouse
from tests.architecture.house import SOURCE
from tests.factories import northmoor
from tests.factories.sample import AT

SOURCES = (
    "lsoa-boundaries-2011", "lsoa-boundaries-2021", "district-boundaries-2024", "district-force-2024",
    "lookup-lsoa-2011-2021", "residents-2021", "population-2020", "deprivation-2025", "police-street",
)  # fmt: skip


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return northmoor.write_files(tmp_path_factory.mktemp("northmoor-files"))


@pytest.fixture(scope="module")
def alone(files: Path, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    return with_northmoor(Warehouse(tmp_path_factory.mktemp("northmoor")), files)


@pytest.fixture(scope="module")
def together(files: Path, sample_warehouse: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    root = tmp_path_factory.mktemp("both") / "warehouse"
    shutil.copytree(sample_warehouse.root, root, ignore=shutil.ignore_patterns("derived", ".lock"))
    return with_northmoor(Warehouse(root), files)


def with_northmoor(warehouse: Warehouse, files: Path) -> Warehouse:
    for source_id in SOURCES:
        taken = ingest.add(warehouse.root, warehouse.sources()[source_id], [files], at=AT)
        assert {item.outcome for item in taken} == {"added"}, taken
    return warehouse


def rows(warehouse: Warehouse, query: str) -> list[tuple[object, ...]]:
    with warehouse.connect() as db:
        return db.execute(query).fetchall()


@pytest.fixture(params=["alone", "together"])
def warehouse(request: pytest.FixtureRequest) -> Warehouse:
    held: Warehouse = request.getfixturevalue(request.param)
    return held


def test_its_area_is_found_from_its_rows(warehouse: Warehouse):
    found = rows(warehouse, "select pfa_code, pfa_name from force_area where force = 'northmoor'")

    assert found == [(northmoor.AREA, "Northmoor")]


def test_both_vintages_are_detected(warehouse: Warehouse):
    found = rows(warehouse, "select month, lsoa_vintage from partition_info where force = 'northmoor' order by month")

    assert found == [(m, "2011") for m in northmoor.OLD_MONTHS] + [(m, "2021") for m in northmoor.NEW_MONTHS]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("select count(*) from street_crime where force = 'northmoor'", 6 * northmoor.ROWS),
        ("select sum(rows) from street_cube where force = 'northmoor'", 6 * northmoor.ROWS),
        ("select sum(rows) from outcome_cube where force = 'northmoor' and lsoa_code is null", 6 * 8),
        ("select count(*) from lsoa where vintage = '2021' and code like 'E019%'", 10),
        ("select count(*) from lsoa_change where lsoa11 like 'E019%' and change <> 'U'", 4),
        ("select count(*) from boundary where level = 'district' and code like 'E079%'", 2),
        ("select sum(persons) from population where year = 2021 and lsoa_code like 'E019%'", 15_000),
        ("select sum(persons) from population_age where age = 90 and lsoa_code like 'E019%'", 200),
        ("select count(*) from deprivation where index_year = 2025 and lsoa_code like 'E019%'", 80),
    ],
)
def test_every_view_answers_for_it(warehouse: Warehouse, query: str, expected: int):
    assert rows(warehouse, query) == [(expected,)]


def test_nothing_leaks_between_forces(alone: Warehouse, together: Warehouse, sample_warehouse: Warehouse):
    for view in ("street_crime", "street_cube", "outcome_cube", "lsoa", "boundary", "population", "deprivation"):
        counts = [rows(held, f"select count(*) from {view}")[0][0] for held in (alone, sample_warehouse, together)]
        assert counts[0] + counts[1] == counts[2], view
    crossing = "select count(*) from street_cube where (force = 'northmoor') <> (lsoa_code like 'E019%')"
    assert rows(together, crossing) == [(0,)]
    assert len(rows(together, "select force from force_area")) == 2


def test_the_first_force_reads_as_it_did(together: Warehouse, sample_warehouse: Warehouse):
    query = "select * from partition_info where force = 'kent' order by all"

    assert rows(together, query) == rows(sample_warehouse, query)


def test_its_check_is_its_own(together: Warehouse):
    from_check = queries.check(together, today=AT.date()).forces

    northmoors = from_check[1]
    assert (northmoors.force, northmoors.area_name, northmoors.rows) == ("northmoor", "Northmoor", 6 * northmoor.ROWS)
    assert northmoors.supply_gaps == ()
    assert northmoors.missing[0] == "2019-04"
    assert {month.outside for month in northmoors.months} == {0}


def test_no_code_knows_a_place():
    words = ("kent", "e23000032", "e06000035", "e070001")
    said = [
        f"{path.relative_to(SOURCE)}: {word}"
        for path in sorted(SOURCE.rglob("*"))
        if path.suffix in {".py", ".toml", ".jinja", ".sql"} and "node_modules" not in path.parts
        for word in words
        if word in path.read_text(encoding="utf-8").lower()
    ]

    assert said == []


def test_whoever_may_know_one_force_is_told_nothing_of_the_other(together: Warehouse, sample_warehouse: Warehouse):
    only = frozenset({"kent"})
    told = {card.source_id: card for card in queries.list_sources(together, forces=only)}
    alone_there = {card.source_id: card for card in queries.list_sources(sample_warehouse)}

    assert told["police-street"] == alone_there["police-street"]
    assert {item.force for item in queries.check(together, today=AT.date(), forces=only).forces} == {"kent"}
    assert not any("northmoor" in line for line in queries.check(together, today=AT.date(), forces=only).findings)


def test_whoever_may_know_no_force_is_told_of_sources_only(together: Warehouse):
    nobody: frozenset[str] = frozenset()
    told = {card.source_id: card for card in queries.list_sources(together, forces=nobody)}
    check = queries.check(together, today=AT.date(), forces=nobody)

    assert not told["police-street"].is_held
    assert told["residents-2021"].is_held
    assert check.forces == ()
    assert {join.force for join in check.joins} == {""}
