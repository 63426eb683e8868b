"""A catalogue file by which owners would be locked out is refused when it is loaded, with file, key and reason."""

import pytest

from fourpoint.catalogue import loader, reading
from fourpoint.catalogue.reading import CatalogueError

POWERS = ("changes", "administers", "keeps_people", "governs")


def _override(tmp_path, name, old, new):
    text = reading.find(name).read_text("utf-8")
    assert old in text
    (tmp_path / f"{name}.toml").write_text(text.replace(old, new))
    return tmp_path


@pytest.mark.parametrize("power", POWERS)
def test_roles_without_a_power_that_every_agency_needs_are_refused(tmp_path, power):
    folder = _override(tmp_path, "roles", f"{power} = true", f"{power} = false")

    with pytest.raises(CatalogueError, match=rf"roles.toml: '{power}': no role that reads has it"):
        loader.load("roles", folder)


def test_power_held_only_by_roles_that_read_nothing_is_refused(tmp_path):
    folder = _override(tmp_path, "roles", "changes = true", "changes = true\nreads = false")

    with pytest.raises(CatalogueError, match="'changes': no role that reads has it"):
        loader.load("roles", folder)


def test_duty_that_nothing_asks_for_is_refused_with_those_there_are(tmp_path):
    folder = _override(tmp_path, "roles", 'duties = ["profiles"]', 'duties = ["profile"]')

    with pytest.raises(CatalogueError, match=r"'duties': there is no duty 'profile': choose of .*profiles"):
        loader.load("roles", folder)


def test_purposes_none_of_which_can_be_chosen_are_refused(tmp_path):
    (tmp_path / "purposes.toml").write_text(
        '[[purposes]]\nid = "one"\nname = "One"\nwords = "Made up."\nchoosable = false\n'
        'source = "this test"\nstatus = "unconfirmed"\n'
    )

    with pytest.raises(CatalogueError, match=r"purposes.toml: 'choosable': no purpose is"):
        loader.load("purposes", tmp_path)


def test_own_roles_that_leave_every_power_to_somebody_are_taken(tmp_path):
    folder = _override(tmp_path, "roles", 'name = "Analyst"', 'name = "Intelligence analyst"')

    assert loader.load("roles", folder)[0].name == "Intelligence analyst"
