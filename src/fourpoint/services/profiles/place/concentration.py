"""How unevenly a threat lies over neighbourhoods, never without what chance alone would give."""

from dataclasses import dataclass, replace

import numpy as np

from fourpoint.domain import concentration
from fourpoint.domain.document import Cell, Chart, Column, Point, Series, Table
from fourpoint.domain.figures import Denominator, Figure, Interval
from fourpoint.services.profiles.ledger import Ledger, count_figure, say, words
from fourpoint.services.profiles.view import View

SEED = 2025
STEPS = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.75, 1.0)


@dataclass(frozen=True, kw_only=True)
class Concentrated:
    """The share in the busiest twentieth of neighbourhoods with its expected value, and the curve."""

    share: Figure
    expected: Figure
    found: concentration.Concentration
    chart: Chart


def make_concentration(view: View, ledger: Ledger) -> Concentrated | None:
    """Return concentration over the area's neighbourhoods; None where nothing can be said."""
    # The seed is fixed, so that the same rows always tell the same chance.
    found = concentration.concentration(view.by_place, rng=np.random.default_rng(SEED))
    if found.top_share is None or found.expected_share is None:
        return None
    share, expected = _figures(view, ledger, found)
    return Concentrated(share=share, expected=expected, found=found, chart=_chart(view, share, expected, found))


# ----------------------------------------------------------------------------------------------------------------------


def _figures(view: View, ledger: Ledger, found: concentration.Concentration) -> tuple[Figure, Figure]:
    share, expected = found.top_share or 0.0, found.expected_share or 0.0
    top = count_figure(
        view,
        ledger,
        key="concentration.share",
        label="Share in the busiest 5% of neighbourhoods",
        months=view.grid_months,
        value=share * 100,
        unit="%",
        decimals=1,
        numerator=round(share * found.crimes),
        denominator=Denominator(
            label=f"{view.threat.counts} with a neighbourhood",
            value=float(found.crimes),
            year=view.period,
            source_id=view.facts.provenance.street,
        ),
        interval=None,
        rows_used=found.crimes,
        formula=f"rows in the {found.top_areas} busiest of {found.areas} neighbourhoods / rows in all x 100",
    )
    by_chance = count_figure(
        view,
        ledger,
        key="concentration.expected",
        label="The same share if every offence fell on any neighbourhood with equal chance",
        months=view.grid_months,
        value=expected * 100,
        unit="%",
        decimals=1,
        numerator=None,
        interval=_percent(found.chance),
        rows_used=found.crimes,
        formula=f"mean share over {found.chance.method if found.chance else 'simulations'}, seed {SEED}",
        rows=None,
    )
    return top, by_chance


def _percent(chance: Interval | None) -> Interval | None:
    return replace(chance, low=chance.low * 100, high=chance.high * 100) if chance else None


def _chart(view: View, share: Figure, expected: Figure, found: concentration.Concentration) -> Chart:
    areas, rows = concentration.lorenz(view.by_place)
    here = tuple(Point(x=f"{a * 100:.1f}", y=round(r * 100, 2)) for a, r in _thinned(areas, rows))
    even = (Point(x="0.0", y=0.0), Point(x="100.0", y=100.0))
    return Chart(
        chart_id=view.prefix + "concentration",
        kind="curve",
        title=(
            f"The busiest 5% of neighbourhoods hold {share.text} of {view.threat.noun}; chance would give"
            f" {expected.text}"
        ),
        sentence=say(
            f"The busiest {found.top_areas} of {found.areas} neighbourhoods hold ",
            share,
            f" of the {view.threat.counts}; if each fell anywhere with equal chance it would be ",
            expected,
            ".",
        ),
        x_label="Share of neighbourhoods, busiest first",
        y_label=f"Share of {view.threat.counts}",
        unit="%",
        series=(
            Series(key="here", label=view.area.name, points=here),
            Series(key="even", label="Evenly spread", points=even),
        ),
        table=_table(view, areas, rows),
    )


def _thinned(areas: np.ndarray, rows: np.ndarray) -> list[tuple[float, float]]:
    """At most about a hundred points: more cannot be seen."""
    step = max(1, len(areas) // 100)
    keep = sorted({*range(0, len(areas), step), len(areas) - 1})
    return [(float(areas[at]), float(rows[at])) for at in keep]


def _table(view: View, areas: np.ndarray, rows: np.ndarray) -> Table:
    lines = []
    for part in STEPS:
        held = float(np.interp(part, areas, rows)) * 100
        lines.append((words(f"{part:.0%}"), Cell(text=f"{held:.1f}%", value=round(held, 2))))
    return Table(
        table_id=view.prefix + "concentration.table",
        title=f"Concentration of {view.threat.noun} over the neighbourhoods of {view.area.name}",
        columns=(
            Column(key="neighbourhoods", label="Busiest neighbourhoods"),
            Column(key="share", label=f"Share of {view.threat.counts}", numeric=True, unit="%"),
        ),
        rows=tuple(lines),
    )
