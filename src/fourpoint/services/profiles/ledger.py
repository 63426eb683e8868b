"""
Where the figures of a document are made and kept: each once, with its source, exclusions and rows.

Sections ask for a figure by what it counts; the ledger knows how its provenance is written, so no section can leave it
out.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from fourpoint.domain import months as calendar
from fourpoint.domain import rates
from fourpoint.domain.document import Cell, Place, Sentence, Span
from fourpoint.domain.figures import AreaRef, Denominator, Exclusion, Figure, Interval, RowsQuery
from fourpoint.services.profiles.view import View

SNAPPED = "Places are moved to the nearest of a fixed list of map points before publication."
RECORDED = "Counts what was reported and recorded, not what happened."
OPEN_MONTHS = "rows counted over the months"


@dataclass
class Ledger:
    """The figures of one document, in order of first use."""

    figures: dict[str, Figure] = field(default_factory=dict)

    def add(self, figure: Figure) -> Figure:
        """Keep the figure; a figure of that id that is kept already stands, and is returned."""
        return self.figures.setdefault(figure.figure_id, figure)


def say(*parts: str | Figure) -> Sentence:
    """Return a sentence of words and figures; a figure prints its text and opens."""
    spans = (
        Span(text=part.text, figure_id=part.figure_id) if isinstance(part, Figure) else Span(text=part)
        for part in parts
    )
    return Sentence(spans=tuple(spans))


def cell(figure: Figure, *, place: Place | None = None) -> Cell:
    """Return the table cell that prints a figure and opens it."""
    return Cell(text=figure.text, figure_id=figure.figure_id, value=figure.value, place=place)


def words(text: str, *, place: Place | None = None) -> Cell:
    """Return a table cell of words."""
    return Cell(text=text, place=place)


def interval_cell(figure: Figure) -> Cell:
    """Return the cell that prints a figure's range."""
    if figure.interval is None:
        return Cell(text="not known")
    low, high = (
        f"{limit:,.{figure.decimals}f}".replace("-", "−") for limit in (figure.interval.low, figure.interval.high)
    )
    return Cell(text=f"{low} to {high}")


def count_figure(
    view: View,
    ledger: Ledger,
    *,
    key: str,
    label: str,
    months: Sequence[str] = (),
    area: AreaRef | None = None,
    **more: Any,
) -> Figure:
    """
    Return the count of the view's threat in an area over held months, kept under the view's prefix and `key`.

    months  held months; none: all held ones of the view
    more    `types` to count other crime types than the threat's, and any field of Figure
    """
    types = tuple(more.pop("types", view.threat.crime_types))
    counted, where = tuple(months) or view.held, area or view.area
    number = view.count(counted, area=where, types=types)
    ranged = rates.poisson_limits(np.float64(number))
    fields: dict[str, Any] = {
        "figure_id": view.prefix + key,
        "label": label,
        "area": where,
        "threat_id": view.threat.id,
        "months": counted,
        "period": calendar.run_in_words(counted),
        "value": float(number),
        "unit": view.threat.counts,
        "numerator": float(number),
        "interval": as_interval(ranged),
        "rows_used": number,
        "excluded": exclusions(view, counted, types, where),
        "sources": view.facts.provenance.street_reference(counted),
        "formula": f"rows of {_types(types)} whose published place lies in {where.name}, added over the months",
        "caveats": (*incomplete(view, counted), RECORDED, SNAPPED, view.threat.proxy),
        "unconfirmed": view.threat.status == "unconfirmed",
        "rows": rows_query(view, counted, types, where),
    }
    if where.level == "force":
        fields["formula"] = f"all rows of {_types(types)} of the force, with and without a place, added over the months"
    return ledger.add(Figure(**{**fields, **more}))


def rate_figure(view: View, ledger: Ledger, *, key: str, label: str, count: Figure, residents: float) -> Figure:
    """Return the rate per 1,000 residents of a count figure; absent, with the reason, without residents."""
    population = view.facts.newest_population
    if count.value is None or not residents > 0 or population is None:
        return ledger.add(
            replace(
                count,
                figure_id=view.prefix + key,
                label=label,
                value=None,
                unit=f"{count.unit} per 1,000 residents",
                interval=None,
                absent=f"The residents of {count.area.name} are not held, so there is no rate.",
            )
        )
    ranged = rates.rate_per_1000(np.float64(count.value), np.float64(residents))
    held = len(count.months)
    return ledger.add(
        replace(
            count,
            figure_id=view.prefix + key,
            label=label,
            value=float(ranged.value),
            unit=f"{count.unit} per 1,000 residents over {held} month{'s' if held != 1 else ''}",
            decimals=1,
            denominator=Denominator(
                label="usual residents",
                value=float(residents),
                year=str(population.year),
                source_id=population.source_id,
            ),
            interval=as_interval(ranged),
            sources=(*count.sources, *view.facts.provenance.reference(population.source_id)),
            formula=f"{count.unit} / usual residents of {population.year} x 1,000; not scaled to a year",
            caveats=(*count.caveats, TOWN_CENTRES),
        )
    )


TOWN_CENTRES = "Residents are a poor denominator for town centres, ports and shopping centres, where visitors are many."


def incomplete(view: View, months: Sequence[str]) -> tuple[str, ...]:
    """Return one sentence that names the incomplete months among those counted; nothing when all are whole."""
    touched = [month for month in months if month in view.partial]
    if not touched:
        return ()
    return (f"Counts too few: the published files of {calendar.run_in_words(touched)} are incomplete.",)


def as_interval(ranged: rates.Ranged) -> Interval:
    """Return the interval of a single ranged value."""
    return Interval(low=float(ranged.low), high=float(ranged.high), level=ranged.level, method=ranged.method)


def exclusions(view: View, months: Sequence[str], types: Sequence[str], area: AreaRef) -> tuple[Exclusion, ...]:
    """Return the rows of those months and types that the area's count leaves out, by reason."""
    rejected = sum(view.facts.provenance.rejected.get(month, 0) for month in months)
    found = [Exclusion(reason="row set aside on the way in, because it breaks the published contract", rows=rejected)]
    if area.level != "force":
        found += view.facts.crime.left_out(types, months)
    return tuple(exclusion for exclusion in found if exclusion.rows)


def rows_query(
    view: View, months: Sequence[str], types: Sequence[str], area: AreaRef, codes: Sequence[str] = ()
) -> RowsQuery:
    """Return how to find the rows of a count again; codes narrow it to some neighbourhoods."""
    territory = view.facts.territory
    filters: list[tuple[str, tuple[str, ...]]] = [
        ("force", (territory.slug,)),
        ("month", tuple(months)),
        ("crime_type", tuple(types)),
    ]
    if codes:
        filters.append(("lsoa_code", tuple(codes)))
    elif area != territory.force:
        filters.append(("district_code", (area.code,)))
    return RowsQuery(dataset="street_crime", filters=tuple(filters))


def _types(types: Sequence[str]) -> str:
    return "the crime types " + ", ".join(types) if len(types) > 1 else f"the crime type {types[0]}"
