"""A sentence that a page may show tells of what was asked, never of the inside of the machine."""

import ast

from fourpoint.config.house.source import SourceFile
from tests.architecture.house import place, source_files

SHOWN = {"Unusable", "Refused", "NotOpen"}
# What a sentence of this kind would print of the inside: where things stand, and what a library said.
INSIDE = {"path", "folder", "file", "root", "home", "override", "error", "exception", "sql"}
# Nothing here knows of readers; a refusal of the warehouse is of another family, which only commands print.
ROOMS_BELOW = {"fourpoint.warehouse", "fourpoint.records"}


def test_no_sentence_for_a_page_prints_the_inside():
    shown = _families()
    wrong = [
        place(file, node.lineno)
        for file in source_files()
        if not _is_below(file)
        for node in ast.walk(file.tree)
        if isinstance(node, ast.Raise) and _raised(node) in shown and _printed(node) & INSIDE
    ]

    assert {"CodeUnknown", "NoSuchProfile"} <= shown
    assert wrong == [], f"Raise Broken, or say it without: {wrong}"


def test_rooms_below_the_services_speak_to_no_reader():
    wrong = [
        file.module
        for file in source_files()
        if _is_below(file)
        for node in ast.walk(file.tree)
        if isinstance(node, ast.ImportFrom) and node.module == "fourpoint.domain.errors"
        if {name.name for name in node.names} & SHOWN
    ]

    assert wrong == []


def _is_below(file: SourceFile) -> bool:
    return any(file.module.startswith(room) for room in ROOMS_BELOW)


def _families() -> set[str]:
    """The names of the classes of refusals that a page shows, however deep."""
    found, before = set(SHOWN), set[str]()
    while found != before:
        before = set(found)
        found |= {name for file in source_files() for name in _children(file, before)}
    return found


def _children(file: SourceFile, parents: set[str]) -> set[str]:
    classes = [node for node in ast.walk(file.tree) if isinstance(node, ast.ClassDef)]
    return {node.name for node in classes if any(isinstance(b, ast.Name) and b.id in parents for b in node.bases)}


def _raised(node: ast.Raise) -> str:
    called = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
    return called.id if isinstance(called, ast.Name) else ""


def _printed(node: ast.Raise) -> set[str]:
    values = [value for value in ast.walk(node.exc or node) if isinstance(value, ast.FormattedValue)]
    inner = [part for value in values for part in ast.walk(value)]
    return {part.id for part in inner if isinstance(part, ast.Name)} | {
        part.attr for part in inner if isinstance(part, ast.Attribute)
    }
