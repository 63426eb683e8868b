"""The frame that line and curve charts share: value axis, grid, references and the room around them."""

from collections.abc import Sequence
from dataclasses import dataclass

from fourpoint.domain.document import Chart, Reference
from fourpoint.publications.charts import labels as side
from fourpoint.publications.charts.labels import Label
from fourpoint.publications.ink import scales, svg, words
from fourpoint.publications.ink.canvas import Canvas
from fourpoint.publications.ink.scales import Scale
from fourpoint.publications.ink.theme import CATEGORIES, DASHES

_REFERENCE_DASH = {"mean": "", "limit": "7 4", "comparison": "9 3 2 3"}


@dataclass(frozen=True, kw_only=True)
class Frame:
    """The inner rectangle of a plot and its value scale; right is where the direct labels begin."""

    left: float
    right: float
    top: float
    bottom: float
    y: Scale
    y_ticks: tuple[float, ...]
    decimals: int


def colour(index: int) -> str:
    """Return the colour of the series of that index."""
    return CATEGORIES[index % len(CATEGORIES)]


def dash(index: int) -> str:
    """Return the dash pattern of the series of that index, empty for a whole line."""
    return DASHES[index % len(DASHES)]


def values(chart: Chart) -> list[float]:
    """Return every number a chart must have room for: values, ends of intervals and references."""
    found = [value for series in chart.series for point in series.points for value in (point.y, point.low, point.high)]
    return [value for value in found if value is not None] + [reference.value for reference in chart.references]


def reference_label(canvas: Canvas, reference: Reference) -> Label:
    """Return the label of a reference line, without its place."""
    ink = canvas.theme.ink if reference.role == "comparison" else canvas.theme.muted
    return Label(text=reference.label, y=None, colour=ink, dash=_REFERENCE_DASH[reference.role])


def named(canvas: Canvas, chart: Chart) -> list[Label]:
    """Return the labels of all lines without places: none when one series stands alone and needs no telling apart."""
    many = len(chart.series) > 1 or bool(chart.references)
    lines = [
        Label(text=series.label, y=None, colour=colour(index), dash=dash(index), bold=index == 0)
        for index, series in enumerate(chart.series)
        if many and series.label
    ]
    return lines + [reference_label(canvas, reference) for reference in chart.references]


def frame(canvas: Canvas, chart: Chart, *, head: float, foot: float) -> Frame:
    """
    Draw the axis words, the key where the sheet is narrow, grid and value axis; return the frame.

    head   room to keep between axis words and plot; foot: room below the plot is the caller's to fill
    """
    low, high = scales.bounds(values(chart))
    y_ticks = scales.ticks(low, high)
    decimals = scales.decimals_for(y_ticks)
    shown = [scales.printed(tick, decimals=decimals, unit=chart.unit) for tick in y_ticks]
    y = canvas.lines(0, canvas.theme.text, words.wrap(chart.y_label, canvas.theme.text, canvas.width), kind="fp-axis")
    named_lines = named(canvas, chart)
    if canvas.width < side.NARROW:
        y = side.above(canvas, named_lines, y + 2)
    top = y - canvas.theme.text + 8 + head
    bottom = top + foot
    left = max(words.width(text, canvas.theme.text) for text in shown) + 8
    right = canvas.width - max(side.room(canvas, named_lines), 10)
    made = Frame(
        left=left,
        right=right,
        top=top,
        bottom=bottom,
        y=Scale(low=y_ticks[0], high=y_ticks[-1], start=bottom, end=top),
        y_ticks=y_ticks,
        decimals=decimals,
    )
    _grid(canvas, made, shown)
    return made


def _grid(canvas: Canvas, frame: Frame, shown: Sequence[str]) -> None:
    for tick, text in zip(frame.y_ticks, shown, strict=True):
        y = frame.y(tick)
        strong = tick == 0
        ink = canvas.theme.muted if strong else canvas.theme.faint
        canvas.add(
            svg.element(
                "path",
                d=f"M{svg.number(frame.left)} {svg.number(y)}H{svg.number(frame.right)}",
                stroke=ink,
                fill="none",
            )
        )
        canvas.text(frame.left - 6, y + canvas.theme.text * 0.33, text, anchor="end", fill=canvas.theme.muted)


def references(canvas: Canvas, chart: Chart, frame: Frame) -> list[Label]:
    """Draw the reference lines; return their labels with places."""
    made: list[Label] = []
    for reference in chart.references:
        label = reference_label(canvas, reference)
        y = frame.y(reference.value)
        canvas.add(
            svg.element(
                "path",
                class_=f"fp-reference fp-reference--{reference.role}",
                d=f"M{svg.number(frame.left)} {svg.number(y)}H{svg.number(frame.right)}",
                stroke=label.colour,
                stroke_width=1.25,
                stroke_dasharray=label.dash or None,
                fill="none",
            )
        )
        made.append(Label(text=label.text, y=y, colour=label.colour))
    return made
