"""The threat in one neighbourhood: its count, its months and its crime types, with how little small counts say."""

import numpy as np

from fourpoint.domain import months as calendar
from fourpoint.domain import rates
from fourpoint.domain.document import (
    Block,
    Cell,
    Chart,
    Column,
    Point,
    Series,
    Table,
    Tiles,
)
from fourpoint.domain.figures import Figure
from fourpoint.services.profiles.ledger import Ledger, as_interval, cell, count_figure, rows_query, say, words
from fourpoint.services.profiles.place.neighbourhoods import (
    Line,
    neighbourhood_area,
)
from fourpoint.services.profiles.reading.territory import Neighbourhood
from fourpoint.services.profiles.threat.trend import NOTES, shown_months, supply_notice
from fourpoint.services.profiles.view import View

SMALL = (
    "Counts here are small and points are moved before publication: a neighbourhood's month is mostly chance, and a"
    " row near a border can stand in the wrong one."
)


def make_threat(view: View, ledger: Ledger, own: Line) -> tuple[Block, ...]:
    """Return what is known of supply, the count and rate of the neighbourhood, and its months."""
    tiles = Tiles(
        tiles_id="headline",
        title=f"In short: {own.count.period}",
        figure_ids=(own.count.figure_id, own.rate.figure_id),
    )
    return (*supply_notice(view), tiles, _trend(view, ledger, own.place))


def make_types(view: View, ledger: Ledger, place: Neighbourhood) -> Table:
    """Return the count of each crime type of the threat in the neighbourhood, the greatest first."""
    crime = view.facts.crime
    figures = []
    for kind in view.threat.crime_types:
        number = int(crime.neighbourhood_monthly(place.code, (kind,), view.grid_months).sum())
        figures.append(
            count_figure(
                view,
                ledger,
                key=f"types.{kind.lower().replace(' ', '-')}",
                label=kind,
                months=view.grid_months,
                types=(kind,),
                value=float(number),
                numerator=float(number),
                interval=as_interval(rates.poisson_limits(np.float64(number))),
                rows_used=number,
                excluded=(),
                formula="rows of the crime type whose published LSOA is this one",
                rows=rows_query(view, view.grid_months, (kind,), neighbourhood_area(place), (place.code,)),
            )
        )
    figures.sort(key=lambda figure: -(figure.value or 0))
    return Table(
        table_id="types",
        title=f"{place.label} by crime type, {calendar.run_in_words(view.grid_months)}",
        columns=(
            Column(key="crime_type", label="Crime type"),
            Column(key="count", label=view.threat.counts.capitalize(), numeric=True, unit=view.threat.counts),
        ),
        rows=tuple((words(figure.label), cell(figure)) for figure in figures),
    )


# ----------------------------------------------------------------------------------------------------------------------


def _month_figure(view: View, ledger: Ledger, place: Neighbourhood, month: str, *, rows: int) -> Figure:
    area = neighbourhood_area(place)
    return count_figure(
        view,
        ledger,
        key=f"month.{month}",
        label=calendar.in_words(month),
        months=(month,),
        value=float(rows),
        numerator=float(rows),
        interval=as_interval(rates.poisson_limits(np.float64(rows))),
        rows_used=rows,
        excluded=(),
        formula="rows whose published LSOA is this one",
        rows=rows_query(view, (month,), view.threat.crime_types, area, (place.code,)),
    )


def _trend(view: View, ledger: Ledger, place: Neighbourhood) -> Chart:
    shown = shown_months(view)
    of_vintage = view.of_vintage(shown)
    counts = view.facts.crime.neighbourhood_monthly(place.code, view.threat.crime_types, of_vintage)
    rows = dict(zip(of_vintage, counts.tolist(), strict=True))
    figures = {month: _month_figure(view, ledger, place, month, rows=number) for month, number in rows.items()}
    points = tuple(_point(view, month, figures.get(month)) for month in shown)
    return Chart(
        chart_id="trend",
        kind="line",
        title=f"{view.threat.name} in {place.label} by month",
        sentence=say(f"{view.threat.name} in {place.label} by month, with the range that chance alone gives. {SMALL}"),
        x_label="Month",
        y_label=f"Recorded {view.threat.counts}",
        unit=view.threat.counts,
        series=(Series(key="count", label=view.threat.name, points=points),),
        table=_table(view, points, figures),
    )


def _point(view: View, month: str, figure: Figure | None) -> Point:
    if figure is None or figure.interval is None:
        return Point(x=month, y=None, mark="gap")
    mark = "partial" if month in view.partial else ""
    return Point(
        x=month,
        y=figure.value,
        low=figure.interval.low,
        high=figure.interval.high,
        mark=mark,  # type: ignore[arg-type]
        figure_id=figure.figure_id,
    )


def _table(view: View, points: tuple[Point, ...], figures: dict[str, Figure]) -> Table:
    rows = tuple(
        (
            words(calendar.in_words(point.x)),
            cell(figures[point.x]) if point.y is not None else Cell(text="not held"),
            words(NOTES[point.mark]),
        )
        for point in points
    )
    columns = (
        Column(key="month", label="Month"),
        Column(key="count", label=view.threat.counts.capitalize(), numeric=True, unit=view.threat.counts),
        Column(key="note", label="Note"),
    )
    return Table(table_id="trend.table", title="By month", columns=columns, rows=rows)
