"""Every kind of chart draws every mark, leaves gaps open, keeps its labels inside and bears hostile data."""

from dataclasses import replace
from typing import get_args

import pytest

from fourpoint.domain.document import Chart, ChartKind, Point, Reference, Series
from fourpoint.publications.charts import drawing
from fourpoint.publications.ink.theme import PRINT
from tests.factories import blocks
from tests.unit.publications.drawings import check, check_readable, marked, texts

KINDS = get_args(ChartKind)
CHARTS = (
    blocks.make_trend(),
    blocks.make_bars(),
    blocks.make_dots(),
    blocks.make_stack(),
    blocks.make_heat(),
    blocks.make_curve(),
)
WIDTHS = (drawing.PHONE, 479, drawing.WIDE, 960)
HOSTILE = "\"><script>alert(1)</script>&amp;\x00 {{ x }} ' onload=x"


def chart(kind: ChartKind, *points: Point, **more: object) -> Chart:
    series = (Series(key="one", label="One", points=points),)
    return blocks.make_chart("made", kind, "Made up", series, **{"unit": "", **more})


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("drawn", CHARTS, ids=lambda drawn: drawn.kind)
def test_draw_keeps_the_rules_of_every_drawing(drawn: Chart, width: int) -> None:
    made = drawing.draw(drawn, width=width)

    root = check(made)
    check_readable(root)
    assert root.get("width") == str(width)
    assert root.get("role") == "img"
    assert made == drawing.draw(drawn, width=width)


def test_draw_says_title_and_sentence() -> None:
    made = drawing.draw(CHARTS[0])

    assert f">{CHARTS[0].title}</title>" in made
    assert f">{CHARTS[0].sentence.text}</desc>" in made


@pytest.mark.parametrize("width", (320, 640))
def test_line_has_a_mark_for_every_value_and_none_for_a_gap(width: int) -> None:
    points = CHARTS[0].series[0].points

    root = check(drawing.draw(CHARTS[0], width=width))

    assert len(marked(root, "fp-mark")) >= sum(1 for point in points if point.y is not None)
    assert len(marked(root, "fp-mark--high")) == 2  # the point and its explanation
    assert len(marked(root, "fp-band--gap")) == 1
    assert len(marked(root, "fp-band--open")) == 1
    assert {"no data", "outcomes still open", "above the control limits"} <= set(texts(root))
    assert len(marked(root, "fp-reference--limit")) == 2


def test_line_stops_at_a_gap_and_never_falls_to_zero() -> None:
    points = [Point(x=f"2025-{month:02d}", y=None if month == 3 else 50.0) for month in range(1, 7)]

    root = check(drawing.draw(chart("line", *points)))

    lines = marked(root, "fp-line")
    assert [line.get("d", "").count("L") for line in lines] == [1, 2]
    heights = {part.split(" ")[1] for line in lines for part in line.get("d", "")[1:].split("L")}
    assert len(heights) == 1


def test_line_month_that_no_series_names_is_missing_for_that_series() -> None:
    first = Series(key="a", label="A", points=(Point(x="2025-01", y=1.0), Point(x="2025-02", y=2.0)))
    second = Series(key="b", label="B", points=(Point(x="2025-02", y=3.0),))

    root = check(drawing.draw(replace(CHARTS[0], series=(first, second), references=())))

    assert {"A", "B"} <= set(texts(root))
    assert len(marked(root, "fp-mark")) == 3


def test_unsure_months_are_dashed_and_hollow() -> None:
    points = [Point(x=f"2025-{month:02d}", y=5.0, mark="open" if month > 4 else "") for month in range(1, 7)]

    root = check(drawing.draw(chart("line", *points)))

    (dashed,) = marked(root, "fp-line--unsure")
    assert dashed.get("stroke-dasharray")
    assert all(mark.get("fill") == "#FFFFFF" for mark in marked(root, "fp-mark--open"))


def test_bars_start_at_zero_and_keep_order() -> None:
    points = [Point(x=f"Area {index}", y=100.0 - index) for index in range(60)]

    root = check(drawing.draw(chart("bar", *points)))

    bars = marked(root, "fp-bar")
    assert len(bars) == 60
    assert len({bar.get("x") for bar in bars}) == 1
    widths = [float(bar.get("width", "0")) for bar in bars]
    assert widths == sorted(widths, reverse=True)
    assert widths[0] / widths[-1] == pytest.approx(100 / 41, rel=0.01)


