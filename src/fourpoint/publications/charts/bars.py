"""Ranked bars and dots with intervals: one row per area or kind, the document's own area in bold."""

from fourpoint.domain.document import Chart, Point
from fourpoint.publications.charts import labels as side
from fourpoint.publications.charts import marks, plot, rows
from fourpoint.publications.charts.labels import Label
from fourpoint.publications.charts.rows import Layout, Row
from fourpoint.publications.ink import scales, svg, words
from fourpoint.publications.ink.canvas import PATTERNS, Canvas
from fourpoint.publications.ink.scales import Scale

_THICK = 18
_SHAPE_LIMIT = 4


def _ink(canvas: Canvas, chart: Chart, row: Row, index: int) -> str:
    if len(chart.series) > 1:
        return plot.colour(index)
    anyone = any(point.mark == "self" for point in chart.series[0].points)
    return canvas.theme.accent if row.is_self or not anyone else canvas.theme.ordinary


def _whisker(canvas: Canvas, x: Scale, y: float, point: Point, ink: str) -> float:
    """Draw the interval of a point; returns how far right it reaches."""
    if point.low is None or point.high is None:
        return x(point.y or 0)
    low, high = x(point.low), x(point.high)
    ends = f"M{svg.number(low)} {svg.number(y - 4)}v8M{svg.number(high)} {svg.number(y - 4)}v8"
    line = f"M{svg.number(low)} {svg.number(y)}H{svg.number(high)}"
    path = svg.element("path", class_="fp-interval", d=line + ends, stroke=ink, stroke_width=1.5, fill="none")
    canvas.add(path)
    return max(high, x(point.y or 0))


def _value(canvas: Canvas, at: float, y: float, text: str, row: Row) -> None:
    canvas.text(at, y + canvas.theme.text * 0.33, text, bold=row.is_self, halo=True)


def _outside(canvas: Canvas, at: float, y: float, point: Point) -> float:
    """Put the sign of a point outside the limits or incomplete beside its bar; returns where words may go on."""
    if point.mark not in marks.MEANINGS:
        return at + 6
    canvas.add(marks.marker(canvas, at + 11, y, point.mark))
    return at + 22


def _bar(canvas: Canvas, chart: Chart, x: Scale, row: Row, spot: tuple[float, float, int]) -> None:
    y, thick, index = spot
    point = row.points[index]
    decimals = scales.decimals_for(point.y for series in chart.series for point in series.points if point.y is not None)
    text = rows.value_words(chart, point, decimals)
    if point is None or point.y is None:
        canvas.text(x(0) + 6, y + canvas.theme.text * 0.33, text, fill=canvas.theme.muted, kind="fp-absent")
        return
    ink = _ink(canvas, chart, row, index)
    start, end = sorted((x(0), x(point.y)))
    fill = ink if index == 0 else canvas.pattern(PATTERNS[(index - 1) % len(PATTERNS)], ink=ink)
    canvas.add(
        svg.element(
            "rect",
            svg.title(marks.said(chart, point, text)),
            class_="fp-bar",
            x=start,
            y=y - thick / 2,
            width=end - start,
            height=thick,
            fill=fill,
            stroke=None if index == 0 else ink,
            data_figure=point.figure_id,
        )
    )
    reach = _whisker(canvas, x, y, point, canvas.theme.ink)
    _value(canvas, _outside(canvas, reach, y, point), y, text, row)


def _dot(canvas: Canvas, chart: Chart, x: Scale, row: Row, spot: tuple[float, float, int]) -> None:
    y, _, index = spot
    point = row.points[index]
    decimals = scales.decimals_for(point.y for series in chart.series for point in series.points if point.y is not None)
    text = rows.value_words(chart, point, decimals)
    if point is None or point.y is None:
        canvas.text(x.start + 6, y + canvas.theme.text * 0.33, text, fill=canvas.theme.muted, kind="fp-absent")
        return
    ink = _ink(canvas, chart, row, index)
    reach = _whisker(canvas, x, y, point, ink)
    title = marks.said(chart, point, text)
    shape = marks.marker(
        canvas, x(point.y), y, point.mark, radius=5 if row.is_self else 4, colour=ink, title=title,
        figure=point.figure_id,
    )  # fmt: skip
    if index and not point.mark:
        half = 4.0
        shape = svg.element(
            "rect", svg.title(title), class_="fp-mark", x=x(point.y) - half, y=y - half, width=2 * half,
            height=2 * half, fill=canvas.theme.paper if index > 1 else ink, stroke=ink, stroke_width=1.5,
            data_figure=point.figure_id,
        )  # fmt: skip
    canvas.add(shape)
    _value(canvas, reach + 8, y, text, row)


def _key(canvas: Canvas, chart: Chart, y: float) -> float:
    """Name the series above the rows when there are several; one needs no name."""
    if len(chart.series) < 2:
        return y
    labels = [Label(text=series.label, y=None, colour=plot.colour(index)) for index, series in enumerate(chart.series)]
    return side.above(canvas, labels, y)


def _spare(canvas: Canvas, chart: Chart) -> float:
    """Room at the right for the widest value and its sign."""
    known = [point.y for series in chart.series for point in series.points if point.y is not None]
    decimals = scales.decimals_for(known)
    printed = [scales.printed(value, decimals=decimals, unit=chart.unit) for value in known]
    return max((words.width(text, canvas.theme.text, bold=True) for text in printed), default=60) + 32


def draw(canvas: Canvas, chart: Chart) -> float:
    """Draw the chart on the sheet; returns the height used."""
    made = rows.rows(chart)
    bars = chart.kind == "bar"
    thick = _THICK if len(chart.series) == 1 else 14 * max(len(chart.series), 1)
    place = rows.layout(canvas, made, thick=thick, spare=_spare(canvas, chart))
    y = _key(canvas, chart, canvas.theme.text)
    top = y - canvas.theme.text + rows.headroom(canvas, chart)
    bottom = top + place.pitch * len(made)
    x, ticks = rows.scale(chart, place)
    base = rows.grid(canvas, x, ticks, top=top, bottom=bottom, unit=chart.unit)
    rows.references(canvas, chart, x, top=top, bottom=bottom)
    for number, row in enumerate(made):
        _row(canvas, chart, x, row, (top + number * place.pitch, place, bars))
    middle = 0.0 if place.names_above else (place.left + place.right) / 2
    after = base + canvas.leading * 1.1
    for line in words.wrap(chart.y_label, canvas.theme.text, canvas.width, lines=2):
        canvas.centred(middle, after, line, kind="fp-axis")
        after += canvas.leading
    return marks.explain(canvas, chart, after + 3, banded=False) - canvas.theme.text * 0.5


def _row(canvas: Canvas, chart: Chart, x: Scale, row: Row, where: tuple[float, Layout, bool]) -> None:
    y, place, bars = where
    middle = rows.name(canvas, place, row, y)
    share = place.thick / max(len(chart.series), 1)
    for index in range(len(chart.series)):
        at = middle - place.thick / 2 + share * (index + 0.5)
        thick = share if len(chart.series) == 1 else share - 2
        (_bar if bars else _dot)(canvas, chart, x, row, (at, thick, index))
