"""The headline of a threat: how many, at what rate, how changed, how harmful."""

from dataclasses import dataclass, replace
from math import isfinite

from fourpoint.domain import change as changes
from fourpoint.domain import control, harm
from fourpoint.domain import months as calendar
from fourpoint.domain.document import Tiles
from fourpoint.domain.figures import AreaRef, Denominator, Figure, Interval
from fourpoint.services.profiles.ledger import Ledger, count_figure, rate_figure
from fourpoint.services.profiles.view import View


@dataclass(frozen=True, kw_only=True)
class Headline:
    """The four figures every threat opens with, and the comparison that the third rests on."""

    count: Figure
    rate: Figure
    change: Figure
    harm: Figure
    compared: changes.Change

    @property
    def tiles(self) -> Tiles:
        """The figures as tiles."""
        ids = tuple(figure.figure_id for figure in (self.count, self.rate, self.change, self.harm))
        return Tiles(tiles_id=f"{self.count.figure_id}.tiles", title=f"In short: {self.count.period}", figure_ids=ids)


def make_headline(view: View, ledger: Ledger) -> Headline:
    """Return the headline of the view's area and threat over its held months."""
    count = count_figure(view, ledger, key="count", label=view.threat.heading)
    residents = residents_of(view, view.area)
    compared = compare_years(view, view.threat.crime_types)
    return Headline(
        count=count,
        rate=rate_figure(view, ledger, key="rate", label="Rate per 1,000 residents", count=count, residents=residents),
        change=change_figure(
            view, ledger, key="change", label="Change on the same months a year before", found=compared
        ),
        harm=harm_figure(view, ledger, count=count),
        compared=compared,
    )


def residents_of(view: View, area: AreaRef) -> float:
    """Return the residents of an area of the view's force; NaN when they are not held."""
    ids = list(view.facts.territory.district_ids(area))
    return float(view.facts.residents[ids].sum())


def compare_years(view: View, types: tuple[str, ...], *, area: AreaRef | None = None) -> changes.Change:
    """Return the change against the same months a year before, by the months complete in both years."""
    complete = [month for month in view.facts.crime.months if month not in view.partial]
    values = view.monthly(complete, area=area, types=types)
    # One or two pairs cannot show how restless the months are; all the months held can.
    restless = control.control_chart(values, days=control.days_in(complete)).dispersion ** 2
    counts = dict(zip(complete, values.tolist(), strict=True))
    return changes.year_on_year(counts, months=view.months, known_dispersion=restless)


def change_figure(
    view: View, ledger: Ledger, *, key: str, label: str, found: changes.Change, types: tuple[str, ...] = ()
) -> Figure:
    """Return a change as a percentage; absent, with the reason, where no pair of months can be compared."""
    base = count_figure(
        view,
        Ledger(),
        key=key,
        label=label,
        months=found.months or view.held,
        types=types or view.threat.crime_types,
    )
    if found.ratio is None:
        return ledger.add(
            replace(
                base,
                value=None,
                unit="%",
                numerator=None,
                interval=None,
                rows_used=None,
                absent=found.absent,
                formula=YEAR_ON_YEAR,
            )
        )
    before = calendar.run_in_words(found.before)
    both = (*found.before, *found.months)
    return ledger.add(
        replace(
            base,
            value=(found.ratio - 1) * 100,
            unit="%",
            decimals=1,
            months=tuple(sorted(both)),
            period=f"{calendar.run_in_words(found.months)} against {before}",
            numerator=float(found.count),
            denominator=Denominator(
                label=f"{base.unit} in the same months a year before",
                value=float(found.count_before),
                year=before,
                source_id=view.facts.provenance.street,
            ),
            interval=percent_interval(found.interval),
            rows_used=found.count + found.count_before,
            sources=view.facts.provenance.street_reference(tuple(sorted(both))),
            formula=YEAR_ON_YEAR,
            caveats=(*base.caveats, *left_out_words(found)),
            rows=count_figure(
                view, Ledger(), key=key, label=label, months=sorted(both), types=types or view.threat.crime_types
            ).rows,
        )
    )


YEAR_ON_YEAR = "(count / count in the same months a year before - 1) x 100; only months held and complete in both years"


def percent_interval(interval: Interval | None) -> Interval | None:
    """Return the interval of a ratio as one of a change in percent; None when a limit is endless."""
    if interval is None or not isfinite(interval.high):
        return None
    return replace(interval, low=(interval.low - 1) * 100, high=(interval.high - 1) * 100)


def left_out_words(found: changes.Change) -> tuple[str, ...]:
    """Return one sentence that names the months that could not be compared; nothing when all could."""
    if not found.left_out:
        return ()
    months = calendar.run_in_words(pair.month for pair in found.left_out)
    return (f"Not compared, because the month or the same month a year before is not held or not complete: {months}.",)


def harm_figure(view: View, ledger: Ledger, *, count: Figure) -> Figure:
    """Return the count weighted by the catalogue's first set of harm weights; always unconfirmed while the set is."""
    weights = view.catalogue.harm_sets[0]
    counts = {kind: view.count(view.held, types=(kind,)) for kind in view.threat.crime_types}
    found = harm.harm(counts, weights.weights)
    left_out = tuple(f"{kind.crime_type} carries no weight: {kind.rows:,} rows left out." for kind in found.left_out)
    return ledger.add(
        replace(
            count,
            figure_id=view.prefix + "harm",
            label=f"Harm-weighted count ({weights.status})",
            value=found.total,
            unit=weights.unit,
            numerator=found.total,
            interval=found.interval,
            rows_used=found.rows,
            formula=f"sum over crime types of rows x weight; weights: {weights.name}",
            absent=found.absent,
            caveats=(*weights.caveats, *left_out, *count.caveats),
            unconfirmed=weights.status == "unconfirmed" or count.unconfirmed,
        )
    )
