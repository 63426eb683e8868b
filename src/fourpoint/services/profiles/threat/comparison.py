"""The area beside the force and beside the areas most like it, rates with their intervals, distances shown."""

from dataclasses import dataclass, replace

import numpy as np

from fourpoint.domain import control
from fourpoint.domain.document import Cell, Chart, Column, Place, Point, Prose, Reference, Series, Table
from fourpoint.domain.figures import AreaRef, Figure, RowsQuery
from fourpoint.domain.similarity import Similar
from fourpoint.services.profiles.ledger import (
    Ledger,
    cell,
    count_figure,
    interval_cell,
    rate_figure,
    rows_query,
    say,
    words,
)
from fourpoint.services.profiles.likeness import find_similar
from fourpoint.services.profiles.threat.headline import Headline, residents_of
from fourpoint.services.profiles.view import View


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """
    Who is compared and how.

    base      areas whose pooled rate is "the comparison": the force's districts, the similar areas, or one area
    base_name what the comparison is called in words
    rate      its figure
    signal    where the area stands among the force's districts: "" inside the funnel limits, "high", "warn-low", ...
    rank      1 for the highest rate among the force's districts, None for the force itself
    """

    base: tuple[AreaRef, ...]
    base_name: str
    rate: Figure
    similar: Similar | None
    chart: Chart
    method: Prose
    signal: str
    rank: int | None

    @property
    def short_name(self) -> str:
        """The comparison as the head of a column."""
        return _first_up(self.base_name.removeprefix("the ")) if len(self.base) > 1 else self.base_name


def beside(view: View, base: tuple[AreaRef, ...]) -> frozenset[str]:
    """Return which others a table of the area sets beside it: "force", "base"; never the area beside itself."""
    districts = view.facts.territory.districts
    own = districts if view.is_force else (view.area,)
    force = {"force"} if not view.is_force and base != districts else set()
    return frozenset(force | ({"base"} if base != own else set()))


def make_comparison(view: View, ledger: Ledger, headline: Headline) -> Comparison:
    """Return the comparison of the headline's rate."""
    similar = None if view.is_force else find_similar(view.facts, view.catalogue, view.area.code)
    base, base_name = choose_base(view, similar)
    figures = {area.code: _rate(view, ledger, area) for area in _shown(view, similar, base) if area != view.area}
    if not view.is_force:
        figures[view.area.code] = headline.rate
        districts = view.facts.territory.districts
        every = f"all districts of {view.facts.territory.force.name}"
        figures["force"] = pooled_rate(view, ledger, base=districts, name=every, key="compare.force")
    base_rate = pooled_rate(view, ledger, base=base, name=base_name)
    signal, rank = _standing(view)
    return Comparison(
        base=base,
        base_name=base_name,
        rate=base_rate,
        similar=similar,
        chart=_chart(view, figures, similar, base_rate, base_name),
        method=_method(view, similar),
        signal=signal,
        rank=rank,
    )


def choose_base(view: View, similar: Similar | None) -> tuple[tuple[AreaRef, ...], str]:
    """
    Return the areas to compare with, and their name in words.

    raises  UnknownArea when the view compares with an area that is not of its force
    """
    territory = view.facts.territory
    if view.compare == "similar" and similar and similar.neighbours:
        codes = [near.code for near in similar.neighbours]
        return tuple(territory.area(code) for code in codes), "the most similar areas"
    if view.compare in ("similar", "force"):
        return territory.districts, f"all districts of {territory.force.name}"
    other = territory.area(view.compare)
    ids = territory.district_ids(other)
    return tuple(territory.districts[at] for at in ids), other.name


