"""The import contracts of pyproject.toml hold, and floors and record order name every room there is."""

from importlinter.application import use_cases
from importlinter.configuration import configure

from fourpoint.config.house.figures import circle_figure, pair_figure
from fourpoint.config.house.imports import read_arrows
from fourpoint.config.house.plan import draw_plan
from fourpoint.config.house.repository import read_contracts, read_floors
from tests.architecture.house import CHECKOUT, SOURCE, source_files


def test_every_import_contract_holds(monkeypatch, capsys):
    monkeypatch.chdir(CHECKOUT)
    configure()

    kept = use_cases.lint_imports(config_filename="pyproject.toml", cache_dir=None)

    assert kept, capsys.readouterr().out


def test_contracts_count_type_only_imports():
    options = (CHECKOUT / "pyproject.toml").read_text(encoding="utf-8")

    assert "exclude_type_checking_imports" not in options


def test_every_contract_says_in_a_name_what_it_holds():
    contracts = read_contracts(CHECKOUT)

    assert len(contracts) >= 4
    assert all(contract.get("name") and contract.get("id") for contract in contracts)


def test_our_own_count_of_arrows_and_circles_agrees_with_the_contracts():
    arrows = read_arrows(source_files())
    plan = draw_plan(source_files(), arrows, read_floors(CHECKOUT))

    assert plan.arrows_up == frozenset()
    assert circle_figure(arrows).measured == "0/0/0"
    assert pair_figure(plan).measured == "0"


def test_every_floor_is_in_the_plan():
    floors = {name for names in read_floors(CHECKOUT) for name in names}
    folders = {path.name for path in SOURCE.iterdir() if (path / "__init__.py").is_file()}

    assert folders <= floors
