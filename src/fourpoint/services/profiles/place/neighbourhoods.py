"""Where a threat lies: neighbourhood figures, the choropleth, and the hot and cold spots that stand up to testing."""

from dataclasses import dataclass, replace

import numpy as np

from fourpoint.domain import months as calendar
from fourpoint.domain import rates, spatial
from fourpoint.domain.arrays import FloatArray
from fourpoint.domain.document import Cell, Column, LegendEntry, Map, MapArea, Place, Sentence, Table
from fourpoint.domain.figures import AreaRef, Denominator, Figure
from fourpoint.services.profiles.ledger import (
    RECORDED,
    SNAPPED,
    TOWN_CENTRES,
    Ledger,
    as_interval,
    cell,
    incomplete,
    interval_cell,
    rows_query,
    say,
    words,
)
from fourpoint.services.profiles.place.classes import class_breaks, class_of, legend_of
from fourpoint.services.profiles.reading.territory import Neighbourhood
from fourpoint.services.profiles.view import View

FALSE_DISCOVERY = 0.05
LISTED = 15


@dataclass(frozen=True, kw_only=True)
class Line:
    """A neighbourhood with its figures; rate is absent where its residents are not held."""

    place: Neighbourhood
    count: Figure
    rate: Figure
    flag: spatial.Flag


def neighbourhood_area(place: Neighbourhood) -> AreaRef:
    """Return a neighbourhood as an area."""
    return AreaRef(code=place.code, name=place.label, level="neighbourhood")


def find_hotspots(view: View) -> spatial.Hotspots | None:
    """Return Gi* over the area's neighbourhoods by count; None with too few neighbourhoods, rows or shapes."""
    weights = view.facts.neighbours(view.vintage, view.place_ids)
    if weights is None or view.by_place.sum() < len(view.place_ids):
        return None
    return spatial.hotspots(view.by_place.astype(np.float64), weights, rate=FALSE_DISCOVERY)


def residents_by_place(view: View) -> FloatArray:
    """Return residents of the area's neighbourhoods; NaN where the vintage or the place has none."""
    population = view.facts.society.population.get(view.vintage)
    if population is None:
        return np.full(len(view.place_ids), np.nan)
    return population.persons[list(view.place_ids)]


def make_lines(
    view: View, ledger: Ledger, hotspots: spatial.Hotspots | None, *, most: int | None = None
) -> tuple[Line, ...]:
    """Return the area's neighbourhoods with their figures, most rows first; only the first `most` when told."""
    counts, people = view.by_place, residents_by_place(view)
    limits = rates.poisson_limits(counts.astype(np.float64))
    per_head = rates.rate_per_1000(counts.astype(np.float64), people)
    common = _common(view)
    lines, places = [], view.neighbourhoods
    for at in sorted(range(len(places)), key=lambda at: (-counts[at], places[at].code))[:most]:
        place = places[at]
        count = ledger.add(_count(view, common, place, int(counts[at]), _nth(limits, at)))
        rate = ledger.add(_rate(view, count, float(people[at]), _nth(per_head, at)))
        lines.append(Line(place=place, count=count, rate=rate, flag=hotspots.flags[at] if hotspots else ""))
    return tuple(lines)


def choropleth(view: View, lines: tuple[Line, ...], geometry_id: str) -> Map:
    """Return the map of counts in five classes."""
    values = view.by_place.astype(np.float64)
    breaks = class_breaks(values)
    return Map(
        map_id=view.prefix + "places",
        kind="choropleth",
        title=_places_title(view, lines),
        sentence=_places_sentence(view, lines),
        geometry_id=geometry_id,
        areas=tuple(
            MapArea(
                code=line.place.code,
                value=line.count.value,
                class_index=class_of(line.count.value or 0, breaks),
                words=_hover(line),
            )
            for line in lines
        ),
        legend_title=f"Recorded {view.threat.counts}, {calendar.run_in_words(view.grid_months)}",
        legend=legend_of(values, breaks),
        table=line_table(view, lines, "places.table", f"{view.threat.name} by neighbourhood"),
        note=f"Neighbourhoods are LSOAs of {view.vintage}, in fifths by count. {TOWN_CENTRES} {SNAPPED}",
    )


def hotspot_map(view: View, lines: tuple[Line, ...], hotspots: spatial.Hotspots | None, geometry_id: str) -> Map | None:
    """Return the map of hot and cold spots; None where they could not be tested."""
    if hotspots is None:
        return None
    hot = tuple(line for line in lines if line.flag == "hot")
    cold = tuple(line for line in lines if line.flag == "cold")
    told = told_lines(lines)
    classes = {"hot": 0, "cold": 1, "": 2}
    return Map(
        map_id=view.prefix + "hotspots",
        kind="significance",
        title=f"{len(hot)} of {len(lines)} neighbourhoods are in a hot spot of {view.threat.noun}",
        sentence=say(
            f"Neighbourhoods that with those around them hold more than chance would give: {len(hot)}; fewer:"
            f" {len(cold)}."
        ),
        geometry_id=geometry_id,
        areas=tuple(
            MapArea(
                code=line.place.code,
                value=line.count.value,
                class_index=classes[line.flag],
                words=f"{_hover(line)}{'; ' + line.flag + ' spot' if line.flag else ''}",
                flag=line.flag,
            )
            for line in lines
        ),
        legend_title="Hot and cold spots",
        legend=(LegendEntry(label="Hot spot"), LegendEntry(label="Cold spot"), LegendEntry(label="Neither")),
        table=line_table(view, told, "hotspots.table", "Hot spots" if hot else "Busiest neighbourhoods"),
        note=_inference(view, hotspots),
    )


