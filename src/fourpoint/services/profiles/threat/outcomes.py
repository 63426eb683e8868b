"""What became of the crimes, by how long ago they were: never one share for old and new crimes together."""

from dataclasses import replace

from fourpoint.domain import months as calendar
from fourpoint.domain import outcomes
from fourpoint.domain.document import Block, Cell, Chart, Column, Notice, Point, Sentence, Series, Table
from fourpoint.domain.figures import Denominator, Exclusion, Figure, Interval, RowsQuery
from fourpoint.services.profiles.ledger import Ledger, cell, count_figure, rows_query, say, words
from fourpoint.services.profiles.reading.supply import ASB
from fourpoint.services.profiles.view import View

BANDS = (
    outcomes.AgeBand(youngest=0, oldest=2),
    outcomes.AgeBand(youngest=3, oldest=5),
    outcomes.AgeBand(youngest=6, oldest=11),
    outcomes.AgeBand(youngest=12, oldest=None),
)
FILES_UNDATED = (
    "The files do not say when their outcomes were last brought up to date: age is counted to the last month of the"
    " same unbroken run of months."
)


def outcome_rows(view: View, months: tuple[str, ...]) -> dict[str, dict[str, int]]:
    """Return rows by month and published outcome in the view's area, of types that can have an outcome."""
    kinds = [kind for kind in view.threat.crime_types if kind != ASB]
    return view.facts.crime.outcomes_by_month(view.area.code, kinds, months)


def groups_of(view: View) -> tuple[outcomes.OutcomeGroup, ...]:
    """Return the catalogue's outcome groups as the rules want them."""
    return tuple(
        outcomes.OutcomeGroup(group_id=group.id, outcomes=group.outcomes, open=group.open, unknown=group.unknown)
        for group in view.catalogue.outcome_groups
    )


def open_months(view: View) -> tuple[str, ...]:
    """Return the held months, of all, of which more than a twentieth of the area's crimes are still open."""
    return outcomes.open_months(outcome_rows(view, view.facts.crime.months), groups_of(view))


def make_outcomes(view: View, ledger: Ledger) -> tuple[Block, ...]:
    """Return the stack of outcomes by age of crime with its notice; a notice alone where rows can have no outcome."""
    latest = calendar.runs(view.held)[-1]
    rows = {month: line for month, line in outcome_rows(view, latest).items() if line}
    run = next(run for run in calendar.runs(view.facts.crime.months) if latest[-1] in run)
    if not rows:
        text = (
            f"{view.threat.name}: the published rows carry no outcome, so nothing can be said of what became of them."
        )
        return (Notice(notice_id=view.prefix + "outcomes", title="No outcomes are published", text=text),)
    bands = outcomes.by_age(rows, groups_of(view), BANDS, as_at=run[-1])
    figures = {
        (band.band.words, share.group_id): _figure(view, ledger, band, share) for band in bands for share in band.shares
    }
    return (_chart(view, bands, figures), _notice(view, bands))


# ----------------------------------------------------------------------------------------------------------------------


def _figure(view: View, ledger: Ledger, band: outcomes.BandOutcomes, share: outcomes.GroupShare) -> Figure:
    group = next(group for group in view.catalogue.outcome_groups if group.id == share.group_id)
    types = tuple(kind for kind in view.threat.crime_types if kind != ASB)
    query = rows_query(view, band.months, types, view.area)
    return count_figure(
        view,
        ledger,
        key=f"outcomes.{band.band.youngest}.{share.group_id}",
        label=f"{group.name}, crimes {band.band.words} old",
        months=band.months,
        types=types,
        value=share.share * 100,
        unit="%",
        decimals=1,
        numerator=float(share.rows),
        denominator=Denominator(
            label="crimes with an outcome or still open",
            value=float(band.crimes),
            year=calendar.run_in_words(band.months),
            source_id=view.facts.provenance.street,
        ),
        interval=_percent(share.interval),
        rows_used=share.rows,
        excluded=(Exclusion(reason="the status was not available or is in no group", rows=band.unknown),),
        formula=(
            f"rows whose last outcome is in the group '{group.name}' / crimes with an outcome or still open x 100"
        ),
        caveats=(FILES_UNDATED, f"The grouping of outcomes is {group.status}: {group.source}."),
        unconfirmed=group.status == "unconfirmed" or view.threat.status == "unconfirmed",
        rows=_narrowed(query, group.outcomes),
    )


