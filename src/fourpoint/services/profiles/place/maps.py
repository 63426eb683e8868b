"""The maps of a profile: neighbourhoods for a district; districts, and neighbourhoods for hot spots, for a force."""

from dataclasses import dataclass

import numpy as np

from fourpoint.domain import months as calendar
from fourpoint.domain import spatial
from fourpoint.domain.document import Block, Column, Geometry, Map, MapArea, Notice, Place, Table
from fourpoint.services.profiles.ledger import Ledger, cell, count_figure, interval_cell, rate_figure, say, words
from fourpoint.services.profiles.place.classes import class_breaks, class_of, legend_of
from fourpoint.services.profiles.place.neighbourhoods import (
    Line,
    choropleth,
    find_hotspots,
    hotspot_map,
    make_lines,
    told_lines,
)
from fourpoint.services.profiles.place.outlines import make_geometry
from fourpoint.services.profiles.place.surface import surface_map
from fourpoint.services.profiles.threat.headline import Headline, residents_of
from fourpoint.services.profiles.view import View


@dataclass(frozen=True, kw_only=True)
class Maps:
    """The place blocks that draw on shapes, with the neighbourhood lines that other sections use."""

    blocks: tuple[Block, ...]
    geometries: tuple[Geometry, ...]
    lines: tuple[Line, ...]
    hotspots: spatial.Hotspots | None
    geometry_id: str


def make_maps(view: View, ledger: Ledger, headline: Headline) -> Maps:
    """Return the maps of the view's area."""
    hotspots = find_hotspots(view)
    scratch = Ledger()
    lines = make_lines(view, scratch if view.is_force else ledger, hotspots)
    geometry = geometry_of(view)
    if geometry is None:
        text = "No boundaries of these neighbourhoods are held, so no map is drawn."
        notice = Notice(notice_id=view.prefix + "no-map", title="No map", text=text)
        return Maps(blocks=(notice,), geometries=(), lines=lines, hotspots=hotspots, geometry_id="")
    geometries: tuple[Geometry, ...] = (geometry,)
    first: Map = choropleth(view, lines, geometry.geometry_id)
    if view.is_force:
        geometries = (district_geometry(view), geometry)
        if hotspots is not None:
            _keep(ledger, lines)
        first = district_map(view, ledger, geometries[0].geometry_id)
    drawn = (
        first,
        hotspot_map(view, lines, hotspots, geometry.geometry_id),
        surface_map(view, geometry, headline.count),
    )
    return Maps(
        blocks=(*_vintage_notice(view), *(one for one in drawn if one)),
        geometries=geometries,
        lines=lines,
        hotspots=hotspots,
        geometry_id=geometry.geometry_id,
    )


def geometry_of(view: View) -> Geometry | None:
    """Return the outlines of the area's neighbourhoods, kept with the facts; None when no shapes are held."""
    return view.facts.kept_geometry(
        (view.area.code, view.vintage),
        lambda: _neighbourhood_geometry(view),
    )


def district_geometry(view: View) -> Geometry:
    """Return the outlines of the force's districts."""
    shapes = view.facts.district_shapes
    names = tuple(area.name for area in view.facts.territory.districts)
    return make_geometry(shapes, tuple(range(len(names))), names, level="district")


def district_map(view: View, ledger: Ledger, geometry_id: str) -> Map:
    """Return the map of the force's districts by rate, in five classes."""
    figures = []
    for area in view.facts.territory.districts:
        count = count_figure(
            view, ledger, key=f"compare.{area.code}.count", label=f"{view.threat.name}, {area.name}", area=area
        )
        residents = residents_of(view, area)
        figures.append(
            rate_figure(
                view,
                ledger,
                key=f"compare.{area.code}.rate",
                label=f"Rate, {area.name}",
                count=count,
                residents=residents,
            )
        )
    values = np.array([figure.value if figure.value is not None else np.nan for figure in figures])
    breaks = class_breaks(values)
    most = max(figures, key=lambda figure: figure.value or 0)
    return Map(
        map_id=view.prefix + "places",
        kind="choropleth",
        title=f"{most.area.name} has the highest rate of {view.threat.noun}",
        sentence=say(
            f"Of the districts of {view.area.name}, {most.area.name} has the highest rate: ", most, f" {most.unit}."
        ),
        geometry_id=geometry_id,
        areas=tuple(
            MapArea(
                code=figure.area.code,
                value=figure.value,
                class_index=None if figure.value is None else class_of(figure.value, breaks),
                words=f"{figure.area.name}: {figure.text} per 1,000 residents",
            )
            for figure in figures
        ),
        legend_title=f"{view.threat.counts.capitalize()} per 1,000 residents, {calendar.run_in_words(view.held)}",
        legend=legend_of(values, breaks),
        table=Table(
            table_id=view.prefix + "places.table",
            title=f"{view.threat.name} by district, {view.period}",
            columns=(
                Column(key="area", label="District"),
                Column(key="rate", label="Rate per 1,000", numeric=True, unit="per 1,000 residents"),
                Column(key="interval", label="95% interval"),
            ),
            rows=tuple(
                (words(f.area.name, place=Place(kind="area", code=f.area.code)), cell(f), interval_cell(f))
                for f in figures
            ),
        ),
        note="Rates are rounded down to whole numbers in the classes.",
    )


# ----------------------------------------------------------------------------------------------------------------------


def _neighbourhood_geometry(view: View) -> Geometry | None:
    shapes = view.facts.neighbourhood_shapes(view.vintage)
    places = view.place_ids
    if not places or all(shapes.polygons[at] is None for at in places):
        return None
    names = tuple(place.label for place in view.neighbourhoods)
    return make_geometry(shapes, places, names, level="neighbourhood")


def _keep(ledger: Ledger, lines: tuple[Line, ...]) -> None:
    """A force has too many neighbourhoods to keep a figure of each: those told beside the hot spots are kept."""
    for line in told_lines(lines):
        ledger.add(line.count)
        ledger.add(line.rate)


def _vintage_notice(view: View) -> tuple[Notice, ...]:
    left = [month for month in view.held if month not in view.grid_months]
    if not left:
        return ()
    text = (
        f"The files of {calendar.run_in_words(left)} use an older list of neighbourhoods. They are counted by"
        f" district, but everything by neighbourhood counts only {calendar.run_in_words(view.grid_months)} (LSOAs"
        f" of {view.vintage})."
    )
    return (Notice(notice_id=view.prefix + "vintages", title="Neighbourhoods of two vintages", text=text),)
