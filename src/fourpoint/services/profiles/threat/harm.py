"""Harm by crime type under every set of weights the catalogue holds, so that no one set is taken for the truth."""

from dataclasses import replace

from fourpoint.catalogue.profiles import HarmSet
from fourpoint.domain import harm
from fourpoint.domain.document import Cell, Column, Table
from fourpoint.domain.figures import Denominator, Figure
from fourpoint.services.profiles.ledger import Ledger, cell, count_figure, words
from fourpoint.services.profiles.view import View

NOT_WEIGHED = "This set of weights gives the crime type none, or nothing was weighed."


def make_harm(view: View, ledger: Ledger) -> tuple[Table, ...]:
    """Return the table of each type's share of the weighted harm; nothing for a threat of one type."""
    kinds = view.threat.crime_types
    sets = view.catalogue.harm_sets
    if len(kinds) < 2:
        return ()
    counts = {kind: view.count(view.held, types=(kind,)) for kind in kinds}
    found = {one.id: harm.harm(counts, one.weights) for one in sets}
    order = sorted(kinds, key=lambda kind: -counts[kind] * sets[0].weights.get(kind, 0.0))
    rows = tuple(_row(view, ledger, kind, found) for kind in order)
    table = Table(
        table_id=view.prefix + "harm",
        title=f"Harm-weighted {view.threat.noun} in {view.area.name} by crime type (weights unconfirmed)",
        columns=(
            Column(key="crime_type", label="Crime type"),
            *(
                Column(key=one.id.replace("-", "_"), label=one.name.split(",")[0], numeric=True, unit="%")
                for one in sets
            ),
        ),
        rows=rows,
        note=(
            "Share of all weighted harm under each set. The sets are second-hand and not on one scale: never add"
            " them. Where they disagree, neither decides."
        ),
    )
    return (table,)


# ----------------------------------------------------------------------------------------------------------------------


def _row(view: View, ledger: Ledger, kind: str, found: dict[str, harm.Harm]) -> tuple[Cell, ...]:
    return (
        words(kind),
        *(cell(_figure(view, ledger, kind, one, found[one.id])) for one in view.catalogue.harm_sets),
    )


def _figure(view: View, ledger: Ledger, kind: str, weights: HarmSet, found: harm.Harm) -> Figure:
    slug = kind.lower().replace(" ", "-")
    part = next((one for one in found.parts if one.crime_type == kind), None)
    label = f"{kind}: share of the harm by {weights.name}"
    base = count_figure(view, Ledger(), key=f"harm.{weights.id}.{slug}", label=label, types=(kind,))
    shared = replace(
        base,
        unit="%",
        decimals=1,
        interval=None,
        formula="rows of the type x its weight / the same over all types with a weight x 100",
        caveats=(*weights.caveats, *base.caveats),
        unconfirmed=True,
    )
    if part is None or not found.total:
        return ledger.add(replace(shared, value=None, numerator=None, rows_used=None, absent=NOT_WEIGHED))
    total = Denominator(
        label=f"weighted harm of all types, in {weights.unit}",
        value=found.total,
        year=view.period,
        source_id=view.facts.provenance.street,
    )
    return ledger.add(replace(shared, value=part.harm / found.total * 100, numerator=part.harm, denominator=total))