def pooled_rate(
    view: View,
    ledger: Ledger,
    *,
    base: tuple[AreaRef, ...],
    name: str,
    key: str = "compare.base",
    types: tuple[str, ...] = (),
) -> Figure:
    """Return the rate of several areas taken together, from rows with a place only, so that like is set beside like."""
    kinds = types or view.threat.crime_types
    rows = sum(view.count(view.held, area=area, types=kinds) for area in base)
    residents = sum(residents_of(view, area) for area in base)
    group = group_of(view, base, name)
    label = f"Rate of {name}" + (f": {', '.join(types)}" if types else "")
    scratch = count_figure(view, Ledger(), key=key, label=label, types=kinds, area=view.area)
    counted = replace(
        scratch,
        area=group,
        value=float(rows),
        numerator=float(rows),
        rows_used=rows,
        formula=f"rows of {name} with a published place, added over the months and areas",
        rows=rows_in_districts(view, base, kinds),
    )
    return ledger.add(rate_figure(view, Ledger(), key=key, label=label, count=counted, residents=residents))


def group_of(view: View, base: tuple[AreaRef, ...], name: str) -> AreaRef:
    """Return several districts as one area; its code is theirs joined by plus signs, or the force's for all of them."""
    territory = view.facts.territory
    if base == territory.districts:
        return AreaRef(code=territory.force.code, name=f"{territory.force.name}, all districts", level="force")
    return AreaRef(code="+".join(area.code for area in base), name=name, level="district")


def rows_in_districts(view: View, base: tuple[AreaRef, ...], types: tuple[str, ...]) -> RowsQuery:
    """Return how to find the rows of several areas that have a place."""
    query = rows_query(view, view.held, types, view.facts.territory.force)
    districts = tuple(
        view.facts.territory.districts[at].code for area in base for at in view.facts.territory.district_ids(area)
    )
    return RowsQuery(dataset=query.dataset, filters=(*query.filters, ("district_code", districts)))


# ----------------------------------------------------------------------------------------------------------------------


def _shown(view: View, similar: Similar | None, base: tuple[AreaRef, ...]) -> tuple[AreaRef, ...]:
    territory = view.facts.territory
    if view.is_force:
        return territory.districts
    near = tuple(territory.area(found.code) for found in similar.neighbours) if similar else ()
    named = base if len(base) == 1 else ()
    return tuple(dict.fromkeys((view.area, *near, *named)))


def _rate(view: View, ledger: Ledger, area: AreaRef) -> Figure:
    count = count_figure(
        view, ledger, key=f"compare.{area.code}.count", label=f"{view.threat.name}, {area.name}", area=area
    )
    residents = residents_of(view, area)
    return rate_figure(
        view, ledger, key=f"compare.{area.code}.rate", label=f"Rate, {area.name}", count=count, residents=residents
    )


def _standing(view: View) -> tuple[str, int | None]:
    """Where the area's rate stands among all districts of its force, by a funnel that allows for over-dispersion."""
    if view.is_force:
        return "", None
    districts = view.facts.territory.districts
    counts = np.array([view.count(view.held, area=area) for area in districts], dtype=np.float64)
    found = control.funnel(counts, view.facts.residents)
    at = districts.index(view.area)
    rate = counts / view.facts.residents
    return found.signals[at], int((rate > rate[at]).sum()) + 1


def _chart(view: View, figures: dict[str, Figure], similar: Similar | None, base_rate: Figure, base_name: str) -> Chart:
    order = sorted(figures.values(), key=lambda figure: -(figure.value or 0))
    points = tuple(_point(view, figure) for figure in order)
    own = figures.get(view.area.code)
    title = _title(view, own, base_rate, base_name)
    reference = (
        Reference(label=_first_up(base_name), value=base_rate.value, role="comparison") if base_rate.value else None
    )
    return Chart(
        chart_id=view.prefix + "compare",
        kind="dot",
        title=title,
        sentence=(
            say(f"{view.area.name} has a rate of ", own, f" {own.unit}; {base_name} together ", base_rate, ".")
            if own
            else say(f"The rates of the districts of {view.area.name}; all together ", base_rate, ".")
        ),
        x_label="Area",
        y_label=base_rate.unit,
        unit=base_rate.unit,
        series=(Series(key="rate", label="Rate per 1,000 residents", points=points),),
        table=_table(view, order, similar),
        references=(reference,) if reference else (),
    )


