"""What a newcomer reads first: commands in the order they are met, and names of sources that are never cut."""

from typer.testing import CliRunner

from fourpoint.config import cli
from fourpoint.config.commands import data
from fourpoint.warehouse.store import Warehouse


def test_running_comes_before_feeding_and_feeding_before_developing():
    told = CliRunner().invoke(cli.app, ["--help"]).output

    assert told.index("demo") < told.index("doctor") < told.index("Data and profiles") < told.index("Develop")


def test_names_of_sources_are_whole_in_a_narrow_window(tmp_path, monkeypatch, capsys):
    warehouse = Warehouse(tmp_path)
    monkeypatch.setattr(data, "warehouse", lambda: warehouse)
    monkeypatch.setattr(data.out, "_width", 80)

    data.list_sources(held=False)

    told = capsys.readouterr().out
    assert [name for name in warehouse.sources() if name not in told] == []
