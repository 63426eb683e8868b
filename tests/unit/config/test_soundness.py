"""What an installation rests on is read whole before anything starts, and refused in one sentence."""

import pytest
from typer.testing import CliRunner

from fourpoint.catalogue.reading import PACKAGE
from fourpoint.config import cli, soundness
from fourpoint.domain.errors import Broken

FAULTS = {
    "of a list of words": ("markings.toml", "[[markings]]\nid = 3\n", "'name'"),
    "of the threats": ("threats.toml", "[[threats]]\nid = 'a'\n", "'name'"),
    "of a feature nothing gives": ("similarity.toml", None, "'moonlight'"),
}


@pytest.fixture
def folder(tmp_path, settings):
    settings.FOURPOINT_CATALOGUE_OVERRIDE = tmp_path
    settings.FOURPOINT_WAREHOUSE = tmp_path / "warehouse"
    return tmp_path


def test_package_itself_is_sound(folder):
    soundness.check()


@pytest.mark.parametrize(("name", "text", "said"), FAULTS.values(), ids=FAULTS)
def test_fault_of_the_catalogue_is_found(folder, name, text, said):
    own = (PACKAGE / name).read_text(encoding="utf-8").replace('id = "density"', 'id = "moonlight"')
    (folder / name).write_text(text or own, encoding="utf-8")

    with pytest.raises(Broken, match=said) as fault:
        soundness.check()

    assert name in str(fault.value)


def test_fault_of_a_contract_of_its_own_is_found(folder):
    contracts = folder / "warehouse" / "contracts"
    contracts.mkdir(parents=True)
    (contracts / "lamps.toml").write_text("title = 3\n", encoding="utf-8")

    with pytest.raises(Broken, match=r"lamps\.toml"):
        soundness.check()


@pytest.mark.parametrize("command", ["demo", "run", "worker"])
def test_no_server_starts_on_a_fault(folder, command):
    (folder / "markings.toml").write_text("markings = 3", encoding="utf-8")

    ended = CliRunner().invoke(cli.app, [command])

    assert isinstance(ended.exception, Broken)
    assert "markings.toml" in str(ended.exception)


def test_command_line_says_a_fault_in_one_sentence(folder, monkeypatch, capsys):
    (folder / "markings.toml").write_text("markings = 3", encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["fourpoint", "worker"])

    with pytest.raises(SystemExit) as ended:
        cli.main()

    assert ended.value.code == 1
    assert "markings.toml" in capsys.readouterr().err
