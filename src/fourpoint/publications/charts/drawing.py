"""
Draws a chart of a document as SVG, for the page and for the PDF alike.

The SVG stands alone: no style, script, link or outside reference; a title and a description for those who cannot see
it; and every id in it carries the chart's id and width, so a wide and a narrow drawing can stand on one page.
"""

from collections.abc import Callable
from dataclasses import replace

from fourpoint.domain.document import Chart, ChartKind
from fourpoint.publications.charts import bars, curves, heat, lines, stacks
from fourpoint.publications.ink.canvas import Canvas
from fourpoint.publications.ink.theme import PAGE, Theme

WIDE = 640
PHONE = 320

_DRAW: dict[ChartKind, Callable[[Canvas, Chart], float]] = {
    "line": lines.draw,
    "bar": bars.draw,
    "dot": bars.draw,
    "stack": stacks.draw,
    "heat": heat.draw,
    "curve": curves.draw,
}


def is_empty(chart: Chart) -> bool:
    """Whether no point of the chart has a value."""
    return all(point.y is None for series in chart.series for point in series.points)


def _capitalised(chart: Chart) -> Chart:
    """The chart with axis words that begin with a capital, whoever wrote them."""
    x, y = chart.x_label, chart.y_label
    return replace(chart, x_label=x[:1].upper() + x[1:], y_label=y[:1].upper() + y[1:])


def draw(chart: Chart, *, width: int = WIDE, theme: Theme = PAGE) -> str:
    """
    Return the chart as an SVG element.

    width    in CSS pixels when shown at its own size; below 480 the narrow layout is used (PHONE suits phones)
    theme    PAGE for the browser, PRINT for the PDF
    missing  a value of None is drawn as a gap and never as zero; a chart without any value says so in words
    """
    canvas = Canvas(f"chart-{chart.chart_id}", width=width, theme=theme)
    if is_empty(chart):
        canvas.text(0, theme.text * 1.5, "No values to draw for these months.", fill=theme.muted, kind="fp-absent")
        height = theme.text * 2.5
    else:
        height = _DRAW[chart.kind](canvas, _capitalised(chart))
    return canvas.close(height=height, title=chart.title, description=chart.sentence.text, kind=chart.kind)
