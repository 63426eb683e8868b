"""
The marks that points carry, and the line below a chart that says what those in use mean.

Shape tells marks apart before colour does: an ordinary point is a dot, one outside the limits a triangle that points
its way, an incomplete one a hollow square; a gap has no mark at all, but a hatched band.
"""

from fourpoint.domain.document import Chart, Point
from fourpoint.publications.ink import svg, words
from fourpoint.publications.ink.canvas import Canvas

MEANINGS = {
    "high": "above the control limits",
    "low": "below the control limits",
    "partial": "supply incomplete",
    "open": "outcomes still open",
}
BANDS = {"gap": "no data", "partial": "supply incomplete", "open": "outcomes still open"}


def said(chart: Chart, point: Point, text: str) -> str:
    """Return what a pointer shows at a point: its place, its value as printed, its range and its mark."""
    if point.y is None:
        return f"{point.x}: {BANDS.get(point.mark, 'not known')}"
    unit = f" {chart.unit}" if chart.unit and chart.unit != "%" else ""
    mark = f" ({MEANINGS[point.mark]})" if point.mark in MEANINGS else ""
    return f"{point.x}: {text}{unit}{mark}"


def marker(canvas: Canvas, x: float, y: float, mark: str, **attributes: svg.Value) -> str:
    """Return the shape of a mark at that place; attributes may hold radius, colour, title and figure."""
    colour = str(attributes.get("colour") or canvas.theme.accent)
    radius = float(attributes.get("radius") or 3)
    title = svg.title(str(attributes.get("title") or ""))
    figure = attributes.get("figure")
    if mark in ("high", "low"):
        size = radius + 2.5 if mark == "high" else -radius - 2.5
        path = svg.polyline([(x - size, y + size * 0.7), (x, y - size), (x + size, y + size * 0.7)]) + "Z"
        fill = canvas.theme.signal
        return svg.element("path", title, class_=f"fp-mark fp-mark--{mark}", d=path, fill=fill, data_figure=figure)
    if mark in ("partial", "open"):
        half = radius + 0.8
        return svg.element(
            "rect",
            title,
            class_=f"fp-mark fp-mark--{mark}",
            x=x - half,
            y=y - half,
            width=2 * half,
            height=2 * half,
            fill=canvas.theme.paper,
            stroke=colour,
            stroke_width=1.5,
            data_figure=figure,
        )
    name = f"fp-mark fp-mark--{mark}" if mark else "fp-mark"
    return svg.element("circle", title, class_=name, cx=x, cy=y, r=radius, fill=colour, data_figure=figure)


def explain(canvas: Canvas, chart: Chart, y: float, *, banded: bool = False) -> float:
    """Put the line that says what the marks in use mean, wrapped at the sheet's edge; returns the next baseline."""
    used = {point.mark for series in chart.series for point in series.points if point.y is not None}
    entries: list[tuple[str, str]] = [(mark, MEANINGS[mark]) for mark in MEANINGS if mark in used]
    if banded:
        entries.append(("band", "shaded: range of uncertainty"))
    x = 6.0
    for mark, meaning in entries:
        room = words.width(meaning, canvas.theme.text) + 36
        if x > 6 and x + room > canvas.width:
            x, y = 6.0, y + canvas.leading
        if mark == "band":
            canvas.add(
                svg.element("rect", x=x - 5, y=y - 10, width=14, height=11, fill=canvas.theme.accent, fill_opacity=0.18)
            )
        else:
            canvas.add(marker(canvas, x, y - 4.5, mark))
        canvas.text(x + 13, y, meaning, fill=canvas.theme.muted)
        x += room
    return y + canvas.leading if entries else y
