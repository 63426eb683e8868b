"""
Puts an edition together: the profile of twelve months to a quarter's end, the quarter's own figures, and every threat.

Nothing here knows the clock: the same data, code and catalogue give the same document.
"""

from dataclasses import dataclass, replace
from datetime import date

from fourpoint.catalogue.profiles import Refresh, Threat
from fourpoint.domain import editions
from fourpoint.domain import months as calendar
from fourpoint.domain.document import (
    Block,
    Cell,
    Column,
    Document,
    EditionRef,
    Finding,
    Notice,
    Prose,
    Section,
    Table,
    Tiles,
)
from fourpoint.domain.errors import Unusable
from fourpoint.domain.figures import Figure
from fourpoint.services.profiles.assembly import assemble, sources_of
from fourpoint.services.profiles.facts import Facts
from fourpoint.services.profiles.ledger import Ledger, cell, say, words
from fourpoint.services.profiles.place.neighbourhoods import find_hotspots, hotspot_table, make_lines
from fourpoint.services.profiles.sentences import settle_sentences
from fourpoint.services.profiles.threat.comparison import Comparison, beside, make_comparison
from fourpoint.services.profiles.threat.headline import Headline, make_headline
from fourpoint.services.profiles.threat.slope import make_slope
from fourpoint.services.profiles.threat.trend import make_trend
from fourpoint.services.profiles.view import View

LISTED = 3
HEADLINE_MONTHS = 12


@dataclass(frozen=True, kw_only=True)
class ThreatLine:
    """One threat of the overview: its view, headline over the year, comparison, and the quarter's headline."""

    view: View
    headline: Headline
    comparison: Comparison
    quarter: Headline


def edition_months(label: str, facts: Facts) -> tuple[str, ...]:
    """
    Return the twelve months that end with the quarter.

    raises  Unusable when the label is not a quarter, or its last month is not held
    """
    try:
        last = calendar.quarter_months(label)[-1]
    except ValueError as error:
        raise Unusable(str(error)) from error
    held = facts.crime.months
    if last not in held:
        raise Unusable(
            f"Edition {label} ends with {calendar.in_words(last)}, which is not held: held are"
            f" {calendar.run_in_words(held)}."
        )
    return calendar.span(calendar.shift(last, 1 - HEADLINE_MONTHS), last)


def assemble_edition(view: View, edition: EditionRef, *, code_version: str) -> Document:
    """
    Return the document of an edition.

    view  of the area over `edition_months`, of the threat that opens it
    """
    base = assemble(view, code_version=code_version)
    ledger = Ledger(figures={figure.figure_id: figure for figure in base.figures})
    lines = tuple(_line(view, ledger, threat) for threat in view.catalogue.threats if threat.id != view.threat.id)
    opening = _opening(view, ledger, edition)
    sections = (
        Section(section_id="overview", title="All threats", blocks=(opening, *_overview(view, lines))),
        *base.sections,
        *(_section(ledger, line) for line in lines),
    )
    figures = tuple(ledger.figures.values())
    document = replace(
        base,
        title=f"{view.area.name}: local profile {edition.label}",
        edition=edition,
        findings=(*base.findings, *_findings(lines)),
        sections=sections,
        figures=figures,
        sources=sources_of(view, figures),
    )
    return settle_sentences(document)


def edition_reference(*, label: str, version: int, ends: str, owner: str, refresh: Refresh) -> EditionRef:
    """Return what the edition says of itself."""
    due = editions.next_due_on(ends, months=refresh.months, lag_months=refresh.lag_months)
    return EditionRef(
        label=label,
        version=version,
        ends=ends,
        next_due_on=due.isoformat(),
        marking=refresh.marking,
        owner=owner,
    )


def staleness_of(edition: EditionRef, *, today: date, refresh: Refresh) -> editions.Staleness:
    """Return what a reader of the edition is told of its age today."""
    return editions.staleness(date.fromisoformat(edition.next_due_on), today=today, warn_days=refresh.warn_days)


# ----------------------------------------------------------------------------------------------------------------------


def _line(view: View, ledger: Ledger, threat: Threat) -> ThreatLine:
    own = view.about(threat=threat, prefix=f"{threat.id}.")
    headline = make_headline(own, ledger)
    quarter = own.during(_quarter(view), prefix=f"{threat.id}.quarter.")
    # Only what the edition shows is kept: a figure that stands nowhere has nothing to open it from.
    scratch = Ledger()
    line = ThreatLine(
        view=own,
        headline=headline,
        comparison=make_comparison(own, scratch, headline),
        quarter=make_headline(quarter, scratch),
    )
    return _keep(ledger, line)


def _keep(ledger: Ledger, line: ThreatLine) -> ThreatLine:
    for figure in (line.comparison.rate, line.quarter.count):
        ledger.add(figure)
    return line


def _quarter(view: View) -> tuple[str, ...]:
    return view.months[-3:]


