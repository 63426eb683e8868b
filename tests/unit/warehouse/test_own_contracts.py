"""A partner's own contract, in the folder "contracts" of the warehouse, is a source like any other."""

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
