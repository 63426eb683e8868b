"""The crime types inside a threat, each with count, rate, interval and change, beside the force and similar areas."""

from dataclasses import dataclass

from fourpoint.domain import change as changes
from fourpoint.domain.document import Cell, Column, Table
from fourpoint.domain.figures import Figure
from fourpoint.services.profiles.ledger import Ledger, cell, count_figure, interval_cell, rate_figure, words
from fourpoint.services.profiles.threat.comparison import Comparison, beside, pooled_rate
from fourpoint.services.profiles.threat.headline import change_figure, compare_years, residents_of
from fourpoint.services.profiles.view import View


@dataclass(frozen=True, kw_only=True)
class TypeLine:
    """One crime type: its figures here, and the rates of the force's districts and of the comparison."""

    name: str
    count: Figure
    rate: Figure
    change: Figure
    compared: changes.Change
    force: Figure
    base: Figure


def make_type_lines(view: View, ledger: Ledger, comparison: Comparison) -> tuple[TypeLine, ...]:
    """Return a line for each crime type of the threat, most rows first."""
    lines = [_line(view, ledger, kind, comparison) for kind in view.threat.crime_types]
    return tuple(sorted(lines, key=lambda line: (-(line.count.value or 0), line.name)))


def type_table(view: View, lines: tuple[TypeLine, ...], comparison: Comparison) -> Table:
    """Return the lines as a table."""
    columns = (
        Column(key="crime_type", label="Crime type"),
        Column(key="count", label=view.threat.counts.capitalize(), numeric=True, unit=view.threat.counts),
        Column(key="rate", label="Rate per 1,000", numeric=True, unit="per 1,000 residents"),
        Column(key="rate_interval", label="95% interval"),
        Column(key="change", label="Change on a year", numeric=True, unit="%"),
        Column(key="change_interval", label="95% interval"),
        Column(key="force_rate", label="Force", numeric=True, unit="per 1,000 residents"),
        Column(key="comparison_rate", label=comparison.short_name, numeric=True, unit="per 1,000 residents"),
    )
    others = beside(view, comparison.base)
    left_out = {key for key, other in (("force_rate", "force"), ("comparison_rate", "base")) if other not in others}
    kept = [at for at, column in enumerate(columns) if column.key not in left_out]
    return Table(
        table_id=view.prefix + "types",
        title=f"{view.threat.name} in {view.area.name} by crime type, {view.period}",
        columns=tuple(columns[at] for at in kept),
        rows=tuple(tuple(_row(line)[at] for at in kept) for line in lines),
        note="The change counts only months that are held and complete in both years; open it to see which.",
    )


# ----------------------------------------------------------------------------------------------------------------------


def _line(view: View, ledger: Ledger, kind: str, comparison: Comparison) -> TypeLine:
    slug = kind.lower().replace(" ", "-")
    count = count_figure(view, ledger, key=f"types.{slug}.count", label=kind, types=(kind,))
    compared = compare_years(view, (kind,))
    force = view.facts.territory
    others = beside(view, comparison.base)
    return TypeLine(
        name=kind,
        count=count,
        rate=rate_figure(
            view,
            ledger,
            key=f"types.{slug}.rate",
            label=f"{kind}, rate",
            count=count,
            residents=residents_of(view, view.area),
        ),
        change=change_figure(
            view, ledger, key=f"types.{slug}.change", label=f"{kind}, change", found=compared, types=(kind,)
        ),
        compared=compared,
        force=pooled_rate(
            view,
            ledger if "force" in others else Ledger(),
            base=force.districts,
            name=f"all districts of {force.force.name}",
            key=f"types.{slug}.force",
            types=(kind,),
        ),
        base=pooled_rate(
            view,
            ledger if "base" in others else Ledger(),
            base=comparison.base,
            name=comparison.base_name,
            key=f"types.{slug}.base",
            types=(kind,),
        ),
    )


def _row(line: TypeLine) -> tuple[Cell, ...]:
    return (
        words(line.name),
        cell(line.count),
        cell(line.rate),
        interval_cell(line.rate),
        cell(line.change),
        interval_cell(line.change),
        cell(line.force),
        cell(line.base),
    )