def _opening(view: View, ledger: Ledger, edition: EditionRef) -> Tiles:
    quarter = make_headline(view.during(_quarter(view), prefix="quarter."), Ledger())
    shown = (quarter.count, quarter.rate, quarter.change)
    ids = tuple(ledger.add(figure).figure_id for figure in shown)
    return Tiles(
        tiles_id="quarter",
        title=f"{view.threat.name} in the quarter {edition.label}: {quarter.count.period}",
        figure_ids=ids,
    )


def _overview(view: View, lines: tuple[ThreatLine, ...]) -> tuple[Block, ...]:
    compared = lines[0].comparison
    columns = (
        Column(key="threat", label="Threat"),
        Column(key="count", label="Twelve months", numeric=True, unit="rows"),
        Column(key="rate", label="Rate per 1,000", numeric=True, unit="per 1,000 residents"),
        Column(key="comparison", label=compared.short_name, numeric=True, unit="per 1,000 residents"),
        Column(key="change", label="Change on a year", numeric=True, unit="%"),
        Column(key="quarter", label="This quarter", numeric=True, unit="rows"),
    )
    kept = [at for at, one in enumerate(columns) if one.key != "comparison" or "base" in beside(view, compared.base)]
    paired = next((line.headline.change.period for line in lines if line.headline.change.value is not None), "")
    table = Table(
        table_id="overview",
        title=f"Every threat in {view.area.name}, {view.period}",
        columns=tuple(columns[at] for at in kept),
        rows=tuple(tuple(_overview_row(line)[at] for at in kept) for line in lines),
        note=(
            "Threats overlap: a robbery counts under robbery, serious violence and acquisitive crime. Never add"
            " them up. * The grouping of published categories is unconfirmed."
            + (f" The change sets {paired}." if paired else "")
        ),
    )
    return (table,)


def _overview_row(line: ThreatLine) -> tuple[Cell, ...]:
    return (
        words(line.view.threat.name + (" *" if line.view.threat.status == "unconfirmed" else "")),
        cell(line.headline.count),
        cell(line.headline.rate),
        cell(line.comparison.rate),
        cell(line.headline.change),
        cell(line.quarter.count),
    )


def _section(ledger: Ledger, line: ThreatLine) -> Section:
    view, threat = line.view, line.view.threat
    status = " Its grouping of published categories is unconfirmed." if threat.status == "unconfirmed" else ""
    blocks: list[Block] = [
        Notice(notice_id=f"{threat.id}.proxy", title="What these counts do not say", text=f"{threat.proxy}{status}"),
        line.headline.tiles,
        make_trend(view, ledger).chart,
        make_slope(view, ledger),
        *_beside(line),
        *_places(view, ledger),
    ]
    return Section(section_id=f"threat-{threat.id}", title=threat.name, blocks=tuple(blocks))


def _beside(line: ThreatLine) -> tuple[Block, ...]:
    if "base" not in beside(line.view, line.comparison.base):
        return ()
    own, base = line.headline.rate, line.comparison.rate
    told = say(f"{line.comparison.chart.title}: ", own, " per 1,000 residents against ", base, ".")
    return (Prose(prose_id=f"{line.view.threat.id}.beside", sentences=(told,)),)


def _places(view: View, ledger: Ledger) -> tuple[Block, ...]:
    hotspots = find_hotspots(view)
    lines = make_lines(view, Ledger(), hotspots, most=LISTED)
    shown = [line for line in lines if line.count.value]
    for line in shown:
        ledger.add(line.count)
        ledger.add(line.rate)
    return (hotspot_table(view, tuple(shown)),) if shown else ()


def _findings(lines: tuple[ThreatLine, ...]) -> tuple[Finding, ...]:
    found = []
    higher = [line for line in lines if _is_higher(line)]
    if higher:
        higher.sort(key=lambda line: -(line.headline.rate.value or 0) / (line.comparison.rate.value or 1))
        told = say(
            f"Threats with a clearly higher rate than {lines[0].comparison.base_name}: ",
            *_listed(higher, "rate"),
            ".",
        )
        found.append(Finding(finding_id="threats-higher", kind="stands-out", sentence=told))
    moved = [line for line in lines if line.headline.compared.verdict in ("higher", "lower")]
    if moved:
        moved.sort(key=lambda line: -abs(line.headline.change.value or 0))
        told = say("Threats with a clear change on the same months a year before: ", *_listed(moved, "change"), ".")
        found.append(Finding(finding_id="threats-changed", kind="changed", sentence=told))
    return tuple(found)


def _is_higher(line: ThreatLine) -> bool:
    own, base = line.headline.rate.interval, line.comparison.rate.interval
    return not line.view.is_force and own is not None and base is not None and own.low > base.high


def _listed(lines: list[ThreatLine], which: str) -> list[str | Figure]:
    parts: list[str | Figure] = []
    for line in lines[:4]:
        figure = line.headline.rate if which == "rate" else line.headline.change
        parts += [f"{', ' if parts else ''}{line.view.threat.name.lower()} (", figure, ")"]
    return parts
