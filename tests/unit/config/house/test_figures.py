"""The rows of the table, from made-up houses whose answers are known."""

from pathlib import Path

from fourpoint.config.house.figures import HouseFigure, circle_figure, history_figures, plan_figures, size_figures
from fourpoint.config.house.imports import Arrow
from fourpoint.config.house.plan import Plan
from fourpoint.config.house.source import SourceFile


def by_name(figures: tuple[HouseFigure, ...]) -> dict[str, HouseFigure]:
    return {figure.name: figure for figure in figures}


def test_a_house_with_an_arrow_up_breaks_the_wall():
    plan = Plan((("top",), ("ground",)), {"top.a": 10, "ground.b": 30}, frozenset({("ground.b", "top.a")}))

    figures = by_name(plan_figures(plan))

    assert figures["arrows up"] == HouseFigure("arrows up", "1", "0", met=False, wall=True)
    assert figures["arrows up"].broken
    assert figures["rooms / arrows"].measured == "2 / 1"
    assert figures["biggest room, share of lines"].measured == "75% (ground.b)"


def test_an_aim_missed_is_no_wall_broken():
    plan = Plan((("top",),), {"top.a": 10}, frozenset())

    floors = by_name(plan_figures(plan))["floors"]

    assert floors.met is False
    assert not floors.broken


def test_a_type_only_circle_is_a_circle():
    arrows = frozenset({Arrow("a", "b", "run"), Arrow("b", "a", "types")})

    figure = circle_figure(arrows)

    assert figure.measured == "0/0/2"
    assert figure.broken


def test_sizes_are_median_nine_tenths_and_largest():
    files = [SourceFile(Path(f"hut/r{n}.py"), f"hut.r{n}", "def f():\n" + "    f()\n" * n) for n in range(1, 11)]

    figures = by_name(size_figures(files))

    assert figures["file median / p90 / max"].measured == "6.5/10/11"
    assert figures["function median / p90 / max"].measured == "6.5/10/11"
    assert figures["functions > 50 lines"].met


def test_without_history_the_row_says_so():
    assert history_figures(None) == (HouseFigure("commits", "no history here"),)
