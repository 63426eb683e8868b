"""A test that asserts nothing proves nothing, and a skipped one says why."""

import ast

from fourpoint.config.house.source import Function
from tests.architecture.house import held_tests, place

PROVING = ("assert", "check", "expect", "raises", "warns", "fail", "refuses", "verify")


def proves_something(function: Function) -> bool:
    """Whether a test asserts, expects an exception, or calls something named for doing so."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assert):
            return True
        if isinstance(node, ast.Call) and _called(node).lstrip("_").startswith(PROVING):
            return True
    return False


def test_every_test_proves_something():
    empty = [
        place(file, function.lineno)
        for file in held_tests()
        for function in file.functions
        if function.name.startswith("test_") and not proves_something(function)
    ]

    assert empty == []


def test_every_skip_gives_its_reason():
    silent = [
        place(file, node.lineno)
        for file in held_tests()
        for node in ast.walk(file.tree)
        if isinstance(node, ast.Call) and _called(node) in {"skip", "skipif", "xfail"} and not _has_reason(node)
    ]

    assert silent == []


def _called(node: ast.Call) -> str:
    return ast.unparse(node.func).rsplit(".", maxsplit=1)[-1]


def _has_reason(node: ast.Call) -> bool:
    named = any(keyword.arg == "reason" for keyword in node.keywords)
    return named or (_called(node) == "skip" and bool(node.args))
