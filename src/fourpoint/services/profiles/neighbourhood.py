"""The page of one neighbourhood: its own counts and months, its map points, its people, and where it stands."""

from dataclasses import replace

import numpy as np

from fourpoint.domain import months as calendar
from fourpoint.domain import rates
from fourpoint.domain.document import (
    Block,
    Cell,
    Chart,
    Column,
    Document,
    Finding,
    Notice,
    Point,
    Section,
    Series,
    Table,
    Tiles,
)
from fourpoint.domain.errors import Unusable
from fourpoint.domain.figures import Denominator, Figure
from fourpoint.services.profiles.assembly import CAVEATS, SCHEMA, sources_of, threat_reference
from fourpoint.services.profiles.ledger import Ledger, as_interval, cell, count_figure, rows_query, say, words
from fourpoint.services.profiles.place.maps import geometry_of
from fourpoint.services.profiles.place.neighbourhoods import (
    Line,
    choropleth,
    find_hotspots,
    make_lines,
    neighbourhood_area,
)
from fourpoint.services.profiles.reading.territory import Neighbourhood
from fourpoint.services.profiles.sentences import settle_sentences
from fourpoint.services.profiles.threat.trend import NOTES, shown_months, supply_notice
from fourpoint.services.profiles.view import View
from fourpoint.services.profiles.vulnerability.overlay import index_year

SMALL = (
    "Counts here are small and points are moved before publication: a neighbourhood's month is mostly chance, and a"
    " row near a border can stand in the wrong one."
)


class NoSuchNeighbourhood(Unusable):
    """The area has no neighbourhood of that code in the vintage of the months asked for."""


def assemble_neighbourhood(view: View, lsoa: str, *, code_version: str) -> Document:
    """
    Return the document of one neighbourhood.

    raises  NoSuchNeighbourhood when the area has none of that code in the vintage of the months
    """
    places = [place for place in view.neighbourhoods if place.code == lsoa]
    if not places:
        raise NoSuchNeighbourhood(
            f"{view.area.name} has no neighbourhood {lsoa} among the LSOAs of {view.vintage}: choose one from its map."
        )
    ledger, hotspots = Ledger(), find_hotspots(view)
    scratch = Ledger()
    lines = make_lines(view, scratch, hotspots)
    own = next(line for line in lines if line.place.code == lsoa)
    ledger.add(own.count)
    ledger.add(own.rate)
    geometry = geometry_of(view)
    place: list[Block] = [_types(view, ledger, own.place)]
    if geometry is not None:
        drawn = choropleth(view, lines, geometry.geometry_id)
        place.append(replace(drawn, table=_around(drawn.table, lines, own)))
        for line in _listed(lines, own):
            ledger.add(line.count)
            ledger.add(line.rate)
    document = Document(
        schema=SCHEMA,
        title=f"{own.place.label}: {view.threat.name}",
        area=neighbourhood_area(own.place),
        force=view.facts.territory.force,
        threat=threat_reference(view),
        months=view.months,
        missing=view.missing,
        comparison=view.compare,
        data_version=view.facts.data_version,
        code_version=code_version,
        edition=None,
        findings=_findings(view, lines, own),
        sections=(
            Section(section_id="threat", title="Threat", blocks=_threat(view, ledger, own)),
            Section(section_id="place", title="Place", blocks=tuple(place)),
            Section(section_id="vulnerability", title="Vulnerability", blocks=_people(view, ledger, own.place)),
        ),
        figures=tuple(_used(ledger)),
        sources=sources_of(view, ledger.figures.values()),
        geometries=(geometry,) if geometry else (),
        caveats=(*CAVEATS, SMALL),
    )
    return settle_sentences(document)


# ----------------------------------------------------------------------------------------------------------------------


def _used(ledger: Ledger) -> list[Figure]:
    return list(ledger.figures.values())


def _findings(view: View, lines: tuple[Line, ...], own: Line) -> tuple[Finding, ...]:
    rank = 1 + sum((line.count.value or 0) > (own.count.value or 0) for line in lines)
    told = say(
        f"{own.place.label} holds ",
        own.count,
        f" {view.threat.noun}, rank {rank} of {len(lines)} neighbourhoods of {view.area.name}.",
    )
    found = [Finding(finding_id="rank", kind="stands-out", sentence=told)]
    if own.flag:
        spot = say(f"With those around it, it stands out as a {own.flag} spot at a false discovery rate of 5%.")
        found.append(Finding(finding_id="spot", kind="stands-out", sentence=spot))
    found.append(Finding(finding_id="small", kind="cannot-say", sentence=say(SMALL)))
    return tuple(found)