def _point(view: View, figure: Figure) -> Point:
    interval = figure.interval
    return Point(
        x=figure.area.name,
        y=figure.value,
        low=interval.low if interval else None,
        high=interval.high if interval else None,
        mark="self" if figure.area == view.area else "",
        figure_id=figure.figure_id,
    )


def _title(view: View, own: Figure | None, base: Figure, base_name: str) -> str:
    if own is None or own.interval is None or base.interval is None or view.is_force:
        return (
            f"{view.threat.name}: rates of the districts"
            if view.is_force
            else f"{view.threat.name}: rates beside others"
        )
    if own.interval.low > base.interval.high:
        return f"{view.area.name} has a higher rate than {base_name}"
    if own.interval.high < base.interval.low:
        return f"{view.area.name} has a lower rate than {base_name}"
    return f"{view.area.name} cannot be told from {base_name} by its rate"


def _table(view: View, order: list[Figure], similar: Similar | None) -> Table:
    distance = {near.code: near.distance for near in similar.neighbours} if similar else {}
    columns = (
        Column(key="area", label="Area"),
        Column(key="rate", label="Rate per 1,000", numeric=True, unit="per 1,000 residents"),
        Column(key="interval", label="95% interval"),
        Column(key="count", label=view.threat.counts.capitalize(), numeric=True, unit=view.threat.counts),
        Column(key="residents", label="Residents", numeric=True, unit="residents"),
        Column(key="distance", label="Distance", numeric=True, unit="standard deviations per feature"),
    )
    rows = []
    for figure in order:
        people = figure.denominator.value if figure.denominator else None
        away = distance.get(figure.area.code)
        rows.append(
            (
                words(figure.area.name, place=Place(kind="area", code=figure.area.code)),
                cell(figure),
                interval_cell(figure),
                _count_cell(view, figure),
                Cell(text="not known" if people is None else f"{people:,.0f}", value=people),
                Cell(text="" if away is None else f"{away:.2f}", value=away),
            )
        )
    return Table(
        table_id=view.prefix + "compare.table",
        title=f"{view.threat.name}: {view.area.name} and others, {view.period}",
        columns=columns,
        rows=tuple(rows),
        note="Distance says how unlike two districts are: 0 is alike; see how similar areas are chosen.",
    )


def _count_cell(view: View, rate: Figure) -> Cell:
    key = "count" if rate.area == view.area else f"compare.{rate.area.code}.count"
    number = rate.numerator or 0
    opens = None if rate.area.level == "force" else view.prefix + key
    return Cell(text=f"{number:,.0f}", value=number, figure_id=opens)


def _method(view: View, similar: Similar | None) -> Prose:
    likeness = view.catalogue.likeness
    if similar is None:
        told = say(
            f"The districts of {view.area.name} stand beside each other; differences in kind are not allowed for."
        )
        return Prose(prose_id=view.prefix + "compare.method", sentences=(told,))
    names = ", ".join(feature.name for feature in view.catalogue.features if feature.id in similar.features)
    near = ", ".join(
        f"{view.facts.territory.area(found.code).name} ({found.distance:.2f})" for found in similar.neighbours
    )
    return Prose(
        prose_id=view.prefix + "compare.method",
        sentences=(
            say(f"Most similar to {view.area.name}, with their distances: {near}. "),
            say(f"They are chosen among the force's {len(view.facts.territory.districts)} districts by: {names}. "),
            say(f"{likeness.method}. Crime is not a feature. The choice of features is {likeness.status}."),
        ),
    )


def _first_up(text: str) -> str:
    return text[:1].upper() + text[1:]
