"""
The rows of the side-by-side table: what is measured, the aim beside it, and whether a wall is broken.

An aim is what we work towards; a wall is what breaks the build. The numbers of both are those of docs/adr/0001.
"""

import ast
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fourpoint.config.house.history import Habits, measure_habits, read_commits
from fourpoint.config.house.imports import Arrow, read_arrows
from fourpoint.config.house.plan import Plan, draw_plan, floor_of, largest_circle, room_of
from fourpoint.config.house.repository import (
    count_decisions,
    read_contracts,
    read_dependencies,
    read_floors,
    tests_of,
)
from fourpoint.config.house.source import SourceFile, function_lines, is_annotated, read_tree

# The floors that mypy holds to its strictest.
STRICT_FLOORS = ("domain", "access", "services", "warehouse", "publications")


@dataclass(frozen=True)
class HouseFigure:
    """
    One row of the table.

    name      what is measured, as the side-by-side table calls it
    measured  the value in words
    aim       the aim in words, empty where there is none
    met       whether the aim is met; None where there is no aim or nothing to measure
    wall      whether the aim is a wall: then met=False breaks the build
    """

    name: str
    measured: str
    aim: str = ""
    met: bool | None = None
    wall: bool = False

    @property
    def broken(self) -> bool:
        """Whether this figure must stop the build."""
        return self.wall and self.met is False


def measure_house(checkout: Path) -> tuple[HouseFigure, ...]:
    """
    Return the figures of the checkout, in the order of the side-by-side table.

    raises  FloorsUndeclared where pyproject.toml declares no floors
    """
    files = read_tree(checkout / "src" / "fourpoint")
    tests = read_tree(checkout / "tests")
    arrows = read_arrows(files)
    plan = draw_plan(files, arrows, read_floors(checkout))
    return (
        *plan_figures(plan),
        circle_figure(arrows),
        pair_figure(plan),
        *size_figures(files),
        *habit_figures(files, tests),
        *checkout_figures(checkout, tests),
        *history_figures(measure_habits(read_commits(checkout))),
    )


def plan_figures(plan: Plan) -> tuple[HouseFigure, ...]:
    """Return floors, rooms, arrows and the biggest room."""
    floors = sum(any(floor_of(room) in names for room in plan.lines) for names in plan.floors)
    room, share = plan.biggest_share
    return (
        HouseFigure("floors", str(floors), "7", floors == 7),
        HouseFigure("rooms / arrows", f"{len(plan.lines)} / {len(plan.arrows)}"),
        HouseFigure("arrows up", str(len(plan.arrows_up)), "0", not plan.arrows_up, wall=True),
        HouseFigure("biggest room, share of lines", f"{share:.0%} ({room})", "25% at most", share <= 0.25),
    )


def circle_figure(arrows: frozenset[Arrow]) -> HouseFigure:
    """Return the number of files in the largest circle: run, with deferred imports, with type-only imports too."""
    run = len(largest_circle(arrows, frozenset({"run"})))
    deferred = len(largest_circle(arrows, frozenset({"run", "deferred"})))
    types = len(largest_circle(arrows, frozenset({"run", "deferred", "types"})))
    return HouseFigure("largest circle (run / deferred / types)", f"{run}/{deferred}/{types}", "0/0/0", not types, True)


def pair_figure(plan: Plan) -> HouseFigure:
    """Return how many pairs of rooms import each other."""
    pairs = plan.mutual_pairs
    return HouseFigure("rooms that import each other (pairs)", str(len(pairs)), "0", not pairs, wall=True)


def size_figures(files: Sequence[SourceFile]) -> tuple[HouseFigure, ...]:
    """Return the sizes of files and functions: median, the largest of the smaller nine tenths, and the largest."""
    file_sizes = [file.lines for file in files if not file.is_package]
    function_sizes = [function_lines(function) for file in files for function in file.functions]
    long = sum(size > 50 for size in function_sizes) / len(function_sizes)
    return (
        _sizes("file median / p90 / max", file_sizes, (80, 300, 500)),
        _sizes("function median / p90 / max", function_sizes, (9, 30, 60)),
        HouseFigure("functions > 50 lines", f"{long:.1%}", "under 2%", long < 0.02),
    )


def habit_figures(files: Sequence[SourceFile], tests: Sequence[SourceFile]) -> tuple[HouseFigure, ...]:
    """Return annotation, documentation and tests, as shares of the source."""
    strict = [file for file in files if floor_of(room_of(file.module)) in STRICT_FLOORS]
    docstrings = _share([ast.get_docstring(node) is not None for file in files for node in file.public])
    source_lines = sum(file.lines for file in files)
    ratio = sum(file.lines for file in tests) / source_lines
    return (
        HouseFigure("annotated", f"{_annotated(files):.0%}"),
        HouseFigure("annotated on the strict floors", f"{_annotated(strict):.0%}", "100%", _annotated(strict) == 1),
        HouseFigure("public docstrings", f"{docstrings:.0%}"),
        HouseFigure("comment lines", f"{sum(file.comment_lines() for file in files) / source_lines:.1%}"),
        HouseFigure("test lines per source line", f"{ratio:.2f}", "1.5 or more", ratio >= 1.5),
    )


def checkout_figures(checkout: Path, tests: tuple[SourceFile, ...]) -> tuple[HouseFigure, ...]:
    """Return contracts, architecture tests, decisions and dependency sentences."""
    architecture = tuple(file for file in tests if "architecture" in file.path.parts)
    files = sum(file.path.name.startswith("test_") for file in architecture)
    decisions = count_decisions(checkout)
    dependencies = read_dependencies(checkout)
    explained = sum(bool(dependency.sentence) for dependency in dependencies)
    measured = f"{files} files, {len(tests_of(architecture))} tests"
    return (
        HouseFigure("import contracts", str(len(read_contracts(checkout))), "6", len(read_contracts(checkout)) >= 6),
        HouseFigure("architecture tests", measured, "7 files", files >= 7),
        HouseFigure("decision records", str(decisions), "10", decisions >= 10),
        HouseFigure(
            "dependencies with their sentence",
            f"{explained} of {len(dependencies)}",
            "every one",
            explained == len(dependencies),
        ),
    )


def history_figures(habits: Habits | None) -> tuple[HouseFigure, ...]:
    """Return the habits of the newest commits; a checkout without history has none."""
    if habits is None:
        return (HouseFigure("commits", "no history here"),)
    tested = "none yet" if habits.with_tests is None else f"{habits.with_tests:.0%}"
    return (
        HouseFigure("commits with a body", f"{habits.with_body:.0%}", "70%", habits.with_body >= 0.7),
        HouseFigure("code commits with tests", tested),
        HouseFigure("files per commit, median", f"{habits.files:g}", "2", habits.files <= 2),
    )


def _sizes(name: str, sizes: Sequence[int], aims: tuple[int, int, int]) -> HouseFigure:
    ordered = sorted(sizes)
    found = (statistics.median(ordered), ordered[max(0, -(-len(ordered) * 9 // 10) - 1)], ordered[-1])
    met = all(value <= aim for value, aim in zip(found, aims, strict=True))
    return HouseFigure(name, "/".join(f"{value:g}" for value in found), "/".join(map(str, aims)), met)


def _annotated(files: Sequence[SourceFile]) -> float:
    return _share([is_annotated(function) for file in files for function in file.functions])


def _share(answers: Sequence[bool]) -> float:
    return sum(answers) / len(answers) if answers else 1.0
