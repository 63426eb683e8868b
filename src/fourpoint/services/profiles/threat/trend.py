"""The months of a threat as a line with control limits; gaps stay open and nothing incomplete is told as a fall."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from fourpoint.domain import control
from fourpoint.domain import months as calendar
from fourpoint.domain.document import Cell, Chart, Column, Notice, Point, Reference, Sentence, Series, Table
from fourpoint.domain.figures import Figure
from fourpoint.services.profiles.ledger import Ledger, cell, count_figure, say, words
from fourpoint.services.profiles.reading.supply import gap_in_words
from fourpoint.services.profiles.threat.outcomes import open_months
from fourpoint.services.profiles.view import View

Mark = Literal["", "partial", "open", "high", "low"]
LONGEST = 36
SHOWN_BEFORE = 24
NOTES = {
    "gap": "not held",
    "partial": "incomplete supply",
    "open": "outcomes still open",
    "high": "above the control limits",
    "low": "below the control limits",
    "": "",
    "self": "",
}


@dataclass(frozen=True, kw_only=True)
class Trend:
    """The chart, the figure of each held month, and the months outside the control limits."""

    chart: Chart
    figures: dict[str, Figure]
    high: tuple[str, ...]
    low: tuple[str, ...]
    limits: control.ControlChart


def make_trend(view: View, ledger: Ledger) -> Trend:
    """Return the months up to the last one asked for, two years back or as far as the months asked for go."""
    shown = shown_months(view)
    held = [month for month in shown if month in view.facts.crime.months]
    figures = {
        month: count_figure(view, ledger, key=f"month.{month}", label=calendar.in_words(month), months=(month,))
        for month in held
    }
    values = np.array(
        [np.nan if month not in figures or month in view.partial else figures[month].value for month in shown]
    )
    limits = control.control_chart(values, days=control.days_in(shown))
    points = _points(view, shown, figures, limits)
    outside = {side: tuple(p.x for p in points if p.mark == side) for side in ("high", "low")}
    return Trend(
        chart=_chart(view, points, figures, limits, shown),
        figures=figures,
        high=outside["high"],
        low=outside["low"],
        limits=limits,
    )


def shown_months(view: View) -> tuple[str, ...]:
    """Return the run of months the trend shows, from the first that is held."""
    last = view.months[-1]
    first = min(view.months[0], calendar.shift(last, 1 - SHOWN_BEFORE))
    held = [month for month in view.facts.crime.months if first <= month <= last]
    return calendar.span(held[0], last)[-max(LONGEST, len(view.months)) :]


# ----------------------------------------------------------------------------------------------------------------------


def _points(
    view: View, shown: tuple[str, ...], figures: dict[str, Figure], limits: control.ControlChart
) -> tuple[Point, ...]:
    still_open = open_months(view)
    points = []
    for month, signal in zip(shown, limits.signals, strict=True):
        figure = figures.get(month)
        if figure is None or figure.interval is None:
            points.append(Point(x=month, y=None, mark="gap"))
            continue
        mark = _mark(view, month, signal, still_open)
        points.append(
            Point(
                x=month,
                y=figure.value,
                low=figure.interval.low,
                high=figure.interval.high,
                mark=mark,
                figure_id=figure.figure_id,
            )
        )
    return tuple(points)


def _mark(view: View, month: str, signal: str, still_open: tuple[str, ...]) -> Mark:
    if month in view.partial:
        return "partial"
    if signal == "high":
        return "high"
    if signal == "low":
        return "low"
    return "open" if month in still_open else ""


def _chart(
    view: View,
    points: tuple[Point, ...],
    figures: dict[str, Figure],
    limits: control.ControlChart,
    shown: tuple[str, ...],
) -> Chart:
    return Chart(
        chart_id=view.prefix + "trend",
        kind="line",
        title=_title(view, points, limits),
        sentence=_sentence(view, points, figures),
        x_label="Month",
        y_label=f"Recorded {view.threat.counts}",
        unit=view.threat.counts,
        series=(Series(key="count", label=view.threat.name, points=points),),
        table=_table(view, points, figures),
        references=_references(limits),
    )


def _references(limits: control.ControlChart) -> tuple[Reference, ...]:
    """Limits differ a little with the days of the month; the lines are those of a month of middling length."""
    if limits.absent:
        return ()
    return (
        Reference(label="Expected", value=round(float(np.median(limits.centre)), 1), role="mean"),
        Reference(label="Upper limit", value=round(float(np.median(limits.high)), 1), role="limit"),
        Reference(label="Lower limit", value=round(float(np.median(limits.low)), 1), role="limit"),
    )


def _title(view: View, points: tuple[Point, ...], limits: control.ControlChart) -> str:
    name = view.threat.name
    if limits.absent:
        return f"{name}: too few complete months to say what is usual"
    outside = [point.x for point in points if point.mark in ("high", "low")]
    if not outside:
        return f"{name}: every complete month is within the control limits"
    if len(outside) > 3:
        return f"{name}: {len(outside)} months are outside the control limits"
    return f"{name}: {calendar.run_in_words(outside)} outside the control limits"


def _sentence(view: View, points: tuple[Point, ...], figures: dict[str, Figure]) -> Sentence:
    held = [point for point in points if point.y is not None and point.mark != "partial"]
    if not held:
        return say(f"No complete month of {view.threat.noun} is held for {view.area.name}.")
    most = max(held, key=lambda point: point.y or 0)
    least = min(held, key=lambda point: point.y or 0)
    gaps = [point.x for point in points if point.mark == "gap"]
    tail = f" Not held and left open: {calendar.run_in_words(gaps)}." if gaps else ""
    return say(
        f"{view.threat.name} in {view.area.name} by month: fewest in {calendar.in_words(least.x)} (",
        figures[least.x],
        f"), most in {calendar.in_words(most.x)} (",
        figures[most.x],
        f").{tail}",
    )


def _table(view: View, points: tuple[Point, ...], figures: dict[str, Figure]) -> Table:
    columns = (
        Column(key="month", label="Month"),
        Column(key="count", label=f"Recorded {view.threat.counts}", numeric=True, unit=view.threat.counts),
        Column(key="low", label="Chance range, from", numeric=True, unit=view.threat.counts),
        Column(key="high", label="to", numeric=True, unit=view.threat.counts),
        Column(key="note", label="Note"),
    )
    return Table(
        table_id=view.prefix + "trend.table",
        title=f"{view.threat.name} in {view.area.name} by month",
        columns=columns,
        rows=tuple(_row(point, figures) for point in points),
        note="The chance range is the 95% interval that a count of this size has by chance alone.",
    )


def _row(point: Point, figures: dict[str, Figure]) -> tuple[Cell, ...]:
    month = words(calendar.in_words(point.x))
    if point.y is None or point.low is None or point.high is None:
        return (month, Cell(text="not held"), Cell(text=""), Cell(text=""), words("not held"))
    limits = (Cell(text=f"{limit:,.0f}", value=limit) for limit in (point.low, point.high))
    return (month, cell(figures[point.x]), *limits, words(NOTES[point.mark]))


def supply_notice(view: View) -> tuple[Notice, ...]:
    """Return what must be known of the months: those missing among the ones asked for, and those incomplete."""
    told = []
    if view.missing:
        told.append(f"Not held: {calendar.run_in_words(view.missing)}. A missing month is missing, not zero.")
    touched = [gap_in_words(found) for found in view.facts.partial if found.month in shown_months(view)]
    if touched:
        told.append(f"Incomplete in the published files: {', '.join(touched)}. This is a gap in supply, not a fall.")
    if not told:
        return ()
    return (Notice(notice_id=view.prefix + "supply", title="Months missing or incomplete", text=" ".join(told)),)
