"""`./fourpoint house` prints each figure with its aim, and fails only for a broken wall."""

import json

import pytest
import typer
from rich.console import Console
from typer.testing import CliRunner

from fourpoint.config import place
from fourpoint.config.commands import house
from fourpoint.config.house.figures import HouseFigure

MISSED = HouseFigure("decision records", "3", "10", met=False)
BROKEN = HouseFigure("arrows up", "1", "0", met=False, wall=True)


@pytest.fixture
def run(monkeypatch):
    def run(*arguments, figures=(MISSED,), kept=True):
        monkeypatch.setattr(house, "measure_house", lambda checkout: figures)
        monkeypatch.setattr(house, "check_contracts", lambda checkout: kept)
        app = typer.Typer()
        app.command()(house.house)
        return CliRunner().invoke(app, list(arguments))

    return run


def test_a_missed_aim_is_shown_and_does_not_fail(run):
    result = run()

    assert result.exit_code == 0
    assert "not yet" in result.output


@pytest.mark.parametrize(("figures", "kept"), [((MISSED, BROKEN), True), ((MISSED,), False)])
def test_a_broken_wall_or_contract_fails(run, figures, kept):
    assert run(figures=figures, kept=kept).exit_code == 1


def test_json_holds_every_field_of_every_figure(run):
    result = run("--json", figures=(BROKEN,))

    assert json.loads(result.output) == [{"name": "arrows up", "measured": "1", "aim": "0", "met": False, "wall": True}]
    assert result.exit_code == 1


def test_an_installed_package_refuses_in_a_sentence(run, monkeypatch):
    monkeypatch.setattr(place, "checkout", lambda: None)

    assert run().exit_code == 1


def test_table_marks_a_broken_wall():
    console = Console(width=100)
    with console.capture() as captured:
        console.print(house.draw_table((BROKEN,)))

    assert "wall broken" in captured.get()
