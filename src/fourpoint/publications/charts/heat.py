"""A grid of values: one series per row, darker is more, numbers in the cells where they fit, hatching where none is."""

from collections.abc import Sequence

from fourpoint.domain.document import Chart, Point
from fourpoint.publications.charts import labels as side
from fourpoint.publications.charts import lines, marks, months
from fourpoint.publications.ink import scales, svg, theme, words
from fourpoint.publications.ink.canvas import Canvas

CLASSES = 5
_HIGH = 24.0


def breaks(values: Sequence[float]) -> tuple[float, ...]:
    """Return the round bounds of the classes, CLASSES or fewer of them plus one, covering all values."""
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    return scales.ticks(low, high, CLASSES - 1)


def class_of(value: float, bounds: Sequence[float]) -> int:
    """Return the class that a value lies in; a value on a bound belongs to the class above, the last one excepted."""
    inner = sum(1 for bound in bounds[1:-1] if value >= bound)
    return inner


def _cell(canvas: Canvas, chart: Chart, name: str, point: Point, box: tuple[float, float, float]) -> None:
    x, y, wide = box
    bounds = breaks([point.y for series in chart.series for point in series.points if point.y is not None])
    colours = theme.sequence(len(bounds) - 1)
    known = point.y is not None
    text = scales.printed(point.y or 0, decimals=scales.decimals_for([point.y or 0]), unit=chart.unit)
    fill = colours[class_of(point.y, bounds)] if point.y is not None else canvas.pattern("rising", ink="#B1B4B6")
    canvas.add(
        svg.element(
            "rect",
            svg.title(f"{name}, {marks.said(chart, point, text)}"),
            class_="fp-cell" if known else "fp-cell fp-cell--gap",
            x=x,
            y=y,
            width=wide,
            height=_HIGH,
            fill=fill,
            stroke=canvas.theme.paper,
            data_figure=point.figure_id,
        )
    )
    if known and words.width(text, canvas.theme.text) + 4 <= wide:
        canvas.text(x + wide / 2, y + _HIGH / 2 + 5, text, anchor="middle", fill=theme.ink_on(fill, canvas.theme))


def _columns(canvas: Canvas, places: Sequence[str], left: float, wide: float, y: float) -> None:
    most = max(int((canvas.width - left) / (canvas.theme.text * 2.6)), 2)
    ticks = months.month_ticks(places, most=most)
    if ticks is None:
        widest = max((words.width(place, canvas.theme.text) for place in places), default=1) + 8
        by = max(int(-(-widest // max(wide, 1))), 1)
        ticks = [(index, (place,)) for index, place in enumerate(places) if index % by == 0]
    for index, rows in ticks:
        for row, text in enumerate(rows):
            canvas.centred(left + wide * (index + 0.5), y + canvas.leading * row, text, fill=canvas.theme.muted)


def _legend(canvas: Canvas, chart: Chart, y: float) -> float:
    bounds = breaks([point.y for series in chart.series for point in series.points if point.y is not None])
    colours = theme.sequence(len(bounds) - 1)
    decimals = scales.decimals_for(bounds)
    y = canvas.lines(0, y, words.wrap(chart.y_label, canvas.theme.text, canvas.width), kind="fp-axis")
    wide = min((canvas.width - 40) / len(colours), 72)
    for index, colour in enumerate(colours):
        box = svg.element(
            "rect", x=16 + index * wide, y=y - 10, width=wide, height=12, fill=colour, stroke=canvas.theme.muted
        )
        canvas.add(box)
    shown = [scales.printed(bound, decimals=decimals, unit=chart.unit) for bound in bounds]
    crowded = max(words.width(text, canvas.theme.text) for text in shown) + 6 > wide
    for index, text in enumerate(shown):
        if crowded and 0 < index < len(shown) - 1:
            continue
        canvas.centred(16 + index * wide, y + canvas.leading, text, fill=canvas.theme.muted)
    return y + canvas.leading * 2.2


def draw(canvas: Canvas, chart: Chart) -> float:
    """Draw the chart on the sheet; returns the height used."""
    places = lines.categories(chart)
    narrow = canvas.width < side.NARROW
    widest = max((words.width(series.label, canvas.theme.text) for series in chart.series), default=0) + 10
    left = 0.0 if narrow else min(widest, canvas.width * 0.34)
    wide = (canvas.width - left - 2) / max(len(places), 1)
    y = 4.0
    for series in chart.series:
        if narrow:
            canvas.text(0, y + canvas.theme.text, words.shorten(series.label, canvas.theme.text, canvas.width))
            y += canvas.leading + 2
        else:
            label = words.shorten(series.label, canvas.theme.text, left - 8)
            canvas.text(left - 8, y + _HIGH / 2 + 5, label, anchor="end")
        held = {point.x: point for point in series.points}
        for index, place in enumerate(places):
            point = held.get(place) or Point(x=place, y=None, mark="gap")
            _cell(canvas, chart, series.label, point, (left + index * wide, y, wide))
        y += _HIGH + (6 if narrow else 0)
    _columns(canvas, places, left, wide, y + canvas.leading)
    y = _legend(canvas, chart, y + canvas.leading * 3.4)
    return y - canvas.theme.text * 0.5
