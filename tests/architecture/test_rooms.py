"""Rooms stay small, say what they are, and none is a lumber room."""

import ast

import pytest

from fourpoint.config.house.source import SourceFile, function_lines
from tests.architecture.house import held_tests, place, source_files

FILE_WALL = 500
FUNCTION_WALL = 60
LUMBER = {"utils", "util", "helpers", "helper", "common", "misc", "core", "manager", "managers", "base", "extras"}
# The root package carries the version, which the build reads from there; the sharing rule is asked at one door.
FACES_WITH_CODE = {"fourpoint", "fourpoint.domain.sharing"}


@pytest.mark.parametrize("file", source_files(), ids=lambda file: file.module)
def test_room_keeps_the_walls(file: SourceFile):
    long = [place(file, node.lineno) for node in file.functions if function_lines(node) > FUNCTION_WALL]

    assert file.lines <= FILE_WALL, f"{file.path} has {file.lines} lines: split it, the wall is {FILE_WALL}."
    assert not long, f"Functions over {FUNCTION_WALL} lines: {', '.join(long)}"


@pytest.mark.parametrize("file", source_files(), ids=lambda file: file.module)
def test_module_opens_with_what_it_is(file: SourceFile):
    docstring = ast.get_docstring(file.tree)

    assert docstring, f"{file.path} has no docstring: say what it is and for whom."
    assert docstring.splitlines()[0].rstrip().endswith((".", ":", "?"))


def test_every_public_name_says_what_it_is():
    silent = [
        f"{place(file, node.lineno)} {node.name}"
        for file in source_files()
        for node in file.public
        if ast.get_docstring(node) is None
    ]

    assert silent == [], f"Give these a docstring, or a leading underscore: {silent}"


def test_no_room_is_a_lumber_room():
    named = [file.module for file in (*source_files(), *held_tests()) if LUMBER & set(file.module.split("."))]

    assert named == [], f"Name these rooms for what they hold: {', '.join(named)}"


def test_face_of_a_package_holds_only_its_docstring():
    faces = [file for file in source_files() if file.is_package and file.module not in FACES_WITH_CODE]
    busy = [file.module for file in faces if len(file.tree.body) > 1]

    assert busy == [], f"Move the code of these __init__.py into named modules: {', '.join(busy)}"


def test_no_test_file_passes_the_wall():
    long = [str(file.path) for file in held_tests() if file.lines > FILE_WALL]

    assert long == []
