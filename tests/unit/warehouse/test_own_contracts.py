"""A partner's own contract, in the folder "contracts" of the warehouse, is a source like any other."""

from datetime import UTC, datetime

from fourpoint.warehouse import ingest
from fourpoint.warehouse.store import Warehouse

LAMPS = """\
title = "Street lamps out of order"
publisher = "Lighting Board (made up)"
licence = "OGL-3.0"
attribution = "Lighting Board (made up)."
kind = "csv"
files = ['lamps\\.csv']
partition = "all"
period = "March 2026"

[[columns]]
header = "District code"
"""


def test_a_contract_in_the_warehouse_is_known_beside_those_of_the_package(tmp_path):
    (tmp_path / "contracts").mkdir()
    (tmp_path / "contracts" / "street-lamps.toml").write_text(LAMPS, encoding="utf-8")

    sources = Warehouse(tmp_path).sources()

    assert sources["street-lamps"].publisher == "Lighting Board (made up)"
    assert "police-street" in sources


def test_a_warehouse_without_own_contracts_knows_those_of_the_package(tmp_path):
    assert "street-lamps" not in Warehouse(tmp_path).sources()


NAMED = (
    LAMPS.replace("'lamps\\.csv'", "'(?P<place>[a-z]+)_lamps\\.csv'").replace('"all"', '"{place}"')
    + """
required = true

[[feeds]]
table = "lamp"
from_name = ["place"]
select = "select district_code as code from published"
"""
)


def test_a_column_from_the_file_name_is_a_text_in_every_row_of_a_table_of_ones_own(tmp_path):
    (tmp_path / "contracts").mkdir()
    (tmp_path / "contracts" / "street-lamps.toml").write_text(NAMED, encoding="utf-8")
    sound, faulty = tmp_path / "north_lamps.csv", tmp_path / "south_lamps.csv"
    sound.write_text("District code\nE1\nE2\n", encoding="utf-8")
    faulty.write_text('District code\nE3\n""\n', encoding="utf-8")
    warehouse = Warehouse(tmp_path)

    ingest.add(tmp_path, warehouse.sources()["street-lamps"], [sound, faulty], at=datetime(2026, 3, 1, tzinfo=UTC))

    with warehouse.connect() as db:
        stored = db.execute("select place, code, typeof(place) from lamp order by code").fetchall()
    assert stored == [("north", "E1", "VARCHAR"), ("north", "E2", "VARCHAR"), ("south", "E3", "VARCHAR")]
