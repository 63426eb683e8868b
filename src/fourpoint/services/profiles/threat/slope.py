"""The trend of a threat as a yearly change with its interval, or why none can be told and how much it would take."""

from dataclasses import replace

import numpy as np

from fourpoint.domain import control, trend
from fourpoint.domain import months as calendar
from fourpoint.domain.document import Prose, Sentence
from fourpoint.domain.figures import Figure
from fourpoint.services.profiles.ledger import Ledger, count_figure, say
from fourpoint.services.profiles.threat.headline import percent_interval
from fourpoint.services.profiles.view import View

FORMULA = "(fitted count a year later / fitted count now - 1) x 100, by quasi-Poisson regression of the months on time"
TWO_YEARS = 24
CONFOUNDED = (
    f"Fewer than {TWO_YEARS} unbroken months: a season of the year cannot be told apart from a trend, and this is no"
    " forecast."
)
WORDS = {"rising": "rise", "falling": "fall", "no clear trend": "show no clear trend"}


def make_slope(view: View, ledger: Ledger) -> Prose:
    """Return the trend over the last unbroken run of complete months asked for, or what is wanting."""
    run = unbroken_months(view)
    if len(run) < trend.MONTHS_NEEDED:
        held = f"{len(run)} ({calendar.run_in_words(run)})" if run else "none"
        text = (
            f"No trend can be told: it takes {trend.MONTHS_NEEDED} complete months without a break, and the last run of"
            f" them has {held}."
        )
        return Prose(prose_id=view.prefix + "trend.slope", sentences=(say(text),))
    found = trend.trend(run, view.monthly(run).astype(np.float64), days=control.days_in(run))
    if found.ratio_per_year is None or found.direction is None:
        told = say(f"No trend can be told: {found.absent}")
        return Prose(prose_id=view.prefix + "trend.slope", sentences=(told,))
    return Prose(prose_id=view.prefix + "trend.slope", sentences=_sentences(view, ledger, run, found))


def unbroken_months(view: View) -> tuple[str, ...]:
    """Return the last run of months asked for that are all held and complete."""
    whole = [month for month in view.held if month not in view.partial]
    return calendar.runs(whole)[-1] if whole else ()


# ----------------------------------------------------------------------------------------------------------------------


def _sentences(view: View, ledger: Ledger, run: tuple[str, ...], found: trend.Trend) -> tuple[Sentence, ...]:
    figure = _figure(view, ledger, run, found)
    limits = figure.interval
    between = f" a year (95% interval {_percent(limits.low)} to {_percent(limits.high)}%)." if limits else " a year."
    months = f"{len(run)} unbroken months {calendar.run_in_words(run)}"
    if not found.seasonal:
        told = say(f"A line through the {months}, as counts of {view.threat.noun}, changes by ", figure, between)
        return (told, say(CONFOUNDED))
    direction = WORDS[found.direction or "no clear trend"]
    return (say(f"Over the {months}, the monthly counts of {view.threat.noun} {direction}: ", figure, between),)


def _figure(view: View, ledger: Ledger, run: tuple[str, ...], found: trend.Trend) -> Figure:
    base = count_figure(view, Ledger(), key="trend.slope", label="Trend: change a year", months=run)
    ratio = found.ratio_per_year or 0.0
    return ledger.add(
        replace(
            base,
            value=(ratio - 1) * 100,
            unit="%",
            decimals=1,
            numerator=None,
            interval=percent_interval(found.interval),
            formula=FORMULA + ("; season taken out" if found.seasonal else ""),
            caveats=base.caveats if found.seasonal else (*base.caveats, CONFOUNDED),
        )
    )


def _percent(value: float) -> str:
    return f"{value:,.1f}".replace("-", "\N{MINUS SIGN}")
