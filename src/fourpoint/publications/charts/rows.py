"""The frame that bar, dot and stack charts share: rows with their names, a value scale across, references down."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fourpoint.domain.document import Chart, Point
from fourpoint.publications.charts import labels as side
from fourpoint.publications.charts import plot
from fourpoint.publications.ink import scales, svg, words
from fourpoint.publications.ink.canvas import Canvas
from fourpoint.publications.ink.scales import Scale

DrawRow = Callable[[Scale, float, "Row"], None]


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row: its name and, per series, its point there (None where the series has none)."""

    name: str
    points: tuple[Point | None, ...]

    @property
    def is_self(self) -> bool:
        """Whether the row is the area the document is about."""
        return any(point.mark == "self" for point in self.points if point)


def rows(chart: Chart) -> tuple[Row, ...]:
    """Return the rows in the order in which the series bring them."""
    names = dict.fromkeys(point.x for series in chart.series for point in series.points)
    found = [{point.x: point for point in series.points} for series in chart.series]
    return tuple(Row(name=name, points=tuple(points.get(name) for points in found)) for name in names)


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Where rows go: names left of `left` (or above the row on a narrow sheet), values from left to right."""

    left: float
    right: float
    thick: float
    pitch: float
    names_above: bool


def layout(canvas: Canvas, made: Sequence[Row], *, thick: float, spare: float) -> Layout:
    """
    Return where the rows go.

    thick  how high the mark of one row is; spare: room to keep free at the right, for values
    """
    above = canvas.width < side.NARROW
    widest = max((words.width(row.name, canvas.theme.text, bold=row.is_self) for row in made), default=0)
    left = 2.0 if above else min(widest, canvas.width * 0.34) + 11
    pitch = thick + canvas.leading + 7 if above else max(thick + 8, canvas.leading + 6)
    return Layout(left=left, right=canvas.width - spare, thick=thick, pitch=pitch, names_above=above)


def name(canvas: Canvas, place: Layout, row: Row, y: float) -> float:
    """Put a row's name; returns the middle of the row's mark."""
    size = canvas.theme.text
    if place.names_above:
        text = words.shorten(row.name, size, canvas.width - 4)
        canvas.text(place.left, y + size, text, bold=row.is_self, kind="fp-row")
        return y + canvas.leading + place.thick / 2
    text = words.shorten(row.name, size * (1.03 if row.is_self else 1), place.left - 10)
    middle = y + place.pitch / 2
    canvas.text(place.left - 8, middle + size * 0.33, text, anchor="end", bold=row.is_self, kind="fp-row")
    return middle


def scale(chart: Chart, place: Layout, *, zero: bool = True) -> tuple[Scale, tuple[float, ...]]:
    """Return the value scale across and its ticks; from zero unless told otherwise."""
    low, high = scales.bounds(plot.values(chart), zero=zero)
    wanted = max(int((place.right - place.left) / 90), 2)
    ticks = scales.ticks(low, high, wanted)
    return Scale(low=ticks[0], high=ticks[-1], start=place.left, end=place.right), ticks


def grid(canvas: Canvas, x: Scale, ticks: Sequence[float], *, top: float, bottom: float, unit: str) -> float:
    """Draw the grid behind the rows and its numbers below them; returns the baseline after the numbers."""
    decimals = scales.decimals_for(ticks)
    y = bottom + canvas.leading
    for tick in ticks:
        ink = canvas.theme.muted if tick == 0 else canvas.theme.faint
        at = x(tick)
        canvas.add(svg.element("path", d=f"M{svg.number(at)} {svg.number(top)}V{svg.number(bottom + 4)}", stroke=ink))
        text = scales.printed(tick, decimals=decimals, unit=unit)
        canvas.centred(at, y, text, fill=canvas.theme.muted)
    return y


def references(canvas: Canvas, chart: Chart, x: Scale, *, top: float, bottom: float) -> None:
    """Draw the reference lines over the rows; their words stand above, one line each (see `headroom`)."""
    ordered = sorted(chart.references, key=lambda reference: reference.value)
    for index, reference in enumerate(ordered):
        label = plot.reference_label(canvas, reference)
        at, y = x(reference.value), top - 6 - index * canvas.leading
        canvas.centred(at, y, label.text, fill=label.colour, halo=True)
        canvas.add(
            svg.element(
                "path",
                class_=f"fp-reference fp-reference--{reference.role}",
                d=f"M{svg.number(at)} {svg.number(y + 3)}V{svg.number(bottom)}",
                stroke=label.colour,
                stroke_width=1.5,
                stroke_dasharray=label.dash or None,
            )
        )


def headroom(canvas: Canvas, chart: Chart) -> float:
    """Return the room that the words of the references need above the rows."""
    return len(chart.references) * canvas.leading + (8 if chart.references else 2)


def value_words(chart: Chart, point: Point | None, decimals: int) -> str:
    """Return a point's value as printed beside its mark; "not known" where there is none."""
    if point is None or point.y is None:
        return "not known"
    return scales.printed(point.y, decimals=decimals, unit=chart.unit)
