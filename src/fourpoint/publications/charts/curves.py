"""Curves: a value against a number, as the share of crime against the share of areas."""

from fourpoint.domain.document import Chart, Series
from fourpoint.publications.charts import labels as side
from fourpoint.publications.charts import marks, plot
from fourpoint.publications.charts.labels import Label
from fourpoint.publications.charts.plot import Frame
from fourpoint.publications.ink import scales, svg
from fourpoint.publications.ink.canvas import Canvas
from fourpoint.publications.ink.scales import Scale


def numeric(text: str) -> float | None:
    """Return the number that an x holds, thousands marks and a percent sign allowed; None when it is none."""
    try:
        return float(text.replace(",", "").replace("−", "-").rstrip("% "))
    except ValueError:
        return None


def _spots(series: Series) -> list[list[tuple[float, float]]]:
    """The points of a series in runs: a point without x or y ends a run."""
    runs: list[list[tuple[float, float]]] = [[]]
    for point in series.points:
        x = numeric(point.x)
        if x is None or point.y is None:
            runs.append([])
        else:
            runs[-1].append((x, point.y))
    return [run for run in runs if run]


def _series(canvas: Canvas, chart: Chart, frame: Frame, x: Scale, series: Series) -> Label | None:
    index = chart.series.index(series)
    ink, last = plot.colour(index), None
    for run in _spots(series):
        spots = [(x(across), frame.y(up)) for across, up in run]
        last = spots[-1][1]
        canvas.add(
            svg.element(
                "path",
                svg.title(series.label),
                class_="fp-line",
                d=svg.polyline(spots),
                stroke=ink,
                stroke_width=2.25,
                stroke_linejoin="round",
                stroke_dasharray=plot.dash(index) or None,
                fill="none",
            )
        )
        if len(spots) == 1:
            canvas.add(marks.marker(canvas, *spots[0], "", colour=ink))
    _picked(canvas, chart, frame, x, series)
    many = len(chart.series) > 1 or chart.references
    return Label(text=series.label, y=last, colour=ink, bold=index == 0) if many and series.label else None


def _picked(canvas: Canvas, chart: Chart, frame: Frame, x: Scale, series: Series) -> None:
    """Mark the points of a curve that are figures or carry a mark."""
    for point in series.points:
        across = numeric(point.x)
        if across is None or point.y is None or not (point.mark or point.figure_id):
            continue
        said = scales.printed(point.y, decimals=scales.decimals_for([point.y]), unit=chart.unit)
        title = marks.said(chart, point, said)
        ink = plot.colour(chart.series.index(series))
        spot = (x(across), frame.y(point.y))
        canvas.add(marks.marker(canvas, *spot, point.mark, colour=ink, title=title, figure=point.figure_id))


def _x_axis(canvas: Canvas, chart: Chart, frame: Frame, x: Scale, ticks: tuple[float, ...]) -> float:
    percent = any(point.x.endswith("%") for series in chart.series for point in series.points)
    decimals = scales.decimals_for(ticks)
    y = frame.bottom + 6 + canvas.leading * 0.8
    for tick in ticks:
        text = scales.printed(tick, decimals=decimals, unit="%" if percent else "")
        canvas.add(svg.element("path", d=f"M{svg.number(x(tick))} {svg.number(frame.bottom)}v5", stroke="#505A5F"))
        canvas.centred(x(tick), y, text, fill=canvas.theme.muted)
    y += canvas.leading * 1.1
    canvas.centred((frame.left + frame.right) / 2, y, chart.x_label, kind="fp-axis")
    return y + canvas.leading


def draw(canvas: Canvas, chart: Chart) -> float:
    """Draw the chart on the sheet; returns the height used."""
    frame = plot.frame(canvas, chart, head=0, foot=min(max(canvas.width * 0.32, 200), 280))
    across = [value for series in chart.series for point in series.points if (value := numeric(point.x)) is not None]
    ticks = scales.ticks(*scales.bounds(across), wanted=5 if canvas.width >= side.NARROW else 3)
    x = Scale(low=ticks[0], high=ticks[-1], start=frame.left + 10, end=frame.right - 14)
    beside = plot.references(canvas, chart, frame)
    drawn = [_series(canvas, chart, frame, x, series) for series in chart.series]
    if canvas.width >= side.NARROW:
        found = [label for label in drawn if label]
        side.beside(canvas, [*found, *beside], x=frame.right, top=frame.top - 8, bottom=frame.bottom)
    y = _x_axis(canvas, chart, frame, x, ticks)
    return marks.explain(canvas, chart, y + 4) - canvas.theme.text * 0.5