def _narrowed(query: RowsQuery, texts: tuple[str, ...]) -> RowsQuery:
    return RowsQuery(dataset=query.dataset, filters=(*query.filters, ("outcome", texts)))


def _percent(interval: Interval) -> Interval:
    return replace(interval, low=interval.low * 100, high=interval.high * 100)


def _chart(view: View, bands: tuple[outcomes.BandOutcomes, ...], figures: dict[tuple[str, str], Figure]) -> Chart:
    shown = [group for group in view.catalogue.outcome_groups if not group.unknown]
    series = tuple(
        Series(
            key=group.id,
            label=group.name,
            points=tuple(_point(band, figures.get((band.band.words, group.id))) for band in bands),
        )
        for group in shown
    )
    return Chart(
        chart_id=view.prefix + "outcomes",
        kind="stack",
        title=_title(bands, figures),
        sentence=_sentence(view, bands, figures),
        x_label="Age of the crime",
        y_label="Share of crimes",
        unit="%",
        series=series,
        table=_table(view, bands, figures),
    )


def _point(band: outcomes.BandOutcomes, figure: Figure | None) -> Point:
    mark = "open" if band.still_open else ""
    if figure is None or figure.interval is None:
        return Point(x=band.band.words, y=None)
    return Point(
        x=band.band.words,
        y=figure.value,
        low=figure.interval.low,
        high=figure.interval.high,
        mark=mark,  # type: ignore[arg-type]
        figure_id=figure.figure_id,
    )


def _title(bands: tuple[outcomes.BandOutcomes, ...], figures: dict[tuple[str, str], Figure]) -> str:
    oldest = bands[-1].band.words
    of_oldest = {group: figure for (band, group), figure in figures.items() if band == oldest}
    if not of_oldest:
        return "Outcomes are not known"
    largest = max(of_oldest.values(), key=lambda figure: figure.value or 0)
    name = largest.label.removesuffix(f", crimes {oldest} old").lower()
    return f"Of crimes {oldest} old, the most usual end is: {name} ({largest.text})"


def _sentence(view: View, bands: tuple[outcomes.BandOutcomes, ...], figures: dict[tuple[str, str], Figure]) -> Sentence:
    oldest, youngest = bands[-1].band.words, bands[0].band.words
    parts: list[str | Figure] = []
    for band in dict.fromkeys((oldest, youngest)):
        charged = figures.get((band, "charged"))
        if charged is not None:
            parts += [f"Charged or sent to court among crimes {band} old in {view.area.name}: ", charged, ". "]
    return say(*(parts or [f"No outcome of {view.threat.noun} is known in {view.area.name}."]))


def _table(view: View, bands: tuple[outcomes.BandOutcomes, ...], figures: dict[tuple[str, str], Figure]) -> Table:
    shown = [group for group in view.catalogue.outcome_groups if not group.unknown]
    columns = (
        Column(key="age", label="Age of the crime"),
        *(Column(key=group.id, label=group.name, numeric=True, unit="%") for group in shown),
        Column(key="crimes", label="Crimes counted", numeric=True, unit="crimes"),
        Column(key="unknown", label="Left out: not known", numeric=True, unit="crimes"),
    )
    rows = tuple(
        (
            words(f"{band.band.words} ({calendar.run_in_words(band.months)})"),
            *(_share_cell(figures.get((band.band.words, group.id))) for group in shown),
            Cell(text=f"{band.crimes:,}", value=float(band.crimes)),
            Cell(text=f"{band.unknown:,}", value=float(band.unknown)),
        )
        for band in bands
    )
    title = f"Outcomes of {view.threat.noun} in {view.area.name} by age of the crime"
    return Table(table_id=view.prefix + "outcomes.table", title=title, columns=columns, rows=rows, note=FILES_UNDATED)


def _share_cell(figure: Figure | None) -> Cell:
    return Cell(text="not known") if figure is None else cell(figure)


def _notice(view: View, bands: tuple[outcomes.BandOutcomes, ...]) -> Notice:
    still = [band.band.words for band in bands if band.still_open]
    told = "Compare crimes of the same age only: a recent crime has had less time to end. "
    told += f"Still open for more than a twentieth: crimes {' and '.join(still)} old. " if still else ""
    unknown = sum(band.unknown for band in bands)
    told += f"{unknown:,} rows without a known status are left out. " if unknown else ""
    return Notice(notice_id=view.prefix + "outcomes.age", title="How to read the outcomes", text=told + FILES_UNDATED)