def _threat(view: View, ledger: Ledger, own: Line) -> tuple[Block, ...]:
    tiles = Tiles(
        tiles_id="headline",
        title=f"In short: {own.count.period}",
        figure_ids=(own.count.figure_id, own.rate.figure_id),
    )
    return (*supply_notice(view), tiles, _trend(view, ledger, own.place))


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
        table=_trend_table(view, points, figures),
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


def _trend_table(view: View, points: tuple[Point, ...], figures: dict[str, Figure]) -> Table:
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


def _types(view: View, ledger: Ledger, place: Neighbourhood) -> Table:
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


def _listed(lines: tuple[Line, ...], own: Line) -> tuple[Line, ...]:
    """The busiest ten and the neighbourhood itself."""
    return tuple(dict.fromkeys((own, *lines[:10])))


def _around(table: Table, lines: tuple[Line, ...], own: Line) -> Table:
    keep = {line.count.figure_id for line in _listed(lines, own)}
    return replace(table, rows=tuple(row for row in table.rows if row[1].figure_id in keep))


def _people(view: View, ledger: Ledger, place: Neighbourhood) -> tuple[Block, ...]:
    society = view.facts.society
    codes = [one.code for one in view.facts.neighbourhoods(view.vintage)]
    at = codes.index(place.code)
    year = index_year(view)
    rows = []
    for one in view.catalogue.indicators:
        figure = None
        if one.kind == "deprivation" and year is not None and (year, one.domain) in society.deciles:
            figure = _decile(view, place, one.id, one.name, float(society.deciles[year, one.domain][at]), year=year)
        elif one.kind == "household" and view.vintage == "2021":
            figure = _household(view, place, one.id, one.name, one.topic, one.categories)
        if figure is not None:
            rows.append((words(one.name), cell(ledger.add(figure)), words(figure.unit)))
    if not rows:
        text = f"No indicators are held for the LSOAs of {view.vintage}."
        return (Notice(notice_id="people", title="People and homes", text=text),)
    table = Table(
        table_id="people",
        title=f"People and homes of {place.label}",
        columns=(
            Column(key="indicator", label="Indicator"),
            Column(key="value", label="Value", numeric=True),
            Column(key="unit", label="Unit"),
        ),
        rows=tuple(rows),
        note="Decile 1 is the most deprived tenth of neighbourhoods in England.",
    )
    return (table,)


def _decile(view: View, place: Neighbourhood, key: str, name: str, value: float, *, year: int) -> Figure | None:
    if not np.isfinite(value):
        return None
    return Figure(
        figure_id=f"people.{key}",
        label=f"{name}: national decile",
        area=neighbourhood_area(place),
        threat_id="",
        months=(),
        period=f"Indices of Deprivation {year}",
        value=value,
        unit="decile (1 most deprived)",
        sources=view.facts.provenance.reference(f"deprivation-{year}"),
        formula="as published",
    )


def _household(
    view: View, place: Neighbourhood, key: str, name: str, topic: str, categories: tuple[str, ...]
) -> Figure | None:
    society = view.facts.society
    at = [one.code for one in view.facts.neighbourhoods("2021")].index(place.code)
    every = [values[at] for (held, _), values in society.households.items() if held == topic]
    some = [society.households[topic, one][at] for one in categories if (topic, one) in society.households]
    whole, part = float(np.nansum(every)), float(np.nansum(some))
    if not whole > 0:
        return None
    source = f"household-{topic}-2021"
    return Figure(
        figure_id=f"people.{key}",
        label=name,
        area=neighbourhood_area(place),
        threat_id="",
        months=(),
        period="Census 2021",
        value=part / whole * 100,
        unit="%",
        decimals=1,
        numerator=part,
        denominator=Denominator(label="households", value=whole, year="2021", source_id=source),
        sources=view.facts.provenance.reference(source),
        formula=f"households in the categories {'; '.join(categories)} / households x 100",
    )
