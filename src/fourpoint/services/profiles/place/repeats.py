"""Map points struck again and again, with what a map point is; and why near repeats cannot be told."""

import numpy as np

from fourpoint.domain import repeats
from fourpoint.domain.document import Block, Column, Notice, Place, Prose, Table
from fourpoint.domain.figures import Figure, RowsQuery
from fourpoint.services.profiles.ledger import RECORDED, Ledger, cell, count_figure, rows_query, say, words
from fourpoint.services.profiles.place.surface import PlacedRows, point_rows
from fourpoint.services.profiles.reading.territory import Neighbourhood
from fourpoint.services.profiles.view import View

LISTED = 10


def make_repeats(view: View, ledger: Ledger) -> tuple[Block, ...]:
    """Return the busiest map points as a table, the share of rows at repeats in a sentence, and the caveats."""
    placed = point_rows(view)
    rows = placed.rows
    order = sorted(range(len(rows)), key=lambda at: (-rows[at], placed.names[at], *placed.degrees[at]))
    busiest = [at for at in order[:LISTED] if rows[at] > 1]
    lines = [(_figure(view, ledger, placed, at), placed.neighbourhoods[at]) for at in busiest]
    near = Notice(notice_id=view.prefix + "near-repeats", title="Near repeats", text=repeats.MONTHS_ONLY)
    if not lines:
        return (near,)
    return (_table(view, lines), _share(view, ledger, rows), near)


# ----------------------------------------------------------------------------------------------------------------------


def _figure(view: View, ledger: Ledger, placed: PlacedRows, at: int) -> Figure:
    longitude, latitude = (repr(float(value)) for value in placed.degrees[at])
    rows, near = int(placed.rows[at]), placed.neighbourhoods[at]
    # One pair of degrees may be stated in two districts: it is then a point of each.
    district = view.facts.territory.districts[near.district]
    base = rows_query(view, view.grid_months, view.threat.crime_types, district)
    point = (("longitude", (longitude,)), ("latitude", (latitude,)))
    return count_figure(
        view,
        ledger,
        key=f"point.{district.code}.{longitude}.{latitude}",
        label=placed.names[at],
        months=view.grid_months,
        value=float(rows),
        numerator=float(rows),
        rows_used=rows,
        interval=None,
        excluded=(),
        formula="rows published at this map point, added over the months",
        caveats=(repeats.SNAPPED, RECORDED),
        rows=RowsQuery(dataset=base.dataset, filters=(*base.filters, *point)),
    )


def _table(view: View, lines: list[tuple[Figure, Neighbourhood]]) -> Table:
    return Table(
        table_id=view.prefix + "repeats",
        title=f"Map points with the most {view.threat.noun} in {view.area.name}, {lines[0][0].period}",
        columns=(
            Column(key="point", label="Map point"),
            Column(key="neighbourhood", label="In or near"),
            Column(key="count", label=view.threat.counts.capitalize(), numeric=True, unit=view.threat.counts),
        ),
        rows=tuple(
            (
                words(figure.label),
                words(near.label, place=Place(kind="neighbourhood", code=near.code)),
                cell(figure),
            )
            for figure, near in lines
        ),
        note=repeats.SNAPPED,
    )


def _share(view: View, ledger: Ledger, rows: np.ndarray) -> Prose:
    found = repeats.repeat_locations(rows)
    if found.repeat_share is None or found.expected_share is None:
        return Prose(prose_id=view.prefix + "repeats.share", sentences=(say(found.absent),))
    figure = count_figure(
        view,
        ledger,
        key="repeats.share",
        label=f"Share of {view.threat.counts} at map points with two or more",
        months=view.grid_months,
        value=found.repeat_share * 100,
        unit="%",
        numerator=float(rows[rows > 1].sum()),
        interval=None,
        excluded=(),
        formula="rows at map points with two rows or more / rows at map points x 100",
        caveats=(
            repeats.SNAPPED,
            "Only map points with at least one row are known, so the share by chance is a floor.",
        ),
    )
    told = say(
        figure,
        f" of the placed {view.threat.counts} fall on {found.repeat_points:,} map points that hold two or more. "
        f"{repeats.SNAPPED}",
    )
    return Prose(prose_id=view.prefix + "repeats.share", sentences=(told,))
