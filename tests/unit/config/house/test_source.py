"""What is counted in a file: lines, functions, what is public, comments, annotations."""

from pathlib import Path

import pytest

from fourpoint.config.house.source import SourceFile, function_lines, is_annotated

TEXT = '''"""A stove."""

# Why it is lit from below.
class Stove:
    """Burns."""

    class Meta:
        size = 3

    def light(self, *, match: str) -> bool:  # lit
        def strike():
            return match

        return bool(strike())

    def _poke(self):
        return "# not a comment"


@cached
def smoke(*colours, **winds: int) -> None:
    pass
'''


@pytest.fixture
def stove() -> SourceFile:
    return SourceFile(Path("hut/stove.py"), "hut.stove", TEXT)


def test_lines_are_those_of_the_whole_file(stove):
    assert stove.lines == 22


def test_functions_are_counted_with_those_inside_them(stove):
    assert {function.name: function_lines(function) for function in stove.functions} == {
        "light": 5,
        "strike": 2,
        "_poke": 2,
        "smoke": 2,
    }


def test_public_names_leave_out_the_inner_and_the_underscored(stove):
    assert [node.name for node in stove.public] == ["Stove", "light", "smoke"]


def test_comment_lines_leave_out_strings_and_trailing_comments(stove):
    assert stove.comment_lines() == 1


def test_annotated_means_every_parameter_and_the_result(stove):
    assert {function.name: is_annotated(function) for function in stove.functions} == {
        "light": True,
        "strike": False,
        "_poke": False,
        "smoke": False,
    }
