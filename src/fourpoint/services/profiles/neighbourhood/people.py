"""The people and homes of one neighbourhood, as published for its LSOA."""

import numpy as np

from fourpoint.domain.document import (
    Block,
    Column,
    Notice,
    Table,
)
from fourpoint.domain.figures import Denominator, Figure
from fourpoint.services.profiles.ledger import Ledger, cell, words
from fourpoint.services.profiles.place.neighbourhoods import (
    neighbourhood_area,
)
from fourpoint.services.profiles.reading.territory import Neighbourhood
from fourpoint.services.profiles.view import View
from fourpoint.services.profiles.vulnerability.overlay import index_year


def make_people(view: View, ledger: Ledger, place: Neighbourhood) -> tuple[Block, ...]:
    """Return the indicators of the neighbourhood as a table; a notice where none is held for its vintage."""
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


# ----------------------------------------------------------------------------------------------------------------------


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
