"""Shares of the whole, row by row: parts in one order, told apart by colour, pattern and words in the part itself."""

from fourpoint.domain.document import Chart
from fourpoint.publications.charts import marks, plot, rows
from fourpoint.publications.charts.rows import Layout, Row
from fourpoint.publications.ink import scales, svg, theme, words
from fourpoint.publications.ink.canvas import Canvas, Pattern
from fourpoint.publications.ink.scales import Scale

_PATTERNS: tuple[Pattern | None, ...] = (None, "rising", None, "dots", None, "falling")
_INK_ON_PATTERN = "#FFFFFF"


def _box(canvas: Canvas, index: int, title: str = "", **box: svg.Value) -> None:
    """Put a part's colour and, over it, its pattern."""
    figure, kind = box.pop("figure", None), _PATTERNS[index % len(_PATTERNS)]
    name = "fp-part" if title else None
    canvas.add(svg.element("rect", svg.title(title), class_=name, fill=plot.colour(index), data_figure=figure, **box))
    if kind:
        fill = canvas.pattern(kind, ink=_INK_ON_PATTERN)
        canvas.add(svg.element("rect", fill=fill, pointer_events="none", **box))


def whole(chart: Chart, row: Row) -> float:
    """Return what the row's parts are shares of: 100 for percentages unless they sum to more, else their sum."""
    total = sum(point.y for point in row.points if point and point.y is not None)
    return max(100.0, total) if chart.unit == "%" else total


def _segment(canvas: Canvas, chart: Chart, row: Row, index: int, box: tuple[float, float, float, float]) -> None:
    x, y, wide, thick = box
    point = row.points[index]
    if point is None or point.y is None:
        return
    text = scales.printed(point.y, decimals=0, unit=chart.unit)
    name = chart.series[index].label
    said = f"{row.name}, {name}: {text}{'' if chart.unit in ('', '%') else ' ' + chart.unit}"
    edge, figure = canvas.theme.paper, point.figure_id
    _box(canvas, index, said, x=x, y=y - thick / 2, width=wide, height=thick, stroke=edge, figure=figure)
    room = words.width(text, canvas.theme.text, bold=True) + 8
    if wide >= room:
        _label(canvas, x + wide / 2, y, text, index)


def _label(canvas: Canvas, x: float, y: float, text: str, index: int) -> None:
    """Put a share into its part, on a plain plate where the part is patterned."""
    colour = plot.colour(index)
    if _PATTERNS[index % len(_PATTERNS)]:
        half = words.width(text, canvas.theme.text, bold=True) / 2 + 2
        canvas.add(svg.element("rect", x=x - half, y=y - 9, width=2 * half, height=18, fill=colour))
    ink = theme.ink_on(colour, canvas.theme)
    canvas.text(x, y + canvas.theme.text * 0.34, text, anchor="middle", fill=ink, bold=True)


def _row(canvas: Canvas, chart: Chart, place: Layout, row: Row, y: float) -> None:
    middle = rows.name(canvas, place, row, y)
    total = whole(chart, row)
    if not any(point and point.y is not None for point in row.points) or total <= 0:
        text = "not known" if total <= 0 else "no parts"
        canvas.text(place.left + 6, middle + canvas.theme.text * 0.33, text, fill=canvas.theme.muted, kind="fp-absent")
        return
    x = Scale(low=0, high=total, start=place.left, end=place.right)
    reached = 0.0
    for index, point in enumerate(row.points):
        part = point.y if point and point.y is not None else 0.0
        _segment(canvas, chart, row, index, (x(reached), middle, x(part) - x(0), place.thick))
        reached += part
    if total - reached > total * 0.005:
        rest = canvas.pattern("rising", ink="#B1B4B6")
        canvas.add(
            svg.element(
                "rect",
                svg.title(f"{row.name}: the rest is not known"),
                class_="fp-band fp-band--gap",
                x=x(reached),
                y=middle - place.thick / 2,
                width=place.right - x(reached),
                height=place.thick,
                fill=rest,
                stroke="#B1B4B6",
            )
        )


def _key(canvas: Canvas, chart: Chart) -> float:
    """Name the parts above the rows in their order, with their colour and pattern; returns the next baseline."""
    x, y = 0.0, canvas.theme.text
    for index, series in enumerate(chart.series):
        text = words.shorten(series.label, canvas.theme.text, canvas.width - 24)
        room = words.width(text, canvas.theme.text) + 38
        if x and x + room - 16 > canvas.width:
            x, y = 0.0, y + canvas.leading + 2
        _box(canvas, index, x=x, y=y - 12, width=16, height=14)
        canvas.text(x + 22, y, text)
        x += room
    return y + canvas.leading


def draw(canvas: Canvas, chart: Chart) -> float:
    """Draw the chart on the sheet; returns the height used."""
    made = rows.rows(chart)
    place = rows.layout(canvas, made, thick=24, spare=2)
    top = _key(canvas, chart) - canvas.theme.text + 4
    for number, row in enumerate(made):
        _row(canvas, chart, place, row, top + number * place.pitch)
    y = top + place.pitch * len(made) + canvas.leading
    canvas.text(place.left, y, words.shorten(chart.y_label, canvas.theme.text, canvas.width - place.left))
    return marks.explain(canvas, chart, y + canvas.leading * 1.1) - canvas.theme.text * 0.5
