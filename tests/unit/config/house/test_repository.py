"""What the checkout says of itself: floors, contracts, dependency sentences."""

from pathlib import Path

import pytest

from fourpoint.config.house.repository import (
    Dependency,
    FloorsUndeclared,
    count_decisions,
    read_contracts,
    read_dependencies,
    read_floors,
)

PROJECT = """
[project]
dependencies = [
  # Heat. Without it we are cold.
  "stove>=2",
  "poker",
]

[project.optional-dependencies]
# For the winter.
winter = ["snow[deep]>=1"]

[dependency-groups]
dev = [
  # Two for the roof.
  "tile", "nail",
]

[[tool.importlinter.contracts]]
id = "floors"
name = "Arrows point down"
layers = ["top | (attic)", "ground"]
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text(PROJECT, encoding="utf-8")
    (tmp_path / "tests").mkdir()
    (tmp_path / "docs" / "adr").mkdir(parents=True)
    for name in ("README.md", "0001-floors.md", "0002-stove.md"):
        (tmp_path / "docs" / "adr" / name).touch()
    return tmp_path


def test_floors_are_read_from_the_contract_with_neighbours_together(checkout):
    assert read_floors(checkout) == (("top", "attic"), ("ground",))
    assert len(read_contracts(checkout)) == 1


def test_without_the_contract_there_are_no_floors(checkout):
    (checkout / "pyproject.toml").write_text("[project]\n", encoding="utf-8")

    with pytest.raises(FloorsUndeclared, match="id 'floors'"):
        read_floors(checkout)


def test_dependencies_carry_the_comment_above_them(checkout):
    assert read_dependencies(checkout) == (
        Dependency("stove>=2", "Heat. Without it we are cold."),
        Dependency("poker", "Heat. Without it we are cold."),
        Dependency("snow[deep]>=1", "For the winter."),
        Dependency("tile", "Two for the roof."),
        Dependency("nail", "Two for the roof."),
    )


def test_decisions_are_the_numbered_files(checkout):
    assert count_decisions(checkout) == 2
