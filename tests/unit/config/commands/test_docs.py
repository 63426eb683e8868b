"""`./fourpoint docs` writes what is stale; with --check it only says so."""

import pytest
import typer
from typer.testing import CliRunner

from fourpoint.config import place
from fourpoint.config.commands import docs


@pytest.fixture
def run(tmp_path, monkeypatch):
    for kind in ("tutorials", "how-to", "reference", "explanation", "adr"):
        (tmp_path / "docs" / kind).mkdir(parents=True)
    monkeypatch.setattr(place, "checkout", lambda: tmp_path)
    app = typer.Typer()
    app.command()(docs.docs)
    return lambda *arguments: CliRunner().invoke(app, list(arguments))


def test_check_fails_while_a_page_is_stale_and_passes_once_written(run):
    assert run("--check").exit_code == 1

    assert run().exit_code == 0

    assert run("--check").exit_code == 0


def test_one_run_is_enough_though_indexes_list_what_it_writes(run, tmp_path):
    run()

    assert "[Settings](settings.md)" in (tmp_path / "docs" / "reference" / "README.md").read_text(encoding="utf-8")


def test_an_installed_package_refuses(run, monkeypatch):
    monkeypatch.setattr(place, "checkout", lambda: None)

    assert run().exit_code == 1
