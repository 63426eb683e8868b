"""Line charts: values over months. A gap stays open, and incomplete months are marked by band, dash and shape."""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from fourpoint.domain.document import Chart, Point, Series
from fourpoint.publications.charts import labels as side
from fourpoint.publications.charts import marks, months, plot
from fourpoint.publications.charts.labels import Label
from fourpoint.publications.charts.plot import Frame
from fourpoint.publications.ink import scales, svg, words
from fourpoint.publications.ink.canvas import Canvas, Pattern
from fourpoint.publications.ink.scales import Scale

_BAND_PATTERNS: dict[str, Pattern] = {"gap": "rising", "partial": "dots", "open": "falling"}
_UNSURE = ("partial", "open")
Placed = list[tuple[float, Point]]


def categories(chart: Chart) -> tuple[str, ...]:
    """Return every place on the x axis once, in the order in which the series bring them."""
    return tuple(dict.fromkeys(point.x for series in chart.series for point in series.points))


def _marks_by_place(chart: Chart, places: Sequence[str]) -> list[str]:
    """The band of each place: of the first series that says one; a place without any value is a gap."""
    found = dict.fromkeys(places, "")
    valued = {point.x for series in chart.series for point in series.points if point.y is not None}
    for series in chart.series:
        for point in series.points:
            if point.mark in marks.BANDS and not found[point.x]:
                found[point.x] = point.mark
    return [found[place] if place in valued else "gap" for place in places]


def _bands(canvas: Canvas, frame: Frame, x: Scale, bands: Sequence[str]) -> None:
    half = (x(1) - x(0)) / 2
    taken = [0.0] * _label_rows(canvas, bands)
    said: dict[str, float] = {}
    for mark, run in groupby(range(len(bands)), key=lambda index: bands[index]):
        if mark not in _BAND_PATTERNS:
            continue
        indexes = list(run)
        start, end = max(x(indexes[0]) - half, frame.left), min(x(indexes[-1]) + half, frame.right)
        fill = canvas.pattern(_BAND_PATTERNS[mark], ink="#B1B4B6")
        canvas.add(
            svg.element(
                "rect",
                class_=f"fp-band fp-band--{mark}",
                x=start,
                y=frame.top,
                width=end - start,
                height=frame.bottom - frame.top,
                fill=fill,
            )
        )
        # Bands of one kind that stand close share the words of the first.
        if start >= said.get(mark, 0.0):
            said[mark] = start + 1.5 * words.width(marks.BANDS[mark], canvas.theme.text)
            _band_label(canvas, frame, (start + end) / 2, marks.BANDS[mark], taken)


def _label_rows(canvas: Canvas, bands: Sequence[str]) -> int:
    """How many rows of words the bands may need above the plot: none, one, or two where they stand close."""
    said = [words.width(marks.BANDS[mark], canvas.theme.text) for mark, _ in groupby(bands) if mark in _BAND_PATTERNS]
    return 2 if len(said) > 1 and sum(said) > canvas.width * 0.35 else min(len(said), 1)


def _band_label(canvas: Canvas, frame: Frame, middle: float, text: str, taken: list[float]) -> None:
    """Put a band's words above it, in the first row that is free there; where none is, the band speaks alone."""
    wide = words.width(text, canvas.theme.text)
    start = max(min(max(middle - wide / 2, frame.left), canvas.width - wide), 0)
    for row, end in enumerate(taken):
        if start >= end:
            taken[row] = start + wide + 8
            canvas.text(start, frame.top - 5 - row * canvas.leading, text, fill=canvas.theme.muted)
            return


def _runs(placed: Placed) -> Iterator[Placed]:
    """Runs of neighbouring points that have a value: where a value is missing the line stops."""
    for known, run in groupby(placed, key=lambda pair: pair[1].y is not None):
        if known:
            yield list(run)


def _interval(canvas: Canvas, frame: Frame, run: Placed, ink: str) -> None:
    ends = [(x, point.low, point.high) for x, point in run if point.low is not None and point.high is not None]
    if len(ends) == 1:
        x, low, high = ends[0]
        line = svg.polyline([(x, frame.y(low)), (x, frame.y(high))])
        canvas.add(svg.element("path", class_="fp-interval", d=line, stroke=ink, stroke_width=2, stroke_opacity=0.5))
    elif ends:
        over = [(x, frame.y(high)) for x, _, high in ends]
        under = [(x, frame.y(low)) for x, low, _ in reversed(ends)]
        shape = svg.polyline(over + under) + "Z"
        canvas.add(svg.element("path", class_="fp-interval", d=shape, fill=ink, fill_opacity=0.18))