def told_lines(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Return the lines told beside the hot spots: the busiest of them, else the busiest of all."""
    hot = tuple(line for line in lines if line.flag == "hot")
    return hot[:LISTED] or lines[:5]


def hotspot_table(view: View, lines: tuple[Line, ...]) -> Table:
    """Return the first few neighbourhoods as a table, for a threat that has no map of its own."""
    return line_table(view, lines, "places.table", f"Neighbourhoods with the most {view.threat.noun}")


def line_table(view: View, lines: tuple[Line, ...], key: str, title: str) -> Table:
    """Return neighbourhoods as a table that leads to their pages."""
    columns = (
        Column(key="neighbourhood", label="Neighbourhood"),
        Column(key="count", label=view.threat.counts.capitalize(), numeric=True, unit=view.threat.counts),
        Column(key="rate", label="Rate per 1,000", numeric=True, unit="per 1,000 residents"),
        Column(key="interval", label="95% interval of the rate"),
        Column(key="spot", label="Hot or cold spot"),
    )
    return Table(
        table_id=view.prefix + key,
        title=f"{title}, {view.area.name}, {calendar.run_in_words(view.grid_months)}",
        columns=columns,
        rows=tuple(_row(line) for line in lines),
        note=TOWN_CENTRES,
    )


# ----------------------------------------------------------------------------------------------------------------------


def _nth(ranged: rates.Ranged, at: int) -> rates.Ranged:
    return replace(ranged, value=ranged.value[at], low=ranged.low[at], high=ranged.high[at])


def _common(view: View) -> dict[str, object]:
    """What the figures of all neighbourhoods of a view share, made once because there are many."""
    months = view.grid_months
    return {
        "threat_id": view.threat.id,
        "months": months,
        "period": calendar.run_in_words(months),
        "unit": view.threat.counts,
        "sources": view.facts.provenance.street_reference(months),
        "formula": (f"rows of {view.threat.noun} whose published LSOA ({view.vintage}) is this one, over the months"),
        "caveats": (*incomplete(view, months), RECORDED, SNAPPED, view.threat.proxy),
        "unconfirmed": view.threat.status == "unconfirmed",
    }


def _count(view: View, common: dict[str, object], place: Neighbourhood, rows: int, ranged: rates.Ranged) -> Figure:
    area = neighbourhood_area(place)
    return Figure(
        figure_id=f"{view.prefix}place.{place.code}.count",
        label=f"{view.threat.name}, {place.label}",
        area=area,
        value=float(rows),
        numerator=float(rows),
        interval=as_interval(ranged),
        rows_used=rows,
        rows=rows_query(view, view.grid_months, view.threat.crime_types, area, (place.code,)),
        **common,  # type: ignore[arg-type]
    )


def _rate(view: View, count: Figure, people: float, ranged: rates.Ranged) -> Figure:
    population = view.facts.society.population.get(view.vintage)
    months = len(count.months)
    changes: dict[str, object] = {
        "figure_id": count.figure_id.removesuffix("count") + "rate",
        "label": f"{count.label}, rate",
        "unit": f"{count.unit} per 1,000 residents over {months} month{'s' if months != 1 else ''}",
        "decimals": 1,
    }
    if population is None or not people > 0:
        absent = (
            f"The residents of {count.area.name} are not held for the LSOAs of {view.vintage}, so there is no rate."
        )
        return replace(count, **changes, value=None, interval=None, absent=absent)  # type: ignore[arg-type]
    return replace(
        count,
        **changes,  # type: ignore[arg-type]
        value=float(ranged.value),
        denominator=Denominator(
            label="usual residents", value=people, year=str(population.year), source_id=population.source_id
        ),
        interval=as_interval(ranged),
        sources=(*count.sources, *view.facts.provenance.reference(population.source_id)),
        formula=f"{count.unit} / usual residents of {population.year} x 1,000; not scaled to a year",
        caveats=(*count.caveats, TOWN_CENTRES),
    )


def _hover(line: Line) -> str:
    rate = f", {line.rate.text} per 1,000 residents" if line.rate.value is not None else ""
    return f"{line.place.label}: {line.count.text} {line.count.unit}{rate}"


def _places_title(view: View, lines: tuple[Line, ...]) -> str:
    if not lines or not lines[0].count.value:
        return f"No {view.threat.noun} with a published place"
    return f"{lines[0].place.label} holds the most {view.threat.noun}"


def _places_sentence(view: View, lines: tuple[Line, ...]) -> Sentence:
    if not lines:
        return say(f"No neighbourhoods of {view.area.name} are held.")
    most = lines[0]
    return say(
        f"Of {len(lines)} neighbourhoods of {view.area.name}, {most.place.label} holds the most {view.threat.counts}: ",
        most.count,
        f" in {most.count.period}.",
    )


def _inference(view: View, hotspots: spatial.Hotspots) -> str:
    return (
        f"Getis-Ord Gi* of counts within {view.area.name}, {hotspots.inference} inference, flagged at a false"
        f" discovery rate of {hotspots.rate:.0%} over the map (Benjamini-Hochberg). Neighbours across the border"
        " are not counted."
    )


def _row(line: Line) -> tuple[Cell, ...]:
    return (
        words(line.place.label, place=Place(kind="neighbourhood", code=line.place.code)),
        cell(line.count),
        cell(line.rate),
        interval_cell(line.rate),
        words(line.flag),
    )