def test_bar_and_dot_without_value_say_so_and_draw_none() -> None:
    for kind in ("bar", "dot"):
        root = check(drawing.draw(chart(kind, Point(x="A", y=None), Point(x="B", y=3.0))))

        assert "not known" in texts(root)
        assert len(marked(root, "fp-bar") + marked(root, "fp-mark")) == 1


def test_own_area_is_told_apart_by_weight_and_colour() -> None:
    root = check(drawing.draw(CHARTS[2]))

    bold = ["".join(text.itertext()) for text in root.iter() if text.get("font-weight") == "600"]
    assert bold == ["Saltmarsh", "26.6"]


def test_dot_draws_each_interval_and_the_reference() -> None:
    root = check(drawing.draw(CHARTS[2]))

    assert len(marked(root, "fp-interval")) == 6
    assert len(marked(root, "fp-reference--comparison")) == 1
    assert "force" in texts(root)


def test_stack_fills_the_row_and_hatches_what_is_not_known() -> None:
    parts = tuple(
        Series(key=name, label=name, points=(Point(x="Row", y=share),)) for name, share in (("a", 40.0), ("b", 20.0))
    )

    root = check(drawing.draw(replace(CHARTS[3], series=parts)))

    drawn = [float(part.get("width", "0")) for part in marked(root, "fp-part")]
    (rest,) = marked(root, "fp-band--gap")
    assert drawn[0] == pytest.approx(2 * drawn[1], abs=0.02)
    assert float(rest.get("width", "0")) == pytest.approx(drawn[0], abs=0.02)


def test_heat_hatches_the_missing_cell() -> None:
    root = check(drawing.draw(CHARTS[4]))

    assert len(marked(root, "fp-cell")) == 36
    (gap,) = marked(root, "fp-cell--gap")
    assert gap.get("fill", "").startswith("url(#")


def test_curve_breaks_where_x_or_y_is_missing() -> None:
    points = [
        Point(x="0", y=0.0),
        Point(x="10", y=1.0),
        Point(x="?", y=2.0),
        Point(x="20", y=3.0),
        Point(x="30", y=4.0),
    ]

    root = check(drawing.draw(chart("curve", *points)))

    assert [line.get("d", "").count("L") for line in marked(root, "fp-line")] == [1, 1]


@pytest.mark.parametrize("width", (320, 640))
@pytest.mark.parametrize("kind", KINDS)
def test_hostile_and_long_words_do_no_harm(kind: ChartKind, width: int) -> None:
    long = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch " * 4
    points = (Point(x=HOSTILE, y=5.0, low=1, high=9), Point(x=long, y=None), Point(x="30", y=2.0, figure_id=HOSTILE))
    series = tuple(Series(key=HOSTILE, label=label, points=points) for label in (HOSTILE, long))
    references = (Reference(label=long, value=4.0, role="mean"), Reference(label=HOSTILE, value=4.0, role="limit"))
    drawn = blocks.make_chart(
        HOSTILE, kind, HOSTILE, series, x_label=HOSTILE, y_label=long, unit=HOSTILE, references=references
    )

    made = drawing.draw(drawn, width=width)

    assert "<script" not in made
    check(made)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "points",
    [
        (),
        (Point(x="2025-01", y=None, mark="gap"), Point(x="2025-02", y=None, mark="gap")),
        (Point(x="2025-01", y=0.0),),
        (Point(x="2025", y=7.0, low=3.0, high=11.0),),
        (Point(x="1", y=-3.5), Point(x="2", y=4.5, mark="low")),
        (Point(x="1", y=1e9), Point(x="2", y=1e-6)),
    ],
    ids=["empty", "all missing", "one zero", "one", "negative", "far apart"],
)
def test_sparse_and_odd_series_draw(kind: ChartKind, points: tuple[Point, ...]) -> None:
    for width in (320, 640):
        root = check(drawing.draw(chart(kind, *points), width=width))

        if not any(point.y is not None for point in points):
            assert texts(root) == ["No values to draw for these months."]


@pytest.mark.parametrize("kind", KINDS)
def test_no_series_at_all_says_so(kind: ChartKind) -> None:
    made = replace(chart(kind, Point(x="1", y=1.0)), series=())

    assert "No values to draw" in drawing.draw(made)


def test_ids_differ_between_widths() -> None:
    wide, narrow = (check(drawing.draw(CHARTS[0], width=width)) for width in (640, 320))

    def ids(root: object) -> set[str]:
        return {element.get("id") for element in root.iter() if element.get("id")}  # type: ignore[attr-defined]

    assert not ids(wide) & ids(narrow)


def test_print_names_only_the_font_that_the_pdf_carries() -> None:
    assert 'font-family="Source Sans 3"' in drawing.draw(CHARTS[0], theme=PRINT)
