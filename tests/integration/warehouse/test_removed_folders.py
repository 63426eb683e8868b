"""A folder that somebody removed by hand is a month not held: named, mendable, and never a page that dies."""

import shutil
from datetime import date

import pytest

from fourpoint.services.data import queries
from fourpoint.warehouse import ingest
from fourpoint.warehouse.store import Warehouse
from tests.factories import northmoor
from tests.factories.sample import AT

MONTH = northmoor.NEW_MONTHS[-1]


@pytest.fixture
def files(tmp_path):
    return northmoor.write_files(tmp_path / "files")


@pytest.fixture
def robbed(files, tmp_path):
    """A warehouse that was used, and then lost the folder of a month."""
    warehouse = Warehouse(tmp_path / "warehouse")
    add(warehouse, files)
    warehouse.connect().close()
    shutil.rmtree(warehouse.root / "police-street" / f"{MONTH}-northmoor")
    return Warehouse(warehouse.root)


def add(warehouse, files):
    return ingest.add(warehouse.root, warehouse.sources()["police-street"], [files], at=AT)


def months(warehouse):
    with warehouse.connect() as db:
        return {row[0] for row in db.execute("select distinct month from street_crime").fetchall()}


def test_rest_is_read_and_is_another_version_of_the_data(robbed):
    assert months(robbed) == {*northmoor.OLD_MONTHS, *northmoor.NEW_MONTHS} - {MONTH}
    assert [item.partition for item in robbed.index().gone] == [f"{MONTH}-northmoor"]


def test_check_says_which_is_missing_and_how_to_mend_it(robbed):
    told = queries.check(robbed, today=date(2026, 3, 2)).findings

    assert any(f"police-street {MONTH}-northmoor: its folder was removed" in line for line in told)
    assert any("again with `data add police-street`" in line for line in told)


def test_no_reader_of_a_page_is_told_of_folders(robbed):
    told = queries.check(robbed, today=date(2026, 3, 2), forces=frozenset({"northmoor"})).findings

    assert not any("folder" in line for line in told)


def test_adding_again_mends_it(robbed, files):
    outcomes = [taken.outcome for taken in add(robbed, files)]

    assert outcomes.count("added") == 1
    assert robbed.index().gone == ()
    assert MONTH in months(robbed)
