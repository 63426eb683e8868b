"""The check of the sample finds what its README says is the matter with it."""

from datetime import date

import pytest

from fourpoint.services.data import queries
from fourpoint.services.data.quality import DataCheck, ForceCheck
from fourpoint.warehouse.store import Warehouse


@pytest.fixture(scope="module")
def checked(sample_warehouse: Warehouse) -> DataCheck:
    return queries.check(sample_warehouse, today=date(2026, 2, 14))


@pytest.fixture(scope="module")
def force(checked: DataCheck) -> ForceCheck:
    (only,) = checked.forces
    return only


def test_months_held_and_missing(force: ForceCheck):
    assert len(force.months) == 21
    assert force.rows == 315_778
    assert (force.missing[0], force.missing[-1], len(force.missing)) == ("2019-03", "2024-12", 66)
    assert force.months_behind == 2


def test_incomplete_months_are_named_and_no_other(checked: DataCheck, force: ForceCheck):
    assert [gap.month for gap in force.supply_gaps] == ["2018-11", "2018-12"]
    assert any("2018-12 holds 6,132 crimes" in line for line in checked.findings)


def test_copies_are_counted_and_kept(force: ForceCheck):
    assert (force.copies, force.copies_of_asb, force.repeated_ids) == (14_053, 14_052, 8)


def test_rows_without_place_and_outside_the_area(force: ForceCheck):
    assert sum(month.without_place for month in force.months) == 4_183
    assert all(0.005 < month.share_without_place < 0.03 for month in force.months)
    assert sum(month.outside or 0 for month in force.months) == 158


def test_every_month_joins_its_vintage(force: ForceCheck):
    assert {month.lsoa_vintage for month in force.months} == {"2011", "2021"}
    assert min(month.join_rate or 0 for month in force.months) > 0.996


def test_tables_join_the_lists_of_their_vintage(checked: DataCheck):
    assert {join.join_rate for join in checked.joins if join.source_id != "police-street"} == {1.0}


def test_empty_warehouse_has_nothing_to_say(tmp_path):
    nothing = queries.check(Warehouse(tmp_path / "none"), today=date(2026, 2, 14))

    assert (nothing.forces, nothing.joins, nothing.findings) == ((), (), ())
