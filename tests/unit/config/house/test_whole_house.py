"""The whole measurement, on a hut of four files whose every figure was counted by hand."""

import pytest

from fourpoint.config.house.figures import measure_house

FILES = {
    "pyproject.toml": """
[project]
dependencies = [
  # Heat. Without it we are cold.
  "stove>=2",
]
[dependency-groups]
dev = ["silent"]
[[tool.importlinter.contracts]]
id = "floors"
name = "Arrows point down"
layers = ["config", "domain"]
""",
    "src/fourpoint/__init__.py": '"""A hut."""\n',
    "src/fourpoint/config/__init__.py": '"""The roof."""\n',
    "src/fourpoint/config/door.py": (
        '"""The door."""\n\nfrom fourpoint.domain import stove\n\n\ndef open_door(key):\n    return stove.burn(key)\n'
    ),
    "src/fourpoint/domain/__init__.py": '"""The ground."""\n',
    "src/fourpoint/domain/stove.py": (
        '"""The stove."""\n\n# Why.\n\n\ndef burn(wood: int) -> int:\n    """Burn."""\n    return wood\n'
    ),
    "tests/architecture/test_hut.py": "def test_one():\n    assert True\n\n\ndef test_two():\n    assert True\n",
    "docs/adr/0001-a-hut.md": "# A hut\n",
    "docs/adr/README.md": "# Decisions\n",
}
MEASURED = {
    "floors": "2",
    "rooms / arrows": "2 / 1",
    "arrows up": "0",
    "biggest room, share of lines": "53% (domain.stove)",
    "largest circle (run / deferred / types)": "0/0/0",
    "rooms that import each other (pairs)": "0",
    "file median / p90 / max": "7.5/8/8",
    "function median / p90 / max": "2.5/3/3",
    "functions > 50 lines": "0.0%",
    "annotated": "50%",
    "annotated on the strict floors": "100%",
    "public docstrings": "50%",
    "comment lines": "5.6%",
    "test lines per source line": "0.33",
    "import contracts": "1",
    "architecture tests": "1 files, 2 tests",
    "decision records": "1",
    "dependencies with their sentence": "1 of 2",
    "commits": "no history here",
}


@pytest.fixture
def figures(tmp_path):
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return {figure.name: figure for figure in measure_house(tmp_path)}


def test_every_figure_is_the_one_counted_by_hand(figures):
    assert {name: figure.measured for name, figure in figures.items()} == MEASURED


def test_aims_that_are_missed_say_so_and_walls_stand(figures):
    assert figures["dependencies with their sentence"].met is False
    assert figures["annotated on the strict floors"].met is True
    assert not [figure.name for figure in figures.values() if figure.broken]