def _line(canvas: Canvas, frame: Frame, run: Placed, *, ink: str, dashes: str) -> None:
    for unsure, steps in groupby(pairwise(run), key=lambda pair: any(point.mark in _UNSURE for _, point in pair)):
        pairs = list(steps)
        spots = [pairs[0][0], *(second for _, second in pairs)]
        line = svg.polyline([(x, frame.y(point.y)) for x, point in spots if point.y is not None])
        canvas.add(
            svg.element(
                "path",
                class_="fp-line fp-line--unsure" if unsure else "fp-line",
                d=line,
                stroke=ink,
                stroke_width=2.25,
                stroke_linejoin="round",
                stroke_dasharray="2 4" if unsure else dashes or None,
                fill="none",
            )
        )


def _markers(canvas: Canvas, chart: Chart, frame: Frame, placed: Placed, ink: str) -> None:
    small = len(placed) > 24
    decimals = scales.decimals_for(point.y for _, point in placed if point.y is not None)
    for x, point in placed:
        if point.y is None:
            continue
        said = scales.printed(point.y, decimals=decimals, unit=chart.unit)
        title = marks.said(chart, point, said)
        radius = 1.9 if small and not point.mark else 3
        y = frame.y(point.y)
        mark = marks.marker(canvas, x, y, point.mark, radius=radius, colour=ink, title=title, figure=point.figure_id)
        canvas.add(mark)


def _series(canvas: Canvas, chart: Chart, frame: Frame, x: Scale, series: Series) -> Label | None:
    index = chart.series.index(series)
    places = {place: at for at, place in enumerate(categories(chart))}
    placed = [(x(places[point.x]), point) for point in series.points]
    ink = plot.colour(index)
    for run in _runs(placed):
        _interval(canvas, frame, run, ink)
        _line(canvas, frame, run, ink=ink, dashes=plot.dash(index))
    _markers(canvas, chart, frame, placed, ink)
    last = next((point.y for _, point in reversed(placed) if point.y is not None), None)
    if not series.label or (len(chart.series) == 1 and not chart.references):
        return None
    return Label(text=series.label, y=None if last is None else frame.y(last), colour=ink, bold=index == 0)


def _x_axis(canvas: Canvas, chart: Chart, frame: Frame, x: Scale) -> float:
    places = categories(chart)
    room = frame.right - frame.left
    most = max(int(room / (canvas.theme.text * 2.6)), 2)
    ticks = months.month_ticks(places, most=most)
    if ticks is None:
        widest = max((words.width(place, canvas.theme.text) for place in places), default=1) + 12
        by = max(-(-len(places) * widest // room), 1)
        ticks = [(index, (place,)) for index, place in enumerate(places) if index % by == 0]
    for index, lines in ticks:
        at = x(index)
        canvas.add(svg.element("path", d=f"M{svg.number(at)} {svg.number(frame.bottom)}v5", stroke=canvas.theme.muted))
        for row, text in enumerate(lines):
            canvas.centred(at, frame.bottom + 6 + canvas.leading * (row + 0.8), text, fill=canvas.theme.muted)
    deep = max((len(lines) for _, lines in ticks), default=1)
    y = frame.bottom + 6 + canvas.leading * (deep + 0.9)
    if chart.x_label:
        canvas.centred((frame.left + frame.right) / 2, y, chart.x_label, kind="fp-axis")
        y += canvas.leading
    return y


def draw(canvas: Canvas, chart: Chart) -> float:
    """Draw the chart on the sheet; returns the height used."""
    places = categories(chart)
    bands = _marks_by_place(chart, places)
    rows = _label_rows(canvas, bands)
    tall = min(max(canvas.width * 0.32, 200), 280)
    frame = plot.frame(canvas, chart, head=rows * canvas.leading, foot=tall)
    inset = min((frame.right - frame.left) / (2 * max(len(places), 1)), 24)
    x = Scale(low=0, high=max(len(places) - 1, 1), start=frame.left + inset, end=frame.right - inset)
    _bands(canvas, frame, x, bands)
    beside = plot.references(canvas, chart, frame)
    drawn = [_series(canvas, chart, frame, x, series) for series in chart.series]
    if canvas.width >= side.NARROW:
        found = [label for label in drawn if label]
        side.beside(canvas, [*found, *beside], x=frame.right, top=frame.top - 8, bottom=frame.bottom)
    y = _x_axis(canvas, chart, frame, x)
    banded = any(point.low is not None for series in chart.series for point in series.points)
    return marks.explain(canvas, chart, y + 4, banded=banded) - canvas.theme.text * 0.5
