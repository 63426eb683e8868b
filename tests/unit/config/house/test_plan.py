"""The plan of a small made-up house, whose floors, arrows and circles are known by drawing it."""

from pathlib import Path

import pytest

from fourpoint.config.house.imports import Arrow, read_arrows
from fourpoint.config.house.plan import Plan, draw_plan, largest_circle, room_of
from fourpoint.config.house.source import read_tree

FLOORS = (("top",), ("left", "right"), ("ground",))
FILES = {
    "__init__.py": "",
    "top/__init__.py": '"""Top."""\n',
    "top/door.py": "from hut.left import stove\nimport hut.ground.stone\n",
    "left/__init__.py": "",
    "left/stove.py": "from hut.ground import stone\n\n\ndef light():\n    from hut.top import door\n    return door\n",
    "right/__init__.py": "",
    "right/window.py": "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from hut.left.stove import light\n",
    "right/shed/__init__.py": "",
    "right/shed/spade.py": "from ..window import light\nfrom . import rake\n",
    "right/shed/rake.py": "from .spade import light\n",
    "ground/__init__.py": "",
    "ground/stone.py": "import ast\n",
    "ground/migrations/0001_first.py": "import hut.top.door\n",
}


@pytest.fixture
def hut(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / "hut" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "hut"


@pytest.fixture
def plan(hut: Path) -> Plan:
    files = read_tree(hut)
    return draw_plan(files, read_arrows(files), FLOORS)


def test_arrows_keep_the_way_they_are_drawn(hut):
    arrows = read_arrows(read_tree(hut))

    assert arrows == {
        Arrow("hut.top.door", "hut.left.stove", "run"),
        Arrow("hut.top.door", "hut.ground.stone", "run"),
        Arrow("hut.left.stove", "hut.ground.stone", "run"),
        Arrow("hut.left.stove", "hut.top.door", "deferred"),
        Arrow("hut.right.window", "hut.left.stove", "types"),
        Arrow("hut.right.shed.spade", "hut.right.window", "run"),
        Arrow("hut.right.shed.spade", "hut.right.shed.rake", "run"),
        Arrow("hut.right.shed.rake", "hut.right.shed.spade", "run"),
    }


def test_migrations_are_no_part_of_the_plan(hut):
    assert not [file for file in read_tree(hut) if "migrations" in file.module]


def test_rooms_are_what_stands_on_a_floor(plan):
    assert set(plan.lines) == {"top.door", "left.stove", "right.window", "right.shed", "ground.stone"}


def test_arrows_up_and_across_are_found(plan):
    assert plan.arrows_up == {("left.stove", "top.door"), ("right.window", "left.stove")}


def test_rooms_that_import_each_other_are_one_pair(plan):
    assert plan.mutual_pairs == {("left.stove", "top.door")}


def test_biggest_room_is_given_with_its_share(plan):
    room, share = plan.biggest_share

    assert room == "left.stove"
    assert share == pytest.approx(6 / (2 + 6 + 4 + 3 + 1))


@pytest.mark.parametrize(
    ("kinds", "circle"),
    [
        ({"run"}, ("hut.right.shed.rake", "hut.right.shed.spade")),
        ({"deferred"}, ()),
        ({"run", "deferred"}, ("hut.left.stove", "hut.top.door")),
    ],
)
def test_circles_are_counted_by_kind(hut, kinds, circle):
    arrows = read_arrows(read_tree(hut))

    assert largest_circle(arrows, frozenset(kinds)) == circle


def test_no_arrows_make_no_circle():
    assert largest_circle([], frozenset({"run"})) == ()


@pytest.mark.parametrize(
    ("module", "room"), [("hut.top.door.knob", "top.door"), ("hut.top.door", "top.door"), ("hut.top", ""), ("hut", "")]
)
def test_room_of_a_module(module, room):
    assert room_of(module) == room
